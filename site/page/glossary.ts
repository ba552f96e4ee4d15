import { type Term, termAnchors } from '../../course/glossary.ts';
import type { FurtherText } from '../further.ts';
import { escapeText } from '../plot/svg.ts';
import { printed } from '../typography.ts';
import { furtherPage } from './further-page.ts';
import type { Page } from './layout.ts';
import { worksCited } from './lesson.ts';

const title = 'Glossary';
const summary =
  'Every term and symbol of the lessons: what it means, its unit, and what code calls it.';

/** Symbols in a table, then the terms in order of the alphabet. */
export function glossaryPage(terms: Term[], text: FurtherText, codeLink: CodeLink): Page {
  const ids = termAnchors(terms);
  const symbols = terms
    .filter(({ symbol }) => symbol)
    .sort((a, b) => order(a).localeCompare(order(b), 'en'));
  const letters = [...new Set(terms.map(initial))];
  const groups = letters.map(letter => {
    const own = terms.filter(term => initial(term) === letter);
    return `<h3 id="letter-${letter.toLowerCase()}">${letter}</h3>
<dl class="terms">
${own.map(term => entry(term, ids, text, codeLink)).join('\n')}
</dl>`;
  });
  return furtherPage(
    { path: 'glossary/', title, summary },
    `<p>Logarithms are natural, so information is counted in nats. “In code” names functions, parameters, fields and types of the exercises. What ${text.inline('[every letter of the equations](/symbols/)', 'site/page/glossary.ts')} means is told lesson by lesson.</p>
<nav class="letters" aria-label="Parts of the glossary">
<a href="#symbols">Symbols</a> ${letters.map(letter => `<a href="#letter-${letter.toLowerCase()}">${letter}</a>`).join(' ')}
</nav>
<h2 id="symbols">Symbols</h2>
<div class="scroll table"><table class="symbols">
<thead><tr><th scope="col">Symbol</th><th scope="col">Name</th><th scope="col">Unit</th><th scope="col">In code</th></tr></thead>
<tbody>
${symbols.map(term => symbolRow(term, ids, text)).join('\n')}
</tbody>
</table></div>
<h2 id="terms">Terms</h2>
${groups.join('\n')}
${worksCited(text)}`,
  );
}

/** The address of the task of this name, if there is one; a place says in which lesson to look first. */
export type CodeLink = (name: string, introduced: string) => string | undefined;

function symbolRow(
  { term, symbol, unit, code, at }: Term,
  ids: Map<string, string>,
  text: FurtherText,
) {
  return `<tr><td>${text.inline(`$${symbol}$`, at)}</td><td><a href="#${ids.get(term)}">${printed(term)}</a></td><td>${unit ? text.inline(unit, at) : ''}</td><td>${code.map(codeName).join(', ')}</td></tr>`;
}

function entry(
  { term, symbol, unit, definition, introduced, code, see, at }: Term,
  ids: Map<string, string>,
  text: FurtherText,
  codeLink: CodeLink,
): string {
  const named = code.map(name => {
    const address = codeLink(name, introduced);
    return address ? `<a href="${address}">${codeName(name)}</a>` : codeName(name);
  });
  const also = see.map(name => `<a href="#${ids.get(name)}">${escapeText(name)}</a>`);
  const facts = [
    unit && `Unit: ${text.inline(unit, at)}`,
    named.length && `In code: ${named.join(', ')}`,
    `Introduced: ${text.link(introduced)}`,
    also.length && `See also: ${also.join(', ')}`,
  ].filter(Boolean);
  const shown = symbol ? ` <span class="symbol">${text.inline(`$${symbol}$`, at)}</span>` : '';
  return `<div id="${ids.get(term)}"><dt>${printed(term)}${shown}</dt>
<dd>${text.inline(definition.trim(), at)}</dd>
<dd class="facts">${facts.map(fact => `<span>${fact}</span>`).join(' ')}</dd></div>`;
}

/** What a page fetches when its reader points at a linked term, by the term's anchor. */
export function termPreviews(terms: Term[], text: FurtherText): Record<string, string> {
  const ids = termAnchors(terms);
  return Object.fromEntries(
    terms.map(({ term, symbol, unit, definition, at }) => {
      const shown = symbol ? ` <span class="symbol">${text.inline(`$${symbol}$`, at)}</span>` : '';
      const measured = unit ? ` <small>Unit: ${text.inline(unit, at)}.</small>` : '';
      const html = `<p class="preview-title">${printed(term)}${shown}</p><p>${text.inline(definition.trim(), at)}${measured}</p>`;
      return [ids.get(term), html.replace(/<\/?a\b[^>]*>/g, '')];
    }),
  );
}

function codeName(name: string): string {
  return `<code>${name}</code>`;
}

function initial({ term }: Term): string {
  return term[0].normalize('NFKD')[0].toUpperCase();
}

/** Greek by name among Latin: β between b and c. */
function order({ symbol = '', term }: Term): string {
  const plain = symbol
    .replace(/\\(mathcal|mathbb|mathrm|operatorname|hat|tilde|bar|text|log|sum)\b/g, '')
    .replace(/[^A-Za-z]+/g, '');
  return `${plain || term} ${symbol}`;
}
