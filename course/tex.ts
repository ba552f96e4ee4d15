/** A piece of TeX that is not taken apart: a command, a name with its braces, or one character. */
export interface Piece {
  text: string;
  start: number;
  end: number;
}

const pieces =
  /\\(?:text|operatorname|mathrm|mathcal|mathbb|mathbf|begin|end)\{[^{}]*\}|\\[A-Za-z]+|\\[^A-Za-z]|\S/g;

export function piecesOf(tex: string): Piece[] {
  return [...tex.matchAll(pieces)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
}

const greek =
  /^\\(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega|ell|var(?:epsilon|theta|pi|rho|sigma|phi))$/;

/** Whether a reader may ask what this stands for: a letter or a name, and no sign, word or brace. */
export function isLetter({ text }: Piece): boolean {
  return (
    /^([A-Za-z]|\\(mathcal|mathbb|mathbf|mathrm|operatorname)\{.*\})$/.test(text) ||
    greek.test(text)
  );
}

/** Part of an equation that stands for something: `of` is an index into the patterns. */
export interface Use {
  of: number;
  start: number;
  end: number;
}

/**
 * Finds patterns, themselves TeX, in an equation; the longest wins, so that π_ref is not read as π.
 * @returns what was found, in order, and the letters that no pattern covers
 */
export function findIn(tex: string, patterns: readonly string[]): { uses: Use[]; left: Piece[] } {
  const wanted = patterns
    .map((pattern, of) => ({ of, texts: piecesOf(pattern).map(({ text }) => text) }))
    .sort((a, b) => b.texts.length - a.texts.length);
  const all = piecesOf(tex);
  const uses: Use[] = [];
  const left: Piece[] = [];
  for (let at = 0; at < all.length; ) {
    const found = wanted.find(({ texts }) => texts.every((text, i) => all[at + i]?.text === text));
    if (found) {
      const end = at + found.texts.length;
      uses.push({ of: found.of, start: all[at].start, end: all[end - 1].end });
      at = end;
    } else {
      if (isLetter(all[at])) left.push(all[at]);
      at++;
    }
  }
  return { uses, left };
}
