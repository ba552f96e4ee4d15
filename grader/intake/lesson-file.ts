/** Which lesson a file belongs to, by its name. */
export interface LessonFile {
  /** The lesson's name: `01-nll`. */
  lesson: string;
  /** 0 for the plain name; n for the n-th copy: `01-nll-2.ts` (Canvas), `01-nll (2).ts` (browsers). */
  copy: number;
}

const pattern = /^(\d\d-[a-z0-9-]+?)(?:-(\d{1,3})| ?\((\d{1,3})\))?\.ts$/;

/** @returns undefined when the name is no lesson's. */
export function lessonFile(name: string, lessons: readonly string[]): LessonFile | undefined {
  const plain = name.slice(0, -'.ts'.length);
  if (name.endsWith('.ts') && lessons.includes(plain)) return { lesson: plain, copy: 0 };
  const [, lesson, dashed, bracketed] = pattern.exec(name) ?? [];
  if (!lessons.includes(lesson)) return undefined;
  return { lesson, copy: Number(dashed ?? bracketed ?? 0) };
}

/** Whether the name could be a lesson's file, in any form, also with a student's name before it. */
export function looksLikeLesson(name: string): boolean {
  return /(?:^|_)\d\d-[a-z0-9-]+(?: ?\(\d{1,3}\))?\.ts$/.test(name);
}

export function isArchive(name: string): boolean {
  return /\.(?:zip|tar\.gz|tgz)$/i.test(name);
}

/** No exercise comes near this; a file beyond it is not read. */
export const largestFile = 512 * 1024;
