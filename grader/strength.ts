/**
 * `npm run strength [lesson…]`: how good the suites are. Each known wrong answer has to fail its task
 * and be named, each right variant has to pass, an untouched stub has to be "to do", and nearly every
 * small change to the reference has to be noticed.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import colors from 'picocolors';
import { findLesson, lessonNames } from '../course/course.ts';
import { Progress } from './reports/progress.ts';
import type { Row } from './strength-lesson.ts';

const all = await lessonNames();
const wanted = process.argv.slice(2);
const names = wanted.length ? wanted.map(name => findLesson(all, name)) : all;
const rows: Row[] = [];
const progress = new Progress(names.length, 'lessons');
const queue = [...names];
await Promise.all(Array.from({ length: availableParallelism() }, serve));
progress.end();
rows.sort((a, b) => (a.lesson < b.lesson ? -1 : 1));

const columns = ['misconceptions caught', 'right variants accepted', 'mutants killed', 'score'];
console.log(colors.bold(['lesson'.padEnd(25), ...columns].join('  ')));
for (const row of rows) {
  const aside = row.equivalent ? ` (${row.equivalent} equivalent)` : '';
  const cells = [
    `${row.caught} of ${row.misconceptions}`,
    `${row.accepted} of ${row.variants}`,
    `${row.killed} of ${row.mutants}${aside}`,
    `${(100 * score(row)).toFixed(1)} %`,
  ];
  const padded = cells.map((cell, index) => cell.padEnd(columns[index].length));
  console.log([row.lesson.padEnd(25), ...padded].join('  ').trimEnd());
}
for (const line of rows.flatMap(row => row.survivors)) console.log(colors.dim(line));
for (const problem of rows.flatMap(row => row.problems)) console.log(colors.red(`✗ ${problem}`));
const failed = rows.reduce((sum, row) => sum + row.problems.length, 0);
const passed = rows.reduce((sum, row) => sum + row.caught + row.accepted + row.killed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

async function serve(): Promise<void> {
  for (let name = queue.shift(); name; name = queue.shift()) rows.push(await measure(name));
}

/** Each lesson in a process of its own: two cores halve the time, and nothing is shared. */
function measure(name: string): Promise<Row> {
  const file = fileURLToPath(new URL('./strength-lesson.ts', import.meta.url));
  const worker = fork(file, { execArgv: ['--import', 'tsx'] });
  return new Promise((resolve, reject) => {
    worker.on('message', row => {
      progress.step(name);
      resolve(row as Row);
    });
    worker.on('exit', code => reject(new Error(`Measuring ${name} ended with code ${code}.`)));
    worker.send(name);
  });
}

function score({ killed, mutants }: Row): number {
  return mutants ? killed / mutants : 1;
}
