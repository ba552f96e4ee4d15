import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from './course.ts';

/**
 * The reference solution of a lesson: its exported functions by name.
 * Imported by name at run time, so that no page or handout holds it by way of an import.
 */
export async function loadReference(
  name: string,
  root = projectRoot,
): Promise<Record<string, unknown>> {
  const file = path.join(root, 'solutions', `${name}.ts`);
  return import(pathToFileURL(file).href);
}
