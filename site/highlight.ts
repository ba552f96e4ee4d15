import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createHighlighterCore, type HighlighterCore, type ThemeRegistration } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import dark from 'shiki/themes/github-dark-high-contrast.mjs';
import light from 'shiki/themes/github-light-high-contrast.mjs';
import { escapeText } from './plot/svg.ts';
import type { Draft } from './rules/draft.ts';

const names: Record<string, string> = {
  ts: 'typescript',
  js: 'typescript',
  typescript: 'typescript',
  signature: 'typescript',
  json: 'json',
  sh: 'shellscript',
  bash: 'shellscript',
  yaml: 'yaml',
  md: 'markdown',
  python: 'python',
};
/** Two colours of the same token: on light and on dark paper. */
type Pair = readonly [light: string, dark: string];

let loading: Promise<{ core: HighlighterCore; pairs: Pair[] }> | undefined;

/** Code in two themes at once: a class for each pair of colours, and the style sheet for them. */
export class Highlighter {
  readonly #core: HighlighterCore;
  readonly #pairs: Pair[];
  readonly #once: Draft['once'];
  readonly #used = new Set<number>();

  private constructor(core: HighlighterCore, pairs: Pair[], once: Draft['once']) {
    this.#core = core;
    this.#pairs = pairs;
    this.#once = once;
  }

  /** @param once keeps what was highlighted before */
  static async load(once: Draft['once'] = (_key, compute) => compute()): Promise<Highlighter> {
    loading ??= loadCore();
    const { core, pairs } = await loading;
    return new Highlighter(core, pairs, once);
  }

  highlight = (code: string, language: string): string => {
    const html = this.#once(`${language}\n${code}`, () => this.#colored(code, language));
    for (const [, index] of html.matchAll(/<span class="k(\d+)">/g)) this.#used.add(Number(index));
    return html;
  };

  #colored(code: string, language: string): string {
    const isSignature = language === 'signature';
    const { tokens: lines } = this.#core.codeToTokens(isSignature ? `function ${code}` : code, {
      lang: names[language] ?? 'text',
      theme: 'merged',
      // A busy machine must not give other pages: shiki stops colouring after half a second.
      tokenizeTimeLimit: 0,
    });
    // A signature is a declaration without its first word.
    if (isSignature) lines[0] = trimStart(lines[0].slice(1));
    return lines
      .map(line => line.map(({ content, color }) => span(content, color)).join(''))
      .join('\n');
  }

  /** The rules for all colours used so far. */
  css(): string {
    return [...this.#used]
      .sort((a, b) => a - b)
      .map(index => `.k${index}{color:light-dark(${this.#pairs[index].join(',')})}`)
      .join('\n');
  }
}

async function loadCore() {
  const { theme, pairs } = merge(light, dark);
  const core = await createHighlighterCore({
    engine: createOnigurumaEngine({ instantiator: regularExpressions }),
    langs: [
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/json.mjs'),
      import('shiki/langs/shellscript.mjs'),
      import('shiki/langs/yaml.mjs'),
      import('shiki/langs/markdown.mjs'),
      import('shiki/langs/python.mjs'),
    ],
    themes: [theme],
  });
  return { core, pairs };
}

/** Not `shiki/wasm`: to unpack its bytes it loads all that Node has for the network. */
async function regularExpressions(imports: WebAssembly.Imports | undefined) {
  const file = createRequire(import.meta.url).resolve('shiki/onig.wasm');
  return (await WebAssembly.instantiate(await readFile(file), imports)).instance.exports;
}

function span(content: string, color = '#000000'): string {
  if (!content.trim()) return content;
  return `<span class="k${Number.parseInt(color.slice(1), 16)}">${escapeText(content)}</span>`;
}

/**
 * Both themes colour the same scopes, so one pass will do: in the merged theme a "colour" is the
 * number of a pair.
 */
function merge(one: ThemeRegistration, other: ThemeRegistration) {
  const pairs: Pair[] = [];
  const colorOf = (pair: Pair): string => {
    let index = pairs.findIndex(known => known.join() === pair.join());
    if (index < 0) index = pairs.push(pair) - 1;
    return `#${index.toString(16).padStart(6, '0')}`;
  };
  const ground = (theme: ThemeRegistration) => theme.colors?.['editor.foreground'] ?? '';
  const foreground = colorOf([ground(one), ground(other)]);
  const tokenColors = (one.tokenColors ?? []).map((rule, index) => {
    const counterpart = other.tokenColors?.[index];
    if (String(rule.scope) !== String(counterpart?.scope)) {
      throw new Error(`The themes differ at scope "${rule.scope}": give the site two that agree.`);
    }
    const { foreground: first } = rule.settings;
    const { foreground: second } = counterpart?.settings ?? {};
    return first && second
      ? { ...rule, settings: { foreground: colorOf([first, second]) } }
      : { ...rule, settings: {} };
  });
  const theme: ThemeRegistration = {
    name: 'merged',
    type: 'light',
    colors: { 'editor.foreground': foreground, 'editor.background': '#ffffff' },
    tokenColors,
  };
  return { theme, pairs };
}

function trimStart<T extends { content: string }>(line: T[]): T[] {
  const [first, ...rest] = line;
  if (!first) return line;
  const content = first.content.trimStart();
  return content ? [{ ...first, content }, ...rest] : rest;
}
