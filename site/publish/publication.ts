import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { CourseError } from '../../course/lesson.ts';
import { type Dates, gitDates } from './dates.ts';
import { type Repository, readRepository } from './repository.ts';

/** What the pages say of where and by whom they are published. */
export interface Publication {
  /** `https://example.org`, without a slash at the end; without it, nothing that needs whole addresses is written. */
  origin?: string;
  /** Where the lessons' texts can be read and changed. */
  repository?: Repository;
  citation?: Citation;
  /** By the lesson's name; only where git was asked. */
  dates?: Map<string, Dates>;
  /** Whether a visitor's browser keeps the course for reading without a network. */
  isOffline: boolean;
}

export interface PublicationOptions {
  origin?: string;
  repository?: string;
  /** Take the lessons' dates from git. */
  gitDates?: boolean;
  offline?: boolean;
}

/** What CITATION.cff says of the course. */
export interface Citation {
  author: string;
  year: number;
  version: string;
}

/** @throws {CourseError} for an option that makes no sense, or a CITATION.cff that lacks something. */
export async function loadPublication(
  root: string,
  options: PublicationOptions,
): Promise<Publication> {
  const text = (file: string) => readFile(path.join(root, file), 'utf8').catch(() => undefined);
  const [packageFile, citationFile] = await Promise.all(['package.json', 'CITATION.cff'].map(text));
  const known = packageFile && JSON.parse(packageFile).repository;
  const repository = options.repository ?? (typeof known === 'string' ? known : known?.url);
  return {
    origin: options.origin && readOrigin(options.origin),
    repository: repository && readRepository(repository),
    citation: citationFile === undefined ? undefined : readCitation(citationFile),
    dates: options.gitDates ? await gitDates(root) : undefined,
    isOffline: options.offline ?? true,
  };
}

function readOrigin(written: string): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new CourseError([
      `--origin "${written}" is no origin. Write https://example.org, and the path with --base.`,
    ]);
  }
  return url.origin;
}

function readCitation(yaml: string): Citation {
  const { authors, version, 'date-released': released } = parseYaml(yaml) ?? {};
  const author = authors?.map((one: { name?: string }) => one.name).join(', ');
  const year = Number(/^\d{4}/.exec(String(released))?.[0]);
  if (!author || !version || !year) {
    throw new CourseError(['CITATION.cff needs authors with a name, version, and date-released.']);
  }
  return { author, year, version: String(version) };
}
