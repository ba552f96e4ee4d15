import vm from 'node:vm';
import type { Plain } from './plain.ts';

/** A call shown in a lesson with its value: the public checks of a task. */
export interface Example {
  /** As written, without the value: `surprisal(0.5)` or `klEstimate(xs, 'k1')[0]`. */
  source: string;
  /** The task that is called. */
  call: string;
  args: Plain[];
  /** What follows the call: `['chosen', 0]` for `.chosen[0]`. */
  path: (string | number)[];
  expected: Expected;
  /** The value as written, from which the tolerance comes. */
  expectedText: string;
  /** 1-based line in the lesson's file. */
  line: number;
}

export type Expected =
  | { kind: 'value'; value: Plain; tolerance: number }
  | { kind: 'throws'; name: string };

export class ExampleError extends Error {}

const callShape = /^([A-Za-z_]\w*)\(([\s\S]*)\)((?:\.\w+|\[\d+\])*)$/;

/**
 * Reads the statements of an example fence. Each is a call, a semicolon, and its value after `//`.
 * @param firstLine 1-based line, in the lesson's file, of the first line of `text`.
 * @throws {ExampleError} with line and fix.
 */
export function readExamples(text: string, firstLine: number): Example[] {
  const examples: Example[] = [];
  let pending = '';
  let start = firstLine;
  text.split('\n').forEach((line, index) => {
    if (!pending.trim()) start = firstLine + index;
    const end = /^(.*);\s*\/\/\s*(.+?)\s*$/.exec(line);
    if (end) {
      examples.push(readExample((pending + end[1]).trim(), end[2], start));
      pending = '';
    } else {
      pending += `${line.trim()} `;
    }
  });
  if (pending.trim()) {
    throw new ExampleError(
      `line ${start}: the example "${pending.trim()}" has no value. Write: call(…); // value`,
    );
  }
  return examples;
}

function readExample(source: string, expectedText: string, line: number): Example {
  const match = callShape.exec(source);
  if (!match) {
    throw new ExampleError(
      `line ${line}: "${source}" is not a call of one task. Write: name(arguments); // value`,
    );
  }
  const [, call, argumentText, access] = match;
  const path = [...access.matchAll(/\.(\w+)|\[(\d+)\]/g)].map(part => part[1] ?? Number(part[2]));
  const args = literal(`[${argumentText}]`, line) as Plain[];
  const throws = /^throws (\w+)$/.exec(expectedText);
  const expected: Expected = throws
    ? { kind: 'throws', name: throws[1] }
    : {
        kind: 'value',
        value: literal(`(${expectedText})`, line),
        tolerance: toleranceOf(expectedText),
      };
  return { source, call, args, path, expected, expectedText, line };
}

/** One for all literals: it takes a millisecond to make, and nothing that they name can change it. */
let realm: vm.Context | undefined;

/** Lessons are the course's own text, so evaluating a literal of theirs runs no stranger's code. */
function literal(text: string, line: number): Plain {
  try {
    realm ??= vm.createContext(Object.freeze({ Math }));
    return structuredClone(vm.runInContext(text, realm));
  } catch (error) {
    throw new ExampleError(
      `line ${line}: "${text.slice(1, -1)}" is not a literal (${(error as Error).message}).`,
    );
  }
}

/** Half a unit of the last decimal printed, the coarsest of all numbers in the text; 0 if none has decimals. */
function toleranceOf(text: string): number {
  const withoutStrings = text.replace(/(['"]).*?\1/g, '');
  const decimals = [...withoutStrings.matchAll(/\d*\.(\d+)(?:e([+-]?\d+))?/g)].map(
    match => match[1].length - Number(match[2] ?? 0),
  );
  return decimals.length ? 0.5000001 * 10 ** -Math.min(...decimals) : 0;
}
