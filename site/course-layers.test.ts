import { describe, expect, test } from 'vitest';
import { loadCourse } from '../course/course.ts';
import { courseLayers } from './course-layers.ts';

const spotsOf = (lessons: { id: string; needs: string[] }[]) => courseLayers(lessons).spots;

test('a lesson stands below all that it needs, siblings side by side around it', () => {
  const lessons = [
    { id: 'a', needs: [] },
    { id: 'b', needs: ['a'] },
    { id: 'c', needs: ['a'] },
    { id: 'd', needs: ['a', 'c'] },
  ];
  const { columns, rows, arrows } = courseLayers(lessons);
  expect([columns, rows]).toEqual([2, 3]);
  expect(spotsOf(lessons)).toEqual([
    { id: 'a', row: 0, x: 1 },
    { id: 'b', row: 1, x: 0.5 },
    { id: 'c', row: 1, x: 1.5 },
    { id: 'd', row: 2, x: 1.5 },
  ]);
  // a is needed for d through c already
  expect(arrows.map(({ from, to }) => from + to)).toEqual(['ab', 'ac', 'cd']);
});

test('a long arrow passes between the boxes of the rows between', () => {
  const lessons = [
    { id: 'a', needs: [] },
    { id: 'b', needs: [] },
    { id: 'x', needs: [] },
    { id: 'c', needs: ['a', 'b'] },
    { id: 'y', needs: ['x'] },
    { id: 'd', needs: ['y', 'b'] },
  ];
  const { arrows, spots, columns } = courseLayers(lessons);
  const [via] = arrows.find(({ from, to }) => from === 'b' && to === 'd')?.via ?? [];
  const c = spots.find(({ id }) => id === 'c')?.x ?? 0;
  expect(Math.abs(via - c)).toBeGreaterThan(0.6);
  expect(via).toBeLessThanOrEqual(columns);
});

describe('the course', async () => {
  const { lessons } = await loadCourse();
  const { spots, columns, arrows } = courseLayers(lessons);

  test('no box overlaps another, none leaves the map', () => {
    for (const one of spots) {
      expect(one.x - 0.5).toBeGreaterThanOrEqual(0);
      expect(one.x + 0.5).toBeLessThanOrEqual(columns);
      for (const other of spots) {
        if (one === other || one.row !== other.row) continue;
        expect(Math.abs(one.x - other.x), `${one.id}, ${other.id}`).toBeGreaterThanOrEqual(1);
      }
    }
  });

  test('every need is reached by arrows', () => {
    const reached = (from: string, to: string): boolean =>
      arrows.some(arrow => arrow.to === to && (arrow.from === from || reached(from, arrow.from)));
    for (const { id, needs } of lessons) {
      for (const need of needs) expect(reached(need, id), `${need} → ${id}`).toBe(true);
    }
  });
});
