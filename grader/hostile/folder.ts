/**
 * Is a folder with the name of a file.
 * @family reading
 * @submit folder
 */
export const surprisal = 'the runner submits a folder in place of this text';
