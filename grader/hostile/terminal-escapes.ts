/**
 * Clears the screen, moves the cursor, sets the title, links and the clipboard, and writes backwards.
 * @family verdict
 */
const escapes = ['\u001b[2J\u001b[H', '\u001b[1A\u001b[2K', '\u001b]0;passed\u0007', '\u001b[5;32m✓ 9/9\u001b[0m',
  '\u001b]8;;https://example.org\u0007here\u001b]8;;\u0007', '\u001b]52;c;cm0gLXJm\u0007', '\u009b2J', '\u001bc',
  '\r  ✓ surprisal', '\b\b\b\b9/9', '\u202e9/9\u2066', '\u0000\u0007\u007f', '\u001b[?1049h', '\u001bP+q544e\u001b\\'];
console.log(escapes.join(' '));
export const surprisal = () => {
  throw new Error(escapes.join(' '));
};
export const perplexity = () => {
  throw Object.assign(new Error('x'), { name: escapes.join('') });
};
