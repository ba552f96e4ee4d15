import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { lessonNames, projectRoot } from '../course/course.ts';
import { readDeclared } from '../course/stub.ts';
import { suiteDigest } from './assignment.ts';
import { seal } from './seal.ts';
import type { SealedCourse, SealedLesson } from './sealed.ts';

/** What goes into the sealed code; whatever else it imports stays outside, in the open. */
const hiddenRooms = ['grader/suites/', 'grader/misconceptions/', 'solutions/'];

/** All suites, references and misconceptions, encrypted, and the open files that they import. */
export async function sealCourse(key: Buffer): Promise<{ bytes: Buffer; needs: string[] }> {
  const names = await lessonNames();
  const lessons = await Promise.all(names.map(sealLesson));
  const course: SealedCourse = Object.fromEntries(names.map((name, at) => [name, lessons[at]]));
  const bytes = seal(gzipSync(JSON.stringify(course)), key);
  return { bytes, needs: [...new Set(lessons.flatMap(({ needs }) => needs))].sort() };
}

async function sealLesson(name: string): Promise<SealedLesson> {
  const read = (file: string) => readFile(path.join(projectRoot, file), 'utf8');
  const [text, solution, bundle, digest] = await Promise.all([
    read(`lessons/${name}.md`),
    read(`solutions/${name}.ts`),
    bundleLesson(name),
    suiteDigest(name),
  ]);
  return { text, declared: readDeclared(solution), ...bundle, digest };
}

async function bundleLesson(name: string): Promise<{ code: string; needs: string[] }> {
  const misconceptions = `grader/misconceptions/${name}.ts`;
  const known = await access(path.join(projectRoot, misconceptions)).then(
    () => true,
    () => false,
  );
  const lines = [`import './grader/suites/${name}.test.ts';`];
  if (known) lines.push(`export { misconceptions } from './${misconceptions}';`);
  const needs = new Set<string>();
  const result = await build({
    stdin: { contents: lines.join('\n'), resolveDir: projectRoot, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'es2023',
    charset: 'utf8',
    logLevel: 'silent',
    tsconfigRaw: {},
    plugins: [openFiles(needs)],
  });
  return { code: result.outputFiles[0].text, needs: [...needs].sort() };
}

/** Keeps the open files out of the bundle, under their names from the project's root. */
function openFiles(needs: Set<string>): Plugin {
  return {
    name: 'open-files',
    setup: ({ onResolve }) => {
      onResolve({ filter: /.*/ }, ({ path: wanted, resolveDir, importer }) => {
        if (wanted !== '#tensor' && !wanted.startsWith('.')) {
          const text = `${importer} imports "${wanted}"; what is sealed may import files of this project alone`;
          return { errors: [{ text }] };
        }
        const absolute = path.resolve(resolveDir, wanted);
        const relative = path.relative(projectRoot, absolute).split(path.sep).join('/');
        if (wanted !== '#tensor' && hiddenRooms.some(room => relative.startsWith(room))) {
          return { path: absolute };
        }
        const open = wanted === '#tensor' ? 'course/tensor.ts' : relative;
        needs.add(open);
        return { path: open, external: true };
      });
    },
  };
}
