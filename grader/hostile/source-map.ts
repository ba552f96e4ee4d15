/**
 * Names /etc/passwd as its own source map, for the compiler to open.
 * @family reading
 */
export const surprisal = () => Number.NaN;
//# sourceMappingURL=/etc/passwd
//@ sourceMappingURL=file:///etc/shadow
