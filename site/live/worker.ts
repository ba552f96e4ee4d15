import { drawRun } from './drawing.ts';
import type { Showing, Wish } from './messages.ts';
import { type Look, run } from './run.ts';
import type { LivePoint, LiveSetting } from './setting.ts';
import { lawsOf, readout, readoutHtml, samples } from './telling.ts';
import { buildLiveWorld, type LiveWorld } from './world.ts';

/**
 * The enumerable world in a worker: a page sends a setting and gets pictures. A run stops to hear of other
 * wishes at each look, and waits a little, so that eyes can follow; not so for those who asked for stillness.
 */
const pause = 60;

let current = 0;
let kept: { key: string; world: LiveWorld } | undefined;

addEventListener('message', async ({ data }: MessageEvent<Wish>) => {
  const mine = ++current;
  if (data.kind === 'stop') return;
  const { id, setting, still } = data;
  const world = worldOf(setting);
  const points: LivePoint[] = [];
  let last: Look | undefined;
  for (const look of run(world, setting)) {
    if (look) {
      last = look;
      points.push(look.point);
      if (!still) show(id, world, setting, points, look, false);
    }
    await new Promise(done => setTimeout(done, look && !still ? pause : 0));
    if (mine !== current) return;
  }
  if (last) show(id, world, setting, points, last, true);
});

function worldOf({ seed, comparisons, view }: LiveSetting): LiveWorld {
  const key = `${seed} ${comparisons} ${view}`;
  if (kept?.key !== key) kept = { key, world: buildLiveWorld(seed, comparisons, view) };
  return kept.world;
}

function show(
  id: number,
  world: LiveWorld,
  setting: LiveSetting,
  points: LivePoint[],
  { chances, share }: Look,
  isOver: boolean,
): void {
  const fits = isOver ? lawsOf(points, setting) : [];
  const rows = readout(world, setting, points, fits);
  const showing: Showing = {
    id,
    picture: drawRun(points, setting, fits),
    result: `${readoutHtml(rows)}\n${samples(world, chances, setting.seed)}`,
    says: `${setting.method}: ${rows.map(([label, value]) => `${label} ${value}`).join('; ')}`,
    ...{ share, isOver },
  };
  postMessage(showing);
}
