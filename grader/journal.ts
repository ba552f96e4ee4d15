import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { LessonResult } from './results.ts';
import type { Run } from './run.ts';

/** One judged file: a line of `results.jsonl`. */
export interface Entry {
  id: string;
  /** The lesson's id: `nll`. */
  lesson: string;
  /** Digest of what was handed in; another text is judged again. */
  text: string;
  result: LessonResult;
}

interface Place {
  from: number;
  length: number;
  text: string;
  broken: boolean;
}

const chunkBytes = 1 << 20;

/**
 * `results.jsonl`: the run, then a judged file a line, appended as they come. Killed at any moment, it
 * has lost at most what was being judged: a torn last line is dropped. It is never held whole; only
 * where each line stands is.
 */
export class Journal {
  readonly file: string;
  run: Run | undefined;
  readonly #places = new Map<string, Place>();
  #descriptor: number;
  #end = 0;

  /** Opens what is there, or an empty one. */
  constructor(folder: string, mode: 'append' | 'read' = 'append') {
    if (mode === 'append') mkdirSync(folder, { recursive: true });
    this.file = path.join(folder, 'results.jsonl');
    this.#descriptor = openSync(this.file, mode === 'append' ? 'a+' : 'r');
    this.#read();
    if (mode === 'append') ftruncateSync(this.#descriptor, this.#end);
  }

  get size(): number {
    return this.#places.size;
  }

  /** Sorted by the submission's id; the lessons of each in the order of the run. */
  ids(): string[] {
    return [...new Set([...this.#places.keys()].map(key => key.split('\n')[0]))].sort();
  }

  /** Empties it for another run. */
  start(run: Run): void {
    ftruncateSync(this.#descriptor, 0);
    this.#end = 0;
    this.#places.clear();
    this.run = run;
    this.#append(`${JSON.stringify(run)}\n`);
  }

  /** Whether this text was judged already. What broke on our side is judged again. */
  holds(id: string, lesson: string, text: string): boolean {
    const place = this.#places.get(`${id}\n${lesson}`);
    return place?.text === text && !place.broken;
  }

  /** Drops the results of submissions that are not there any more. */
  retain(ids: ReadonlySet<string>): void {
    const gone = [...this.#places.keys()].filter(key => !ids.has(key.split('\n')[0]));
    if (!gone.length) return;
    for (const key of gone) this.#places.delete(key);
    const kept = `${this.file}.${process.pid}.tmp`;
    const descriptor = openSync(kept, 'a+');
    const lines = [...this.#places.keys()].map(key => {
      const [id, lesson] = key.split('\n');
      return this.read(id, lesson) as Entry;
    });
    closeSync(this.#descriptor);
    this.#descriptor = descriptor;
    this.start(this.run as Run);
    for (const entry of lines) this.add(entry);
    renameSync(kept, this.file);
  }

  add(entry: Entry): void {
    const line = `${JSON.stringify(entry)}\n`;
    const from = this.#end;
    this.#append(line);
    this.#note(entry, from, this.#end - from);
  }

  read(id: string, lesson: string): Entry | undefined {
    const place = this.#places.get(`${id}\n${lesson}`);
    if (!place) return undefined;
    const bytes = Buffer.allocUnsafe(place.length);
    readSync(this.#descriptor, bytes, 0, place.length, place.from);
    return JSON.parse(bytes.toString('utf8')) as Entry;
  }

  close(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
  }

  #append(line: string): void {
    const bytes = Buffer.from(line);
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#descriptor, bytes, done);
    }
    this.#end += bytes.length;
  }

  #note({ id, lesson, text, result }: Entry, from: number, length: number): void {
    this.#places.set(`${id}\n${lesson}`, {
      from,
      length,
      text,
      broken: result.status === 'broken',
    });
  }

  #read(): void {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    let rest = Buffer.alloc(0);
    for (let position = 0; ; ) {
      const count = readSync(this.#descriptor, chunk, 0, chunkBytes, position);
      if (!count) return;
      position += count;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
        const whole = this.#line(rest.toString('utf8', start, end), end + 1 - start);
        if (!whole) return;
        start = end + 1;
      }
      rest = rest.subarray(start);
    }
  }

  /** @returns false at a line that is none, after which nothing is taken. */
  #line(text: string, length: number): boolean {
    try {
      const value = JSON.parse(text);
      if (this.run) this.#note(value as Entry, this.#end, length);
      else this.run = value as Run;
    } catch {
      return false;
    }
    this.#end += length;
    return true;
  }
}
