import { createHash } from 'node:crypto';
import path from 'node:path';
import { tensorBundle } from '../../course/bundle.ts';
import { projectRoot } from '../../course/course.ts';
import type { Lesson } from '../../course/lesson.ts';
import { lessonData, lessonDataSources } from '../../grader/practice/lesson-data.ts';
import type { Assistant } from '../assistant.ts';
import type { Fingerprint } from '../fingerprint.ts';
import type { Kept } from '../kept.ts';
import { bundleEditor, bundleEngine, bundleWorkbench } from './bundle.ts';

const lessonDataModule = new URL('../../grader/practice/lesson-data.ts', import.meta.url);

/** The addresses of what an exercise pane fetches once it is opened. */
export interface Practice {
  /** Lesson id → its stub, public questions and recorded answers. */
  lessons: Map<string, string>;
  workbench: string;
  engine: string;
  editor: string;
  /** TensorFlow.js, for what imports `#tensor`. */
  tensor: string;
}

interface Workshop {
  kept: Kept;
  fingerprint: Fingerprint;
  assistant: Assistant;
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
  { kept, fingerprint, publish, assistant }: Workshop,
): Promise<Practice | undefined> {
  if (path.resolve(root) !== path.resolve(projectRoot)) return undefined;
  const once = async (key: string, make: () => Promise<string>) => {
    if (!kept.has(key)) kept.set(key, await make());
    return kept.once(key, () => '');
  };
  const bundler = 'site/pane/bundle.ts';
  const guest = 'grader/practice/guest.ts';
  const engine = fingerprint.of(bundler, guest, 'grader/practice/engine.ts');
  const editor = fingerprint.of(bundler, 'site/pane/client/code-editor.ts');
  const workbench = fingerprint.of(bundler, 'site/pane/client/workbench.ts');
  // All at once: the bundler is a process of its own.
  const scripts = Promise.all([
    once(`workbench ${workbench}`, bundleWorkbench),
    once(`engine ${engine}`, bundleEngine),
    once(`editor ${editor}`, bundleEditor),
    tensorCode(fingerprint.of(tensorGuest)),
  ]);
  const addresses = new Map<string, string>();
  const record = async (lesson: Lesson) => {
    const { files, text } = lessonDataSources(lesson);
    const asked = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const key = `practice ${fingerprint.of(...files)} ${asked}`;
    const data = await once(key, async () => {
      if (!assistant.isAtWork) return lessonData(lesson);
      return assistant.callAtLeisure(lessonDataModule, 'lessonData', lesson); // figures come first
    });
    addresses.set(lesson.id, publish(`practice/${lesson.id}.json`, data));
  };
  const records = Promise.all(lessons.filter(({ tasks }) => tasks.length).map(record));
  const [[workbenchCode, engineCode, editorCode, tensor]] = await Promise.all([scripts, records]);
  return {
    lessons: addresses,
    workbench: publish('workbench.js', workbenchCode),
    engine: publish('engine.js', engineCode),
    editor: publish('editor.js', editorCode),
    tensor: publish('tensor.js', tensor),
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
