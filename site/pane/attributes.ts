import type { Lesson } from '../../course/lesson.ts';
import type { Site } from '../page/layout.ts';

/** Where a lesson's page finds what its panes need; empty where there are none. */
export function paneAttributes({ id }: Lesson, { practice }: Pick<Site, 'practice'>): string {
  const data = practice?.lessons.get(id);
  if (!practice || !data) return '';
  const { workbench, engine, editor, tensor } = practice;
  return ` data-lesson="${id}" data-practice="${data}" data-workbench="${workbench}" data-engine="${engine}" data-editor="${editor}" data-tensor="${tensor}"`;
}
