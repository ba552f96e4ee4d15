import { beforeAll, describe, expect, test } from 'vitest';
import { loadAssignment } from './assignment.ts';
import { type Attack, attackedLesson, loadAttacks } from './attack-file.ts';
import { judgeAttack, secretsOf } from './attack-judgement.ts';
import { runAttacks } from './attack-run.ts';
import { type Assignment, blank } from './judge.ts';
import type { LessonResult, TestResult } from './results.ts';

test('the corpus is large, and each file says what it tries', async () => {
  const attacks = await loadAttacks([]);
  expect(attacks.length).toBeGreaterThanOrEqual(50);
  const families = [
    'carrying',
    'echoing',
    'exhausting',
    'hardcoding',
    'leaving',
    'reading',
    'verdict',
  ];
  expect([...new Set(attacks.map(({ family }) => family))].sort()).toEqual(families);
  for (const { tries } of attacks) expect(tries).toMatch(/^[A-Z].*\.$/);
  await expect(loadAttacks(['nowhere'])).rejects.toThrow('no grader/hostile/nowhere.ts');
});

test('attacks are held, and a task that is right beside them keeps its points', async () => {
  const names = [
    'echo-later',
    'carry-globals',
    'loop-honest-elsewhere',
    'terminal-escapes',
    'symlink',
  ];
  const over: string[] = [];
  const { rows, traces } = await runAttacks(await loadAttacks(names), 1, name => over.push(name));
  expect(traces).toEqual([]);
  expect(rows.map(({ attack, wins }) => [attack, wins])).toEqual(
    [...names].sort().map(name => [name, []]),
  );
  expect(over.sort()).toEqual([...names].sort());
  const honest = rows.find(({ attack }) => attack === 'loop-honest-elsewhere');
  expect(honest?.points).toBeGreaterThan(0);
  expect(honest?.happened).toMatch(/^stopped: did not return/);
}, 60_000);

describe('an attack that wins is noticed', () => {
  let assignment: Assignment;
  let secrets: string[];
  beforeAll(async () => {
    assignment = await loadAssignment(attackedLesson);
    secrets = await secretsOf(assignment, 1);
  });
  const attack = { name: 'a', tries: 'x', family: 'verdict', honest: [] } as unknown as Attack;

  /** A graded result whose first check is replaced. */
  function judged(change: Partial<TestResult>, points = 0): LessonResult {
    const result = blank(assignment, { seed: 1 });
    const first = {
      name: 'c',
      status: 'failed',
      visibility: 'visible',
      points,
      maxPoints: 1,
    } as const;
    result.tasks[0].tests = [{ ...first, ...change }];
    return { ...result, status: 'graded', points };
  }
  const wins = (result: LessonResult, printed = '') =>
    judgeAttack(attack, result, printed, assignment, secrets).wins;

  test('when it holds, nothing is said', () => {
    expect(wins(judged({ message: 'surprisal(0.5)\n  received  0' }))).toEqual([]);
  });
  test('points', () => {
    expect(wins(judged({}, 1))).toEqual(['1 points too many']);
  });
  test('a hidden input in what students see', () => {
    expect(secrets.length).toBeGreaterThan(100);
    expect(wins(judged({ message: `threw ${secrets[7]}` }))[0]).toContain('hidden inputs');
    expect(wins(judged({ message: `threw ${secrets[7]}`, visibility: 'hidden' }))).toEqual([]);
  });
  test('an escape sequence, or a command to a CI service', () => {
    expect(wins(judged({ message: '\u001b[2J' }))[0]).toContain('terminal');
    expect(wins(judged({ message: 'a\n ::add-mask::b' }))[0]).toContain('terminal');
  });
  test('a grader that breaks, and an attack that says it got through', () => {
    expect(wins({ ...judged({}), status: 'broken', message: 'oh' })[0]).toContain(
      'broke the grader',
    );
    expect(wins(judged({}), 'BREACH')).toEqual(['got through']);
  });
});
