/** Judges one submission inside Gradescope: reads submission/, writes results/results.json. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { lessonNames } from '../course/course.ts';
import { writeWhole } from '../course/write.ts';
import { loadAssignment } from './assignment.ts';
import { collect } from './intake/collect.ts';
import type { Handed } from './intake/submission.ts';
import { type Assignment, blank, judge } from './judge.ts';
import { seedOf } from './random.ts';
import { gradescopeResult } from './reports/gradescope.ts';
import type { LessonResult, Submission } from './results.ts';
import type { Limits } from './sandbox/limits.ts';
import { tensorGuest } from './sandbox/tensor.ts';
import { Subject } from './subject.ts';

const root = process.env.AUTOGRADER_ROOT ?? '/autograder';
const resultsFile = path.join(root, 'results/results.json');

/** Gradescope gives half a processor and 768 MB, so more time and less memory than on a desk. */
const limits: Partial<Limits> = {
  seconds: 5,
  loadSeconds: 15,
  memoryMB: 192,
  residentExtraMB: 200,
};

/** One seed for everyone and every attempt: handing in again draws no other inputs. */
const seed = '1';

if (process.argv.includes('--prepare')) await tensorGuest();
else process.exitCode = await run();

/** @returns the exit code: 1 when something broke on our side; then Gradescope gives no grade. */
async function run(): Promise<number> {
  const names = await lessonNames();
  const folder = path.join(root, 'submission');
  const { lessons: handed } = await collect(
    { id: 'submission', parts: [{ kind: 'folder', path: folder }] },
    names,
  );
  const assignments = await Promise.all(names.map(name => loadAssignment(name)));
  const judged: LessonResult[] = [];
  for (const [index, name] of names.entries()) {
    judged.push(await judgeTwice(assignments[index], handed.get(name)));
    const broken = judged.find(({ status }) => status === 'broken');
    if (broken) {
      // Gradescope would take any file for a grade.
      await rm(resultsFile, { force: true });
      console.log(`${broken.lesson} broke on our side: ${broken.message}`);
      return 1;
    }
    // After each lesson, so that a time-out of the whole costs only what was not reached.
    await write(judged, assignments.slice(judged.length), assignments);
  }
  return 0;
}

/** What broke once may have been the machine. */
async function judgeTwice(assignment: Assignment, handed: Handed): Promise<LessonResult> {
  const first = await judgeLesson(assignment, handed);
  return first.status === 'broken' ? judgeLesson(assignment, handed) : first;
}

async function judgeLesson(assignment: Assignment, handed: Handed): Promise<LessonResult> {
  const { id, name } = assignment.lesson;
  const options = { seed: seedOf(seed, 'gradescope', id), file: `${name}.ts` };
  if (!handed) return blank(assignment, options);
  if ('invalid' in handed) {
    return { ...blank(assignment, options), status: 'invalid', message: handed.invalid };
  }
  return judge(assignment, () => Subject.open(handed.text, options.file, { limits }), options);
}

async function write(
  judged: readonly LessonResult[],
  left: readonly Assignment[],
  all: readonly Assignment[],
): Promise<void> {
  const pending = left.map(one => ({ ...blank(one, { seed: 0 }), status: 'graded' as const }));
  const lessons = [...judged, ...pending];
  const sum = (key: 'points' | 'maxPoints') =>
    lessons.reduce((total, lesson) => total + lesson[key], 0);
  const submission: Submission = {
    id: 'submission',
    points: sum('points'),
    maxPoints: sum('maxPoints'),
    lessons,
  };
  const context = { site: '', lessons: all.map(({ lesson }) => lesson) };
  const result = gradescopeResult(submission, context);
  if (left.length) {
    const ids = left.map(({ lesson }) => lesson.id).join(', ');
    result.output += `\nTime ended before these were judged: ${ids}. Ask your instructor to run it again.`;
  }
  await writeWhole(resultsFile, `${JSON.stringify(result, null, 2)}\n`);
}
