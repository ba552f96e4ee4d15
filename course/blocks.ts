import type MarkdownIt from 'markdown-it';

export const blockKinds = [
  'task',
  'hint',
  'mistake',
  'figure',
  'question',
  'derivation',
  'aside',
  'erratum',
] as const;

export type BlockKind = (typeof blockKinds)[number];

/** `token.meta` of a `container_open` token. `line` is 0-based in the text given to markdown-it. */
export interface BlockMeta {
  kind: BlockKind;
  argument: string;
  line: number;
}

/** What is wrong with a text, collected in `env.problems`, so that all of it can be told at once. */
export interface Problem {
  line: number;
  message: string;
}

type BlockRule = Parameters<MarkdownIt['block']['ruler']['before']>[2];
type StateBlock = Parameters<BlockRule>[0];

const opening = /^(:{3,})\s*([a-z]+)\s*(.*?)\s*$/;

/**
 * The markdown-it plugin for `::: kind argument` … `:::`. A block ends at the first line that holds
 * nothing but exactly as many colons, so an outer block has more colons than an inner one.
 */
export function blocks(md: MarkdownIt): void {
  md.block.ruler.before('fence', 'container', rule, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}

function rule(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const match = opening.exec(lineAt(state, startLine));
  if (!match) return false;
  if (silent) return true;
  const [, colons, kind, argument] = match;
  state.env.problems ??= [];
  const problems: Problem[] = state.env.problems;
  if (!blockKinds.includes(kind as BlockKind)) {
    problems.push({
      line: startLine,
      message: `there is no block "${kind}". Use one of: ${blockKinds.join(', ')}.`,
    });
  }
  let last = startLine + 1;
  while (last < endLine && lineAt(state, last) !== colons) last++;
  if (last >= endLine) {
    problems.push({
      line: startLine,
      message: `the block "${kind}" is never closed. Add a line "${colons}" where it ends.`,
    });
  }
  const open = state.push('container_open', 'div', 1);
  open.info = kind;
  open.meta = { kind: kind as BlockKind, argument, line: startLine } satisfies BlockMeta;
  open.map = [startLine, last];
  open.block = true;
  const outer = state.lineMax;
  state.lineMax = last;
  state.md.block.tokenize(state, startLine + 1, last);
  state.lineMax = outer;
  const close = state.push('container_close', 'div', -1);
  close.info = kind;
  close.meta = open.meta;
  close.block = true;
  state.line = last + 1;
  return true;
}

function lineAt(state: StateBlock, line: number): string {
  return state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]).trimEnd();
}
