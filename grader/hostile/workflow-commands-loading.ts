/**
 * The same while the file loads, which instructors see in the table of grades.
 * @family verdict
 */
throw new Error('##[add-mask]points\n::error file=grades::0 points for the others');
