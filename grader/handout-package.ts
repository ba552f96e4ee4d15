import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../course/course.ts';

type Versions = Record<string, string>;

interface Manifest {
  dependencies?: Versions;
  devDependencies?: Versions;
  [key: string]: unknown;
}

interface Locked extends Manifest {
  optionalDependencies?: Versions;
  peerDependencies?: Versions;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  dev?: boolean;
  devOptional?: boolean;
}

interface Lock {
  packages: Record<string, Locked>;
  [key: string]: unknown;
}

/**
 * Our package.json and lock without what a part of the project does not need. Versions and checksums stay
 * what they are here, so both are tested together. The native TensorFlow.js is left out: it is optional,
 * downloads a library as it installs, and verdicts never use it.
 * @param packages what the part imports, and may be more than is installed from the registry
 */
export async function reducedPackage(
  packages: readonly string[],
  scripts: Record<string, string>,
  { development = true } = {},
): Promise<{ 'package.json': string; 'package-lock.json': string }> {
  const read = async (file: string) =>
    JSON.parse(await readFile(path.join(projectRoot, file), 'utf8'));
  const manifest = reduceManifest(await read('package.json'), packages, scripts);
  if (!development) manifest.devDependencies = {};
  const lock = reduceLock(await read('package-lock.json'), manifest);
  const write = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return { 'package.json': write(manifest), 'package-lock.json': write(lock) };
}

function reduceManifest(
  manifest: Manifest,
  packages: readonly string[],
  scripts: Record<string, string>,
): Manifest {
  const { optionalDependencies: _, ...kept } = manifest;
  const pick = (versions: Versions = {}) =>
    Object.fromEntries(Object.entries(versions).filter(([name]) => packages.includes(name)));
  return {
    ...kept,
    scripts,
    dependencies: pick(manifest.dependencies),
    devDependencies: pick(manifest.devDependencies),
  };
}

/** Keeps the entries that are reached from the manifest, as Node resolves them. */
export function reduceLock(lock: Lock, manifest: Manifest): Lock {
  const { dependencies = {}, devDependencies = {} } = manifest;
  const { name, version, license, engines } = lock.packages[''];
  const root = { name, version, license, dependencies, devDependencies, engines };
  const needed = reach(lock, Object.keys(dependencies));
  const all = reach(lock, Object.keys({ ...dependencies, ...devDependencies }));
  const packages: Lock['packages'] = { '': root };
  for (const [place, entry] of Object.entries(lock.packages)) {
    if (!all.has(place)) continue;
    const { dev: _, devOptional: __, ...rest } = entry;
    packages[place] = needed.has(place) ? rest : { ...rest, dev: true };
  }
  return { ...lock, packages };
}

function reach({ packages }: Lock, names: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const follow = (from: string, wanted: readonly string[]) => {
    for (const name of wanted) {
      const place = resolve(packages, from, name);
      if (!place || reached.has(place)) continue;
      reached.add(place);
      const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
        packages[place];
      const peers = Object.keys(peerDependencies ?? {});
      const needed = peers.filter(peer => !peerDependenciesMeta?.[peer]?.optional);
      follow(place, [...Object.keys({ ...dependencies, ...optionalDependencies }), ...needed]);
    }
  };
  follow('', names);
  return reached;
}

/** From `node_modules/a/node_modules/b` outwards, as Node looks. */
function resolve(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let folder = from; ; ) {
    const place = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (packages[place]) return place;
    if (!folder) return undefined;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
}
