/** An element with its properties and what stands in it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  children: (Node | string)[] = [],
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A button that says what it does. */
export function button(text: string, press: () => void, className = ''): HTMLButtonElement {
  const made = element('button', { type: 'button', textContent: text, className });
  made.addEventListener('click', press);
  return made;
}
