import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeSource = readFileSync(axeFile, 'utf8');

/**
 * Makes each formula one box of its size with its text. Three quarters of a page's elements are boxes
 * of KaTeX's, which inherit their colours, which screen readers do not see, and which axe does not look
 * at, but of which it makes a list each time it runs.
 */
export async function flattenFormulas(page: Page): Promise<void> {
  await page.evaluate(() => {
    const formulas = [...document.querySelectorAll('.katex')].flatMap(formula => {
      const text = formula.querySelector('.katex-mathml')?.textContent;
      return text ? [{ formula, text, size: formula.getBoundingClientRect() }] : [];
    });
    for (const { formula, text, size } of formulas) {
      const box = document.createElement('span');
      box.textContent = text;
      box.style.cssText = `display:inline-block;font-size:0;width:${size.width}px;height:${size.height}px`;
      formula.replaceChildren(box);
    }
  });
}

/**
 * What axe finds: everything in light, and in dark what the colours decide, because a theme changes
 * colours and nothing else.
 * @param within the part of the page to look at
 */
export async function violations(
  page: Page,
  scheme: 'light' | 'dark',
  within = 'html',
): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  if (!isThere) await page.evaluate(axeSource); // unlike a script element, this is not subject to the page's policy
  const rules = {
    // To axe a header that holds only a formula is empty; whether one is, is looked at below.
    'empty-table-header': { enabled: false },
    // What can be pressed is as large as a fingertip needs (WCAG 2.5.8); only looked at when asked for.
    'target-size': { enabled: true },
  };
  const choice = scheme === 'dark' ? { runOnly: ['color-contrast'] } : { rules };
  return page.evaluate(
    async ({ choice, within }) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const found = await axe.run(
        { include: [[within]], exclude: [['.katex']] },
        { resultTypes: ['violations'], ...choice },
      );
      const silent = [...document.querySelectorAll('th')].filter(cell => !cell.textContent?.trim());
      if (silent.length) return [`${silent.length} table headers are empty`];
      return found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`,
      );
    },
    { choice, within },
  );
}
