import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { CourseError } from './lesson.ts';

/** A text in YAML whose parts know their lines. */
export interface LinedYaml {
  data: unknown;
  /** `lessons/glossary.yaml:12` for the part at the end of a path of keys and indices. */
  at: (...keys: (string | number)[]) => string;
}

/** The last reading of each file: whoever watches the course reads them at every change. */
const read = new Map<string, { text: string; yaml: LinedYaml }>();

/**
 * Reads a file below `root`; one that is missing holds nothing.
 * @throws {CourseError} with the place of each mistake in the YAML itself.
 */
export async function readLinedYaml(root: string, file: string): Promise<LinedYaml> {
  const text = await readFile(path.join(root, file), 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = read.get(file);
  if (known?.text === text) return known.yaml;
  const yaml = linedYaml(text, file);
  read.set(file, { text, yaml });
  return yaml;
}

export function linedYaml(text: string, file: string): LinedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length) {
    throw new CourseError(
      document.errors.map(({ pos, message }) => `${place(pos[0])}: ${message.split('\n')[0]}`),
    );
  }
  return {
    data: document.toJS(),
    at: (...keys) => {
      for (let length = keys.length; length > 0; length--) {
        const node = document.getIn(keys.slice(0, length), true);
        if (isNode(node) && node.range) return place(node.range[0]);
      }
      return file;
    },
  };
}
