/** `npm run attack [names…]`: hands in every file of `grader/hostile` and says what became of it. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import colors from 'picocolors';
import { attackRecordFile, attackRecordText } from '../course/attack-record.ts';
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
  .option('--write', 'write what a lesson shows of them: lessons/attacks.json')
  .option('--jobs <n>', 'processes that judge', String(Math.min(4, availableParallelism())))
  .exitOverride(error => process.exit(error.exitCode ? 2 : 0))
  .parse();

const options = program.opts<{ json?: string; write?: boolean; jobs: string }>();
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
const stale = program.args.length ? [] : await staleRecord(rows, options.write);
for (const problem of stale) console.log(colors.red(`✗ ${problem}`));
const won = rows.filter(({ wins }) => wins.length).length;
const left = Number(traces.length > 0) + stale.length;
const checks = rows.length + 1 + Number(!program.args.length);
console.log(`${checks - won - left} passed, ${won + left} failed`);
process.exit(won + left ? 1 : 0);

/** A lesson tells what came of all attacks, and must not tell of others. */
async function staleRecord(all: readonly AttackRow[], write = false): Promise<string[]> {
  const text = attackRecordText(all);
  if (write) await writeWhole(attackRecordFile, text);
  if ((await readFile(attackRecordFile, 'utf8')) === text) return [];
  return [
    'lessons/attacks.json tells of other attacks or points. Write it anew: npm run attack -- --write',
  ];
}

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
