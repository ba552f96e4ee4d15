import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../course/course.ts';

export interface Outcome {
  pages: number;
  /** Empty when all went well. */
  problems: string[];
  seconds: number;
}

/** What is told to the process. */
export interface Order {
  out: string;
  root: string;
}

/**
 * Builds the site again and again in a process of its own, so that a build that hangs or fails cannot
 * take the server with it. The process stays while only texts change: it has everything else at hand.
 * Changed code needs a new process, because modules are read once.
 */
export class Builder {
  readonly #order: Order;
  #process?: ChildProcess;

  constructor(out: string, root = projectRoot) {
    this.#order = { out, root };
  }

  /**
   * One build; do not ask for another before this one is done.
   * @param changed files that have changed since the last one
   */
  build(changed: Iterable<string> = []): Promise<Outcome> {
    this.changed(changed);
    this.#process ??= fork(fileURLToPath(new URL('builder-process.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
    });
    const child = this.#process;
    return new Promise(resolve => {
      const end = (outcome: Outcome) => {
        child.removeAllListeners();
        resolve(outcome);
      };
      child.once('message', end);
      child.once('exit', () => {
        if (this.#process === child) this.#process = undefined;
        end({ pages: 0, problems: ['The build has ended without a result.'], seconds: 0 });
      });
      child.send(this.#order);
    });
  }

  /** A build that is under way with code that has changed since is ended. */
  changed(files: Iterable<string>): void {
    if (![...files].some(file => /\.(ts|json)$/.test(file))) return;
    this.close();
  }

  close(): void {
    this.#process?.kill();
    this.#process = undefined;
  }
}
