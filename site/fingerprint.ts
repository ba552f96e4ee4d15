import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const importLine = /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

/**
 * Tells whether what a module computes may have changed: a hash of the module, of all that it imports,
 * of the data beside those files, of the packages that are installed, and of Node.
 */
export class Fingerprint {
  readonly #files = new Map<string, SourceFile>();

  /** @param entries files from the project's root, or absolute; one that does not exist counts as empty */
  of(...entries: string[]): string {
    const reached = new Map<string, string>([['node', process.version]]);
    this.#reach(path.join(project, 'package-lock.json'), reached);
    for (const entry of entries) this.#reach(path.resolve(project, entry), reached);
    const hash = createHash('sha256');
    for (const file of [...reached.keys()].sort()) {
      hash.update(`\n${path.relative(project, file)}\n${reached.get(file)}`);
    }
    return hash.digest('hex').slice(0, 32);
  }

  #reach(file: string, reached: Map<string, string>): void {
    if (reached.has(file)) return;
    reached.set(file, '');
    const known = this.#files.get(file) ?? read(file);
    this.#files.set(file, known);
    const { hash, needs } = known;
    reached.set(file, hash);
    for (const needed of needs) this.#reach(needed, reached);
  }
}

interface SourceFile {
  hash: string;
  /** Modules that it imports, and data files beside it, which it may read. */
  needs: string[];
}

function read(file: string): SourceFile {
  const text = orElse('', () => readFileSync(file, 'utf8'));
  const hash = createHash('sha256').update(text).digest('hex');
  if (!/\.m?[jt]s$/.test(file)) return { hash, needs: [] };
  const folder = path.dirname(file);
  const beside = orElse([], () => readdirSync(folder)).filter(name => name.endsWith('.json'));
  const imported = [...text.matchAll(importLine)].flatMap(([, wanted]) => resolved(wanted, file));
  return { hash, needs: [...imported, ...beside.map(name => path.join(folder, name))] };
}

function orElse<T>(missing: T, read: () => T): T {
  try {
    return read();
  } catch {
    return missing;
  }
}

/** Packages are told by the lock file. */
function resolved(wanted: string, from: string): string[] {
  if (wanted === '#tensor') return [path.join(project, 'course/tensor.ts')];
  if (!/^(\.|file:)/.test(wanted)) return [];
  return [fileURLToPath(new URL(wanted, pathToFileURL(from)))];
}
