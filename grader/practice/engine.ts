/** What a page loads to judge exercises; see `site/pane`. */
import type { Example } from '../../course/example.ts';
import type { Lesson } from '../../course/lesson.ts';
import { type Assignment, judge } from '../judge.ts';
import { publicSuite } from '../public-suite.ts';
import type { LessonResult } from '../results.ts';
import { decode } from '../sandbox/codec.ts';
import { PageSandbox } from './page-sandbox.ts';
import { PageSubject } from './page-subject.ts';
import type { Practice } from './practice.ts';
import { recordedMistakes } from './recorded.ts';
import { strip } from './strip.ts';

/** The part of a lesson that its public checks need. */
export interface PracticeLesson {
  /** `nll` */
  id: string;
  tasks: {
    name: string;
    signature: string;
    examples: Pick<Example, 'args' | 'path' | 'expected'>[];
  }[];
}

export interface Question {
  source: string;
  /** How the file is called in messages. */
  file: string;
  only?: readonly string[];
  /** Fetches the code of TensorFlow.js; asked only for a file that imports it. */
  tensor(): Promise<string>;
  signal?: AbortSignal;
}

export interface PageVerdict {
  result: LessonResult;
  /** What the student's code printed. */
  output: string;
}

/** The browser, not the reader, is why there is no verdict. */
export class UnableError extends Error {
  override name = 'UnableError';

  constructor() {
    super('The worker of this page may import nothing.');
  }
}

/** Started while the reader still writes. */
let spare: PageSandbox | undefined;
/** One file at a time: two workers would take each other's time. */
let queue: Promise<unknown> = Promise.resolve();

/** Everything that a file of one lesson is judged by. */
export class Judge {
  readonly #assignment: Assignment;

  /** @param text of the lesson's data, as `encode` writes it */
  constructor(text: string) {
    const { lesson, practice } = decode(text) as unknown as {
      lesson: PracticeLesson;
      practice: Practice;
    };
    this.#assignment = {
      lesson: lesson as unknown as Lesson,
      suite: publicSuite(practice),
      misconceptions: recordedMistakes(practice),
    };
    spare ??= new PageSandbox();
  }

  /**
   * The verdict that the terminal reaches on the same file, by the same public checks.
   * @throws {UnableError} where the browser lets no exercise run; and what `tensor` throws
   */
  judge(question: Question): Promise<PageVerdict> {
    const verdict = queue.then(() => this.#judge(question));
    queue = verdict.catch(() => {});
    return verdict;
  }

  /** Whether this much of a file would compile by itself. */
  compiles(source: string): boolean {
    return strip(source, 'part.ts').kind === 'compiled';
  }

  async #judge({ source, file, only, tensor, signal }: Question): Promise<PageVerdict> {
    let subject: PageSubject | undefined;
    const stripped = strip(source, file);
    const library = stripped.kind === 'compiled' && stripped.tensor ? await tensor() : undefined;
    const sandbox = spare?.alive ? spare : new PageSandbox();
    spare = undefined;
    const stop = () => {
      sandbox.close();
      subject?.close();
    };
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    const open = async () => {
      subject = await PageSubject.open(source, stripped, file, library, sandbox);
      return subject;
    };
    const result = await judge(this.#assignment, open, { seed: 1, file, only });
    if (result.status === 'invalid' && !(await sandbox.isAble)) throw new UnableError();
    spare ??= new PageSandbox();
    return { result, output: subject?.output ?? '' };
  }
}
