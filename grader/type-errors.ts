import { execFile } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';
import { writeWhole } from '../course/write.ts';

const most = 5;

/**
 * What the TypeScript compiler says of one exercise, as `file:line:column: message`. Types are no part of
 * the verdict; they often say why it came out so. Empty when the compiler is not installed.
 */
export async function typeErrors(file: string): Promise<string[]> {
  const folder = path.join(projectRoot, 'node_modules/.cache/objective-lessons/types');
  const config = path.join(folder, `${path.basename(file, '.ts')}.json`);
  const settings = {
    extends: path.join(projectRoot, 'tsconfig.json'),
    // An exercise may stand anywhere, outside the project too.
    compilerOptions: {
      module: 'preserve',
      moduleResolution: 'bundler',
      verbatimModuleSyntax: false,
      typeRoots: [path.join(projectRoot, 'node_modules/@types')],
      paths: { '#tensor': [path.join(projectRoot, 'course/tensor.ts')] },
    },
    include: [],
    files: [path.resolve(projectRoot, file)],
  };
  await writeWhole(config, JSON.stringify(settings));
  const tsc = path.join(projectRoot, 'node_modules/typescript/bin/tsc');
  const output = await new Promise<string>(resolve => {
    const args = [tsc, '--noEmit', '--pretty', 'false', '--project', config];
    execFile(process.execPath, args, { cwd: projectRoot }, (_, stdout) => resolve(stdout));
  });
  const errors = output.split('\n').flatMap(line => {
    const match = /^(.+)\((\d+),(\d+)\): error TS\d+: (.+)$/.exec(line);
    return match && path.basename(match[1]) === path.basename(file)
      ? [`${file}:${match[2]}:${match[3]}: ${match[4]}`]
      : [];
  });
  return errors.length > most
    ? [...errors.slice(0, most), `and ${errors.length - most} more`]
    : errors;
}
