import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Verdict, Wanted } from './verdicts.ts';

/** Verdicts of the terminal on some files of a lesson, reached in another process; see `verdicts.ts`. */
export function judged(wanted: Wanted): Promise<Verdict[]> {
  const script = fileURLToPath(new URL('verdicts.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(script, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, VITEST: '' },
    });
    child.once('message', resolve as (message: unknown) => void);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The judging process ended with code ${code}.`)));
    child.send(wanted);
  });
}
