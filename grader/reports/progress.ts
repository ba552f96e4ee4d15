import colors from 'picocolors';

/** A bar with rate and time left on a terminal; elsewhere a plain line now and then. */
export class Progress {
  #done = 0;
  #told = 0;
  readonly #started = performance.now();
  readonly #total: number;
  readonly #unit: string;

  constructor(total: number, unit: string) {
    this.#total = total;
    this.#unit = unit;
  }

  step(current: string): void {
    this.#done++;
    if (process.stderr.isTTY) this.#draw(current);
    else this.#tell();
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }

  #draw(current: string): void {
    const width = 30;
    const filled = Math.floor((width * this.#done) / this.#total);
    const bar = colors.green('█'.repeat(filled)) + colors.dim('░'.repeat(width - filled));
    const rate = this.#rate();
    const left = Math.ceil((this.#total - this.#done) / rate);
    const figures = `${this.#done}/${this.#total} ${this.#unit}  ${rate.toFixed(1)}/s  ${left} s left`;
    process.stderr.write(`\r\u001b[K${bar} ${figures}  ${colors.dim(current.slice(0, 30))}`);
  }

  /** Ten lines in all, so that a log stays short. */
  #tell(): void {
    const tenth = Math.floor((10 * this.#done) / this.#total);
    if (tenth === this.#told) return;
    this.#told = tenth;
    console.error(`${this.#done}/${this.#total} ${this.#unit}, ${this.#rate().toFixed(1)}/s`);
  }

  #rate(): number {
    return (1000 * this.#done) / Math.max(1, performance.now() - this.#started);
  }
}
