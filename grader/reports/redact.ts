import type { Lesson } from '../../course/lesson.ts';
import { plainText } from '../../course/plain-text.ts';
import type { LessonResult, TaskResult, TestResult } from '../results.ts';

const hidden = 'A hidden check found another value than expected, an error, or no answer in time.';

/**
 * What a student may read of a check. A hidden one shows no more than that it failed. A visible one shows
 * the call and the value expected, and nothing that the student's code made: by then that code has been
 * asked hidden questions of other tasks, and could repeat them in an answer or an error. On the student's
 * own machine `npm test` asks the same public checks and shows everything.
 */
export function publicMessage(test: TestResult): string {
  const { status, visibility, message = '' } = test;
  if (status === 'passed') return '';
  if (status === 'skipped') return message;
  if (visibility !== 'visible') return hidden;
  if (missingExport.test(message)) return message;
  // Ours are the call and the line below it; what follows may be the student's, line breaks and all.
  const [call, ...details] = message.split('\n');
  const expected = /^ {2}expected /i.test(details[0] ?? '') ? details[0] : undefined;
  const [, how = ''] = /^\s+(\w+)/.exec(details[expected ? 1 : 0] ?? '') ?? [];
  const end = `  ${endings[how] ?? endings.received}`;
  const lines = [call, expected, end, '  npm test shows it in full.'];
  return lines.filter(line => line !== undefined).join('\n');
}

const missingExport = /^\S+ does not export "\w+"/;

const endings: Record<string, string> = {
  received: 'Your code answered something else.',
  threw: 'Your code threw an error.',
  stopped: 'Your code was stopped.',
};

/** Why a file has no verdict, in words for the student: what broke on our side holds parts of the suite. */
export function lessonMessage({ status, message }: LessonResult): string {
  if (status === 'missing') return 'No file was handed in.';
  if (status === 'invalid') return message ?? 'The file does not load.';
  if (status === 'graded') return '';
  return 'The grader itself failed on this file. That is not your fault and no zero; your instructor has to grade it again.';
}

export function misconceptionTitle(lesson: Lesson | undefined, task: TaskResult): string {
  const id = task.tests.find(test => test.misconception)?.misconception;
  const mistakes = lesson?.tasks.find(({ name }) => name === task.task)?.mistakes ?? [];
  const found = mistakes.find(mistake => mistake.id === id);
  return found ? plainText(found.title) : (id ?? '');
}

/** Says what the public checks say, and never that everything passed when some checks are hidden. */
export function verdictWords(task: TaskResult): string {
  if (task.status === 'todo') return 'to do';
  if (task.status === 'skipped') return 'not judged';
  const open = task.tests.filter(test => test.visibility === 'visible');
  const passed = open.filter(test => test.status === 'passed').length;
  const checks = `${passed} of ${counted(open.length, 'public check')} passed`;
  const hidden = task.tests.length - open.length;
  if (!hidden) return checks;
  return `${checks}; ${counted(hidden, 'hidden check')} ${hidden === 1 ? 'counts' : 'count'} as well`;
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
