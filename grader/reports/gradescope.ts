import type { LessonResult, Results, Submission, TaskResult } from '../results.ts';
import type { Format, ReportContext } from './format.ts';
import { misconceptionTitle, publicMessage, verdictWords } from './redact.ts';

interface GradescopeTest {
  name: string;
  number: string;
  score: number;
  max_score: number;
  status: 'passed' | 'failed';
  output: string;
  output_format: 'text';
  visibility: string;
  tags: string[];
}

/** One `results.json` a submission, as Gradescope's autograder reads it. */
export const gradescopeFiles: Format = (results: Results, context) =>
  Object.fromEntries(
    results.submissions.map(submission => [
      results.submissions.length === 1
        ? 'gradescope.json'
        : `gradescope/${encodeURIComponent(submission.id)}.json`,
      `${JSON.stringify(gradescopeResult(submission, context), null, 2)}\n`,
    ]),
  );

/**
 * The score stands at the top as well, because Gradescope hides the sum of tests when one of them is
 * hidden; the text says which part of it is public.
 */
export function gradescopeResult(submission: Submission, context: ReportContext) {
  const tests = submission.lessons.flatMap((lesson, index) =>
    lesson.tasks.flatMap((task, place) =>
      taskTests(lesson, task, `${index + 1}.${place + 1}`, context),
    ),
  );
  const durations = submission.lessons.flatMap(({ tasks }) => tasks.map(task => task.durationMs));
  return {
    score: submission.points,
    execution_time: Math.ceil(durations.reduce((sum, ms) => sum + ms, 0) / 1000),
    output: overview(submission, tests),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests,
    leaderboard: [],
  };
}

function taskTests(
  { lesson }: LessonResult,
  task: TaskResult,
  number: string,
  { lessons }: ReportContext,
): GradescopeTest[] {
  const known = misconceptionTitle(
    lessons.find(({ id }) => id === lesson),
    task,
  );
  if (!task.tests.length) {
    const none = { score: 0, status: 'failed' as const, output: verdictWords(task) };
    return [test(task.task, number, { ...none, max_score: task.maxPoints }, 'visible', [lesson])];
  }
  return task.tests.map(({ name, status, visibility, points, maxPoints, ...rest }, index) => {
    const words = publicMessage({ name, status, visibility, points, maxPoints, ...rest });
    const output = rest.misconception ? `${words}\nThis looks like: ${known}` : words;
    return test(
      `${task.task}: ${name}`,
      `${number}.${index + 1}`,
      {
        score: points,
        max_score: maxPoints,
        status: status === 'passed' ? status : 'failed',
        output,
      },
      visibility,
      [lesson, task.task],
    );
  });
}

function test(
  name: string,
  number: string,
  verdict: Pick<GradescopeTest, 'score' | 'max_score' | 'status' | 'output'>,
  visibility: string,
  tags: string[],
): GradescopeTest {
  return { name, number, ...verdict, output_format: 'text', visibility, tags };
}

function overview(submission: Submission, tests: readonly GradescopeTest[]): string {
  const open = tests.filter(({ visibility }) => visibility === 'visible');
  const passed = open.filter(({ status }) => status === 'passed').length;
  const lines = [
    `${submission.points} of ${submission.maxPoints} points.`,
    `${passed} of ${open.length} public checks passed. Hidden checks (${tests.length - open.length}) are part of the points.`,
  ];
  for (const { lesson, status, message } of submission.lessons) {
    if (status !== 'graded') lines.push(`${lesson}: ${status}. ${message ?? ''}`.trim());
  }
  return lines.join('\n');
}
