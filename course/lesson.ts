import { readFile } from 'node:fs/promises';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { parse as parseYaml } from 'yaml';
import { type BlockMeta, blocks, type Problem } from './blocks.ts';
import { type Example, ExampleError, readExamples } from './example.ts';
import { readDeclared } from './stub.ts';

export interface Lesson {
  /** The file name in every room, without its ending: `01-nll`. */
  name: string;
  /** The name in addresses, results and gradebooks: `nll`. */
  id: string;
  number: number;
  title: string;
  summary: string;
  /** Ids of the lessons that a reader should know first. */
  needs: string[];
  /** The lesson's file, from the project's root. */
  file: string;
  /** Markdown without the front matter. */
  body: string;
  /** 1-based line of the file at which the body starts. */
  bodyLine: number;
  tasks: Task[];
  /** Names of the figures shown, in order. */
  figures: string[];
  /** How many closing questions there are. */
  questions: number;
}

export interface Task {
  name: string;
  /** `★`, `★★` or `★★★`, with `◆` when it reproduces a known result. */
  stars: string;
  minutes: number;
  signature: string;
  docstring: string;
  examples: Example[];
  /** Markdown, in the order in which they open. */
  hints: string[];
  mistakes: Mistake[];
  /** 1-based line in the lesson's file. */
  line: number;
}

/** A wrong answer that is recognised: explained here, its code in `grader/misconceptions`. */
export interface Mistake {
  id: string;
  title: string;
  /** Markdown. */
  text: string;
  line: number;
}

/** Everything that is wrong with a text of the course, each with its place. */
export class CourseError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const markdown = new MarkdownIt().use(blocks);
const fileShape = /^(\d\d)-([a-z0-9-]+)\.md$/;

/** Whether a file in `lessons/` is a lesson (and not the bibliography or another page). */
export function isLessonFile(fileName: string): boolean {
  return fileShape.test(fileName);
}

/** The last reading of each lesson: whoever watches the course reads all at every change of one. */
const read = new Map<string, { source: string; lesson: Lesson }>();

/**
 * Reads `lessons/NAME.md` and, for signatures and docstrings, the stub or else the reference.
 * @returns the same object for as long as the lesson is the same
 * @throws {CourseError} naming every malformed block, example and front-matter entry.
 */
export async function loadLesson(root: string, name: string): Promise<Lesson> {
  const file = `lessons/${name}.md`;
  const text = await readFile(path.join(root, file), 'utf8');
  const declared = await declaredIn(root, name);
  const source = JSON.stringify([text, declared]);
  const known = read.get(path.join(root, file));
  if (known?.source === source) return known.lesson;
  const lesson = readLesson(name, text, declared);
  read.set(path.join(root, file), { source, lesson });
  return lesson;
}

export function readLesson(
  name: string,
  text: string,
  declared: ReturnType<typeof readDeclared> = {},
): Lesson {
  const file = `lessons/${name}.md`;
  const shape = fileShape.exec(`${name}.md`);
  if (!shape) {
    throw new CourseError([`${file}: name a lesson NN-topic.md, as in 01-nll.md.`]);
  }
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!front) {
    throw new CourseError([
      `${file}:1: no front matter. Begin with ---, title, summary, needs, ---.`,
    ]);
  }
  const problems: string[] = [];
  const about = readFrontMatter(front[1], file, problems);
  const body = text.slice(front[0].length);
  const bodyLine = front[0].split('\n').length;
  const content = readBody(
    body,
    (line, message) => {
      problems.push(`${file}:${bodyLine + line}: ${message}`);
    },
    bodyLine,
    declared,
  );
  if (problems.length) throw new CourseError(problems);
  return {
    name,
    id: shape[2],
    number: Number(shape[1]),
    ...about,
    file,
    body,
    bodyLine,
    ...content,
  };
}

