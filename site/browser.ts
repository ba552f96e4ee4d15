import { access } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Quiet and alone: no profile, no updates, no request of the browser's own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

const usual: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(variable =>
    path.join(process.env[variable] ?? 'C:\\', 'Google\\Chrome\\Application\\chrome.exe'),
  ),
};

export const howToGetOne =
  'No Chrome or Chromium was found. Install one with "npx playwright-core install chromium", or set CHROME_PATH.';

/** A browser of this machine, or the one that the package @sparticuz/chromium carries for Linux. */
export async function findBrowser(): Promise<string | undefined> {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = folders.flatMap(folder => names.map(name => path.join(folder, name)));
  for (const file of [...onPath, ...(usual[process.platform] ?? []), chromium.executablePath()]) {
    if (await exists(file)) return file;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const packaged = await import('@sparticuz/chromium').catch(() => undefined);
  return packaged?.default.executablePath().catch(() => undefined);
}

/** @param more flags, for what only one program needs */
export async function launch(executablePath: string, more: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
