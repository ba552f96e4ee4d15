import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own folder, which holds node_modules. */
const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * A folder for what can be made again: `node_modules/.cache/objective-lessons/NAME`, or one in the
 * system's temporary folder, for this user only, where node_modules cannot be written.
 */
export function cacheFolder(name: string): string {
  const places = [
    join(root, 'node_modules', '.cache', 'objective-lessons'),
    join(tmpdir(), `objective-lessons-${userInfo().uid}`),
  ];
  for (const place of places) {
    try {
      const folder = join(place, name);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // Read-only: try the next place.
    }
  }
  throw new Error(
    `Neither of these folders can be written: ${places.join(', ')}. Make one of them writable.`,
  );
}
