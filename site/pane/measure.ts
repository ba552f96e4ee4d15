import type { Browser, Page } from 'playwright-core';

export interface Measured {
  /** From the press that opens a pane, on a page that has fetched nothing for it, to the verdict shown. */
  slow4gSeconds: number;
  /** From the press of Run, once more, to the verdict shown. */
  warmSeconds: number;
}

/** Slow 4G, as browsers' tools simulate it: 1.6 Mbit/s down, 150 ms for a round trip. */
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

const right = 'export function surprisal(p: number): number {\n  return -Math.log(p) || 0;\n}';

/**
 * Opens the pane of the first task of the first lesson, puts a right answer in and runs it, all by script,
 * so that no reader's pace is in the number: the press on "Write it here", the text and the press on Run
 * follow each other at once, and the clock stops when the verdict has been painted. The page itself,
 * with its scripts, is there before the clock starts; the lesson's data, the judge and the worker are not.
 * @param origin of a server that compresses, as static hosts do
 */
export async function measurePane(
  browser: Browser,
  origin: string,
  base: string,
): Promise<Measured> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', slow4g);
    await page.goto(`${origin}${base}nll/`, { waitUntil: 'networkidle' });
    const slow4gSeconds = await clock(page, 'first');
    const warm: number[] = [];
    for (let round = 0; round < 5; round++) warm.push(await clock(page, 'again'));
    warm.sort((a, b) => a - b);
    return { slow4gSeconds, warmSeconds: warm[2] };
  } finally {
    await context.close();
  }
}

/** As text, because the tools that compile this file would put helpers of theirs into the function. */
function clock(page: Page, which: 'first' | 'again'): Promise<number> {
  return page.evaluate(`(async () => {
    const card = document.querySelector('#task-surprisal');
    const until = async find => {
      for (;;) {
        const found = find();
        if (found) return found;
        await new Promise(requestAnimationFrame);
      }
    };
    const started = performance.now();
    if (${which === 'first'}) {
      card.querySelector('.pane-open').click();
      const area = await until(() => card.querySelector('.pane textarea'));
      area.value = ${JSON.stringify(right)};
      area.dispatchEvent(new Event('input', { bubbles: true }));
    } else {
      card.querySelector('.pane-result').remove();
    }
    card.querySelector('.pane-run').click();
    await until(() => card.querySelector('.pane-result.is-good'));
    await new Promise(requestAnimationFrame);
    return (performance.now() - started) / 1000;
  })()`) as Promise<number>;
}
