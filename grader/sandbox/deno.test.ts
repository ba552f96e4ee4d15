import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../course/course.ts';
import { bounded, spawnDeno } from './deno.ts';
import { defaultLimits } from './limits.ts';
import { plainProgram } from './program.ts';

const bytes = (256 + 350 + 1024) * 1024 * 1024;
const data = new RegExp(`^Max data size +${bytes} +${bytes} `, 'm');
const core = /^Max core file size +0 +0 /m;

describe.runIf(process.platform === 'linux' && bounded().length)('bounds of the kernel', () => {
  test('hold for a guest', async () => {
    const guest = spawnDeno(defaultLimits, plainProgram());
    const limits = () => readFileSync(`/proc/${guest.pid}/limits`, 'latin1');
    try {
      await expect.poll(limits).toMatch(data); // once prlimit has replaced itself
      expect(limits()).toMatch(core);
    } finally {
      guest.kill('SIGKILL');
    }
  });

  test('are inherited from a process that is bound itself, and not set again', () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { spawnDeno } from './grader/sandbox/deno.ts';
      import { defaultLimits } from './grader/sandbox/limits.ts';
      import { plainProgram } from './grader/sandbox/program.ts';
      const guest = spawnDeno(defaultLimits, plainProgram());
      console.log(guest.spawnargs.join(' '));
      console.log(readFileSync('/proc/' + guest.pid + '/limits', 'latin1'));
      guest.kill('SIGKILL');`;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script];
    const [program, ...args] = [...bounded(), ...node];
    const printed = execFileSync(program, args, { cwd: projectRoot, encoding: 'utf8' });
    expect(printed).toMatch(data);
    expect(printed).toMatch(core);
    expect(printed).not.toContain('prlimit');
  });
});
