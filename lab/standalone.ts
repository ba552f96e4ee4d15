/** The colours and strokes that the site's style sheet gives to a figure, for a file of its own. */
const style = `<style>
.fig{font:14.5px sans-serif;fill:#222;background:#fff}
.fig-c1{--tone:#0b62c4}.fig-c2{--tone:#b3430f}.fig-c3{--tone:#0d7a5f}
.fig-c4{--tone:#8a3ea8}.fig-c5{--tone:#8a6d00}.fig-c6{--tone:#555}
.fig-line{fill:none;stroke:var(--tone);stroke-width:2.25}
.fig-dot,.fig-bar,.fig-area{fill:var(--tone)}.fig-area{opacity:.25}
.fig-label{fill:var(--tone,#222)}.fig-small{font-size:12px}
.fig-grid,.fig-rule,.fig-axis{fill:none;stroke:#999}.fig-grid{stroke:#ddd}
</style>`;

/** A chart as an SVG file that needs no style sheet beside it. */
export function standalone(svg: string): string {
  const opened = svg.includes('xmlns=')
    ? svg
    : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return opened.replace('>', `>\n${style}`);
}
