import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../course/course.ts';
import type { Lesson, Task } from '../../course/lesson.ts';
import type { Plain } from '../../course/plain.ts';
import { plainText } from '../../course/plain-text.ts';
import { deriveStub } from '../../course/stub.ts';
import { loadAssignment } from '../assignment.ts';
import { encode } from '../sandbox/codec.ts';
import type { PracticeLesson } from './engine.ts';
import type { Practice } from './practice.ts';
import { recordPractice } from './record.ts';

/** What a lesson's page fetches when its first exercise is opened. Written with `encode`. */
export interface LessonData {
  lesson: {
    id: string;
    /** `01-nll.ts`, the file that is handed in. */
    file: string;
    stub: string;
    tasks: (PracticeLesson['tasks'][number] & { mistakes: { id: string; title: string }[] })[];
  };
  practice: Practice;
}

/** Made anew where something changed of which `lessonDataSources` tells. */
export async function lessonData(lesson: Lesson): Promise<string> {
  const { name, id, tasks } = lesson;
  const assignment = await loadAssignment(name, lesson);
  const file = `solutions/${name}.ts`;
  const solution = await readFile(path.join(projectRoot, file), 'utf8');
  const data: LessonData = {
    lesson: {
      id,
      file: `${name}.ts`,
      stub: deriveStub(solution, file),
      tasks: tasks.map(taskData),
    },
    practice: recordPractice(assignment),
  };
  return encode(data as unknown as Plain);
}

/** The files that decide what stands in it, and the part of the lesson's text that does. */
export function lessonDataSources({ name, tasks }: Lesson): { files: string[]; text: string } {
  return {
    files: [
      'grader/practice/lesson-data.ts',
      `solutions/${name}.ts`,
      `grader/suites/${name}.test.ts`,
      `grader/misconceptions/${name}.ts`,
    ],
    text: JSON.stringify(tasks.map(taskData)),
  };
}

function taskData({ name, signature, examples, mistakes }: Task) {
  return {
    name,
    signature,
    examples: examples.map(({ args, path: at, expected }) => ({ args, path: at, expected })),
    mistakes: mistakes.map(({ id, title }) => ({ id, title: plainText(title) })),
  };
}
