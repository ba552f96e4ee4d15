import { HelperManager } from 'sucrase/dist/esm/HelperManager.js';
import identifyShadowedGlobals from 'sucrase/dist/esm/identifyShadowedGlobals.js';
import NameManager from 'sucrase/dist/esm/NameManager.js';
import { parse, type Token } from 'sucrase/dist/esm/parser/index.js';
import { unexpected } from 'sucrase/dist/esm/parser/traverser/util.js';
import TokenProcessor from 'sucrase/dist/esm/TokenProcessor.js';
import RootTransformer from 'sucrase/dist/esm/transformers/RootTransformer.js';
import getTSImportedNames from 'sucrase/dist/esm/util/getTSImportedNames.js';
import type { Compiled, CompileError, CompileFailure } from '../sandbox/compile.ts';
import { writeNumbers } from '../sandbox/source-map.ts';
import { findTooLong } from '../sandbox/too-long.ts';
import { forbidden } from './forbidden.ts';
import { linksTensor } from './tensor-link.ts';

/**
 * TypeScript to one ES module, as `sandbox/compile.ts` does with esbuild, which is too large for a page.
 * What is refused there is refused here. What the parser lets pass and no engine does is found when the
 * module is loaded. `#tensor` stays, for the worker to put an address in its place.
 */
export function strip(source: string, fileName: string): Compiled | CompileFailure {
  const tooLong = findTooLong(source);
  if (tooLong) return tooLong;
  unexpected.furthest = undefined;
  try {
    const file = parse(source, false, true, false);
    const problem = forbidden(source, file);
    if (problem) return failed(source, problem.at, problem.message);
    const { code, mappings } = transform(source, file);
    const map = mapOf(source, file.tokens, code, mappings, fileName);
    return { kind: 'compiled', fileName, code, map, tensor: linksTensor(code) };
  } catch (error) {
    if ((error as { pos?: number }).pos === undefined) throw error;
    const { pos, message } = unexpected.furthest ?? (error as SyntaxError & { pos: number });
    return failed(source, pos, message.replace(/ \(\d+:\d+\)$/, ''));
  }
}

function transform(source: string, { tokens, scopes }: ReturnType<typeof parse>) {
  const nameManager = new NameManager(source, tokens);
  const helperManager = new HelperManager(nameManager);
  const tokenProcessor = new TokenProcessor(source, tokens, false, true, helperManager);
  identifyShadowedGlobals(tokenProcessor, scopes, getTSImportedNames(tokenProcessor));
  const context = { tokenProcessor, scopes, nameManager, helperManager, importProcessor: null };
  const options = { disableESTransforms: true };
  return new RootTransformer(context, ['typescript'], false, options).transform();
}

/** A line stays the same line; within it, each token that is left has a place of its own. */
function mapOf(
  source: string,
  tokens: readonly Token[],
  code: string,
  mappings: readonly (number | undefined)[],
  fileName: string,
): string {
  const lines: number[][][] = code.split('\n').map(() => []);
  const generated = startsOf(code);
  const original = startsOf(source);
  let [line, originalLine] = [0, 0];
  tokens.forEach((token, index) => {
    const at = mappings[index];
    if (at === undefined || at >= code.length) return;
    while (generated[line + 1] <= at) line++;
    while (original[originalLine + 1] <= token.start) originalLine++;
    lines[line].push([at - generated[line], originalLine, token.start - original[originalLine]]);
  });
  const last = [0, 0];
  const text = lines.map(segments => {
    let column = 0;
    return segments
      .map(([at, toLine, toColumn]) => {
        const steps = [at - column, 0, toLine - last[0], toColumn - last[1]];
        column = at;
        last[0] = toLine;
        last[1] = toColumn;
        return writeNumbers(steps);
      })
      .join(',');
  });
  return JSON.stringify({ version: 3, sources: [fileName], mappings: text.join(';') });
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function failed(source: string, at: number, message: string): CompileFailure {
  return { kind: 'failed', errors: [errorAt(source, at, message)] };
}

/** @param at characters before it */
function errorAt(source: string, at: number, message: string): CompileError {
  const before = source.slice(0, at).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return { message, line, column, lineText: source.split('\n')[line - 1] };
}
