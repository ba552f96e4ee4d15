/**
 * `npm run bench`: how fast feedback is, then how fast a class is graded.
 * `npm run bench -- class 1000 --kill`: a class of that size, also killed and resumed, and in shards.
 */
import { benchClass } from './bench-class.ts';
import { benchFeedback } from './bench-feedback.ts';

const args = process.argv.slice(2);
if (args[0] === 'class') {
  await benchClass(Number(args.find(arg => /^\d+$/.test(arg)) ?? 1000), args.includes('--kill'));
} else {
  await benchFeedback(Number(args[0] ?? 7));
  console.log('');
  await benchClass(100, false);
}
