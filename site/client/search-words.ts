const greek: Record<string, string> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ϵ: 'epsilon',
  η: 'eta',
  θ: 'theta',
  λ: 'lambda',
  μ: 'mu',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  φ: 'phi',
  ϕ: 'phi',
  ψ: 'psi',
  ω: 'omega',
  '∇': 'gradient nabla',
  '∂': 'partial',
  '∞': 'infinity',
  '∑': 'sum',
};

/** Words that are everywhere, and tell nothing. */
const common = new Set(
  'a an and are as at be but by do does for from has have in is it its no not of on or so than that the their then there they this to was what which who with'.split(
    ' ',
  ),
);

/**
 * The words of a text as they are looked up: `klDivergence` as kldivergence, kl and divergence; π as
 * pi; without accents, capitals and the words that are everywhere.
 */
export function wordsOf(text: string): string[] {
  return (
    plainLetters(text)
      .match(/[\p{Letter}\p{Number}]+/gu)
      ?.flatMap(parts)
      .filter(word => !common.has(word)) ?? []
  );
}

/** For the comparison of whole phrases. */
export function phraseOf(text: string): string {
  return ` ${
    plainLetters(text)
      .toLowerCase()
      .match(/[\p{Letter}\p{Number}]+/gu)
      ?.join(' ') ?? ''
  } `;
}

function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[\u0370-\u03ff∇∂∞∑]/g, letter => ` ${greek[letter.toLowerCase()] ?? letter} `);
}

function parts(word: string): string[] {
  const small = word.toLowerCase();
  const humps = word.split(/(?<=[\p{Ll}\d])(?=\p{Lu})/u);
  return humps.length > 1 ? [small, ...humps.map(hump => hump.toLowerCase())] : [small];
}
