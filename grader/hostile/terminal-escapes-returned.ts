/**
 * Hides the same in strings and keys that it returns.
 * @family verdict
 */
export const surprisal = () => '\u001b[2J\u001b[1A\r✓\u009b2K\u202e\u0007';
export const nextTokenDistribution = () => ({ '\u001b]0;passed\u0007\u009b1A\r\u2028': 1 });
export const logSoftmax = () => { console.log({ '\u001b[2J': ['\u001b[1A\u009b2K'] }); return ['\u0008\u007f\u001b']; };
