import type { Coverage, Slip, Source } from '../../course/coverage.ts';
import type { FurtherText, Rendered } from '../further.ts';
import { bibliographyEntry } from '../rules/citation.ts';
import { closingOf, metaOf } from '../rules/draft.ts';
import { furtherPage } from './further-page.ts';
import type { Page } from './layout.ts';
import { worksCited } from './lesson.ts';

const title = 'Sources and errata';
const summary =
  'Where the lessons treat each idea of the texts that they follow, and what those texts got wrong.';

/** Every idea of the sources with its places, then every erratum with its computation. */
export function sourcesPage(coverage: Coverage, lessons: Rendered[], text: FurtherText): Page {
  const errata = [...errataOf(lessons, text), ...slipsOf(coverage, text)];
  const { sources, ideas } = coverage;
  const works = [...new Set(sources.map(source => source.work))];
  for (const work of works) if (work in text.references) text.cited.add(work);
  const tables = sources.map(source => ideaTable(source, coverage, text));
  const lists = works.map(work => erratumList(work, errata, coverage, text));
  return furtherPage(
    { path: 'sources/', title, summary },
    `<p>This course retells, proves and tests what these texts claim. The tables list their ${ideas.length} ideas in our own words; each
link leads to a place that treats the idea, and the number before it is that of the lesson. Below the tables are ${errata.length} errata, shown by a
computation wherever one exists.</p>
<nav class="parts" aria-label="Parts of this page">
<ul>
${sources.map(source => `<li><a href="#source-${source.id}">${text.inline(source.title, source.at)}</a></li>`).join('\n')}
<li><a href="#errata">Errata</a></li>
<li><a href="#cite">How to cite</a></li>
</ul>
</nav>
<h2 id="ideas">The ideas</h2>
${tables.join('\n')}
<h2 id="errata">Errata</h2>
<p>A good text is worth correcting. Most errata are shown as they stand in a lesson, which holds what they refer to. All numbers are
computed from the course’s own functions while this page is built.</p>
${lists.join('\n')}
<h2 id="cite">How to cite</h2>
<p>For an idea of the sources, please cite the source. The works below are complete references.</p>
<p>For something of this course, name the course, the lesson, and the day on which you read it, for instance: <i>Objective Lessons</i>,
lesson 4, “KL-regularised reward maximisation”, read on 1 March 2027. The text is under
<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>, so naming the course and the licence is also all that
it takes to reuse the text; the code is under the MIT licence.</p>
${worksCited(text)}`,
  );
}

function ideaTable(source: Source, { ideas, sources }: Coverage, text: FurtherText): string {
  const rows = ideas
    .filter(idea => idea.source === source.id)
    .map(({ number, idea, also, places, at }) => {
      const others = sources.filter(({ id }) => also.includes(id)).map(one => one.title);
      const shared = others.length
        ? ` <span class="also">Also in: ${others.map(one => text.inline(one, at)).join(', ')}.</span>`
        : '';
      return `<tr id="idea-${number}"><td class="number">${number}</td><td>${text.inline(idea, at)}${shared}</td><td>${text.links(places)}</td></tr>`;
    });
  return `<h3 id="source-${source.id}">${text.inline(source.title, source.at)}</h3>
<p class="about">${bibliography(source.work, text)} ${text.inline(source.about, source.at)}</p>
<div class="scroll table"><table class="ideas">
<thead><tr><th scope="col">No.</th><th scope="col">Idea</th><th scope="col">Treated in</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

function bibliography(work: string, { references }: FurtherText): string {
  return work in references ? bibliographyEntry(references[work]) : work;
}

interface Erratum {
  /** The key of the work that it corrects. */
  work: string;
  title: string;
  /** HTML. */
  body: string;
  /** A link to where it stands or belongs. */
  place: string;
}

/** The `::: erratum` blocks of all lessons. */
function errataOf(lessons: Rendered[], text: FurtherText): Erratum[] {
  return lessons.flatMap(({ draft, tokens }) =>
    tokens.flatMap((token, start) => {
      if (token.type !== 'erratum_open') return [];
      const content = tokens.slice(start + 1, closingOf(tokens, start));
      const { argument } = metaOf(token);
      const cited = content.flatMap(({ children }) =>
        (children ?? []).filter(({ type }) => type === 'reference').map(child => child.content),
      );
      return [
        {
          work: cited.join(' ').replaceAll('@', ' '),
          title: argument,
          body: text.excerpt(draft.lesson.id, content),
          place: text.link(`${draft.lesson.id}#${token.meta.id}`, true),
        },
      ];
    }),
  );
}

function slipsOf({ slips, sources }: Coverage, text: FurtherText): Erratum[] {
  return slips.map(slip => ({
    work: sources.find(({ id }) => id === slip.source)?.work ?? '',
    title: slip.title,
    body: text.block(slip.text, slip.at, scopeOf(slip)),
    place: text.link(slip.place),
  }));
}

/** An erratum stands under the first of the sources that it cites. */
function erratumList(
  work: string,
  errata: Erratum[],
  { sources }: Coverage,
  text: FurtherText,
): string {
  const works = sources.map(source => source.work);
  const own = errata.filter(
    erratum => erratum.work.split(/[\s;]+/).find(key => works.includes(key)) === work,
  );
  const documents = sources.filter(source => source.work === work);
  const title = documents.length > 1 ? text.references[work]?.title : documents[0].title;
  const items = own.map(
    ({ title, body, place }, index) =>
      `<section class="erratum-entry" aria-labelledby="erratum-${work}-${index + 1}">
<h4 id="erratum-${work}-${index + 1}">${text.inline(title, 'lessons')}</h4>
${body}<p class="where">In ${place}</p>
</section>`,
  );
  return `<h3 id="errata-${work}">${text.inline(title ?? work, documents[0].at)}</h3>
${items.length ? items.join('\n') : '<p>None that we know of.</p>'}`;
}

/** Id of the lesson whose functions the text of a slip may call. */
export function scopeOf({ place }: Slip): string {
  return /^(?:\[@\w+:)?([\w-]+)/.exec(place)?.[1] ?? '';
}
