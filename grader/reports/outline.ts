import type { Submission } from '../results.ts';

/** A submission without its checks, but for those that name a mistake: little enough to hold a class of. */
export function outline(submission: Submission): Submission {
  const lessons = submission.lessons.map(lesson => ({
    ...lesson,
    tasks: lesson.tasks
      .map(task => ({ ...task, tests: task.tests.filter(test => test.misconception) }))
      .filter(task => task.tests.length > 0),
  }));
  return { ...submission, lessons };
}
