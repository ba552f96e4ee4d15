import { escapeText } from './svg.ts';

/**
 * Several pictures side by side, one below the other where the screen is too narrow for that.
 * @param columns how many stand side by side on a wide screen
 */
export function panels(
  svgs: readonly string[],
  columns = 2,
  captions: readonly string[] = [],
): string {
  const items = svgs.map((svg, index) => {
    const caption = captions[index]
      ? `\n<div class="fig-caption">${escapeText(captions[index])}</div>`
      : '';
    return `<div class="fig-panel">${caption}\n${svg}\n</div>`;
  });
  return `<div class="fig-panels fig-columns-${columns}">\n${items.join('\n')}\n</div>`;
}
