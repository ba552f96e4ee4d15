import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';
import { loadAssignment } from './assignment.ts';
import { type Attack, attackedLesson, handIn } from './attack-file.ts';
import { type AttackRow, judgeAttack, secretsOf } from './attack-judgement.ts';
import { Traces } from './attack-traces.ts';
import { collect } from './intake/collect.ts';
import type { Handed } from './intake/submission.ts';
import { type Assignment, judge } from './judge.ts';
import { type Job, Pool } from './pool.ts';
import type { LessonResult } from './results.ts';
import type { Limits } from './sandbox/limits.ts';
import { Subject } from './subject.ts';

export interface AttackRun {
  rows: AttackRow[];
  /** What was found when all were over: processes, files, connections. */
  traces: string[];
}

/** Short, because it is the attacks that need the time. */
const limits: Partial<Limits> = {
  seconds: 0.5,
  loadSeconds: 1,
  memoryMB: 64,
  residentExtraMB: 150,
};
const seed = 1;

/**
 * Hands each attack in as `npm run grade` would, in `lanes` processes of the grader, each time between two
 * honest submissions, whose grades must be full and the same.
 * @param done is told the name of each attack when it is over
 */
export async function runAttacks(
  attacks: readonly Attack[],
  lanes: number,
  done: (name: string) => void,
): Promise<AttackRun> {
  const folder = await mkdtemp(path.join(tmpdir(), 'attack-'));
  const traces = await Traces.start();
  try {
    const class_ = path.join(folder, 'class');
    const reference = path.join(projectRoot, 'solutions', `${attackedLesson}.ts`);
    const source = await readFile(reference, 'utf8');
    const honest: Attack = { ...honestly, source };
    for (const one of [honest, ...attacks])
      await handIn(one, path.join(class_, one.name), traces.port);
    const assignment = await loadAssignment(attackedLesson);
    const secrets = await secretsOf(assignment, seed);
    const rows = new Map<string, AttackRow>();
    const lane = async (mine: readonly Attack[]) => {
      const turns = [
        honest,
        ...mine.flatMap(one => [...Array<Attack>(one.times).fill(one), honest]),
      ];
      let before: LessonResult | undefined;
      let between: Turn[] = [];
      await new Pool<Turn>(1).run(jobs(turns, class_), async (turn, { result, error }) => {
        turn.result = result ?? lost(error);
        if (turn.attack !== honest) {
          between.push(turn);
          return;
        }
        const [all, neighbours] = [between, [before ?? turn.result, turn.result]];
        [before, between] = [turn.result, []];
        if (!all.length) return;
        const { attack, handed } = all[0];
        const printed = await printedBy(handed, assignment);
        const each = all.map(one =>
          judgeAttack(attack, one.result as LessonResult, printed, assignment, secrets),
        );
        const row = each.find(({ wins }) => wins.length) ?? (each.at(-1) as AttackRow);
        row.wins.push(...harm(neighbours));
        rows.set(attack.name, row);
        done(attack.name);
      });
    };
    const shares = Array.from({ length: lanes }, (_, index) =>
      attacks.filter((_, place) => place % lanes === index),
    );
    await Promise.all(shares.filter(share => share.length).map(lane));
    return {
      rows: attacks.map(({ name }) => rows.get(name) as AttackRow),
      traces: await traces.end([
        folder,
        class_,
        ...attacks.map(({ name }) => path.join(class_, name)),
      ]),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const honestly: Omit<Attack, 'source'> = {
  name: 'honest',
  tries: '',
  family: '',
  honest: [],
  times: 1,
  submit: 'file',
};

interface Turn extends Job {
  attack: Attack;
  result?: LessonResult;
}

async function* jobs(turns: readonly Attack[], folder: string): AsyncGenerator<Turn> {
  for (const attack of turns) {
    const part = { kind: 'folder', path: path.join(folder, attack.name) } as const;
    const { lessons } = await collect({ id: attack.name, parts: [part] }, [attackedLesson]);
    yield { attack, lesson: attackedLesson, handed: lessons.get(attackedLesson), seed, limits };
  }
}

function lost(message = 'no answer'): LessonResult {
  return { lesson: 'nll', status: 'broken', message, seed, points: 0, maxPoints: 0, tasks: [] };
}

function harm(neighbours: readonly LessonResult[]): string[] {
  const timeless = (result: LessonResult) =>
    JSON.stringify(result, (key, value) => (key === 'durationMs' ? 0 : value));
  const [before, after] = neighbours;
  if (!neighbours.every(({ points, maxPoints }) => maxPoints > 0 && points === maxPoints)) {
    return [`an honest submission beside it lost points: ${after.message ?? after.status}`];
  }
  return timeless(before) === timeless(after) ? [] : ['the grade of an honest submission changed'];
}

/** What `npm test` would show as printed; the batch does not keep it. */
async function printedBy(handed: Handed, assignment: Assignment): Promise<string> {
  if (!handed || !('text' in handed) || !/\bconsole\b/.test(handed.text)) return '';
  const file = `${attackedLesson}.ts`;
  let subject: Subject | undefined;
  const open = async () => {
    subject = await Subject.open(handed.text, file, { limits });
    return subject;
  };
  await judge(assignment, open, { seed, file });
  return subject?.output ?? '';
}
