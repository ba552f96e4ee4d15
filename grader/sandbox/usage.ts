import { readFileSync } from 'node:fs';

/** What a process uses now. Only Linux tells without a helper process; elsewhere both are undefined. */
export interface Usage {
  /** Bytes of memory it holds. */
  residentBytes?: number;
  /** Seconds of processor time it has had. */
  processorSeconds?: number;
}

// Fixed for programs on every architecture that Linux and Deno share.
const ticksPerSecond = 100;
const pageBytes = 4096;

/** @param pid the guest's */
export function usage(pid: number | undefined): Usage {
  if (pid === undefined || process.platform !== 'linux') return {};
  try {
    // The second field is the program's name in brackets, and may itself hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user, system, resident] = [fields[11], fields[12], fields[21]].map(Number);
    return {
      processorSeconds: (user + system) / ticksPerSecond,
      residentBytes: resident * pageBytes,
    };
  } catch {
    return {}; // It is gone; the exit is reported elsewhere.
  }
}
