import type { parse, Token } from 'sucrase/dist/esm/parser/index.js';
import { ContextualKeyword } from 'sucrase/dist/esm/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/esm/parser/tokenizer/types.js';
import { refusals } from '../sandbox/refusals.ts';

/** The first thing in a file that no exercise may do, as the sandbox's compiler refuses it too. */
export function forbidden(
  source: string,
  { tokens, scopes }: ReturnType<typeof parse>,
): { at: number; message: string } | undefined {
  const text = (token: Token | undefined) => (token ? source.slice(token.start, token.end) : '');
  const isString = (token: Token | undefined) => token?.type === TokenType.string;
  const within = (index: number) =>
    scopes.some(
      ({ isFunctionScope, startTokenIndex, endTokenIndex }) =>
        isFunctionScope && startTokenIndex <= index && index < endTokenIndex && startTokenIndex > 0,
    );
  for (const [index, token] of tokens.entries()) {
    const [before, next, after] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
    const isProperty = before && ['.', '?.'].includes(text(before));
    if (isProperty || token.isType) continue;
    const isCall = next?.type === TokenType.parenL && isString(after);
    if (isCall && ['import', 'require'].includes(text(token))) {
      return { at: after.start, message: refusals.import(text(after).slice(1, -1)) };
    }
    const opens =
      token.type === TokenType._import || token.contextualKeyword === ContextualKeyword._from;
    const isStatement = token.type === TokenType._import ? before?.type !== TokenType.dot : true;
    if (opens && isStatement && isString(next) && text(next).slice(1, -1) !== '#tensor') {
      return { at: next.start, message: refusals.import(text(next).slice(1, -1)) };
    }
    const isAwait = token.contextualKeyword === ContextualKeyword._await;
    if (isAwait && !within(index) && next && !/^[=;,).:]/.test(text(next))) {
      return { at: token.start, message: refusals.await };
    }
  }
  return undefined;
}
