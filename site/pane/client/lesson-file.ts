/**
 * The file of a lesson in parts: what a reader writes for each task, and what stands between the tasks
 * and stays as it is. A part is one exported function of the stub; in its place a reader may write as
 * much as they like, helpers and constants included.
 */
const part = /^export function (\w+)\([\s\S]*?^\}$/gm;

/** Task → its function as the stub has it. */
export function partsOf(stub: string): Record<string, string> {
  return Object.fromEntries([...stub.matchAll(part)].map(([text, task]) => [task, text]));
}

/** The whole file, ready to be judged or handed in. @param written task → what stands in its place */
export function assemble(stub: string, written: Readonly<Record<string, string>>): string {
  return stub.replace(part, (text, task: string) => written[task]?.trim() || text);
}

/** Where each task's part stands in the whole file: its first line and the one after its last, from 1. */
export function placesOf(
  stub: string,
  written: Readonly<Record<string, string>>,
): Record<string, { from: number; to: number }> {
  const places: Record<string, { from: number; to: number }> = {};
  let line = 1;
  let last = 0;
  for (const match of stub.matchAll(part)) {
    const [text, task] = match;
    line += breaks(stub.slice(last, match.index));
    const length = breaks(written[task]?.trim() || text) + 1;
    places[task] = { from: line, to: line + length };
    line += length - 1;
    last = match.index + text.length;
  }
  return places;
}

/**
 * Takes a file apart that was written elsewhere.
 * @returns what it has in place of each task; a task that it does not export is left out
 */
export function takeApart(stub: string, file: string): Record<string, string> {
  const text = file.replace(/\r\n?/g, '\n');
  return takeBetween(stub, text) ?? takeDeclarations(stub, text);
}

/** Where everything that the stub has between its tasks still stands, what lies between is the reader's. */
function takeBetween(stub: string, file: string): Record<string, string> | undefined {
  const tasks = Object.keys(partsOf(stub));
  const fixed = stub
    .replace(part, '\u0000')
    .split('\u0000')
    .map(text => text.trim());
  const taken: Record<string, string> = {};
  let at = file.indexOf(fixed[0]);
  if (at < 0) return undefined;
  const before = file.slice(0, at).trim();
  at += fixed[0].length;
  for (const [index, task] of tasks.entries()) {
    const next = fixed[index + 1];
    const end = next ? file.indexOf(next, at) : file.length;
    if (end < 0) return undefined;
    taken[task] = file.slice(at, end).trim();
    at = end + next.length;
  }
  if (before) taken[tasks[0]] = `${before}\n\n${taken[tasks[0]]}`;
  const isWhole = tasks.every(task => declares(task).test(taken[task]));
  return isWhole && !file.slice(at).trim() ? taken : undefined;
}

/** Otherwise a part goes from one task's declaration to the next one's comment. */
function takeDeclarations(stub: string, file: string): Record<string, string> {
  let rest = file;
  for (const text of stub.replace(part, '\u0000').split('\u0000')) {
    if (text.trim()) rest = rest.replace(text.trim(), () => '');
  }
  const starts = Object.keys(partsOf(stub))
    .map(task => ({ task, at: rest.search(declares(task)) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
    .map(({ task, at }) => ({ task, at: commentBefore(rest, at) }));
  if (starts[0]) starts[0].at = 0;
  return Object.fromEntries(
    starts.map(({ task, at }, index) => [task, rest.slice(at, starts[index + 1]?.at).trim()]),
  );
}

const declares = (task: string) =>
  new RegExp(`^export (?:async )?(?:function|const|let|var)\\*? ${task}\\b`, 'm');

function commentBefore(text: string, at: number): number {
  const before = text.slice(0, at).trimEnd();
  return before.endsWith('*/') ? before.lastIndexOf('/**') : at;
}

function breaks(text: string): number {
  return text.split('\n').length - 1;
}
