import { anchor, foldAnchor } from './anchor.ts';
import type { Lesson } from './lesson.ts';

/** An equation on lines of its own in a lesson. */
export interface Equation {
  tex: string;
  /** 0-based line in the lesson's body. */
  line: number;
  /** Anchors of what it stands in, the narrowest last: its section, a derivation, its own label. */
  within: string[];
}

/** What ends an equation, with its label if it has one. */
export const equationEnd = /\$\$\s*(?:\{#(eq:[\w-]+)\})?$/;

/** All displayed equations of a lesson, in the order of its text. */
export function equationsIn({ body }: Pick<Lesson, 'body'>): Equation[] {
  const equations: Equation[] = [];
  const taken = { section: new Set<string>(), fold: new Set<string>() };
  const open: (string | undefined)[] = [];
  const lines = body.split('\n');
  let section: string | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at].trim();
    const [, , kind, title] = /^(:{3,})\s*(\w+)\s*(.*)$/.exec(line) ?? [];
    if (/^(```|~~~)/.test(line)) {
      const fence = line.slice(0, 3);
      while (++at < lines.length && !lines[at].trim().startsWith(fence));
    } else if (/^#{2,6}\s/.test(line)) {
      section = anchor(line.replace(/^#+\s+|\[@[^\]]*\]/g, ''), taken.section);
    } else if (kind) {
      const isFold = /^(derivation|aside|erratum)$/.test(kind);
      open.push(isFold ? foldAnchor(kind, title.trim(), taken.fold) : undefined);
    } else if (/^:{3,}$/.test(line)) {
      open.pop();
    } else if (line.startsWith('$$')) {
      const start = at;
      const own = [line.slice(2)];
      while (!equationEnd.test(own[own.length - 1]) && ++at < lines.length) {
        own.push(lines[at].trim());
      }
      const label = equationEnd.exec(own[own.length - 1])?.[1]?.replace(':', '-');
      equations.push({
        tex: own.join('\n').replace(equationEnd, '').trim(),
        line: start,
        within: [section, ...open, label].filter(one => one !== undefined),
      });
    }
  }
  return equations;
}
