/** A coordinate. Nobody sees less than a tenth of a pixel: more decimals only make pages heavier. */
export function round(value: number): number {
  return Math.round(value * 10) / 10 + 0; // + 0 turns −0 into 0
}

export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Size of figure text in viewBox units: the style sheet uses the same on narrow screens. */
export const fontSize = 14.5;

/** A cautious guess at the width of a text in the system's sans-serif, whose % is as wide as two letters. */
export function textWidth(text: string): number {
  const wide = text.split('%').length - 1;
  return ([...text].length + wide) * fontSize * 0.54;
}

/** Breaks a label at spaces so that no line is wider than `width`, if words allow. */
export function wrap(label: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

export interface TextStyle {
  class?: string;
  anchor?: 'start' | 'middle' | 'end';
  transform?: string;
}

/** A text whose lines are centred on `y`. */
export function textAt(x: number, y: number, lines: string[], style: TextStyle = {}): string {
  const attributes = [
    style.class && ` class="${style.class}"`,
    style.anchor && style.anchor !== 'start' && ` text-anchor="${style.anchor}"`,
    style.transform && ` transform="${style.transform}"`,
  ]
    .filter(Boolean)
    .join('');
  const lineHeight = fontSize * 1.15;
  const first = y + fontSize * 0.35 - ((lines.length - 1) * lineHeight) / 2;
  if (lines.length === 1) {
    return `<text x="${round(x)}" y="${round(first)}"${attributes}>${escapeText(lines[0])}</text>`;
  }
  const spans = lines.map(
    (line, i) =>
      `<tspan x="${round(x)}" y="${round(first + i * lineHeight)}">${escapeText(line)}</tspan>`,
  );
  return `<text${attributes}>${spans.join('')}</text>`;
}

export function svg(width: number, height: number, content: string[]): string {
  const inner = content.filter(Boolean).join('\n');
  // On the page a figure is 1.3 times its drawing, as far as there is room.
  const size = `width="${Math.round(width * 1.3)}" height="${Math.round(height * 1.3)}"`;
  return `<svg class="fig" viewBox="0 0 ${round(width)} ${round(height)}" ${size} xmlns="http://www.w3.org/2000/svg">\n${inner}\n</svg>`;
}