function readFrontMatter(yaml: string, file: string, problems: string[]) {
  const data = (parseYaml(yaml) ?? {}) as Record<string, unknown>;
  const { title, summary, needs = [] } = data;
  if (typeof title !== 'string') problems.push(`${file}: the front matter needs "title: …".`);
  if (typeof summary !== 'string') {
    problems.push(`${file}: the front matter needs "summary: …", one sentence.`);
  }
  if (!Array.isArray(needs)) problems.push(`${file}: "needs" is a list of lesson ids: [nll].`);
  for (const key of Object.keys(data)) {
    if (!['title', 'summary', 'needs'].includes(key)) {
      problems.push(`${file}: the front matter has "${key}", which nothing reads. Remove it.`);
    }
  }
  return { title: String(title), summary: String(summary), needs: needs as string[] };
}

type Report = (line: number, message: string) => void;

function readBody(
  body: string,
  report: Report,
  bodyLine: number,
  declared: ReturnType<typeof readDeclared>,
) {
  const env: { problems?: Problem[] } = {};
  const tokens = markdown.parse(body, env);
  for (const problem of env.problems ?? []) report(problem.line, problem.message);
  const lines = body.split('\n');
  const tasks: Task[] = [];
  const figures: string[] = [];
  let questions = 0;
  let task: Task | undefined;
  for (const token of tokens) {
    if (token.type === 'fence' && token.info.trim() === 'ts example') {
      const line = token.map?.[0] ?? 0;
      if (!task) report(line, 'an example stands outside a task. Move it into its task block.');
      try {
        task?.examples.push(...readExamples(token.content.trimEnd(), bodyLine + line + 1));
      } catch (error) {
        if (!(error instanceof ExampleError)) throw error;
        report(line, error.message);
      }
    }
    if (token.type !== 'container_open' && token.type !== 'container_close') continue;
    const { kind, argument, line } = token.meta as BlockMeta;
    const opens = token.type === 'container_open';
    const text = () =>
      lines
        .slice(line + 1, token.map?.[1])
        .join('\n')
        .trim();
    if (kind === 'task')
      task = opens ? readTask(argument, line, report, bodyLine, declared) : undefined;
    if (!opens) continue;
    if (kind === 'task' && task) tasks.push(task);
    if (kind === 'figure') figures.push(argument);
    if (kind === 'question') questions++;
    if ((kind === 'hint' || kind === 'mistake') && !task) {
      report(line, `a ${kind} stands outside a task. Move it into its task block.`);
    } else if (kind === 'hint') {
      task?.hints.push(text());
    } else if (kind === 'mistake') {
      const [, id, title] = /^([a-z0-9-]+)\s+(.+)$/.exec(argument) ?? [];
      if (id) task?.mistakes.push({ id, title, text: text(), line: bodyLine + line });
      else report(line, 'write "::: mistake id Title", the id in small letters and hyphens.');
    }
  }
  return { tasks, figures, questions };
}

function readTask(
  argument: string,
  line: number,
  report: Report,
  bodyLine: number,
  declared: ReturnType<typeof readDeclared>,
): Task {
  const match = /^(\w+)\s+(★{0,3}\s?◆?)\s+(\d+)$/.exec(argument);
  if (!match?.[2]) {
    report(line, `write "::: task name ★★ 15" (name, stars, minutes), not "${argument}".`);
  }
  const name = match?.[1] ?? argument.split(' ')[0];
  return {
    name,
    stars: match?.[2].replace(/\s/g, '') ?? '',
    minutes: Number(match?.[3] ?? 0),
    signature: declared[name]?.signature ?? name,
    docstring: declared[name]?.docstring ?? '',
    examples: [],
    hints: [],
    mistakes: [],
    line: bodyLine + line,
  };
}

/** The stub stands wherever students work; in the project itself the reference does as well. */
async function declaredIn(root: string, name: string) {
  for (const room of ['solutions', 'exercises']) {
    const source = await readFile(path.join(root, room, `${name}.ts`), 'utf8').catch(() => '');
    if (source) return readDeclared(source);
  }
  return {};
}
