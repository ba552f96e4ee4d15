import { readFile } from 'node:fs/promises';
import type { EnumerableResults } from './enumerable.ts';
import type { NeuralResults } from './neural.ts';

/** Every number that the lab computes, of both worlds. No times: the same seed and backend give the same text. */
export interface Results {
  backend: string;
  enumerable: EnumerableResults;
  neural: NeuralResults;
}

/** The committed numbers, from which the lesson and its figures are drawn. */
export const resultsFile = new URL('results.json', import.meta.url);

export async function readResults(): Promise<Results> {
  return JSON.parse(await readFile(resultsFile, 'utf8'));
}

/** Nine digits are more than any conclusion needs, and the same on every machine. */
export function resultsText(results: Partial<Results>): string {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value;
  const text = JSON.stringify(results, rounded, 1);
  // A list of plain numbers stands on one line.
  return `${text.replace(/\[\s+([-\d.e,\s]+?)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}
