/**
 * Exports the reference by a relative import.
 * @family reading
 */
export * from '../../solutions/01-nll.ts';
