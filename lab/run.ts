/** `npm run lab`: runs the worlds of the last lesson; prints tables, writes figures and every number. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { writeWhole } from '../course/write.ts';
import { type BackendName, backends, useBackend } from './backend.ts';
import { compareBackends } from './backend-comparison.ts';
import { backendRatio } from './backend-ratio.ts';
import {
  type Claim,
  claimsReport,
  enumerableClaims,
  holds,
  neuralClaims,
  timeClaim,
} from './claims.ts';
import { type Drawing, enumerableDrawings } from './drawings.ts';
import { enumerableStages, fullSetting, runEnumerable } from './enumerable.ts';
import { enumerableReport } from './enumerable-report.ts';
import { fullNeuralSetting, neuralStages, runNeural } from './neural.ts';
import { neuralDrawings } from './neural-drawings.ts';
import { neuralReport } from './neural-report.ts';
import { Progress } from './progress.ts';
import { type Results, resultsFile, resultsText } from './results.ts';
import { standalone } from './standalone.ts';

interface Options {
  seed: number;
  beta: number;
  comparisons: number;
  world: 'enumerable' | 'neural' | 'both';
  backend: BackendName;
  out: string;
  save?: boolean;
  compare?: boolean;
}

const program = new Command('npm run lab')
  .description('Runs the worlds of the last lesson. Options stand after "--".')
  .option('--seed <seed>', 'draw another corpus and other comparisons', whole, fullSetting.seed)
  .option('--beta <beta>', 'KL coefficient of policy gradient and PPO', positive, fullSetting.beta)
  .option(
    '--comparisons <n>',
    'comparisons that the reward models learn from',
    whole,
    fullSetting.scale.comparisons,
  )
  .addOption(
    new Option('--world <world>', 'which of them')
      .choices(['enumerable', 'neural', 'both'])
      .default('both'),
  )
  .addOption(
    new Option('--backend <backend>', 'of TensorFlow.js').choices(backends).default('auto'),
  )
  .option('--out <folder>', 'where figures and numbers go', 'results/lab')
  .option('--save', 'also replace the numbers that the lesson shows')
  .option('--compare', 'only run a short network on every backend, and compare');

program.parse();
const options = program.opts<Options>();
await run(options).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

async function run(options: Options) {
  const { seed, beta, comparisons, world, backend: wanted, out, save } = options;
  if (options.compare) {
    const { text, same } = await compareBackends(seed);
    console.log(text);
    if (!same) process.exitCode = 1;
    return;
  }
  if (save && world !== 'both') throw new Error('--save needs both worlds: leave --world out.');
  const { backend, why } = await useBackend(wanted);
  console.log(`TensorFlow.js runs on ${backend}: ${why}.`);
  const results: Partial<Results> = { backend };
  const drawings: Record<string, Drawing> = {};
  const claims: Claim[] = [];
  // In pure JavaScript the network takes as long as it takes.
  const inTime = (which: 'enumerable' | 'neural', seconds: number) =>
    which === 'neural' && backend === 'cpu' ? [] : [timeClaim(which, seconds)];
  if (world !== 'neural') {
    const setting = { ...fullSetting, seed, beta, scale: { ...fullSetting.scale, comparisons } };
    const [enumerable, seconds] = timed(enumerableStages, step => runEnumerable(setting, step));
    console.log(`\n${enumerableReport(enumerable)}\n`);
    claims.push(...enumerableClaims(enumerable), ...inTime('enumerable', seconds));
    Object.assign(drawings, enumerableDrawings(enumerable));
    results.enumerable = enumerable;
  }
  if (world !== 'enumerable') {
    const setting = { ...fullNeuralSetting, seed };
    const [neural, seconds] = timed(neuralStages, step => runNeural(setting, step));
    console.log(`\n${neuralReport(neural)}\n`);
    claims.push(...neuralClaims(neural), ...inTime('neural', seconds));
    Object.assign(drawings, neuralDrawings(neural));
    results.neural = neural;
  }

  for (const [name, { charts }] of Object.entries(drawings)) {
    for (const [index, { svg }] of charts.entries()) {
      const file = charts.length > 1 ? `${name}-${index + 1}.svg` : `${name}.svg`;
      await writeWhole(path.join(out, file), standalone(svg));
    }
  }
  const text = resultsText(results);
  await writeWhole(path.join(out, 'results.json'), text);
  if (save) await writeWhole(fileURLToPath(resultsFile), text);
  console.log(`Figures and numbers are in ${out}.`);
  console.log(`${await backendRatio()}\n\n${claimsReport(claims)}`);
  if (!claims.every(holds)) process.exitCode = 1;
}

/** @returns the result, and how many seconds of CPU it took */
function timed<Result>(
  stages: number,
  work: (step: (name: string) => void) => Result,
): [Result, number] {
  const started = performance.now();
  const spent = process.cpuUsage();
  const progress = new Progress(stages);
  const result = work(name => progress.step(name));
  const { user, system } = process.cpuUsage(spent);
  const seconds = (user + system) / 1e6;
  const wall = (performance.now() - started) / 1000;
  console.log(`It took ${wall.toFixed(1)} s, ${seconds.toFixed(1)} s of CPU.`);
  return [result, seconds];
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number ≥ 1');
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number > 0');
  return value;
}
