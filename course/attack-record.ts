import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from './course.ts';

/** What a hostile submission tried, and what it got. */
export interface AttackRecord {
  attack: string;
  family: string;
  tries: string;
  points: number;
  /** What it deserved: for the tasks it solved honestly, or the examples it knew. */
  honestPoints: number;
}

/** What the attacks on the grader achieved, as the lesson on Goodhart's law shows it. */
export const attackRecordFile = path.join(projectRoot, 'lessons/attacks.json');

export async function readAttackRecords(): Promise<AttackRecord[]> {
  return JSON.parse(await readFile(attackRecordFile, 'utf8'));
}

/** The same text for the same attacks, on every machine: no time, and nothing that one may change. */
export function attackRecordText(records: readonly AttackRecord[]): string {
  const kept = records.map(({ attack, family, tries, points, honestPoints }) => ({
    attack,
    family,
    tries,
    points,
    honestPoints,
  }));
  return `${JSON.stringify(kept, null, 2)}\n`;
}
