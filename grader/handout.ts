/** `npm run handout -- DIR [--seal]`: writes a repository for students, without anything hidden. */
import path from 'node:path';
import { Command } from 'commander';
import { CourseError } from '../course/lesson.ts';
import { writeHandout } from './handout-folder.ts';
import { readKey } from './seal.ts';

const program = new Command('npm run handout --')
  .description('Writes a repository for students: lessons, exercises and the public checks.')
  .argument('<dir>', 'a new or empty folder')
  .option('--seal', 'put the hidden suites in as well, encrypted with GRADER_KEY')
  .exitOverride(error => process.exit(error.exitCode ? 2 : 0));

try {
  program.parse();
  const [folder] = program.args;
  const { seal } = program.opts<{ seal?: boolean }>();
  const files = await writeHandout(folder, seal ? readKey() : undefined);
  const suites = seal ? 'the suites sealed with GRADER_KEY' : 'no suites';
  console.log(`${files.length} files written to ${path.resolve(folder)}, with ${suites}.`);
  console.log(`Try it: cd ${folder} && npm ci && npm test`);
} catch (error) {
  if (!(error instanceof CourseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
