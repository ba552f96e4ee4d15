/** Positions of a generated file in its source, from the `mappings` of a source map. Also runs in a browser. */
export class SourceMap {
  /** One a line of the generated file; columns in order. Counted from 0. */
  readonly #lines: Segment[][];
  readonly #sources: string[];

  /** @param json a source map of version 3 */
  constructor(json: string) {
    const { mappings, sources } = JSON.parse(json) as { mappings: string; sources: string[] };
    this.#sources = sources;
    const at = [0, 0, 0];
    this.#lines = mappings.split(';').map(line => {
      let column = 0;
      return line.split(',').flatMap(text => {
        const [generated, ...steps] = readNumbers(text);
        if (generated === undefined) return [];
        column += generated;
        if (steps.length < 3) return [];
        steps.slice(0, 3).forEach((step, index) => {
          at[index] += step;
        });
        return [{ column, source: at[0], sourceLine: at[1], sourceColumn: at[2] }];
      });
    });
  }

  /** @returns the last position known at or before this one, in the same line. Counted from 0. */
  find(line: number, column: number): { source: string; line: number; column: number } | undefined {
    const found = this.#lines[line]?.findLast(segment => segment.column <= column);
    return (
      found && {
        source: this.#sources[found.source],
        line: found.sourceLine,
        column: found.sourceColumn,
      }
    );
  }
}

interface Segment {
  column: number;
  source: number;
  sourceLine: number;
  sourceColumn: number;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64, five bits a digit, the lowest first; the lowest bit of all is the sign. */
function readNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = digits.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/** The opposite of `readNumbers`. */
export function writeNumbers(numbers: readonly number[]): string {
  let text = '';
  for (const number of numbers) {
    let rest = number < 0 ? (-number << 1) | 1 : number << 1;
    do {
      const bits = rest & 31;
      rest >>= 5;
      text += digits[rest ? bits | 32 : bits];
    } while (rest);
  }
  return text;
}
