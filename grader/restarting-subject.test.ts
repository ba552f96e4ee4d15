import { afterEach, expect, it } from 'vitest';
import { Subject } from './subject.ts';

const limits = { seconds: 0.5 };
let subject: Subject | undefined;
afterEach(() => subject?.close());

const open = async (source: string) => {
  subject = await Subject.open(source, '01-nll.ts', { limits });
  return subject;
};

const loops = `
  export function loop(x: number): number { for (;;) if (x < 0) return x; }
  export function double(x: number): number { return 2 * x; }
  export function leave(x: number): number { return x > 0 ? (Deno as any).exit(1) : x; }`;

it('answers each task that waits behind a call that never ends, and blames that call alone', async () => {
  const asked = await open(loops);
  const [before, looping, behind, leaving, last] = await Promise.all([
    asked.askAll('double', [[1]]),
    asked.askAll('loop', [[-1], [1], [2]]),
    asked.askAll('double', [[2], [3]]),
    asked.askAll('leave', [[0], [1]]),
    asked.askAll('double', [[4]]),
  ]);
  expect(before).toEqual([{ kind: 'returned', value: 2 }]);
  expect(looping[0]).toEqual({ kind: 'returned', value: -1 });
  expect(looping.slice(1).map(({ kind }) => kind)).toEqual(['stopped', 'stopped']);
  expect(looping[1]).toMatchObject({
    reason: 'time',
    message: 'did not return within 0.5 seconds',
  });
  expect(behind).toEqual([
    { kind: 'returned', value: 4 },
    { kind: 'returned', value: 6 },
  ]);
  expect(leaving[0]).toEqual({ kind: 'returned', value: 0 });
  expect(leaving[1].kind).toBe('threw'); // there is no Deno in its sight
  expect(last).toEqual([{ kind: 'returned', value: 8 }]);
});

it('has less patience once two tasks had to be stopped, and says so', async () => {
  const asked = await open(`
    const work = (ms: number) => { const end = Date.now() + ms; while (Date.now() < end); return ms; };
    export function first(): number { for (;;); }
    export function second(): number { for (;;); }
    export function third(): number { for (;;); }
    export function slow(ms: number): number { return work(ms); }
    export function slower(ms: number): number { return work(ms); }`);
  const [, slow, , third, brief, slower] = await Promise.all([
    asked.askAll('first', [[]]),
    asked.askAll('slow', [[350]]),
    asked.askAll('second', [[]]),
    asked.askAll('third', [[]]),
    asked.askAll('slow', [[20]]),
    asked.askAll('slower', [[2000]]), // of a busy processor it gets a part in that time
  ]);
  expect(slow).toEqual([{ kind: 'returned', value: 350 }]);
  expect(brief).toEqual([{ kind: 'returned', value: 20 }]);
  const message =
    'did not return within 0.25 seconds (less than at first, because other tasks had to be stopped)';
  expect(third).toMatchObject([{ kind: 'stopped', reason: 'time', message }]);
  expect(slower).toMatchObject([{ kind: 'stopped', reason: 'time', message }]);
});

it('tells those that wait when the file does not load again', async () => {
  // The clock is all that differs from one process to the next.
  const asked = await open(`
    if (Date.now() > ${Date.now() + 1500}) throw new Error('not twice');
    export function loop(): number { for (;;); }
    export function double(x: number): number { return 2 * x; }`);
  await new Promise(resolve => setTimeout(resolve, 1500));
  const [looping, behind] = await Promise.allSettled([
    asked.askAll('loop', [[]]),
    asked.askAll('double', [[2]]),
  ]);
  expect(looping).toMatchObject({ value: [{ kind: 'stopped', reason: 'time' }] });
  expect(behind.status).toBe('rejected');
  expect(String((behind as PromiseRejectedResult).reason)).toContain(
    'the file does not load: Error: not twice',
  );
});

it('starts nothing again once it is closed', async () => {
  const asked = await open(loops);
  const waiting = Promise.all([asked.askAll('loop', [[1]]), asked.askAll('double', [[1]])]);
  asked.close();
  const outcomes = await waiting;
  expect(outcomes.flat().map(({ kind }) => kind)).toEqual(['stopped', 'stopped']);
  await asked.ready();
  expect((await asked.askAll('double', [[1]]))[0].kind).toBe('stopped');
});
