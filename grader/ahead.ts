import { type Check, type Examinee, exampleQuestions, type Questions } from './checks.ts';
import type { Outcome } from './sandbox/sandbox.ts';

type Ask = (questions: Questions) => Promise<Outcome[]>;

interface Sent {
  questions: Questions;
  outcomes: Promise<Outcome[]>;
}

/**
 * Questions of a task's later checks, sent to the student's process together. A turn of the pipe costs
 * more than most answers, and waiting for one check before asking for the next was most of the time that
 * judging took.
 */
export class Ahead {
  readonly #checks: readonly Check[];
  readonly #sent = new Map<Check, Sent>();
  #hiddenSent = false;
  /**
   * Set when all calls together took too much. At which call that was depends on the machine, and the verdict
   * must not: so it holds for every hidden check.
   */
  #spent: Outcome | undefined;

  /** @param checks of one task, the first of which is asked by itself. */
  constructor(checks: readonly Check[]) {
    this.#checks = checks;
  }

  /**
   * Sends the public questions. Done for every task before any hidden one, because their answers are
   * shown: a process that has heard a hidden input could tell it there.
   */
  sendExamples(examinee: Examinee, ask: Ask): Promise<void> {
    const examples = exampleQuestions(examinee.examples);
    for (const check of this.#checks) {
      if (check.visibility === 'visible') this.#add(check, examples, ask);
    }
    return this.settled();
  }

  /** Sends once, and waits for all answers; later calls do nothing. */
  async send(examinee: Examinee, ask: Ask): Promise<void> {
    if (this.#hiddenSent) return;
    this.#hiddenSent = true;
    const later = this.#checks.slice(1);
    const questions = await Promise.all(later.map(check => questionsOf(check, examinee)));
    for (const [index, check] of later.entries()) {
      const known = questions[index];
      if (known?.length && !this.has(check)) this.#add(check, known, ask);
    }
    await this.settled();
  }

  #add(check: Check, questions: Questions, ask: Ask): void {
    const outcomes = ask(questions);
    outcomes.catch(() => {}); // Told by the check that takes them.
    this.#sent.set(check, { questions, outcomes });
  }

  /** Waits until nothing is in flight, so that a free check is not blamed for another one's loop. */
  async settled(): Promise<void> {
    const sent = [...this.#sent.values()];
    const settled = await Promise.allSettled(sent.map(({ outcomes }) => outcomes));
    this.#spent ??= settled
      .flatMap(one => (one.status === 'fulfilled' ? one.value : []))
      .find(outcome => outcome.kind === 'stopped' && outcome.together);
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
