import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';

/** What a program of ours is made of: files of this project, and the packages that they import. */
export interface Parts {
  files: string[];
  packages: string[];
}

/** Static and dynamic imports, and files that are started or bundled by their address. */
const mention =
  /\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]|\bnew URL\(\s*['"](\.[^'"\n]+\.ts)['"]/g;

/**
 * Follows the imports of some files through the project, types included, so that what is handed out is
 * what is needed and nothing else comes along.
 * @param entries files from the project's root
 */
export async function partsOf(entries: readonly string[]): Promise<Parts> {
  const files = new Set(entries);
  const packages = new Set<string>();
  for (const file of files) {
    const text = await readFile(path.join(projectRoot, file), 'utf8');
    for (const [, imported, address] of text.matchAll(mention)) {
      const wanted = imported ?? address;
      if (wanted.startsWith('.')) {
        files.add(path.posix.join(path.posix.dirname(file), wanted));
      } else if (wanted === '#tensor') {
        files.add('course/tensor.ts');
      } else {
        packages.add(wanted.split('/', wanted.startsWith('@') ? 2 : 1).join('/'));
      }
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}
