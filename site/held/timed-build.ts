/** One build in a process of its own, which says what it took. See `speed.ts`. */
import '../../course/tiering.ts';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../course/cache.ts';
import { Kept } from '../kept.ts';
import { buildSite } from '../site.ts';

const [, , start, isFresh] = process.argv;
const folder = await mkdtemp(path.join(tmpdir(), 'site-timed-'));
if (isFresh) await forgetBundles();
const kept = await Kept.open(isFresh ? folder : undefined);
await buildSite({ out: path.join(folder, 'dist'), kept, force: true });
const { user, system } = process.cpuUsage();
process.send?.({ seconds: (Date.now() - Number(start)) / 1000, cpu: (user + system) / 1e6 });
await rm(folder, { recursive: true, force: true });
process.disconnect();

/** TensorFlow.js as pages load it; the grader's own stay. */
async function forgetBundles(): Promise<void> {
  const tensor = cacheFolder('tensor');
  for (const file of await readdir(tensor)) {
    if (file.startsWith('page-')) await rm(path.join(tensor, file), { force: true });
  }
}
