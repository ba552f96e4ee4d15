/** `npm run gradescope -- OUT.zip`: writes an autograder to upload to Gradescope. */
import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import { ZipFile } from 'yazl';
import { CourseError } from '../course/lesson.ts';
import { writeWhole } from '../course/write.ts';
import { archiveEntries } from './gradescope-archive.ts';

const program = new Command('npm run gradescope --')
  .description('Writes a Gradescope autograder. It holds the suites: give it to no student.')
  .argument('<zip>', 'the archive to write, as in autograder.zip')
  .option('--lesson <id...>', 'only these lessons')
  .exitOverride(error => process.exit(error.exitCode ? 2 : 0));

try {
  program.parse();
  const [file] = program.args;
  const { lesson } = program.opts<{ lesson?: string[] }>();
  const entries = Object.entries(await archiveEntries(lesson));
  const zip = new ZipFile();
  // A fixed time, so that the same course makes the same archive.
  const mtime = new Date(2000, 0, 1);
  for (const [name, { content, executable }] of entries) {
    zip.addBuffer(content, name, { mtime, mode: executable ? 0o100755 : 0o100644 });
  }
  zip.end();
  const bytes = await buffer(zip.outputStream);
  await writeWhole(file, bytes);
  console.log(`${entries.length} files in ${file}, ${Math.ceil(bytes.length / 1024)} KiB.`);
  console.log('Upload it as the autograder of a programming assignment, on the Ubuntu base image.');
} catch (error) {
  if (!(error instanceof CourseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
