const graphemes = new Intl.Segmenter();

/** Signs that fill two columns of a terminal: those of East Asia, wide forms and emoji. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns of a terminal a text fills. */
export function textWidth(text: string): number {
  const widths = Array.from(graphemes.segment(text), ({ segment }) => (wide.test(segment) ? 2 : 1));
  return widths.reduce((sum: number, width) => sum + width, 0);
}
