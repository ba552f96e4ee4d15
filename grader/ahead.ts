import { type Check, type Examinee, exampleQuestions, type Questions } from './checks.ts';
import type { Facts } from './same-answers.ts';
import type { Outcome } from './sandbox/sandbox.ts';

type Ask = (questions: Questions) => Promise<Outcome[]>;

interface Sent {
  questions: Questions;
  outcomes: Promise<Outcome[]>;
}

/**
 * Questions of a task's checks, sent to the student's process before the checks run. A turn of the pipe
 * costs more than most answers, and waiting for one check before asking for the next was most of the time
 * that judging took.
 */
export class Ahead {
  readonly #checks: readonly Check[];
  readonly #sent = new Map<Check, Sent>();
  #settled: Promise<Outcome[]> | undefined;
  /**
   * Set when all calls together took too much. At which call that was depends on the machine, and the verdict
   * must not: so it holds for every hidden check.
   */
  #spent: Outcome | undefined;

  /** @param checks of one task */
  constructor(checks: readonly Check[]) {
    this.#checks = checks;
  }

  /**
   * Sends the public questions. Done for every task before any hidden one, because their answers are
   * shown: a process that has heard a hidden input could tell it there.
   */
  sendExamples(examinee: Examinee, ask: Ask): void {
    const examples = exampleQuestions(examinee.examples);
    for (const check of this.#checks) {
      if (check.visibility === 'visible') this.#send([[check, examples]], ask);
    }
  }

  /** Sends all others that are known now. */
  async sendHidden(examinee: Examinee, ask: Ask): Promise<void> {
    const left = this.#checks.filter(check => !this.has(check));
    const questions = await Promise.all(left.map(check => questionsOf(check, examinee)));
    const known = left.map((check, at) => [check, questions[at] ?? []] as const);
    this.#send(
      known.filter(([, { length }]) => length > 0),
      ask,
    );
  }

  #send(known: readonly (readonly [Check, Questions])[], ask: Ask): void {
    if (known.length === 0) return;
    this.#settled = undefined;
    const all = ask(joined(known.map(([, questions]) => questions)));
    let at = 0;
    for (const [check, questions] of known) {
      const from = at;
      at += questions.length;
      const to = at;
      const outcomes = all.then(answers => answers.slice(from, to));
      outcomes.catch(() => {}); // Told by the check that takes them.
      this.#sent.set(check, { questions, outcomes });
    }
  }

  /** Waits until nothing is in flight, so that what all calls together took is known. */
  settled(): Promise<Outcome[]> {
    this.#settled ??= this.#settle();
    return this.#settled;
  }

  async #settle(): Promise<Outcome[]> {
    const sent = [...this.#sent.values()];
    const settled = await Promise.allSettled(sent.map(({ outcomes }) => outcomes));
    const all = settled.flatMap(one => (one.status === 'fulfilled' ? one.value : []));
    this.#spent ??= all.find(outcome => outcome.kind === 'stopped' && outcome.together);
    return all;
  }

  /** Questions and answers of all checks; undefined where some are not there. */
  async facts(): Promise<Facts | undefined> {
    const facts: Facts[number][] = [];
    for (const check of this.#checks) {
      const sent = this.#sent.get(check);
      if (!sent) return undefined;
      const outcomes = await sent.outcomes.catch(() => undefined);
      if (!outcomes || outcomes.some(({ kind }) => kind === 'stopped')) return undefined;
      facts.push(sent.questions, ...outcomes);
    }
    return facts;
  }

  has(check: Check): boolean {
    return this.#sent.has(check);
  }

  /** The answers to these questions, if they are what was sent for the check. */
  outcomes(check: Check, questions: Questions): Promise<Outcome[]> | undefined {
    const sent = this.#sent.get(check);
    if (sent?.questions !== questions) return undefined;
    const { outcomes } = sent;
    return this.#spent && check.visibility === 'hidden'
      ? outcomes.then(all => all.map(() => this.#spent as Outcome))
      : outcomes;
  }
}

/** A mistake in the suite is told when the check itself runs, by its name. */
async function questionsOf(check: Check, examinee: Examinee): Promise<Questions | undefined> {
  try {
    return await check.questions?.(examinee);
  } catch {
    return undefined;
  }
}

const joins = new WeakMap<Questions, { parts: readonly Questions[]; all: Questions }>();

/** The same list for the same parts: what is fixed is encoded once for a whole class (see `fixed.ts`). */
function joined(parts: readonly Questions[]): Questions {
  const [first] = parts;
  const known = joins.get(first);
  if (known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at])) {
    return known.all;
  }
  const all = parts.flat();
  if (parts.every(Object.isFrozen)) Object.freeze(all);
  joins.set(first, { parts, all });
  return all;
}
