/** The same function, asked once for the same numbers: the frames of a film have most marks in common. */
export function once<Numbers extends number[], Result>(
  make: (...numbers: Numbers) => Result,
): (...numbers: Numbers) => Result {
  const made = new Map<string, Result>();
  return (...numbers) => {
    const key = numbers.join();
    const known = made.get(key) ?? make(...numbers);
    made.set(key, known);
    return known;
  };
}
