import { access, readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../course/cache.ts';
import { leftFile } from './attack-file.ts';

/** What the sandbox keeps in its folder: the guest's program, and the code that Deno has compiled. */
const ownCache = /^(host-[0-9a-f]{16}\.mjs|compiled(\.\d+)?)$/;

/** Looks for what an attack leaves behind outside its process: connections, processes, files. */
export class Traces {
  port = 0;
  #connections = 0;
  #cacheBefore: string[] = [];
  readonly #server: Server;
  readonly #cache = cacheFolder('deno');

  private constructor() {
    this.#server = createServer(socket => {
      this.#connections++;
      socket.destroy();
    });
  }

  static async start(): Promise<Traces> {
    const traces = new Traces();
    await new Promise<void>(resolve => traces.#server.listen(0, '127.0.0.1', resolve));
    traces.port = (traces.#server.address() as { port: number }).port;
    traces.#cacheBefore = await readdir(traces.#cache);
    return traces;
  }

  /** @param folders places beside the usual ones where a file might have been left */
  async end(folders: readonly string[]): Promise<string[]> {
    this.#server.close();
    const found = this.#connections ? [`${this.#connections} connections were made`] : [];
    const places = [tmpdir(), process.cwd(), homedir(), this.#cache, ...folders];
    for (const place of new Set(places)) {
      const file = path.join(place, leftFile);
      const there = await access(file).then(...([() => true, () => false] as const));
      if (there) found.push(`the file ${file} was left behind`);
    }
    for (const name of await readdir(this.#cache)) {
      const known = this.#cacheBefore.includes(name) || ownCache.test(name);
      if (!known) found.push(`${name} was left behind in Deno's folder`);
    }
    return [...found, ...(await this.#processes())];
  }

  /** Processes end a moment after they were told to, hence the second look. Only Linux tells. */
  async #processes(): Promise<string[]> {
    for (let look = 0; ; look++) {
      const left = await leftProcesses(this.#cache);
      if (!left.length || look === 20) return left;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

interface Running {
  parent: string;
  guest: boolean;
  name: string;
}

/** Guests are known by their environment. One that we started, that lost its parent, or that a guest started, is left. */
async function leftProcesses(denoFolder: string): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const running = new Map<string, Running>();
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const [stat, environment] = await Promise.all(
        ['stat', 'environ'].map(file => readFile(`/proc/${pid}/${file}`, 'latin1')),
      );
      const [, name, state, parent] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(stat) ?? [];
      if (state === 'Z') continue;
      running.set(pid, {
        parent,
        name,
        guest: environment.includes(`DENO_DIR=${denoFolder}${path.sep}`),
      });
    } catch {
      // It ended meanwhile, or is another user's.
    }
  }
  const isLeft = ({ parent, guest }: Running): boolean =>
    guest &&
    (parent === '1' || parent === String(process.pid) || running.get(parent)?.guest === true);
  return [...running]
    .filter(([, one]) => isLeft(one))
    .map(([pid, { name }]) => `process ${pid} (${name}) is still there`);
}
