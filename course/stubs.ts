/** `npm run stubs`: writes the stubs that follow from the solutions. Work in an exercise is kept. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lessonNames, projectRoot } from './course.ts';
import { deriveStub, startedTasks } from './stub.ts';
import { writeWhole } from './write.ts';

const force = process.argv.includes('--force');

for (const name of await lessonNames()) {
  const file = `exercises/${name}.ts`;
  const exercise = path.join(projectRoot, file);
  const solution = await readFile(path.join(projectRoot, 'solutions', `${name}.ts`), 'utf8');
  const stub = deriveStub(solution, `solutions/${name}.ts`);
  const before = await readFile(exercise, 'utf8').catch(() => '');
  const started = startedTasks(before);
  if (before === stub) {
    console.log(`as it was  ${file}`);
  } else if (started.length && !force) {
    console.log(
      `kept       ${file}, which holds work (${started.join(', ')}); --force replaces it`,
    );
  } else {
    await writeWhole(exercise, stub);
    console.log(`written    ${file}`);
  }
}
