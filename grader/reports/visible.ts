/** Control characters but line break and tab, and the marks that turn the direction of writing. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is shown
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text that a student's code may have made, for a terminal or a log: no escape sequence moves a cursor, no
 * line is a command to a CI service. What would act is shown instead: `\x1b[2J`, `\::add-mask::`.
 */
export function visible(text: string): string {
  return text
    .replace(unseen, character => {
      const code = character.charCodeAt(0).toString(16);
      return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code}`;
    })
    .replace(/^(\s*)(?=::)/gm, '$1\\')
    .replace(/##(?=\w*\[)/g, '#\\#');
}
