const boxes = '<span class="katex-html" aria-hidden="true">';
const base = '<span class="katex-base">';
const close = '</span>';

/** How many letters of a formula are one word in a text, fit into a line of a phone, and of a wide screen. */
const [word, narrow, wide] = [12, 30, 60];

/** A box that a line holds whole: what KaTeX drew between two places where a line may end. */
type Base = string[];

/**
 * KaTeX lets a line end after each relation and operator, also within "p(y | x)". Here none ends at a
 * bar nor in short brackets, and in a displayed equation the sign opens the next line, as printers set
 * it; what stands between wide spaces, between relations or in brackets goes to the next line whole if
 * that has room.
 */
export function withLineBreaks(html: string, isDisplayed: boolean): string {
  const start = html.indexOf(boxes) + boxes.length;
  const end = html.length - close.length * (isDisplayed ? 3 : 2);
  const parts = elements(html.slice(start, end));
  if (parts.some(part => !part.startsWith(base))) return html; // lines that the author broke
  const bases = parts.map(part => elements(part.slice(base.length, -close.length)));
  const joined = joinedAtBars(bases);
  if (!isDisplayed) return html.slice(0, start) + draw(joinedInBrackets(joined)) + html.slice(end);
  const drawnStatements = statements(joined).map(
    statement => `<span class="statement">${together(signsFirst(statement))}</span>`,
  );
  const lines = `<span class="statements">${drawnStatements.join('')}</span>`;
  return html.slice(0, start) + lines + html.slice(end);
}

/**
 * A formula in a line, and the punctuation beside it. No line ends in one that is a word, like "n > 1,";
 * of a longer one, the last piece shares a box with the punctuation that may not begin the next line.
 */
export function withPunctuation(formula: string, before: string, after: string): string {
  const first = formula.indexOf(base);
  const last = formula.lastIndexOf(base);
  const isOnePiece = first === last;
  if (isOnePiece && !before && !after) return formula;
  if (isOnePiece || letters(formula.slice(first)) <= word) {
    return `<span class="unbroken">${before}${formula}${after}</span>`;
  }
  if (!after) return before + formula;
  const piece = `<span class="katex">${boxes}${formula.slice(last)}`;
  return `${before}${formula.slice(0, last)}${close.repeat(2)}<span class="unbroken">${piece}${after}</span>`;
}

/** The elements that stand side by side in KaTeX's HTML, whose boxes are all spans. */
function elements(html: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const tag of html.matchAll(/<(\/?)span\b[^>]*>/g)) {
    depth += tag[1] ? -1 : 1;
    if (depth) continue;
    const end = tag.index + tag[0].length;
    found.push(html.slice(start, end));
    start = end;
  }
  return found;
}

function joinedAtBars(bases: Base[]): Base[] {
  const joined: Base[] = [];
  let isOpen = false;
  for (const one of bases) {
    if (isOpen) joined[joined.length - 1] = [...joined[joined.length - 1], ...one];
    else joined.push(one);
    isOpen = one.includes('<span class="mrel">∣</span>');
  }
  return joined;
}

function joinedInBrackets(bases: Base[]): Base[] {
  return groups(bases, () => true).flatMap(group =>
    letters(draw(group)) <= word ? [group.flat()] : group,
  );
}

/**
 * What wide spaces part: "a = b,  c = d" are two statements, and the style sheet sets them apart. Beside
 * wider spaces, a line may end at a narrower one.
 */
function statements(bases: Base[]): Base[][] {
  const atoms = bases.flat();
  const parting = [/:2em;/, /:1em;/].find(width => atoms.some(atom => isSpace(atom, width)));
  if (!parting) return [bases];
  const found: Base[][] = [[]];
  for (const [strut, ...rest] of bases) {
    let piece: Base = [];
    const end = () => {
      if (piece.length) found[found.length - 1].push([strut, ...piece]);
      piece = [];
    };
    for (const atom of rest) {
      if (isSpace(atom, parting)) {
        end();
        found.push([]);
      } else {
        piece.push(atom);
        if (isSpace(atom, /:1em;/)) end();
      }
    }
    end();
  }
  return withUnit(found.filter(statement => statement.length));
}

/** A unit, as in "V = …  nats", belongs to its statement. */
function withUnit(all: Base[][]): Base[][] {
  const last = all.at(-1) ?? [];
  const isUnit = last.length === 1 && last[0][1].startsWith('<span class="mord text"');
  if (all.length < 2 || !isUnit) return all;
  const space = ['', '<span class="mspace" style="margin-right:1em;"></span>'];
  return [...all.slice(0, -2), [...all[all.length - 2], space, ...last]];
}

/** `\qquad` is 2 em wide, `\quad` 1 em. */
function isSpace(atom: string, width: RegExp): boolean {
  return atom.startsWith('<span class="mspace"') && width.test(atom);
}

/** A sign at the end of a base opens the next one. */
function signsFirst(bases: Base[]): Base[] {
  const moved: Base[] = [];
  let carried: Base = [];
  bases.forEach(([strut, ...atoms], index) => {
    const all = [...carried, ...atoms];
    carried = [];
    if (index < bases.length - 1) {
      const sign = all.findLastIndex(atom => !atom.startsWith('<span class="mspace"'));
      if (/^<span class="m(?:rel|bin)\b/.test(all[sign] ?? '')) carried = all.splice(sign);
    }
    if (all.length) moved.push([strut, ...all]);
  });
  return moved;
}

/** The bases drawn: those from one relation to the next, or else what brackets hold, stay together. */
function together(bases: Base[]): string {
  return groups(bases, startsRelation)
    .map(part => {
      const pieces = groups(part, () => true).map(one => whole(one) ?? draw(one));
      const broken = pieces.join('');
      return whole(part) ?? whole(part, wide, 'long', broken) ?? broken;
    })
    .join('');
}

/** @param opens which base may open a group, if no bracket is open before it */
function groups(bases: Base[], opens: (one: Base) => boolean): Base[][] {
  const found: Base[][] = [];
  let depth = 0;
  for (const one of bases) {
    if (!found.length || (!depth && opens(one))) found.push([]);
    found[found.length - 1].push(one);
    for (const atom of one) {
      if (atom.startsWith('<span class="mopen')) depth++;
      if (atom.startsWith('<span class="mclose')) depth--;
    }
  }
  return found;
}

function startsRelation([, first]: Base): boolean {
  return first?.startsWith('<span class="mrel') ?? false;
}

/** A group that a line holds is not broken; undefined for one that is longer. */
function whole(bases: Base[], most = narrow, kind = 'unbroken', html = draw(bases)) {
  if (bases.length === 1) return html;
  return letters(html) <= most ? `<span class="${kind}">${html}</span>` : undefined;
}

/** How many letters are drawn: `&lt;` is one. */
function letters(html: string): number {
  return html.replace(/<[^>]*>|\u200b/g, '').replace(/&\w+;/g, '.').length;
}

function draw(bases: Base[]): string {
  return bases.map(atoms => base + atoms.join('') + close).join('');
}
