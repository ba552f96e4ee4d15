/**
 * Makes thousands of syntax errors, each of which is told.
 * @family exhausting
 */
// @repeat 3000
const const = ;
