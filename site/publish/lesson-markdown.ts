import { shortAuthors } from '../rules/citation.ts';
import type { Draft, Token } from '../rules/draft.ts';
import { forTex } from '../rules/mathematics.ts';
import { evaluate } from '../rules/value.ts';

/**
 * A lesson as plain Markdown, for programs that read text: numbers are filled in, references named.
 * Hints, known wrong answers and which choice of a question is right are left out, so that a reader
 * who asks such a program is not told more than the page would have told by itself.
 */
export function lessonMarkdown(body: string, draft: Draft, origin = ''): string {
  const quiet: Draft = { ...draft, problems: [], cited: new Set(), headings: [] };
  const text = withoutSpoilers(body, quiet);
  return text
    .split(/(^(?:`{3,}).*\n[\s\S]*?^`{3,}$)/m)
    .map((part, i) => (i % 2 ? part : fill(part, quiet, origin)))
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Blocks become headings and bold words; what is to be opened by choice goes. */
function withoutSpoilers(body: string, draft: Draft): string {
  const lines: string[] = [];
  let skipped = ''; // the colons that close a block which is left out
  let question = ''; // the colons that close the question that is read
  let isExplanation = false;
  let questions = 0;
  for (const line of body.split('\n')) {
    const [, colons, kind, argument = ''] = /^(:{3,})\s*([a-z]*)\s*(.*?)\s*$/.exec(line) ?? [];
    if (skipped) {
      if (line.trim() === skipped) skipped = '';
    } else if (kind === 'hint' || kind === 'mistake') {
      skipped = colons;
    } else if (kind === 'question') {
      question = colons;
      isExplanation = false;
      lines.push(`**Question ${++questions}.**`, '');
    } else if (kind) {
      lines.push(opening(kind, argument, draft), '');
    } else if (colons) {
      if (colons === question) question = '';
      lines.push('');
    } else if (question && /^- \[[ xX]\]/.test(line)) {
      isExplanation = false;
      lines.push(line.replace(/^- \[[ xX]\]\s*/, '- '));
    } else if (question && isExplanation) {
    } else {
      // A choice ends with its paragraph; what is indented below it explains.
      if (question && line === '' && lines.at(-1) !== '' && isInChoice(lines)) isExplanation = true;
      lines.push(line);
    }
  }
  return lines.join('\n');
}

function isInChoice(lines: string[]): boolean {
  const start = lines.findLastIndex(line => !line.startsWith('  '));
  return lines[start]?.startsWith('- ') ?? false;
}

function opening(kind: string, argument: string, draft: Draft): string {
  if (kind === 'task') {
    const [name] = argument.split(' ');
    const task = draft.lesson.tasks.find(one => one.name === name);
    const effort = task ? ` (${task.stars}, about ${task.minutes} minutes)` : '';
    const signature = task ? `\n\n\`\`\`ts\n${task.signature}\n\`\`\`` : '';
    return `### Task: \`${name}\`${effort}${signature}`;
  }
  if (kind === 'figure') {
    const number = draft.labels.get(`fig:${argument}`)?.number;
    return `**Figure ${number}** (${draft.figures[argument]?.alt}).`;
  }
  const name = kind[0].toUpperCase() + kind.slice(1);
  return argument ? `**${name}: ${argument}.**` : `**${name}.**`;
}

/** Code, formulas, values, references and links, in the order in which one hides the others. */
const pieces =
  /(`+)[\s\S]*?\1|(\$\$[\s\S]*?\$\$|\$(?![\s$])(?:\\[\s\S]|[^\\$])+?\$)(?: \{#(eq:[\w-]+)\})?|\{\{([\s\S]*?)\}\}|\[@([^\]\n]+)\]|\]\(\/(?!\/)([^)]*)\)/g;

function fill(text: string, draft: Draft, origin: string): string {
  return text.replace(pieces, (all, code, formula, label, value, reference, page, at: number) => {
    if (code) return all;
    if (formula) return tex(formula, label, draft);
    // In a table, a bar is escaped.
    if (value !== undefined) return evaluate(value.replaceAll('\\|', '|'), blank, draft);
    if (reference !== undefined) {
      const begins = /(^|[.!?]\s+)$/.test(text.slice(0, at));
      return referred(reference, draft, origin, begins);
    }
    return `](${origin}${draft.address(page)})`;
  });
}

function tex(formula: string, label: string | undefined, draft: Draft): string {
  const filled = formula.replace(/\{\{(\s[\s\S]*?\s)\}\}/g, (_, value) =>
    forTex(evaluate(value, blank, draft)),
  );
  const number = label && draft.labels.get(label)?.number;
  return number ? filled.replace(/\s*\$\$$/, ` \\tag{${number}}\n$$$$`) : filled;
}

/** @param begins whether a sentence begins here */
function referred(written: string, draft: Draft, origin: string, begins: boolean): string {
  const link = /^lesson:([\w-]+)$/.exec(written);
  const lesson = link && draft.others.get(link[1])?.lesson;
  if (lesson) return `[${lesson.title}](${origin}${draft.address(`${lesson.id}/`)})`;
  const label = /^(eq|fig|task):(?:([\w-]+)\/)?([\w-]+)$/.exec(written);
  if (label) return nameOf(label, draft, begins);
  const works = written.split(';').flatMap(part => {
    const work = draft.references[part.trim().replace(/^@/, '')];
    return work ? [`${shortAuthors(work.author)}, ${work.year}`] : [];
  });
  return `(${works.join('; ')})`;
}

function nameOf([, kind, id, name]: string[], draft: Draft, begins: boolean): string {
  if (kind === 'task') return `\`${name}\``;
  const target = id ? draft.others.get(id) : draft;
  const noun = kind === 'eq' ? 'equation' : 'figure';
  const of = id ? ` of lesson ${target?.lesson.number}` : '';
  const shown = begins ? noun[0].toUpperCase() + noun.slice(1) : noun;
  return `${shown} ${target?.labels.get(`${kind}:${name}`)?.number}${of}`;
}

/** Values are reported on where the page is rendered; here nobody needs their place. */
const blank = {} as Token;
