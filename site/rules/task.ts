import MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import { code } from './code.ts';
import { closingOf, type Draft, metaOf, report } from './draft.ts';
import { number } from './number.ts';

type StateCore = Parameters<Parameters<MarkdownIt['core']['ruler']['push']>[1]>[0];

// "(c)" is a value here, and no copyright.
const plain = new MarkdownIt({ typographer: true }).disable('replacements').use(code).use(number);

/** `:::: task name ★★ 15`: a card with everything that a student needs to begin. */
export function task(md: MarkdownIt): void {
  md.core.ruler.push('task_labels', state => {
    const draft: Draft = state.env;
    for (let index = 0; index < state.tokens.length; index++) {
      const token = state.tokens[index];
      if (token.type !== 'task_open') continue;
      const [name] = metaOf(token).argument.split(/\s+/);
      if (draft.labels.has(`task:${name}`)) {
        report(draft, token, `the task "${name}" stands twice in this lesson. Rename one.`);
      }
      const number = draft.lesson.tasks.findIndex(one => one.name === name) + 1;
      insertDocstring(state, index, name);
      draft.labels.set(`task:${name}`, { name: `task:${name}`, number, id: `task-${name}` });
    }
  });
  md.renderer.rules.task_open = (tokens, index, _options, draft: Draft) => {
    const [name] = metaOf(tokens[index]).argument.split(/\s+/);
    const found = draft.lesson.tasks.find(one => one.name === name);
    if (!found) {
      report(draft, tokens[index], `the course knows no task "${name}" in this lesson.`);
      return '<section class="task">\n';
    }
    const { stars, minutes, signature } = found;
    draft.headings.push({
      level: 3,
      id: `task-${name}`,
      html: `<code>${breakable(name)}</code>`,
      note: stars,
    });
    return `<section class="task" id="task-${name}" aria-labelledby="task-${name}-title">
<header>
<h3 id="task-${name}-title"><span class="kind">Task</span> <code>${name}</code> <a class="anchor" href="#task-${name}" aria-label="Link to this task">#</a></h3>
<p class="effort"><span class="stars" role="img" aria-label="${starsInWords(stars)}">${stars}</span> <span>about ${minutes} minutes</span></p>
</header>
<pre class="signature"><code>${breakableCall(draft.highlight(signature, 'signature'))}</code></pre>
`;
  };
  md.renderer.rules.docstring = (tokens, index, _options, draft: Draft) => {
    const found = draft.lesson.tasks.find(one => one.name === tokens[index].info);
    return found ? docstringList(found.docstring) : '';
  };
  md.renderer.rules.task_close = (tokens, index, _options, draft: Draft) => {
    const [name] = metaOf(tokens[index]).argument.split(/\s+/);
    const { id, name: file } = draft.lesson;
    return `<footer>Write it in <code>exercises/${file}.ts</code>, then run <code class="command">npm test ${id} ${name}</code></footer>\n</section>\n`;
  };
}

/** A long name and its first parameter part at the parenthesis, rather than within a word or a type. */
function breakableCall(signature: string): string {
  return signature
    .replace(/\((<\/span>)?/, '$&<wbr>')
    .replace(/[[\]}]{3,}/g, '<span class="unbroken">$&</span>');
}

/** What goes in and out stands between the statement and the examples. */
function insertDocstring(state: StateCore, start: number, name: string): void {
  const end = closingOf(state.tokens, start);
  const at = state.tokens.findIndex(
    ({ type, info }, index) =>
      index > start && ((type === 'fence' && info.trim() === 'ts example') || index === end),
  );
  const token = new state.Token('docstring', '', 0);
  token.info = name;
  state.tokens.splice(at, 0, token);
}

/** A long name may break where a word of it begins. */
function breakable(name: string): string {
  return name.replace(/(?<=.)(?=[A-Z])/g, '<wbr>');
}

function starsInWords(stars: string): string {
  const count = [...stars].filter(star => star === '★').length;
  const known = stars.includes('◆') ? 'reproduces a known result' : '';
  const level = count ? `difficulty ${count} of 3` : '';
  return [level, known].filter(Boolean).join(', ');
}

/** The tags of a docstring as a list of terms: parameters, what is returned, errors, sources. */
function docstringList(docstring: string): string {
  const tags = docstring.split(/^@(?=\w)/m).slice(1);
  const rows = tags.flatMap(tag => {
    const [, kind, rest] = /^(\w+)\s+([\s\S]*)$/.exec(tag.trim()) ?? [];
    const text = rest?.replace(/\s*\n\s*/g, ' ').trim();
    if (kind === 'param') {
      const [, name, about] = /^(\S+)\s*(?:[-–—]\s*)?([\s\S]*)$/.exec(text) ?? [];
      return [[`<code>${escapeText(name)}</code>`, about]];
    }
    if (kind === 'returns') return [['returns', text]];
    if (kind === 'throws') return [['throws', text.replace(/^\{(\w+)\}/, '`$1`')]];
    if (kind === 'see') return [['source', text]];
    return [];
  });
  if (!rows.length) return '';
  const items = rows.map(
    ([term, about]) => `<dt>${term}</dt><dd>${indexed(plain.renderInline(about))}</dd>`,
  );
  return `<dl class="docstring">\n${items.join('\n')}\n</dl>\n`;
}

/** `π_ref` and `γ^0`, as a comment in code must write them, with true indices; code stays as it is. */
function indexed(html: string): string {
  return html
    .split(/(<code\b.*?<\/code>)/)
    .map(part =>
      part.startsWith('<code')
        ? part
        : part
            .replace(/(?<!\p{L})(\p{L}\p{M}?)_(ref|old|\p{L})(?!\w)/gu, '$1<sub>$2</sub>')
            .replace(/(?<!\p{L})(\p{L}\p{M}?)\^(\d+)/gu, '$1<sup>$2</sup>'),
    )
    .join('');
}
