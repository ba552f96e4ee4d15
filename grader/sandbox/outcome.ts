import type { Plain } from '../../course/plain.ts';
import { fixed } from '../fixed.ts';
import { decode } from './codec.ts';
import type { Compiled } from './compile.ts';
import { FIELD, fromGuest } from './frame.ts';
import { position } from './position.ts';

/** How a call ended. `stopped` means that the process is gone; every other outcome leaves it usable. */
export type Outcome =
  | { kind: 'returned'; value: Plain; changedArguments?: Plain[] }
  | { kind: 'threw'; name: string; message: string; line?: number; column?: number }
  | { kind: 'unusable'; message: string }
  | {
      kind: 'stopped';
      reason: StopReason;
      message: string;
      /** Each call kept to its limits, but all of them together used up what there is. */
      together?: true;
      /** A call of another function ended the process before this one began. */
      behind?: true;
    };

export type Stopped = Extract<Outcome, { kind: 'stopped' }>;

/** What became of a call of `name` that waited when the process was stopped at a call of `culprit`. */
export function stoppedBehind(stopped: Stopped, name: string, culprit: string): Stopped {
  return name === culprit ? stopped : { ...stopped, behind: true };
}

export type StopReason = 'time' | 'memory' | 'output' | 'exit' | 'protocol';

/** The file has loaded; `exports` gives the `typeof` of each export. */
export interface Loaded {
  kind: 'loaded';
  exports: Record<string, string>;
}

/**
 * Short answers that came before, by the frame's whole text: nearly all of a class give the same ones. They are
 * frozen, so equal answers are one object (see `same-answers.ts`).
 */
const known = new Map<string, { id: number; outcome: Outcome }>();
const most = { answers: 8192, characters: 1024 };

/**
 * What an answer frame says.
 * @param id of the request that is waiting; the load's is 0
 * @throws Error for a frame that does not answer this request, or that no honest guest writes
 */
export function readAnswer(
  kind: number,
  body: string,
  id: number,
  compiled: Compiled,
): Loaded | Outcome {
  if (kind === fromGuest.loaded && id === 0) return readLoaded(body);
  if (kind === fromGuest.returned) {
    const again = known.get(body);
    if (again?.id === id) return again.outcome;
  }
  const fields = body.split(FIELD, 4);
  if (fields[0] !== String(id) || fields.length < 2 || fields.length > 3) {
    throw new Error('an answer to no question');
  }
  const text = fields[1];
  const changed: string | undefined = fields[2];
  if (kind === fromGuest.returned && id > 0) {
    const value = decode(text);
    if (changed === undefined) return keep(body, id, { kind: 'returned', value });
    const changedArguments = decode(changed);
    if (!Array.isArray(changedArguments)) throw new Error('arguments that are not a list');
    return { kind: 'returned', value, changedArguments };
  }
  if (changed !== undefined) throw new Error('too many fields');
  if (kind === fromGuest.unusable && id > 0) {
    return { kind: 'unusable', message: string(JSON.parse(text), 2000) };
  }
  if (kind === fromGuest.threw) {
    const thrown = JSON.parse(text);
    return {
      kind: 'threw',
      name: string(thrown.name, 100),
      message: string(thrown.message, 2000),
      ...position(string(thrown.stack, 8000), compiled),
    };
  }
  throw new Error('an unknown kind of frame');
}

function keep(body: string, id: number, outcome: Outcome): Outcome {
  if (body.length > most.characters) return outcome;
  if (known.size >= most.answers) known.clear();
  known.set(body, { id, outcome: fixed(outcome) });
  return outcome;
}

function readLoaded(body: string): Loaded {
  const exports: Record<string, string> = Object.create(null);
  for (const [name, type] of Object.entries(JSON.parse(body))) exports[name] = string(type, 20);
  return { kind: 'loaded', exports };
}

function string(value: unknown, length: number): string {
  if (typeof value !== 'string') throw new Error('something else than text');
  return value.slice(0, length);
}
