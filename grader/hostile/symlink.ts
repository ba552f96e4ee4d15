/**
 * Is not handed in as a file, but as a link to the reference.
 * @family reading
 * @submit link
 */
export const surprisal = 'the runner submits a link in place of this text';
