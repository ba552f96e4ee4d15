import { createHash } from 'node:crypto';
import path from 'node:path';
import { tensorBundle } from '../../course/bundle.ts';
import { projectRoot } from '../../course/course.ts';
import type { Lesson } from '../../course/lesson.ts';
import { lessonData, lessonDataSources } from '../../grader/practice/lesson-data.ts';
import type { Fingerprint } from '../fingerprint.ts';
import type { Kept } from '../kept.ts';
import { bundleEditor, bundleEngine } from './bundle.ts';

/** The addresses of what an exercise pane fetches once it is opened. */
export interface Practice {
  /** Lesson id → its stub, public questions and recorded answers. */
  lessons: Map<string, string>;
  engine: string;
  editor: string;
  /** TensorFlow.js, for what imports `#tensor`. */
  tensor: string;
}

interface Workshop {
  kept: Kept;
  fingerprint: Fingerprint;
  /** Writes a file beside the pages, and returns its address. */
  publish: (name: string, content: string) => string;
}

/**
 * Writes what the panes need, each part made anew only when its sources have changed.
 * @returns undefined for another project's lessons, which have no suites here
 */
export async function publishPractice(
  root: string,
  lessons: readonly Lesson[],
  { kept, fingerprint, publish }: Workshop,
): Promise<Practice | undefined> {
  if (path.resolve(root) !== path.resolve(projectRoot)) return undefined;
  const once = async (key: string, make: () => Promise<string>) => {
    if (!kept.has(key)) kept.set(key, await make());
    return kept.once(key, () => '');
  };
  const addresses = new Map<string, string>();
  for (const lesson of lessons.filter(({ tasks }) => tasks.length)) {
    const { files, text } = lessonDataSources(lesson);
    const asked = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const key = `practice ${await fingerprint.of(...files)} ${asked}`;
    const data = await once(key, () => lessonData(lesson));
    addresses.set(lesson.id, publish(`practice/${lesson.id}.json`, data));
  }
  const bundler = 'site/pane/bundle.ts';
  const guest = 'grader/practice/guest.ts';
  const engine = await fingerprint.of(bundler, guest, 'grader/practice/engine.ts');
  const editor = await fingerprint.of(bundler, 'site/pane/client/code-editor.ts');
  return {
    lessons: addresses,
    engine: publish('engine.js', await once(`engine ${engine}`, bundleEngine)),
    editor: publish('editor.js', await once(`editor ${editor}`, bundleEditor)),
    tensor: publish('tensor.js', await tensorCode(await fingerprint.of(tensorGuest))),
  };
}

const tensorGuest = 'grader/sandbox/tensor-guest.ts';

/** What the sandbox of the terminal has behind `#tensor`, for a browser. */
async function tensorCode(basedOn: string): Promise<string> {
  const { code } = await tensorBundle(
    'page',
    `export * from ${JSON.stringify(path.join(projectRoot, tensorGuest))};`,
    { platform: 'browser', external: ['util', 'crypto', 'string_decoder'] },
    basedOn,
  );
  return code.toString();
}
