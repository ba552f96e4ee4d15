/** The command was called wrongly; the message says the fix, and the exit code is 2. */
export class UsageError extends Error {}
