import path from 'node:path';
import { writeWhole } from '../../course/write.ts';
import { UsageError } from '../intake/usage-error.ts';
import type { Results, Submission } from '../results.ts';
import { formats, outlined, portioned, type ReportContext } from './format.ts';
import { outline } from './outline.ts';

const portion = 50;

/** @throws {UsageError} for a name that is no format's. */
export function readFormats(option: string | undefined): string[] {
  const names = [...new Set((option ?? '').split(',').map(name => name.trim()))].filter(Boolean);
  const unknown = names.find(name => !Object.hasOwn(formats, name));
  if (unknown === undefined) return names;
  throw new UsageError(
    `There is no format "${unknown}". There are: ${Object.keys(formats).join(', ')}.`,
  );
}

/** Takes one submission after the other and holds no more of them than a format needs at once. */
export class FormatWriter {
  readonly #names: readonly string[];
  readonly #head: Omit<Results, 'submissions'>;
  readonly #context: ReportContext;
  readonly #out: string;
  readonly #held = new Map<string, Submission[]>();
  readonly #alone: boolean;

  /** @param alone there is only one submission, which some formats write under another name. */
  constructor(
    names: readonly string[],
    head: Omit<Results, 'submissions'>,
    context: ReportContext,
    out: string,
    alone: boolean,
  ) {
    this.#names = names;
    this.#head = head;
    this.#context = context;
    this.#out = out;
    this.#alone = alone;
    for (const name of names) this.#held.set(name, []);
  }

  async add(submission: Submission): Promise<void> {
    for (const name of this.#names) {
      const held = this.#held.get(name) as Submission[];
      held.push(outlined.has(name) ? outline(submission) : submission);
      // One stays back, so that the last portion never looks like a class of one.
      if (portioned.has(name) && held.length > portion) {
        await this.#write(name, held.splice(0, held.length - 2));
      }
    }
  }

  async end(): Promise<void> {
    for (const [name, held] of this.#held) {
      if (held.length || !portioned.has(name)) await this.#write(name, held.splice(0));
    }
  }

  async #write(name: string, submissions: Submission[]): Promise<void> {
    if (submissions.length === 1 && !this.#alone) throw new Error('a portion of one submission');
    const files = formats[name]({ ...this.#head, submissions }, this.#context);
    for (const [file, content] of Object.entries(files)) {
      await writeWhole(path.join(this.#out, file), content);
    }
  }
}
