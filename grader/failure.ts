import type { Mismatch } from '../course/compare.ts';
import { formatCall, formatValue } from '../course/format.ts';
import type { Plain } from '../course/plain.ts';
import type { Outcome } from './sandbox/sandbox.ts';

interface Details {
  /** A sentence, where expected and actual value do not say it all. */
  text?: string;
  mismatch?: Mismatch;
  actual?: Plain;
  expected?: Plain;
  /** Which part of the returned value is shown. */
  path?: readonly (string | number)[];
  /** Calls that led here, when more than one value is involved. */
  answers?: readonly { args: readonly Plain[]; value: Plain }[];
}

/** A wrong answer, in words for the student: the call, what was expected, what came. */
export class Failure extends Error {
  constructor(task: string, args: readonly Plain[], details: Details) {
    super(lines(task, args, details).join('\n'));
  }
}

function lines(task: string, args: readonly Plain[], details: Details): string[] {
  const { text, mismatch, actual, expected, path = [], answers = [] } = details;
  const shown = answers.slice(-3);
  const written = shown.length
    ? shown.map(({ args, value }) => `${formatCall(task, args)} → ${formatValue(value)}`)
    : [formatCall(task, args) + path.map(key => `[${formatValue(key)}]`).join('')];
  if (text) written.push(`  ${text}`);
  if (mismatch) {
    const whole = mismatch.path === '' || expected === undefined;
    const at = whole ? '' : `   at ${mismatch.path}`;
    const note = mismatch.note ? `   ${mismatch.note}${at}` : at;
    written.push(`  expected  ${formatValue(whole ? mismatch.expected : (expected as Plain))}`);
    written.push(`  received  ${formatValue(whole ? mismatch.actual : (actual as Plain))}${note}`);
  } else if (actual !== undefined) {
    written.push(`  received  ${formatValue(actual)}`);
  }
  return written;
}

/** The failure that says how a call ended when it did not return plain data. */
export function describeAnswer(
  task: string,
  args: readonly Plain[],
  outcome: Exclude<Outcome, { kind: 'returned' }> | Outcome,
  expected?: Plain,
): Failure {
  const wanted = expected === undefined ? '' : `expected  ${formatValue(expected)}\n  `;
  return new Failure(task, args, { text: wanted + sentence(outcome) });
}

function sentence(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'threw': {
      const { name, message, line, column } = outcome;
      const place = line ? `   (line ${line}, column ${column})` : '';
      return `threw     ${name}: ${message}${place}`;
    }
    case 'unusable':
      return outcome.message;
    case 'stopped':
      return `stopped   ${outcome.message}.${advice[outcome.reason]}`;
    case 'returned':
      return `received  ${formatValue(outcome.value)}`;
  }
}

const advice: Record<string, string> = {
  time: ' Look for a loop that never ends, or for work that grows too fast.',
  memory: ' Look for an array that grows without end.',
  output: ' Look for a console.log within a loop.',
  exit: '',
  protocol: '',
};
