/** An element with its class and content. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** A modal dialog of the page. Escape, its button and a click beside it close it. */
export function makeDialog(kind: string, title: string, ...content: Node[]): HTMLDialogElement {
  const heading = make('h2', 'dialog-title', title);
  heading.id = `${kind}-title`;
  const close = make('button', 'dialog-close', '×');
  close.type = 'button';
  close.setAttribute('aria-label', 'Close');
  const dialog = make('dialog', `dialog ${kind}`, heading, close, ...content);
  dialog.setAttribute('aria-labelledby', heading.id);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', event => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y, target } = event;
    const isBeside = x < left || x > right || y < top || y > bottom;
    if (target === dialog && isBeside) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}
