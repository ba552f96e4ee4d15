import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** Lies beside the folders `submission_123456` of a Gradescope download. */
export const metadataName = 'submission_metadata.yml';

interface Submitter {
  ':name'?: unknown;
  ':sid'?: unknown;
  ':email'?: unknown;
}

/** Folder name → the students' addresses, else their numbers or names; none without a readable file. */
export async function gradescopeIds(folder: string): Promise<Record<string, string>> {
  const text = await readFile(path.join(folder, metadataName), 'utf8').catch(() => '');
  const ids: Record<string, string> = Object.create(null);
  const taken = new Set<string>();
  for (const [name, about] of Object.entries(entriesIn(text))) {
    const submitters = (about as { ':submitters'?: Submitter[] } | null)?.[':submitters'] ?? [];
    if (!Array.isArray(submitters)) continue;
    const id = submitters
      .map(one => one?.[':email'] || one?.[':sid'] || one?.[':name'])
      .filter(one => typeof one === 'string' || typeof one === 'number')
      .join('+');
    // Two submissions of one student stay two, by the names of their folders.
    if (!id || taken.has(id)) continue;
    taken.add(id);
    ids[name] = id;
  }
  return ids;
}

function entriesIn(text: string): object {
  try {
    const parsed: unknown = parse(text, { maxAliasCount: 0 });
    return typeof parsed === 'object' && parsed ? parsed : {};
  } catch {
    return {};
  }
}
