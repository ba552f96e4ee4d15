/** What a reference solution says about one of its exported functions. */
export interface Declared {
  /** `surprisal(probability: number): number`, on one line. */
  signature: string;
  /** The text of the docstring, without its stars; may be empty. */
  docstring: string;
}

export class StubError extends Error {}

const regionStart = /^(\s*)\/\/ #region solution\s*$/;
const regionEnd = /^\s*\/\/ #endregion\s*$/;
const functionStart = /^export function (\w+)\(/;

/**
 * Derives the stub from a reference solution: inside a function a solution region becomes
 * `throw new Error('to do: NAME')`, at the top level it is left out.
 * @throws {StubError} with the line and the fix when a region is not closed, or is nested.
 */
export function deriveStub(solution: string, file: string): string {
  const kept: string[] = [];
  let current = '';
  let inside = 0;
  solution.split('\n').forEach((line, index) => {
    current = functionStart.exec(line)?.[1] ?? current;
    const start = regionStart.exec(line);
    if (start && inside) {
      throw new StubError(`${file}:${index + 1}: a solution region within a solution region.`);
    } else if (start) {
      inside = index + 1;
      if (start[1]) kept.push(`${start[1]}throw new Error('to do: ${current}');`);
    } else if (regionEnd.test(line)) {
      if (!inside) throw new StubError(`${file}:${index + 1}: #endregion closes nothing.`);
      inside = 0;
    } else if (!inside) {
      kept.push(line);
    }
  });
  if (inside) {
    throw new StubError(`${file}:${inside}: this region is never closed. Add "// #endregion".`);
  }
  return `${kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** The exported functions of a solution or stub, in the file's order. */
export function readDeclared(source: string): Record<string, Declared> {
  const declared: Record<string, Declared> = {};
  for (const match of source.matchAll(/^export function (\w+)\(/gm)) {
    declared[match[1]] = {
      signature: signatureAt(source, match.index + 'export function '.length),
      docstring: docstringBefore(source, match.index),
    };
  }
  return declared;
}

/** What a student meets by name: exported functions with their parameters, types and their fields. */
export function readNames(source: string): string[] {
  const functions = Object.entries(readDeclared(source));
  const types = [
    ...source.matchAll(
      /^export (?:type|interface) (\w+)([\s\S]*?)(?=\n\n|\nexport\b|$(?![\s\S]))/gm,
    ),
  ];
  return [
    ...functions.flatMap(([name, { signature }]) => [name, ...namedIn(signature)]),
    ...types.flatMap(([, name, rest]) => [name, ...namedIn(rest)]),
  ];
}

function namedIn(types: string): string[] {
  const bare = types.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  return [...bare.matchAll(/\b(\w+)\??:/g)].map(match => match[1]);
}

/** The tasks of an exercise in which something other than the stub's "to do" stands. */
export function startedTasks(exercise: string): string[] {
  return Object.keys(readDeclared(exercise)).filter(
    name => !exercise.includes(`throw new Error('to do: ${name}')`),
  );
}

/** From the name to the brace of the body; a brace after `:`, `|`, `&` or `<` opens a type instead. */
function signatureAt(source: string, start: number): string {
  let depth = 0;
  let before = '';
  for (let at = start; at < source.length; at++) {
    const character = source[at];
    if (character === '{' && depth === 0 && !':|&<'.includes(before)) {
      return source
        .slice(start, at)
        .replace(/\s+/g, ' ')
        .replace(/\( /g, '(')
        .replace(/,? \)/g, ')')
        .trim();
    }
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (character.trim()) before = character;
  }
  return source.slice(start).trim();
}

function docstringBefore(source: string, end: number): string {
  const before = source.slice(0, end).trimEnd();
  if (!before.endsWith('*/')) return '';
  return before
    .slice(before.lastIndexOf('/**') + 3, -2)
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
