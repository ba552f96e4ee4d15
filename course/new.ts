/** `npm run new -- 12-topic`: starts a lesson in every room. Nothing that exists is touched. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from './course.ts';
import { deriveStub } from './stub.ts';
import { writeWhole } from './write.ts';

const name = process.argv[2] ?? '';
const shape = /^(\d\d)-([a-z][a-z0-9-]*)$/.exec(name);
if (!shape) {
  console.error(`"${name}" is no name for a lesson. Write: npm run new -- 12-topic`);
  process.exit(2);
}
const id = shape[2];
const title = id.replace(/-/g, ' ').replace(/^./, letter => letter.toUpperCase());

const solution = `/**
 * Twice a number.
 *
 * @param value any real number
 * @returns 2 · value, in the unit of \`value\`
 */
export function double(value: number): number {
  // #region solution
  return 2 * value;
  // #endregion
}
`;

const lesson = `---
title: ${title}
summary: One sentence that says what the reader will know.
needs: []
---

Open with a question that the reader already cares about, and a prediction to make before reading on.

## The first idea

One idea a section. Every symbol is defined where it first appears, and explained in lessons/symbols.yaml.

$$
\\text{double} = 2 \\cdot \\text{value}
$$ {#eq:double}

::::: task double ★ 5

Write \`double\`, as in [@eq:double].

\`\`\`ts example
double(0.5); // 1
double(-3); // -6
\`\`\`

::: hint
What does [@eq:double] say for the value 1?
:::

::: mistake squared The square instead of the double
You multiplied the number by itself. For 2 both agree, so try 3.
:::

:::::

::: figure line
Twice a number, for numbers between 0 and 1.
:::

::: figure steps
The same at three places: {{ double(0.5) }} in the middle.
:::

## Questions

${[1, 2, 3]
  .map(
    number => `::: question
Question ${number}?

- [x] The right choice.

  Why it is right.

- [ ] A wrong choice.

  Why it is wrong.
:::`,
  )
  .join('\n\n')}
`;

const suite = [
  `import * as reference from '../../solutions/${name}.ts';`,
  "import { suite } from '../suite.ts';",
  '',
  `suite('${name}', reference, task => {`,
  "  task('double', t => {",
  '    t.examples(1);',
  "    t.cases('known values', 1, [",
  '      [[3], 6],',
  '      [[-1.5], -3],',
  '    ]);',
  "    t.property('agrees with the definition on random numbers', 2, random => [",
  '      random.between(-10, 10),',
  '    ]);',
  '  });',
  '});',
  '',
].join('\n');

const answers = (room: string, type: string, code: string) =>
  [
    `import type * as reference from '../../solutions/${name}.ts';`,
    "import type { Misconceptions } from '../misconception.ts';",
    '',
    `export const ${room}: Misconceptions<typeof reference> = {`,
    '  double: {',
    `    ${type}: (value: number) => ${code},`,
    '  },',
    '};',
    '',
  ].join('\n');

const figures = [
  `import { double } from '../../solutions/${name}.ts';`,
  "import { dots, type Figures, interactive, line, plot, slider } from './plot.ts';",
  '',
  "const x = { label: 'x', domain: [0, 1] as [number, number] };",
  "const y = { label: 'y', domain: [0, 2] as [number, number] };",
  'const at = (value: number): [number, number] => [value, double(value)];',
  'const tenths = Array.from({ length: 11 }, (_, tenth) => tenth / 10);',
  '',
  'export const figures: Figures = {',
  '  line: interactive({',
  "    alt: 'A straight line from 0 to 2.',",
  "    controls: { x: slider('x', tenths, 0.5) },",
  '    draw(state) {',
  '      const chosen = state ? [dots([at(state.x)], { color: 2, grip: true })] : [];',
  '      return plot({ x, y, marks: [line([at(0), at(1)]), ...chosen] });',
  '    },',
  "    read: state => [['twice x', double(state.x).toFixed(1)]],",
  '  }),',
  '  steps: {',
  "    alt: 'Three points on a straight line from 0 to 2.',",
  '    draw: () => plot({ x, y, marks: [dots([at(0), at(0.5), at(1)])] }),',
  '  },',
  '};',
  '',
].join('\n');

const files: Record<string, string> = {
  [`lessons/${name}.md`]: lesson,
  [`solutions/${name}.ts`]: solution,
  [`exercises/${name}.ts`]: deriveStub(solution, `solutions/${name}.ts`),
  [`grader/suites/${name}.test.ts`]: suite,
  [`grader/misconceptions/${name}.ts`]: answers('misconceptions', 'squared', 'value * value'),
  [`grader/variants/${name}.ts`]: answers('variants', 'sum', 'value + value'),
  [`site/figures/${name}.ts`]: figures,
};

const exists = async (file: string) =>
  access(path.join(projectRoot, file)).then(
    () => true,
    () => false,
  );
for (const file of Object.keys(files)) {
  if (await exists(file)) {
    console.error(`${file} is already there. Choose another name, or remove it first.`);
    process.exit(2);
  }
}
for (const [file, content] of Object.entries(files)) {
  await writeWhole(path.join(projectRoot, file), content);
  console.log(`written  ${file}`);
}
console.log(`\nNow: npm test ${id} -- --folder solutions, npm start, and npm run check.`);
