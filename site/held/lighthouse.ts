import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { limits } from '../limits.ts';

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof categories)[number];
export type Scores = Partial<Record<Category, number>>;

export interface Lighthouse {
  version: string;
  /** Scores of 100 on a simulated phone, and what cost points; the median of three if it is slow. */
  audit(url: string, asked: readonly Category[]): Promise<{ scores: Scores; reasons: string[] }>;
}

export const howToGetLighthouse =
  'It is 185 MB, so it is no part of this package: npm i --no-save lighthouse@12, or set LIGHTHOUSE_PATH to a folder in which it is installed.';

/**
 * Lighthouse, where it is installed.
 * @param port the port at which the browser can be debugged
 */
export async function findLighthouse(port: number): Promise<Lighthouse | undefined> {
  const from = process.env.LIGHTHOUSE_PATH ?? path.dirname(import.meta.dirname);
  const require = createRequire(path.join(path.resolve(from), 'package.json'));
  let file: string;
  try {
    file = require.resolve('lighthouse');
  } catch {
    return undefined;
  }
  const { default: lighthouse } = await import(pathToFileURL(file).href);
  const { version } = require('lighthouse/package.json');
  return {
    version,
    async audit(url, asked) {
      const options = { port, output: 'json', logLevel: 'silent', onlyCategories: asked };
      const once = async (): Promise<Report> => (await lighthouse(url, options)).lhr;
      const first = await once();
      const lhr =
        performanceOf(first) < limits.lighthouse
          ? median([first, await once(), await once()])
          : first;
      const scores = scoresOf(lhr);
      const reasons = asked.flatMap(name =>
        (lhr.categories[name]?.auditRefs ?? [])
          .filter(({ id, weight }: Ref) => weight > 0 && (lhr.audits[id].score ?? 1) < 0.9)
          .map(({ id }: Ref) => `${lhr.audits[id].title} (${lhr.audits[id].displayValue ?? id})`),
      );
      return { scores, reasons };
    },
  };
}

/** Of three, because what else the machine does costs points: a second of a phone is four times ours. */
function median(reports: Report[]): Report {
  return reports.sort((a, b) => performanceOf(a) - performanceOf(b))[1];
}

function scoresOf({ categories: found }: Report): Scores {
  return Object.fromEntries(
    Object.entries(found).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]),
  );
}

function performanceOf(report: Report): number {
  return scoresOf(report).performance ?? limits.lighthouse;
}

/** The part of Lighthouse's report that is read here. */
interface Report {
  categories: Partial<Record<Category, { score: number | null; auditRefs: Ref[] }>>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
}

interface Ref {
  id: string;
  weight: number;
}
