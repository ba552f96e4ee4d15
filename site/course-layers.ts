import type { Lesson } from '../course/lesson.ts';

type Node = Pick<Lesson, 'id' | 'needs'>;

/** Where a lesson stands in the course map. */
export interface Spot {
  id: string;
  /** 0 for a lesson that needs none; else one more than the last of those that it needs. */
  row: number;
  /** Its middle, in columns from the left: 0.5 is that of the first. */
  x: number;
}

/** An arrow, from what is needed to the lesson that needs it. */
export interface Arrow {
  from: string;
  to: string;
  /** Where it passes each of the rows between, in columns from the left. */
  via: number[];
}

export interface CourseLayers {
  columns: number;
  rows: number;
  spots: Spot[];
  arrows: Arrow[];
}

/** A gap between two lessons that an arrow passes through. */
const passage = 0.4;

/**
 * The lessons in rows, each below all that it needs, near to what it needs. What is needed through
 * another lesson gets no arrow of its own.
 */
export function courseLayers(lessons: readonly Node[]): CourseLayers {
  const rowOf = new Map<string, number>();
  const byId = new Map(lessons.map(lesson => [lesson.id, lesson]));
  for (const { id, needs } of lessons) {
    rowOf.set(id, Math.max(-1, ...needs.map(need => rowOf.get(need) ?? -1)) + 1);
  }
  const row = (id: string) => rowOf.get(id) ?? 0;
  const arrows = lessons.flatMap(({ id, needs }) =>
    needs
      .filter(need => !needs.some(other => other !== need && leadsTo(need, other, byId)))
      .map((need): Arrow => ({ from: need, to: id, via: [] })),
  );
  const rows = Math.max(...rowOf.values()) + 1;
  const inRow = (index: number) => lessons.filter(({ id }) => row(id) === index);
  const columns = Math.max(...Array.from({ length: rows }, (_, index) => inRow(index).length));
  const x = new Map<string, number>();
  for (let index = 0; index < rows; index++) {
    const middle = (ids: string[]) =>
      ids.length ? ids.reduce((sum, id) => sum + (x.get(id) ?? 0), 0) / ids.length : columns / 2;
    const guests = arrows.filter(({ from, to }) => row(from) < index && row(to) > index);
    const wishes = [
      ...inRow(index).map(({ id, needs }) => ({
        id,
        width: 1,
        wish: middle(
          needs.filter(need => arrows.some(({ from, to }) => from === need && to === id)),
        ),
      })),
      ...guests.map(arrow => ({ arrow, width: passage, wish: x.get(arrow.from) ?? 0 })),
    ].sort((a, b) => a.wish - b.wish);
    spread(wishes, columns).forEach((found, i) => {
      const one = wishes[i];
      if ('arrow' in one) one.arrow.via.push(found);
      else x.set(one.id, found);
    });
  }
  const spots = lessons.map(({ id }) => ({ id, row: row(id), x: x.get(id) ?? 0 }));
  return { columns, rows, spots, arrows };
}

function leadsTo(from: string, to: string, byId: Map<string, Node>): boolean {
  const needs = byId.get(to)?.needs ?? [];
  return needs.some(need => need === from || leadsTo(from, need, byId));
}

/**
 * Places as near to the wished ones as their widths allow, in the same order: neighbours that would
 * overlap form a group around the mean of their wishes.
 */
function spread(wishes: { wish: number; width: number }[], columns: number): number[] {
  const offsets = wishes.map((_, i) =>
    wishes.slice(0, i + 1).reduce((sum, { width }, j) => sum + (j < i ? width : width / 2), 0),
  );
  const groups: { sum: number; count: number }[] = [];
  wishes.forEach(({ wish }, i) => {
    groups.push({ sum: wish - offsets[i], count: 1 });
    while (groups.length > 1) {
      const [a, b] = groups.slice(-2);
      if (a.sum / a.count < b.sum / b.count) break;
      groups.splice(-2, 2, { sum: a.sum + b.sum, count: a.count + b.count });
    }
  });
  const starts = groups.flatMap(({ sum, count }) => Array<number>(count).fill(sum / count));
  const total = wishes.reduce((sum, { width }) => sum + width, 0);
  return starts.map((start, i) => offsets[i] + Math.min(Math.max(start, 0), columns - total));
}
