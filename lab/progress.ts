/** A bar on a terminal; elsewhere one plain line for each thing done. */
export class Progress {
  #done = 0;
  readonly #started = performance.now();
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  step(name: string): void {
    this.#done++;
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(1);
    if (!process.stderr.isTTY) {
      console.error(`${this.#done}/${this.#total} ${name} (${seconds} s)`);
      return;
    }
    const bar = '█'.repeat(this.#done).padEnd(this.#total, '░');
    process.stderr.write(`\r\u001b[K${bar} ${this.#done}/${this.#total} ${name}  ${seconds} s`);
    if (this.#done === this.#total) process.stderr.write('\r\u001b[K');
  }
}
