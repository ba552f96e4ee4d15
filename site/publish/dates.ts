import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CourseError } from '../../course/lesson.ts';

/** Days, as `2026-11-21`. */
export interface Dates {
  published: string;
  updated: string;
}

/**
 * When each lesson's text was first and last committed, by its name. A copy without history cannot
 * know, and the day of a build would be a different one each time: so git is asked, or nobody.
 * @throws {CourseError} where there is no history, or only the end of it
 */
export async function gitDates(root: string): Promise<Map<string, Dates>> {
  const git = (...args: string[]) =>
    promisify(execFile)('git', args, { cwd: root, maxBuffer: 1e8 }).then(({ stdout }) => stdout);
  const isShallow = await git('rev-parse', '--is-shallow-repository').catch(() => {
    throw new CourseError(['--git-dates needs a git clone. Leave it out in a copy without one.']);
  });
  if (isShallow.trim() === 'true') {
    throw new CourseError([
      '--git-dates needs the whole history, and this clone is shallow. Run "git fetch --unshallow".',
    ]);
  }
  const log = await git('log', '--format=@%cs', '--name-only', '--relative', '--', 'lessons');
  const dates = new Map<string, Dates>();
  let day = '';
  for (const line of log.split('\n')) {
    if (line.startsWith('@')) day = line.slice(1);
    const name = /^lessons\/(\d\d-.*)\.md$/.exec(line)?.[1];
    // The log begins with the last change.
    if (name) dates.set(name, { updated: dates.get(name)?.updated ?? day, published: day });
  }
  return dates;
}
