import type MarkdownIt from 'markdown-it';
import { escapeText } from '../plot/svg.ts';
import { cite } from './citation.ts';
import { type Draft, type Label, report, type Token } from './draft.ts';
import { withLetters } from './number.ts';

const nouns: Record<string, string> = { eq: 'equation', fig: 'figure' };

/** `[@eq:name]`, `[@fig:name]`, `[@task:name]`, `[@lesson:id]`, and citations: `[@key; @key]`. */
export function reference(md: MarkdownIt): void {
  md.inline.ruler.before('link', 'reference', (state, silent) => {
    const match = /^\[@([^\]\n]+)\]/.exec(state.src.slice(state.pos));
    if (!match) return false;
    if (!silent) {
      const token = state.push('reference', 'a', 0);
      token.content = match[1];
      // The first word of a sentence begins with a capital: "Equation 3 says …".
      const before = state.src.slice(0, state.pos);
      token.meta = {
        begins: /(^|[.!?]["”’)]?\s+)$/.test(before),
        // "Shannon (1948) shows", "in Shannon (1948)", but "information (Shannon, 1948)".
        isSubject:
          /(^|[.!?:]["”’)]?\s+|\b(of|in|by|from|and|see|to|with|as|than|that|on)\s+)$/i.test(
            before,
          ),
        isInParentheses: /\([^)]*$/.test(before),
      };
    }
    state.pos += match[0].length;
    return true;
  });
  md.renderer.rules.reference = (tokens, index, _options, draft: Draft) => {
    const token = tokens[index];
    const match = /^(eq|fig|task|lesson):(?:([\w-]+)\/)?([\w-]+)$/.exec(token.content.trim());
    if (!match) return cite(token, draft);
    const [, kind, lessonId, name] = match;
    return kind === 'lesson'
      ? lessonLink(name, token, draft)
      : labelLink(`${kind}:${name}`, lessonId, token, draft);
  };
}

function lessonLink(id: string, token: Token, draft: Draft): string {
  const lesson = draft.others.get(id)?.lesson;
  if (!lesson) {
    const ids = [...draft.others.keys()].join(', ');
    report(draft, token, `[@lesson:${id}] leads nowhere. Lessons are: ${ids}.`);
    return escapeText(id);
  }
  return `<a href="${draft.address(`${id}/`)}">${withLetters(escapeText(lesson.title))}</a>`;
}

function labelLink(name: string, id: string | undefined, token: Token, draft: Draft): string {
  const target = id === undefined ? draft : draft.others.get(id);
  const label = target?.labels.get(name);
  if (!target || !label) {
    report(draft, token, dangling(token.content, name, id, target));
    return escapeText(name);
  }
  const isElsewhere = target !== draft;
  const page = isElsewhere ? draft.address(`${target.lesson.id}/`) : '';
  const of = isElsewhere ? ` of lesson\u00a0${target.lesson.number}` : '';
  return `<a class="reference" href="${page}#${label.id}">${nameOf(label, token.meta.begins)}${of}</a>`;
}

function nameOf(label: Label, begins: boolean): string {
  const [kind, name] = label.name.split(':');
  if (kind === 'task') return `<code>${name}</code>`;
  const noun = nouns[kind];
  return `${begins ? noun[0].toUpperCase() + noun.slice(1) : noun}\u00a0${label.number}`;
}

function dangling(written: string, name: string, id: string | undefined, target?: Draft): string {
  if (!target) return `[@${written}] leads nowhere: there is no lesson "${id}".`;
  const kind = name.split(':')[0];
  const known = [...target.labels.keys()].filter(label => label.startsWith(`${kind}:`));
  const where = id === undefined ? 'this lesson' : `lesson "${id}"`;
  const list = known.length ? `It has: ${known.join(', ')}.` : `It has none of that kind.`;
  return `[@${written}] leads nowhere: ${where} has no "${name}". ${list}`;
}
