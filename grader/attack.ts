/** `npm run attack [names…]`: hands in every file of `grader/hostile` and says what became of it. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import colors from 'picocolors';
import { writeWhole } from '../course/write.ts';
import { loadAttacks } from './attack-file.ts';
import type { AttackRow } from './attack-judgement.ts';
import { runAttacks } from './attack-run.ts';
import { Progress } from './reports/progress.ts';
import { visible } from './reports/visible.ts';

const program = new Command('npm run attack --')
  .description('Judges every hostile file. It must score nothing and harm nothing.')
  .argument('[names...]', 'files of grader/hostile, without .ts; all when left out')
  .option('--json <file>', 'write the table there as well')
  .option('--jobs <n>', 'processes that judge', String(Math.min(4, availableParallelism())))
  .exitOverride(error => process.exit(error.exitCode ? 2 : 0))
  .parse();

const options = program.opts<{ json?: string; jobs: string }>();
const attacks = await loadAttacks(program.args).catch((error: Error) => {
  console.error(error.message);
  process.exit(2);
});
const progress = new Progress(attacks.length, 'attacks');
const lanes = Math.max(1, Math.floor(Number(options.jobs)) || 1);
const { rows, traces } = await runAttacks(attacks, lanes, name => progress.step(name));
progress.end();
if (options.json) await writeWhole(options.json, `${JSON.stringify(rows, null, 2)}\n`);

console.log(table(rows));
for (const trace of traces) console.log(colors.red(`✗ ${visible(trace)}`));
const won = rows.filter(({ wins }) => wins.length).length;
const left = Number(traces.length > 0);
console.log(`${rows.length - won + 1 - left} passed, ${won + left} failed`);
process.exit(won + left ? 1 : 0);

function table(all: readonly AttackRow[]): string {
  const head = ['attack', 'family', 'points', 'of honest', 'what happened'];
  const cells = all.map(row =>
    [row.attack, row.family, String(row.points), String(row.honestPoints), row.happened].map(
      visible,
    ),
  );
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map(row => row[column].length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, column) =>
        column === 2 || column === 3 ? text.padStart(widths[column]) : text.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  return [
    `  ${colors.bold(line(head))}`,
    ...cells.flatMap((row, index) => {
      const { wins } = all[index];
      const mark = wins.length ? colors.red('✗') : colors.green('✓');
      return [`${mark} ${line(row)}`, ...wins.map(win => colors.red(`    won: ${visible(win)}`))];
    }),
  ].join('\n');
}
