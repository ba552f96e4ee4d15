import colors from 'picocolors';
import type { Lesson, Task } from '../../course/lesson.ts';
import { plainText, wrap } from '../../course/plain-text.ts';
import type { LessonResult, TaskResult } from '../results.ts';
import { visible } from './visible.ts';

const width = 88;

/** What a verdict counts: a handout without its hidden suites knows the public checks alone. */
export type Unit = 'points' | 'public checks';

/** What `npm test` prints of one lesson. */
export function studentReport(
  lesson: Lesson,
  result: LessonResult,
  output: string,
  unit: Unit = 'points',
): string {
  const number = String(lesson.number).padStart(2, '0');
  const points = `${result.points} / ${result.maxPoints} ${unit}`;
  const title = `${number} ${lesson.id} · ${lesson.title}`;
  const lines = [`${colors.bold(title)}  ${colors.dim(points)}`];
  if (result.status !== 'graded') {
    lines.push(...indent(colors.red(result.message ?? result.status), 2), '');
    return lines.join('\n');
  }
  const longest = Math.max(...result.tasks.map(task => task.task.length));
  for (const task of result.tasks) lines.push(...taskLines(lesson, task, longest));
  if (output.trim()) {
    lines.push(
      colors.dim('  Your code printed:'),
      ...indent(colors.dim(visible(output.trimEnd())), 4),
    );
  }
  return `${lines.join('\n')}\n`;
}

function taskLines(lesson: Lesson, task: TaskResult, longest: number): string[] {
  const name = task.task.padEnd(longest);
  const points = `${task.points}/${task.maxPoints}`;
  if (task.status === 'passed') return [`  ${colors.green('✓')} ${name}  ${colors.dim(points)}`];
  if (task.status === 'todo') return [`  ${colors.dim(`○ ${name}  to do`)}`];
  const failed = task.tests.filter(test => test.status === 'failed');
  const skipped = task.tests.filter(test => test.status === 'skipped').length;
  const lines = [`  ${colors.red('✗')} ${colors.bold(name)}  ${points}`];
  const [first] = failed;
  if (first) {
    lines.push(colors.dim(`      ${first.name}`), ...indent(first.message ?? '', 6));
    lines.push(...misconceptionLines(lesson, task, first.misconception));
  }
  const rest = failed.slice(1).map(test => test.name);
  if (rest.length) {
    const also = wrap(`also wrong: ${rest.join('; ')}`, width - 6);
    lines.push(...also.map(line => colors.dim(`      ${line}`)));
  }
  if (skipped) lines.push(colors.dim(`      not run after that: ${skipped} more checks`));
  return lines;
}

function misconceptionLines(lesson: Lesson, task: TaskResult, id: string | undefined): string[] {
  const mistake = taskOf(lesson, task.task)?.mistakes.find(({ id: known }) => known === id);
  if (!mistake) return [];
  const text = wrap(plainText(mistake.text), width - 8).join('\n');
  return [colors.yellow(`      → ${plainText(mistake.title)}`), ...indent(text, 8)];
}

function taskOf(lesson: Lesson, name: string): Task | undefined {
  return lesson.tasks.find(task => task.name === name);
}

export function indent(text: string, by: number): string[] {
  return text.split('\n').map(line => ' '.repeat(by) + line);
}

export interface Judged {
  lesson: Lesson;
  result: LessonResult;
  /** The student's file and, per task, the line where it begins. */
  file: string;
  lineOf(task: string): number | undefined;
}

/** The last lines of `npm test`: how far it is, and what to do next. */
export function nextStep(judged: readonly Judged[], unit: Unit = 'points'): string {
  const lines: string[] = [];
  if (judged.length > 1) lines.push(progress(judged, unit));
  const open = judged.find(({ result }) => result.status !== 'graded');
  const started = firstTask(judged, 'failed');
  const todo = firstTask(judged, 'todo');
  if (open) {
    lines.push(`Next: make ${open.file} load; the message above says where.`);
  } else if (started ?? todo) {
    const { lesson, task, place } = (started ?? todo) as Found;
    const verb = started ? 'mend' : 'write';
    lines.push(`Next: ${verb} ${colors.bold(task.name)} in ${place}.`);
    lines.push(
      colors.dim(
        `      Read ${lesson.file}:${task.line}. A hint: npm test ${lesson.id} ${task.name} -- --hint`,
      ),
    );
  } else {
    const which = unit === 'points' ? 'All' : 'The public';
    lines.push(colors.green(`${which} checks of these tasks passed.`));
  }
  if (unit === 'public checks') {
    lines.push(
      colors.dim('Hidden checks count in your grade as well; they are not in this folder.'),
    );
  }
  return lines.join('\n');
}

function progress(judged: readonly Judged[], unit: Unit): string {
  const tasks = judged.flatMap(({ result }) => result.tasks);
  const passed = tasks.filter(task => task.status === 'passed').length;
  const done = unit === 'points' ? `${passed} of ${tasks.length} tasks, ` : '';
  const points = judged.reduce((sum, { result }) => sum + result.points, 0);
  const maxPoints = judged.reduce((sum, { result }) => sum + result.maxPoints, 0);
  const filled = Math.round((24 * points) / Math.max(1, maxPoints));
  const bar = colors.green('█'.repeat(filled)) + colors.dim('░'.repeat(24 - filled));
  return `${bar}  ${done}${points} of ${maxPoints} ${unit}`;
}

interface Found {
  lesson: Lesson;
  task: Task;
  place: string;
}

function firstTask(judged: readonly Judged[], status: TaskResult['status']): Found | undefined {
  for (const { lesson, result, file, lineOf } of judged) {
    const found = result.tasks.find(task => task.status === status);
    const task = found && taskOf(lesson, found.task);
    if (task) {
      const line = lineOf(task.name);
      return { lesson, task, place: line ? `${file}:${line}` : file };
    }
  }
  return undefined;
}
