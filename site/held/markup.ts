import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    'no-inline-style': 'off', // KaTeX places its boxes with style attributes
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
  },
});

/** What is not valid HTML, as `line: rule: message`. */
export async function markupErrors(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results
    .flatMap(result => result.messages)
    .map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`);
}

/** A page with a word for each formula, where the formulas were looked at before. */
export function withoutFormulas(html: string): string {
  const [first, ...rest] = html.split('<span class="katex">');
  const after = rest.map(text => {
    let depth = 1;
    for (const { 0: tag, index } of text.matchAll(/<(\/?)span\b/g)) {
      depth += tag === '<span' ? 1 : -1;
      if (depth === 0) return text.slice(index + '</span>'.length);
    }
    return text;
  });
  return [first, ...after].join('formula');
}

/** Scripts, style sheets and handlers that stand in the page itself: none is allowed by its policy. */
export function ownScripts(html: string): string[] {
  const found = html.match(
    /<style\b|<script(?![^>]* (?:src=|type="application\/ld\+json"))[^>]*>|\son\w+="[^"]*"/g,
  );
  return found ?? [];
}

/** What in the page's policy would let a text run as a program, or a page without a policy. */
export function policyFaults(html: string): string[] {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  if (!policy) return ['the page has no policy'];
  const scripts = policy.split(';').filter(part => /^\s*(script|default|worker)-src/.test(part));
  return scripts.flatMap(
    part => part.match(/'unsafe-\w+'|'wasm-unsafe-eval'|\bhttps?:\S*|\*/g) ?? [],
  );
}
