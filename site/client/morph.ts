/**
 * Makes `element` hold this HTML and keeps every node that is still of use: a grip under a finger
 * must not be replaced, or the finger loses it.
 */
export function morph(element: Element, html: string): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  matchChildren(element, template.content);
}

function matchChildren(old: Element, wanted: Element | DocumentFragment): void {
  const [before, after] = [[...old.childNodes], [...wanted.childNodes]];
  const isAlike =
    before.length === after.length &&
    before.every((node, i) => node.nodeName === after[i].nodeName);
  if (!isAlike) {
    old.replaceChildren(...after);
    return;
  }
  before.forEach((node, i) => {
    const next = after[i];
    if (node instanceof Element && next instanceof Element) {
      matchAttributes(node, next);
      matchChildren(node, next);
    } else if (node.nodeValue !== next.nodeValue) {
      node.nodeValue = next.nodeValue;
    }
  });
}

function matchAttributes(old: Element, wanted: Element): void {
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  }
}
