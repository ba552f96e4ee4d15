import { loadAssignment } from '../assignment.ts';
import { judge } from '../judge.ts';
import { publicSuite } from '../public-suite.ts';
import type { LessonResult } from '../results.ts';
import { Subject } from '../subject.ts';
import { readPractice, writePractice } from './practice.ts';
import { recordPractice } from './record.ts';
import { recordedMistakes } from './recorded.ts';

export interface Wanted {
  /** `01-nll` */
  lesson: string;
  files: { source: string; only?: string[] }[];
}

export type Verdict = LessonResult & { output: string };

/** Verdicts of the terminal on some files of a lesson, by the public checks, as `npm test` in a handout. */
export async function publicVerdicts({ lesson: name, files }: Wanted): Promise<Verdict[]> {
  const hidden = await loadAssignment(name);
  const practice = readPractice(writePractice(recordPractice(hidden)));
  const assignment = {
    lesson: hidden.lesson,
    suite: publicSuite(practice),
    misconceptions: recordedMistakes(practice),
  };
  const file = `${name}.ts`;
  const verdicts: Verdict[] = [];
  for (const { source, only } of files) {
    let subject: Subject | undefined;
    const open = async () => {
      subject = await Subject.open(source, file);
      return subject;
    };
    const result = await judge(assignment, open, { seed: 1, file, only });
    verdicts.push({ ...result, output: subject?.output ?? '' });
  }
  return verdicts;
}
