import { expect, it } from 'vitest';
import { Ahead } from './ahead.ts';
import type { Check, Questions, TaskSuite } from './checks.ts';
import { fixed } from './fixed.ts';
import type { TaskResult } from './results.ts';
import { type Facts, keepVerdict, verdictOn } from './same-answers.ts';
import { type Outcome, readAnswer } from './sandbox/outcome.ts';

const suite = (): TaskSuite => ({ name: 'double', checks: [] });
const result = (points: number): TaskResult => ({
  task: 'double',
  status: 'passed',
  points,
  maxPoints: 9,
  durationMs: 0,
  tests: [],
});
const compiled = { kind: 'compiled', fileName: 'a.ts', code: '', map: '', tensor: false } as const;
const answered = (body: string, id = 1) => readAnswer(66, body, id, compiled) as Outcome;
const questions: Questions = fixed([[1], [2]]);

it('knows the verdict on the same answers again, and on no others', () => {
  const task = suite();
  const facts: Facts = [questions, answered('1\x1e2'), answered('2\x1e4', 2)];
  keepVerdict(task, facts, result(9));
  expect(verdictOn(task, [questions, answered('1\x1e2'), answered('2\x1e4', 2)])).toEqual(
    result(9),
  );
  expect(verdictOn(task, [questions, answered('1\x1e2'), answered('2\x1e5', 2)])).toBeUndefined();
  expect(verdictOn(task, [questions, answered('1\x1e2')])).toBeUndefined();
  expect(verdictOn(task, [fixed([[1], [3]]), ...facts.slice(1)])).toBeUndefined();
  expect(verdictOn(suite(), facts)).toBeUndefined();
});

it('does not take an answer to one question for an answer to another', () => {
  expect(answered('1\x1e7')).toBe(answered('1\x1e7'));
  expect(() => answered('1\x1e7', 2)).toThrow('an answer to no question');
  // What the call did to its arguments is part of the answer.
  expect(answered('1\x1e7\x1e[8]')).not.toEqual(answered('1\x1e7'));
});

it('forgets what came long ago, and keeps what comes again', () => {
  const task = suite();
  const facts = (value: number): Facts => [questions, answered(`1\x1e${value}`)];
  for (let value = 0; value < 20; value++) {
    keepVerdict(task, facts(value), result(value));
    expect(verdictOn(task, facts(0))).toEqual(result(0));
  }
  expect(verdictOn(task, facts(1))).toBeUndefined();
  expect(verdictOn(task, facts(19))).toEqual(result(19));
});

it('keeps no verdict on what may change, or cannot come again', () => {
  const task = suite();
  const facts: Facts = [questions, { kind: 'threw', name: 'Error', message: 'no' }];
  keepVerdict(task, facts, result(0));
  expect(verdictOn(task, facts)).toBeUndefined();
});

it('needs the answers to all checks', async () => {
  const check = (title: string, asked?: Questions): Check => ({
    title,
    points: 1,
    visibility: 'hidden',
    questions: asked && (() => asked),
    run: async () => {},
  });
  const examinee = { task: 'double', seed: 1, examples: [] };
  const factsOf = async (checks: Check[], outcome: Outcome) => {
    const ahead = new Ahead(checks);
    await ahead.sendHidden(examinee, async list => list.map(() => outcome));
    return ahead.facts();
  };
  const good: Outcome = { kind: 'returned', value: 1 };
  const stopped: Outcome = { kind: 'stopped', reason: 'time', message: 'late' };
  expect(await factsOf([check('a', questions)], good)).toEqual([questions, good, good]);
  expect(await factsOf([check('a', questions), check('live')], good)).toBeUndefined();
  expect(await factsOf([check('a', questions)], stopped)).toBeUndefined();
});
