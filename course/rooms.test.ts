import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './course.ts';
import { importProblems } from './rooms.ts';
import { writeWhole } from './write.ts';

it('finds no forbidden import in this project', async () => {
  expect(await importProblems(projectRoot)).toEqual([]);
});

it('names an import that crosses a wall', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'rooms-'));
  const files = {
    'site/page.ts': "import { judge } from '../grader/judge.ts';",
    'site/client/pane.ts': `const x = await ${'import'}('../../solutions/01-nll.ts');`,
    'grader/run.ts': "export { a } from '../site/a.ts';\nimport '../course/b.ts';",
    'course/lesson.ts': "import {\n  a,\n} from '../grader/a.ts';",
    'exercises/01-nll.ts': "import { x } from './02-x.ts';",
    'grader/suites/01-nll.test.ts': "import * as r from '../../solutions/01-nll.ts';",
  };
  for (const [file, text] of Object.entries(files)) await writeWhole(path.join(root, file), text);
  const problems = await importProblems(root);
  expect(problems.map(problem => problem.split(' ')[0]).sort()).toEqual([
    'course/lesson.ts',
    'exercises/01-nll.ts',
    'grader/run.ts',
    'site/client/pane.ts',
    'site/page.ts',
  ]);
});
