/**
 * Is one long line.
 * @family exhausting
 */
export const surprisal = () => [
  // @repeat 2000 in one line
  0.693147, 
];
