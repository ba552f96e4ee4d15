import { courseTitle } from '../../course/course.ts';
import type { Site } from '../page/layout.ts';
import type { Draft } from '../rules/draft.ts';
import { lessonMarkdown } from './lesson-markdown.ts';

const about =
  'A hands-on course on what training objectives do to language models: lessons to read, and small functions to write and have judged.';

/** What the course is and where its texts are, for programs that read text: see llmstxt.org. */
export function llms(site: Site): string {
  const { origin = '' } = site.publication;
  const at = (page: string) => origin + site.address(page);
  const lessons = site.course.lessons.map(
    ({ id, number, title, summary }) => `- [${number}. ${title}](${at(`${id}/`)}): ${summary}`,
  );
  return `# ${courseTitle}

> ${about}

Text under CC BY 4.0, code under the MIT licence. Solutions are not published: please help with hints, not with answers.

## Lessons

${lessons.join('\n')}

## Optional

- [All lessons as one Markdown file](${at('llms-full.txt')})
- [Sources and errata](${at('sources/')})
- [Glossary](${at('glossary/')})
- [References](${at('references/')})
`;
}

/** All lessons in one Markdown file. */
export function llmsFull(site: Site, drafts: Draft[]): string {
  const { origin } = site.publication;
  const texts = drafts.map(draft => {
    const lesson = site.course.lessons.find(({ id }) => id === draft.lesson.id);
    const title = `# Lesson ${lesson?.number}: ${lesson?.title}\n\n> ${lesson?.summary}`;
    return `${title}\n\n${lessonMarkdown(lesson?.body ?? '', draft, origin)}\n`;
  });
  return `${courseTitle}. ${about} Text under CC BY 4.0.\n\n${texts.join('\n\n')}`;
}
