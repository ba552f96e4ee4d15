import { createHash } from 'node:crypto';

const longest = 150;

/** A file's name for a submission, whatever its id holds: no separator, no hidden file, not too long. */
export function fileName(id: string): string {
  const safe = encodeURIComponent(id.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/[!'()*~]/g, mark => `%${mark.charCodeAt(0).toString(16)}`)
    .replace(/^\./, '%2E');
  if (safe.length <= longest) return safe;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${safe.slice(0, longest)}-${digest}`;
}
