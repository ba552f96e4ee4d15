import { expect, it } from 'vitest';
import { gradescopeFiles, gradescopeResult } from './gradescope.ts';
import { context, hostileName, sample } from './sample.ts';

const fields = {
  top: ['score', 'execution_time', 'output', 'output_format', 'visibility', 'stdout_visibility'],
  test: ['score', 'max_score', 'status', 'name', 'number', 'output', 'output_format', 'tags'],
  visibility: ['hidden', 'after_due_date', 'after_published', 'visible'],
};
const result = gradescopeResult(sample.submissions[0], context);

it('uses the fields that Gradescope reads, with their types', () => {
  expect(Object.keys(result).sort()).toEqual([...fields.top, 'tests'].sort());
  expect(result.output_format).toBe('text');
  expect(Number.isInteger(result.execution_time)).toBe(true);
  for (const test of result.tests) {
    expect(Object.keys(test).sort()).toEqual([...fields.test, 'visibility'].sort());
    expect(fields.visibility).toContain(test.visibility);
    expect(['passed', 'failed']).toContain(test.status);
    expect(test.number).toMatch(/^\d+(\.\d+)+$/);
    expect(test.score).toBeLessThanOrEqual(test.max_score);
    expect(test.tags.every(tag => typeof tag === 'string')).toBe(true);
  }
  expect(new Set(result.tests.map(test => test.number)).size).toBe(result.tests.length);
});

it('shows the total although tests are hidden, and says that hidden checks count', () => {
  expect(result.score).toBe(4);
  expect(result.visibility).toBe('visible');
  expect(result.tests.some(({ visibility }) => visibility === 'hidden')).toBe(true);
  expect(result.output).toBe(
    '4 of 10 points.\n2 of 4 public checks passed. 3 hidden checks count in the points as well.',
  );
  const total = result.tests.reduce((sum, test) => sum + test.score, 0);
  expect(total).toBe(result.score);
});

it('has neither leaderboard nor stdout for students', () => {
  expect(result).not.toHaveProperty('leaderboard');
  expect(result.stdout_visibility).toBe('hidden');
});

it('writes a file a submission, none for one that broke on our side', () => {
  const files = gradescopeFiles(sample, context);
  expect(Object.keys(files)).toHaveLength(sample.submissions.length - 1);
  expect(Object.keys(files)).not.toContain('gradescope/dan.json');
  expect(Object.keys(files).every(file => /^gradescope\/[^/\\]+\.json$/.test(file))).toBe(true);
  const missing = JSON.parse(files['gradescope/bob.json']);
  expect(missing.output).toContain('nll: No file was handed in.');
  expect(missing.tests.map((test: { max_score: number }) => test.max_score)).toEqual([3, 3, 3, 3]);
  const only = gradescopeFiles(
    { ...sample, submissions: [{ ...sample.submissions[0], id: hostileName }] },
    context,
  );
  expect(Object.keys(only)).toEqual(['gradescope.json']);
});
