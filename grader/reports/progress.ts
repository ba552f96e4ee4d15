import colors from 'picocolors';
import { visible } from './visible.ts';

/** A bar with rate and time left on a terminal; elsewhere a plain line now and then. */
export class Progress {
  #done = 0;
  #told = 0;
  #judged = 0;
  #drawn = 0;
  readonly #started = performance.now();
  readonly #total: number;
  readonly #unit: string;

  constructor(total: number, unit: string) {
    this.#total = total;
    this.#unit = unit;
  }

  get done(): number {
    return this.#done;
  }

  /** @param known it cost nothing, so that it says nothing about the rate. */
  step(current: string, known = false): void {
    this.#done++;
    if (!known) this.#judged++;
    if (process.stderr.isTTY) this.#draw(current);
    else this.#tell();
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }

  #draw(current: string): void {
    const now = performance.now();
    if (now - this.#drawn < 50 && this.#done < this.#total) return;
    this.#drawn = now;
    const columns = process.stderr.columns ?? 80;
    const width = Math.max(5, Math.min(30, columns - 60));
    const filled = Math.floor((width * this.#done) / this.#total);
    const bar = colors.green('█'.repeat(filled)) + colors.dim('░'.repeat(width - filled));
    const figures = `${this.#done}/${this.#total} ${this.#unit}  ${this.#rate().toFixed(1)}/s  ${this.#left()} left`;
    const room = Math.max(0, Math.min(30, columns - width - figures.length - 4));
    const name = [...visible(current)].slice(0, room).join('');
    process.stderr.write(`\r\u001b[K${bar} ${figures}  ${colors.dim(name)}`);
  }

  /** Ten lines in all, so that a log stays short. */
  #tell(): void {
    const tenth = Math.floor((10 * this.#done) / this.#total);
    if (tenth === this.#told) return;
    this.#told = tenth;
    const left = this.#done < this.#total ? `, ${this.#left()} left` : '';
    console.error(
      `${this.#done}/${this.#total} ${this.#unit}, ${this.#rate().toFixed(1)}/s${left}`,
    );
  }

  #left(): string {
    if (!this.#judged) return '?';
    const seconds = Math.ceil((this.#total - this.#done) / this.#rate());
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    return minutes < 60
      ? `${minutes} min ${seconds % 60} s`
      : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }

  #rate(): number {
    return (1000 * this.#judged) / Math.max(1, performance.now() - this.#started);
  }
}
