import type { Element } from './html-tree.ts';

/** A formula in a line of plain text, from its MathML: `KL(p∥q) = ∑_y p(y) log p(y)/q(y)`. */
export function mathText(math: Element): string {
  return textOf(math)
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Letter}{2}) \(/gu, '(')
    .replace(/(?<=[([{]) | (?=[)\]},;_])/g, '')
    .trim();
}

function textOf(node: Element | string): string {
  if (typeof node === 'string') return node.replace('\u2061', ' '); // "function application"
  const parts = node.children
    .filter(child => typeof child === 'string' || child.tag !== 'annotation')
    .map(textOf);
  const [first, second = '', third = ''] = parts;
  switch (node.tag) {
    case 'mfrac':
      return `${grouped(first)}/${grouped(second)}`;
    case 'msup':
    case 'mover':
      return first + raised(second);
    case 'msub':
    case 'munder':
      return first + lowered(first, second);
    case 'msubsup':
    case 'munderover':
      return first + lowered('', second) + raised(third) + gapAfter(first);
    case 'msqrt':
      return `√${grouped(parts.join(''))}`;
    case 'mi':
      return first.length > 1 && /^\p{Letter}+$/u.test(first) ? ` ${first} ` : first;
    case 'mo':
      return spaced.has(first) ? ` ${first} ` : (narrow[first] ?? first);
    case 'mspace':
    case 'mtd':
      return `${parts.join('')} `;
    default:
      return parts.join('');
  }
}

const spaced = new Set('= < > ≤ ≥ ≈ ≠ ∼ ∝ → ← ≻ ∈ + − ± ⋅'.split(' '));
const narrow: Record<string, string> = { ',': ', ', ';': '; ', ':': ': ', '∣': ' | ' };
const marks: Record<string, string> = {
  ˉ: '\u0304',
  '^': '\u0302',
  '~': '\u0303',
  '∗': '*',
  '′': '′',
  '2': '²',
  '3': '³',
};

function raised(text: string): string {
  return marks[text.trim()] ?? `^${grouped(text)}`;
}

/** Plain text has no place for what stands below: `∑_y p(y)`, `π_ref(y)`. */
function lowered(base: string, text: string): string {
  return text === '⏟' ? '' : `_${text.replaceAll(' ', '')}${gapAfter(base)}`;
}

function gapAfter(base: string): string {
  return /^(?:[∑∏∫]|\p{Letter}{2,})$/u.test(base.trim()) ? ' ' : '';
}

function grouped(text: string): string {
  const inner = text.trim();
  return /^[\p{Letter}\p{Number}.]*(?:\([^()]*\))?$/u.test(inner) ? inner : `(${inner})`;
}
