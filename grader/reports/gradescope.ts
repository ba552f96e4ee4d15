import type { LessonResult, Results, Submission, TaskResult } from '../results.ts';
import { fileName } from './file-name.ts';
import type { Format, ReportContext } from './format.ts';
import {
  counted,
  lessonMessage,
  misconceptionTitle,
  publicMessage,
  verdictWords,
} from './redact.ts';

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

/**
 * One `results.json` a submission, as Gradescope's autograder reads it. None for a submission that broke
 * on our side: without a file Gradescope says that the autograder failed, and gives no zero.
 */
export const gradescopeFiles: Format = (results: Results, context) =>
  Object.fromEntries(
    results.submissions
      .filter(gradable)
      .map(submission => [
        results.submissions.length === 1
          ? 'gradescope.json'
          : `gradescope/${fileName(submission.id)}.json`,
        `${JSON.stringify(gradescopeResult(submission, context), null, 2)}\n`,
      ]),
  );

function gradable({ lessons }: Submission): boolean {
  return lessons.every(({ status }) => status !== 'broken');
}

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
    output: overview(submission),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests,
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
    const none = { score: 0, max_score: task.maxPoints, status: 'failed' as const };
    const verdict = { ...none, output: verdictWords(task) };
    return [test(task.task, number, verdict, 'visible', [lesson, task.task])];
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

function overview(submission: Submission): string {
  const tests = submission.lessons.flatMap(({ tasks }) => tasks.flatMap(task => task.tests));
  const open = tests.filter(({ visibility }) => visibility === 'visible');
  const passed = open.filter(({ status }) => status === 'passed').length;
  const lines = [
    `${submission.points} of ${submission.maxPoints} points.`,
    `${passed} of ${counted(open.length, 'public check')} passed. ${counted(tests.length - open.length, 'hidden check')} count in the points as well.`,
  ];
  for (const lesson of submission.lessons) {
    if (lesson.status !== 'graded') lines.push(`${lesson.lesson}: ${lessonMessage(lesson)}`);
  }
  return lines.join('\n');
}
