/**
 * Throws with a stack of its own: places outside the file, huge numbers, other files.
 * @family verdict
 */
export const surprisal = () => {
  const error = new Error('forged');
  error.stack = '#exercise:999999:999999\n#exercise:0:0\n/etc/passwd:1:1\n#exercise:-1:1'.repeat(50);
  throw error;
};
