import { UsageError } from './intake/usage-error.ts';

/** One of `of` equal parts of a class; `index` from 1. */
export interface Shard {
  index: number;
  of: number;
}

/**
 * The shard asked for, else the one that the machine gives: a Kubernetes indexed Job
 * (`JOB_COMPLETION_INDEX` from 0, with `JOB_COMPLETIONS`, which the template sets) or GitLab's `parallel`
 * (`CI_NODE_INDEX` from 1, `CI_NODE_TOTAL`).
 * @throws {UsageError} when it makes no sense.
 */
export function readShard(
  option: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Shard | undefined {
  if (option !== undefined) {
    const [, index, of] = /^(\d+)\/(\d+)$/.exec(option) ?? [];
    return checked(`--shard ${option}`, Number(index), Number(of));
  }
  if (env.JOB_COMPLETION_INDEX && env.JOB_COMPLETIONS) {
    const { JOB_COMPLETION_INDEX: index, JOB_COMPLETIONS: of } = env;
    return checked(
      `JOB_COMPLETION_INDEX=${index} with JOB_COMPLETIONS=${of}`,
      Number(index) + 1,
      Number(of),
    );
  }
  if (env.CI_NODE_INDEX && env.CI_NODE_TOTAL) {
    const { CI_NODE_INDEX: index, CI_NODE_TOTAL: of } = env;
    return checked(`CI_NODE_INDEX=${index} with CI_NODE_TOTAL=${of}`, Number(index), Number(of));
  }
  return undefined;
}

/** Every n-th, so that no shard gets all the late or large ones; stable while the class is the same. */
export function inShard<Item>(items: readonly Item[], shard: Shard | undefined): Item[] {
  return items.filter((_, index) => !shard || index % shard.of === shard.index - 1);
}

function checked(source: string, index: number, of: number): Shard {
  if (Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of) {
    return { index, of };
  }
  throw new UsageError(`${source} is no shard. Give --shard I/N with I from 1 to N, as in 2/3.`);
}
