import type { Plain } from '../course/plain.ts';
import { type Attack, breach } from './attack-file.ts';
import type { Examiner } from './checks.ts';
import type { Assignment } from './judge.ts';
import { formats } from './reports/format.ts';
import { studentReport } from './reports/student.ts';
import { gradeTable } from './reports/table.ts';
import type { LessonResult, Results } from './results.ts';

/** What became of one attack: a row of the table. */
export interface AttackRow {
  attack: string;
  tries: string;
  family: string;
  /** In words: `stopped: did not return within 2 seconds`. */
  happened: string;
  points: number;
  /** What it deserved: the tasks it solved, and for hard-coded answers the examples they are of. */
  honestPoints: number;
  /** How it won. None means that it was held. */
  wins: string[];
}

/** @param printed what the file printed where a student may see that */
export function judgeAttack(
  attack: Attack,
  result: LessonResult,
  printed: string,
  { lesson }: Assignment,
  secrets: readonly string[],
): AttackRow {
  const honestPoints = deserved(attack, result);
  const results: Results = {
    version: 1,
    course: '',
    suites: {},
    submissions: [{ ...result, id: attack.name, lessons: [result] }],
  };
  const context = { lessons: [lesson], site: '' };
  const shown = JSON.stringify(Object.values(formats).map(format => format(results, context)));
  const told = secrets.filter(secret => shown.includes(secret));
  const terminal = studentReport(lesson, result, printed) + gradeTable(results);
  const wins = [
    result.points > honestPoints && `${result.points - honestPoints} points too many`,
    result.points < honestPoints && 'its honest task lost points',
    result.status === 'broken' && `broke the grader: ${result.message}`,
    (JSON.stringify(result) + printed).includes(breach) && 'got through',
    told.length > 0 && `a report shows hidden inputs: ${told.slice(0, 3).join(', ')}`,
    acts(terminal) && 'its text acts on a terminal or a CI service',
  ];
  return {
    attack: attack.name,
    tries: attack.tries,
    family: attack.family,
    happened: happened(result),
    points: result.points,
    honestPoints,
    wins: wins.filter(win => typeof win === 'string'),
  };
}

function deserved({ honest, family }: Attack, { tasks }: LessonResult): number {
  const points = tasks.map(task => {
    if (honest.includes(task.task)) return task.maxPoints;
    if (family !== 'hardcoding') return 0;
    const examples = task.tests.filter(({ visibility }) => visibility === 'visible');
    return examples.reduce((sum, test) => sum + test.points, 0);
  });
  return points.reduce((sum, each) => sum + each, 0);
}

/** Colours of ours are all that may remain. */
function acts(terminal: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const rest = terminal.replace(/\u001b\[(?:1|2|22|31|32|33|39)m/g, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*::|##\w*\[/m.test(
    rest,
  );
}

function happened({ status, message, tasks }: LessonResult): string {
  if (status !== 'graded') {
    const why = message && `: ${firstLine(message).replace(/^.*?\.ts[\d:]* ?/, '')}`;
    return status + (why ?? '');
  }
  const judged = tasks.flatMap(({ tests }) => tests.map(test => test.message ?? ''));
  const told = judged.filter(text => text && !/does not export|^to do|^not run/.test(text));
  const [first] = told.sort(
    (a, b) => Number(/ {2}stopped/.test(b)) - Number(/ {2}stopped/.test(a)),
  );
  if (!first) return tasks.some(task => task.status === 'todo') ? 'to do' : 'nothing to judge';
  const line = first.split('\n').find(text => /^ {2}(?!expected)/.test(text)) ?? first;
  return firstLine(line.trim().replace(/^(stopped|threw) +/, '$1: ')).replace(
    /^received +/,
    'wrong: ',
  );
}

function firstLine(text = ''): string {
  const [line] = text.split('\n');
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
}

/** Numbers of the hidden inputs that stand nowhere in the lesson. */
export async function secretsOf({ suite, lesson }: Assignment, seed: number): Promise<string[]> {
  const heard: (readonly Plain[])[] = [];
  for (const { name: task, checks } of suite.tasks) {
    const askAll: Examiner['askAll'] = async questions => {
      heard.push(...questions);
      return questions.map(args => {
        const copy = structuredClone(args) as Plain[];
        return { kind: 'returned', value: suite.reference[task](...copy) as Plain };
      });
    };
    const ask: Examiner['ask'] = async args => (await askAll([args]))[0];
    const hidden = checks.filter(({ visibility }) => visibility === 'hidden');
    for (const check of hidden) await check.run({ task, seed, examples: [], ask, askAll });
  }
  const known = JSON.stringify(lesson);
  const numbers = JSON.stringify(heard).match(/\d+\.\d{4,}/g) ?? [];
  return [...new Set(numbers)].filter(number => !known.includes(number));
}
