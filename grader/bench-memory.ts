import { readdirSync, readFileSync } from 'node:fs';

const intervalMs = 100;

/** Watches what a process and its children hold, the sandboxes left out. Linux only; elsewhere it is 0. */
export class MemoryWatch {
  peakBytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      this.peakBytes = Math.max(this.peakBytes, residentOf(pid));
    }, intervalMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function residentOf(root: number): number {
  const parents = new Map<number, { parent: number; bytes: number; name: string }>();
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const end = stat.lastIndexOf(')');
      const fields = stat.slice(end + 2).split(' ');
      const program = stat.slice(stat.indexOf('(') + 1, end);
      parents.set(Number(name), {
        parent: Number(fields[1]),
        bytes: Number(fields[21]) * 4096,
        name: program,
      });
    } catch {
      // It has ended meanwhile.
    }
  }
  let bytes = 0;
  for (const [pid, { bytes: own, name }] of parents) {
    // Before it becomes a sandbox, a process goes by the name of the worker or of a wrapper.
    if (/^(?:deno|setpriv|prlimit)/.test(name)) continue;
    for (let at: number | undefined = pid; at; at = parents.get(at)?.parent) {
      if (at === root) bytes += own;
    }
  }
  return bytes;
}
