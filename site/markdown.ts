import MarkdownIt from 'markdown-it';
import { blocks } from '../course/blocks.ts';
import type { Lesson } from '../course/lesson.ts';
import type { Draft, Token } from './rules/draft.ts';
import { rules } from './rules/rules.ts';

/** The Markdown of lessons: plain Markdown, blocks, and the rules of `rules/`. */
export const markdown = new MarkdownIt({ typographer: true });
markdown.disable('replacements'); // (c) and -- mean what they say in a lesson about code
markdown.use(blocks);
for (const [, install] of rules) markdown.use(install);

/** First pass: the draft learns its labels. All lessons are parsed before any is rendered. */
export function parse(body: string, draft: Draft): Token[] {
  return markdown.parse(body, draft);
}

const parsed = new WeakMap<object, { tokens: Token[]; left: [string, unknown][] }>();

/** The first pass over a lesson, once for as long as it is the same: see `loadLesson`. */
export function parseLesson(lesson: Lesson, draft: Draft): Token[] {
  const known = parsed.get(lesson);
  if (known) {
    for (const [name, value] of known.left) Object.assign(draft, { [name]: copied(value) });
    return known.tokens;
  }
  const before = new Set(
    Object.entries(draft).flatMap(([name, value]) => (isEmpty(value) ? [] : name)),
  );
  const tokens = parse(lesson.body, draft);
  const left = Object.entries(draft).filter(([name]) => !before.has(name));
  parsed.set(lesson, { tokens, left: left.map(([name, value]) => [name, copied(value)]) });
  return tokens;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : (value instanceof Map || value instanceof Set) && value.size === 0;
}

/** Rendering adds to what parsing left. */
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return [...value];
  if (value instanceof Map) return new Map(value);
  return value instanceof Set ? new Set(value) : value;
}

/** Second pass: references to any lesson can be resolved. */
export function render(tokens: Token[], draft: Draft): string {
  return markdown.renderer.render(tokens, markdown.options, draft);
}

/** Markdown in a line, outside the lessons' texts. */
export function renderInline(text: string, draft: Draft): string {
  return markdown.renderInline(text, draft);
}
