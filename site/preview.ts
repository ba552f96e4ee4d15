import { escapeText } from './plot/svg.ts';

/**
 * What `npm start` adds to a page: it reloads after each build and lists the build's problems.
 * Styles are set from the script because a page's own policy allows no inline style sheet.
 */
export function reloadScript(problems: string): string {
  return `const problems = ${JSON.stringify(problems)};
new EventSource('/~changes').onmessage = () => location.reload();
if (problems) {
  const panel = document.createElement('dialog');
  const list = document.createElement('pre');
  list.textContent = problems;
  list.style.cssText = 'white-space:pre-wrap;margin:0 0 1rem;font:13px/1.5 ui-monospace,monospace';
  const close = document.createElement('button');
  close.textContent = 'Close';
  close.onclick = () => panel.remove();
  panel.append(list, close);
  panel.style.cssText = 'position:fixed;inset:auto 1rem 1rem;max-width:none;margin:0;max-height:45vh;overflow:auto;padding:1rem;border:3px solid #c0392b;border-radius:8px;z-index:9';
  document.body.append(panel);
  panel.show();
}
`;
}

/** Shown while there is no built page at all, with what is known of the reason. */
export function failurePage(reason: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>No page yet</title><script src="/~reload.js" defer></script></head>
<body><h1>No page yet</h1><pre>${escapeText(reason)}</pre><p>This page reloads after the next build.</p></body>
</html>
`;
}
