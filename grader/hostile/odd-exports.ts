/**
 * Exports names that objects inherit, so that a list of exports goes wrong.
 * @family verdict
 */
const one = () => 1;
export { one as __proto__, one as constructor, one as hasOwnProperty, one as toString, one as 'a\x1eb' };
export { one as default, one as valueOf, one as surprisal };
