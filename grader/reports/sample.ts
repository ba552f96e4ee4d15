import type { Lesson } from '../../course/lesson.ts';
import type { LessonResult, Results, Submission, TaskResult, TestResult } from '../results.ts';
import type { ReportContext } from './format.ts';

/** A class of results for the tests of the reports: every status, and students who write hostile text. */

export const secret = '[0.123456789, 0.987]';

/** Tries Markdown, HTML, mentions, links, formulas, workflow commands, XML and terminal control at once. */
export const hostileName =
  '=cmd|"/c calc"!A1 `a` **b** <script>alert(1)</script> @octocat #1 [x](https://evil.example) https://evil.example\n::error::boo\u0000\u001b[2J ]]> --> \ud800';

const publicFail = `surprisal(0.5)\n  expected  0.6931471806\n  threw     Error: asked ${secret}\n  expected  ${secret}`;

export function check(part: Partial<TestResult> = {}): TestResult {
  const base = { name: 'the examples in the lesson', visibility: 'visible' as const };
  const status = part.status ?? 'passed';
  return { ...base, status, points: status === 'passed' ? 1 : 0, maxPoints: 1, ...part };
}

export function task(name: string, status: TaskResult['status'], tests: TestResult[]): TaskResult {
  const sum = (key: 'points' | 'maxPoints') => tests.reduce((total, one) => total + one[key], 0);
  const points = { points: sum('points'), maxPoints: sum('maxPoints') || 3 };
  return { task: name, status, ...points, durationMs: 120, tests };
}

const hidden = { visibility: 'hidden' as const, name: 'agrees with the definition', maxPoints: 2 };

/** The public check passes and the hidden one does not: the case that is so often called "all passed". */
export const partlyRight = task('surprisal', 'failed', [
  check(),
  check({
    ...hidden,
    status: 'failed',
    message: `surprisal(${secret})\n  expected  4\n  received  ${secret}`,
    misconception: 'base-two',
  }),
]);

export const wrong = task('crossEntropy', 'failed', [
  check({ status: 'failed', message: publicFail }),
  check({ ...hidden, status: 'skipped', message: 'not run, because the task was stopped before' }),
]);

const todo = task('perplexity', 'todo', [check({ status: 'skipped', message: 'to do' })]);
const right = task('logSoftmax', 'passed', [check(), check({ ...hidden, points: 2 })]);

function lesson(status: LessonResult['status'], tasks: TaskResult[], message?: string) {
  const sum = (key: 'points' | 'maxPoints') => tasks.reduce((total, one) => total + one[key], 0);
  return {
    lesson: 'nll',
    status,
    message,
    seed: 7,
    points: sum('points'),
    maxPoints: sum('maxPoints'),
    tasks,
  };
}

function submission(id: string, result: LessonResult): Submission {
  return { id, points: result.points, maxPoints: result.maxPoints, lessons: [result] };
}

const unjudged = ['surprisal', 'crossEntropy', 'perplexity', 'logSoftmax'].map(name =>
  task(name, 'skipped', []),
);

export const sample: Results = {
  version: 1,
  course: 'objective-lessons 0.1.0',
  suites: { nll: 'abc' },
  submissions: [
    submission('ada', lesson('graded', [partlyRight, wrong, todo, right])),
    submission('bob', lesson('missing', unjudged)),
    submission('cleo', lesson('invalid', unjudged, '01-nll.ts:3:1: Unexpected "}"\n  }\n  ^')),
    submission('dan', lesson('broken', unjudged, `The suite broke at ${secret}`)),
    submission(hostileName, lesson('graded', [partlyRight])),
  ],
};

export const context: ReportContext = {
  site: 'https://course.example/',
  lessons: [
    {
      id: 'nll',
      number: 1,
      title: 'Surprise, in "nats"',
      tasks: [
        { name: 'surprisal', mistakes: [{ id: 'base-two', title: 'The logarithm has base `2`' }] },
      ],
    } as unknown as Lesson,
  ],
};
