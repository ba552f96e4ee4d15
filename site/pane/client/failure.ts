/** Why there is no verdict, in words: the fault is not the reader's code. */
export function whyNoVerdict(error: unknown): string {
  const isUnable = error instanceof Error && error.name === 'UnableError';
  if (!isUnable) {
    return 'The judge could not be fetched. Check the connection and run again; what you wrote is kept.';
  }
  return location.protocol === 'file:'
    ? 'This browser runs no exercises on pages that are opened from a disk, as Safari does not. Chrome, Edge and Firefox do. Or download the file, and run npm test.'
    : 'This browser is too old to run exercises on a page. Download the file, and run npm test.';
}
