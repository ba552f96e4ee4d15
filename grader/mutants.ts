import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { parse as parseYaml } from 'yaml';
import { projectRoot } from '../course/course.ts';

/** A reference solution with one small change, as a slip of the hand would make it. */
export interface Mutant {
  /** The function that holds the change, or the first one that follows it. */
  task: string;
  /** 1-based line in the solution. */
  line: number;
  /** That line before and after, for people to read and for `equivalents.yaml` to name. */
  before: string;
  after: string;
  source: string;
  /** Why no suite can tell it from the reference, if that is so. */
  equivalent?: string;
}

interface Equivalent {
  before: string;
  after: string;
  reason: string;
}

const instrumenter = new Instrumenter({
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
});

/** StrykerJS finds the mutants; each becomes a whole file here, because students' code runs elsewhere. */
export async function mutantsOf(name: string): Promise<Mutant[]> {
  const file = path.join(projectRoot, 'solutions', `${name}.ts`);
  const content = await readFile(file, 'utf8');
  const found = await instrumenter.instrument([{ name: file, content, mutate: true }], {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
  const lines = content.split('\n');
  const offsets = [0];
  for (const line of lines) offsets.push((offsets.at(-1) ?? 0) + line.length + 1);
  const equivalents = await equivalentsOf(name);
  return found.mutants
    .filter(({ location }) => inSolution(lines, location.start.line))
    .map(({ location: { start, end }, replacement }) => {
      const [from, to] = [offsets[start.line] + start.column, offsets[end.line] + end.column];
      const source = content.slice(0, from) + replacement + content.slice(to);
      const before = lines[start.line].trim();
      const after = source.split('\n')[start.line].trim();
      const known = equivalents.find(one => one.before === before && one.after === after);
      return {
        task: taskAt(lines, start.line),
        line: start.line + 1,
        before,
        after,
        source,
        equivalent: known?.reason,
      };
    });
}

async function equivalentsOf(name: string): Promise<Equivalent[]> {
  const text = await readFile(path.join(projectRoot, 'grader/equivalents.yaml'), 'utf8');
  const all = (parseYaml(text) ?? {}) as Record<string, Equivalent[] | undefined>;
  return all[name] ?? [];
}

/** Only what a student writes is changed. */
function inSolution(lines: readonly string[], line: number): boolean {
  for (let at = line; at >= 0; at--) {
    if (lines[at].includes('#endregion')) return false;
    if (lines[at].includes('#region solution')) return true;
  }
  return false;
}

function taskAt(lines: readonly string[], line: number): string {
  const named = (text: string) => /^export function (\w+)/.exec(text)?.[1];
  let top = line;
  while (top > 0 && !/^(export )?(function|const)\b/.test(lines[top])) top--;
  return named(lines[top]) ?? lines.slice(top).map(named).find(Boolean) ?? '';
}
