/**
 * The latest result at each place, given again for as long as it would be made from the same text. A
 * process that builds after each save makes only what has changed; nothing of it lies on disk.
 */
export class Latest<Result> {
  readonly #at = new Map<string, { from: string; result: Result }>();

  of(place: string, from: string, make: () => Result): Result {
    const known = this.#at.get(place);
    if (known?.from === from) return known.result;
    const result = make();
    this.#at.set(place, { from, result });
    return result;
  }
}
