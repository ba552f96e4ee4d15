/** The first code point of each run of styled capitals, small letters and digits in Unicode. */
const runs: Record<string, [capital: number, small: number, digit?: number]> = {
  bold: [0x1d400, 0x1d41a, 0x1d7ce],
  italic: [0x1d434, 0x1d44e],
  'bold-italic': [0x1d468, 0x1d482],
  script: [0x1d49c, 0x1d4b6],
  'bold-script': [0x1d4d0, 0x1d4ea],
  fraktur: [0x1d504, 0x1d51e],
  'double-struck': [0x1d538, 0x1d552, 0x1d7d8],
  'sans-serif': [0x1d5a0, 0x1d5ba, 0x1d7e2],
  monospace: [0x1d670, 0x1d68a, 0x1d7f6],
};

/** Letters that Unicode had before it gave the rest of their alphabet a block. */
const early: Record<string, string> = {
  'italic h': 'ℎ',
  'script B': 'ℬ',
  'script E': 'ℰ',
  'script F': 'ℱ',
  'script H': 'ℋ',
  'script I': 'ℐ',
  'script L': 'ℒ',
  'script M': 'ℳ',
  'script R': 'ℛ',
  'script e': 'ℯ',
  'script g': 'ℊ',
  'script o': 'ℴ',
  'fraktur C': 'ℭ',
  'fraktur H': 'ℌ',
  'fraktur I': 'ℑ',
  'fraktur R': 'ℜ',
  'fraktur Z': 'ℨ',
  'double-struck C': 'ℂ',
  'double-struck H': 'ℍ',
  'double-struck N': 'ℕ',
  'double-struck P': 'ℙ',
  'double-struck Q': 'ℚ',
  'double-struck R': 'ℝ',
  'double-struck Z': 'ℤ',
};

function styled(variant: string, character: string): string {
  const [capital, small, digit] = runs[variant];
  const before = early[`${variant} ${character}`];
  if (before) return before;
  const code = character.codePointAt(0) ?? 0;
  if (/[A-Z]/.test(character)) return String.fromCodePoint(capital + code - 65);
  if (/[a-z]/.test(character)) return String.fromCodePoint(small + code - 97);
  if (/[0-9]/.test(character) && digit) return String.fromCodePoint(digit + code - 48);
  return character;
}

/**
 * KaTeX writes 𝔼 as a plain E with `mathvariant`, an attribute that browsers and screen readers have
 * dropped; with the letter itself they say "double-struck E".
 */
export function readableMathml(html: string): string {
  return html.replace(
    /<(mi|mn|mo|mtext) mathvariant="([a-z-]+)">([^<&]+)<\/\1>/g,
    (all, tag: string, variant: string, content: string) =>
      variant in runs
        ? `<${tag}>${[...content].map(character => styled(variant, character)).join('')}</${tag}>`
        : all,
  );
}
