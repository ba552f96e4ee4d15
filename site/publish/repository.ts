import { CourseError } from '../../course/lesson.ts';

/** Addresses at which a file of the project can be read and changed. */
export interface Repository {
  source(file: string): string;
  edit(file: string): string;
}

/**
 * @param written as in package.json, or an address that may name the branch:
 * `https://github.com/owner/name/tree/branch`. Without it, the branch is `main`.
 */
export function readRepository(written: string): Repository {
  const plain = written
    .replace(/^(github|gitlab):/, (_, host) => `https://${host}.com/`)
    .replace(/^git\+/, '')
    .replace(/^(ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$2/');
  const [, home, branch = 'main'] =
    /^(https:\/\/[^/]+\/.+?)(?:\.git)?(?:\/(?:-\/)?tree\/(.+?))?\/?$/.exec(plain) ?? [];
  if (!home) {
    throw new CourseError([
      `the repository "${written}" is no address. Write https://github.com/owner/name.`,
    ]);
  }
  const rooms = /^https:\/\/[^/]*gitlab/.test(home) ? `${home}/-` : home;
  return {
    source: file => `${rooms}/blob/${branch}/${file}`,
    edit: file => `${rooms}/edit/${branch}/${file}`,
  };
}
