import { compileFunction } from 'node:vm';
import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import { type Draft, report, type Token } from './draft.ts';

/** `{{ surprisal(0.5) | 2 }}`: a number computed while the page is built. */
export function value(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'value', (state, silent) => {
    if (!state.src.startsWith('{{', state.pos)) return false;
    const end = state.src.indexOf('}}', state.pos);
    if (end < 0) return false;
    if (!silent) {
      const token = state.push('value', '', 0);
      token.content = state.src.slice(state.pos + 2, end);
    }
    state.pos = end + 2;
    return true;
  });
  md.renderer.rules.value = (tokens, index, _options, draft: Draft) =>
    `<span class="value">${escapeText(evaluate(tokens[index].content, tokens[index], draft))}</span>`;
}

/** What `{{ expression | format }}` prints; a failure is reported and prints nothing. */
export function evaluate(content: string, token: Token, draft: Draft): string {
  try {
    return draft.value(content);
  } catch (error) {
    report(draft, token, `{{ ${content.trim()} }} fails: ${(error as Error).message}`);
    return '';
  }
}

/**
 * Computes what stands between the braces.
 * @param scope what the expression may name
 * @throws {Error} that says why it fails, and what is in scope
 */
export function printedValue(content: string, scope: Record<string, unknown>): string {
  const [, expression, format] =
    /^([\s\S]*?)(?:(?<!\|)\|(?!\|)\s*(%|\d+)\s*)?$/.exec(content) ?? [];
  const names = Object.keys(scope);
  try {
    return print(compileFunction(`return (${expression})`, names)(...Object.values(scope)), format);
  } catch (error) {
    throw new Error(`${(error as Error).message}. In scope are: ${names.join(', ')}, Math.`);
  }
}

/** @throws {TypeError} when the result is nothing that a sentence could hold. */
export function print(result: unknown, format?: string): string {
  if (typeof result === 'string') return result;
  if (typeof result !== 'number') {
    throw new TypeError(
      `it gives ${JSON.stringify(result) ?? typeof result}, not a number or a string`,
    );
  }
  if (Number.isNaN(result)) return 'NaN';
  if (!Number.isFinite(result)) return result > 0 ? '∞' : '−∞';
  const digits =
    format === '%'
      ? `${short(result * 100, 1)}%`
      : format === undefined
        ? short(result, 6)
        : result.toFixed(Number(format));
  return digits.replace('-', '−').replace(/^−(0(?:\.0*)?)$/, '$1');
}

/** Up to `decimals` decimals, trailing zeros cut; very small numbers in powers of ten. */
function short(number: number, decimals: number): string {
  const isTiny = number !== 0 && Math.abs(number) < 0.5 * 10 ** -decimals;
  if (!isTiny && Math.abs(number) < 1e15) return String(Number(number.toFixed(decimals)));
  const [mantissa, power] = number.toExponential(2).split('e');
  const raised = [...power.replace('+', '')].map(
    digit => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(digit)],
  );
  return `${Number(mantissa)}\u00A0·\u00A010${raised.join('')}`; // on one line
}
