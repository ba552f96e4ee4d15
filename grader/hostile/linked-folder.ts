/**
 * Is not handed in as a file, but in a folder that is a link to the solutions.
 * @family reading
 * @submit linked-folder
 */
export const surprisal = 'the runner submits a linked folder in place of this text';
