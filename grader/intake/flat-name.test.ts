import { describe, expect, it } from 'vitest';
import { cleanId, flatName } from './flat-name.ts';
import { lessonFile, looksLikeLesson } from './lesson-file.ts';

describe('flatName', () => {
  it.each([
    ['doejane_12345_67890_01-nll.ts', 'doejane_12345', '01-nll.ts'],
    ['doejane_LATE_12345_67890_01-nll-1.ts', 'doejane_12345', '01-nll-1.ts'],
    ['doejane_12345_question_77_67890_work.zip', 'doejane_12345', 'work.zip'],
    ['Jane Doe_123456_assignsubmission_file_01-nll.ts', 'Jane Doe_123456', '01-nll.ts'],
    ['Jane Doe_123456_assignsubmission_file_', 'Jane Doe_123456', ''],
    ['Jane van_Doe_9_assignsubmission_file', 'Jane van_Doe_9', ''],
  ])('reads %s', (name, id, rest) => {
    expect(flatName(name)).toEqual({ id, rest });
  });

  it.each(['alice', '01-nll.ts', 'submission_123456', 'alice_bob'])('leaves %s alone', name => {
    expect(flatName(name)).toBeUndefined();
  });

  it('takes what moves a cursor out of an id, and joins letters with their accents', () => {
    expect(cleanId('a\u001b[2Jb\u202e')).toBe('a�[2Jb�');
    expect(cleanId('Zoe\u0308')).toBe('Zoë');
  });
});

describe('lessonFile', () => {
  const lessons = ['01-nll', '06-gradient-entanglement', '09-best-of-n'];
  it.each([
    ['01-nll.ts', { lesson: '01-nll', copy: 0 }],
    ['01-nll-2.ts', { lesson: '01-nll', copy: 2 }],
    ['09-best-of-n (1).ts', { lesson: '09-best-of-n', copy: 1 }],
    ['06-gradient-entanglement.ts', { lesson: '06-gradient-entanglement', copy: 0 }],
    ['01-nll.js', undefined],
    ['02-other.ts', undefined],
    ['my-01-nll.ts', undefined],
  ])('%s', (name, expected) => {
    expect(lessonFile(name, lessons)).toEqual(expected);
  });

  it('keeps from a class what may be a lesson under a student’s name', () => {
    expect(looksLikeLesson('doejane_12345_67890_01-nll-1.ts')).toBe(true);
    expect(looksLikeLesson('notes.ts')).toBe(false);
  });
});
