import type { Questions, TaskSuite } from './checks.ts';
import { fixed } from './fixed.ts';
import type { TaskResult } from './results.ts';
import type { Outcome } from './sandbox/outcome.ts';

/** All that a verdict on a task follows from: what each check asked, and what was answered. */
export type Facts = readonly (Questions | Outcome)[];

const judged = new WeakMap<TaskSuite, { facts: Facts; result: TaskResult }[]>();

/** For each task: the right answers, and the commonest wrong ones. */
const mostKept = 8;

/**
 * The verdict on a task whose questions were all answered like this before, as most of a class answer them.
 * Facts are compared as objects, because equal answers of sandboxes are one object (see `sandbox/outcome.ts`);
 * where they are not, the task is judged again.
 */
export function verdictOn(task: TaskSuite, facts: Facts): TaskResult | undefined {
  const list = judged.get(task) ?? [];
  const at = list.findIndex(
    one =>
      one.facts.length === facts.length && one.facts.every((fact, index) => fact === facts[index]),
  );
  if (at < 0) return undefined;
  const [found] = list.splice(at, 1);
  list.unshift(found);
  return found.result;
}

export function keepVerdict(task: TaskSuite, facts: Facts, result: TaskResult): void {
  if (!facts.every(Object.isFrozen)) return; // These objects do not come again.
  const list = judged.get(task) ?? [];
  list.unshift({ facts, result: fixed(result) });
  list.length = Math.min(list.length, mostKept);
  judged.set(task, list);
}
