import type { Course } from '../course/course.ts';
import type { Place, PlaceFinder } from '../course/places.ts';
import { parse, render, renderInline } from './markdown.ts';
import { escapeText } from './plot/svg.ts';
import type { Draft, Token } from './rules/draft.ts';
import { withLetters } from './rules/number.ts';
import { printedValue } from './rules/value.ts';

/** A rendered lesson, as the pages after the lessons look at it. */
export interface Rendered {
  draft: Draft;
  tokens: Token[];
}

/**
 * What a page after the lessons is written with: Markdown that may cite works and lead into any lesson,
 * with the same rules as in a lesson.
 */
export class FurtherText {
  /** Whatever is wrong, with its place. */
  readonly problems: string[] = [];
  readonly cited = new Set<string>();
  readonly references: Course['references'];
  readonly #lessons: Map<string, Rendered>;
  readonly #find: PlaceFinder;
  readonly #draft: Draft;

  constructor(lessons: Rendered[], common: Pick<Draft, FromCourse>, find: PlaceFinder) {
    this.references = common.references;
    this.#lessons = new Map(lessons.map(one => [one.draft.lesson.id, one]));
    this.#find = find;
    this.#draft = {
      ...common,
      lesson: { name: '', id: '', number: 0, title: '', tasks: [] },
      problems: [],
      labels: new Map(),
      headings: [],
      cited: this.cited,
      value: content => printedValue(content, {}),
      figures: {},
    };
  }

  /** @param at the place of the text, for what is wrong with it */
  inline(text: string, at: string): string {
    const draft = { ...this.#draft, problems: [] };
    const html = renderInline(text, draft);
    this.#report(draft, at);
    return html;
  }

  /** @param lessonId the lesson whose functions the text may call */
  block(text: string, at: string, lessonId: string): string {
    const { value } = this.#lessons.get(lessonId)?.draft ?? this.#draft;
    const draft = { ...this.#draft, value, problems: [], labels: new Map() };
    const html = render(parse(text, draft), draft);
    this.#report(draft, at);
    return html;
  }

  /**
   * A link to the place, as "lesson 4, equation 2"; only the text where it leads nowhere.
   * @param isByLesson call the place by its lesson's title
   */
  link(written: string, isByLesson = false): string {
    const place = this.#find(written);
    if (typeof place === 'string') return `<code>${escapeText(written)}</code>`;
    const number = `lesson\u00a0${place.lesson.number}`;
    const shown = isByLesson ? withLetters(escapeText(place.lesson.title)) : this.title(place);
    return `${number}, ${this.#linkTo(place, shown)}`;
  }

  /** Links to all the places, those of one lesson behind its number. */
  links(written: string[]): string {
    const groups = new Map<string, string[]>();
    for (const one of written) {
      const place = this.#find(one);
      const [number, link] =
        typeof place === 'string'
          ? ['', this.link(one)]
          : [String(place.lesson.number), this.#linkTo(place)];
      groups.set(number, [...(groups.get(number) ?? []), link]);
    }
    const items = [...groups].map(
      ([number, links]) =>
        `<li><span class="number"><span class="visually-hidden">Lesson</span> ${number}</span> <span>${links.join(', ')}</span></li>`,
    );
    return `<ul class="places">${items.join('')}</ul>`;
  }

  #linkTo(place: Place, shown = this.title(place)): string {
    const kind = place.anchor.startsWith('task-') ? ' class="name"' : '';
    return `<a${kind} href="${this.addressOf(place)}">${shown}</a>`;
  }

  addressOf({ lesson, anchor }: Place): string {
    return `${this.#draft.address(`${lesson.id}/`)}${anchor && `#${anchor}`}`;
  }

  /** The place's own title, in a form that may stand in a link. */
  title({ title }: Place): string {
    const draft = { ...this.#draft, problems: [], cited: new Set<string>() };
    return withoutLinks(renderInline(title, draft));
  }

  /**
   * Part of a lesson's page, to be shown on this one: links lead to the lesson, and nothing that it
   * could be reached by is taken along. Its problems are reported where it stands.
   */
  excerpt(lessonId: string, tokens: Token[]): string {
    const lesson = this.#lessons.get(lessonId);
    if (!lesson) return '';
    const draft = { ...lesson.draft, problems: [], headings: [], cited: this.cited };
    const page = this.#draft.address(`${lessonId}/`);
    return render(tokens, draft)
      .replace(/ href="#(?!work-)/g, ` href="${page}#`)
      .replace(/ id="[^"]*"/g, '');
  }

  #report(draft: Draft, at: string): void {
    this.problems.push(...draft.problems.map(({ message }) => `${at}: ${message}`));
  }
}

type FromCourse = 'references' | 'others' | 'address' | 'film' | 'publish' | 'highlight' | 'once';

function withoutLinks(html: string): string {
  return html.replace(/<\/?a\b[^>]*>/g, '');
}
