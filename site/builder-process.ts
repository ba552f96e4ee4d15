/** Builds when it is told to, and keeps in memory what the next build needs again. See `builder.ts`. */
import { CourseError } from '../course/lesson.ts';
import type { Order, Outcome } from './builder.ts';
import { Fingerprint } from './fingerprint.ts';
import { Kept } from './kept.ts';
import { buildSite } from './site.ts';

const kept = await Kept.open();
const fingerprint = new Fingerprint();

process.on('message', async ({ out, root }: Order) => {
  const started = performance.now();
  const outcome: Outcome = { pages: 0, problems: [], seconds: 0 };
  try {
    const { pages } = await buildSite({
      ...{ out, root, kept, fingerprint },
      ...{ force: true, offline: false },
    });
    outcome.pages = pages.length;
  } catch (error) {
    const { stack = String(error) } = error as Error;
    outcome.problems = error instanceof CourseError ? error.problems : [stack];
  }
  outcome.seconds = (performance.now() - started) / 1000;
  process.send?.(outcome);
});
process.on('disconnect', () => process.exit());
