/** What a link's preview shows: a copy of its target, without anything to operate. */

const fetched = new Map<string, Promise<unknown>>();

/** @returns nothing when there is no such target */
export async function contentOf(
  link: HTMLAnchorElement,
  signal: AbortSignal,
): Promise<Node | undefined> {
  const id = decodeURIComponent(link.hash.slice(1));
  if (link.matches('.term')) {
    const known = await termOf(id, signal).catch(() => undefined);
    if (known) return known;
  }
  const isHere = link.pathname === location.pathname;
  const page = isHere ? document : await fetchOnce(link.href.split('#')[0], signal, readPage);
  const target = id ? page.getElementById(id) : page.querySelector('article > .title');
  return target && !target.matches('tr') ? copyOf(target) : undefined;
}

async function termOf(id: string, signal: AbortSignal): Promise<Node | undefined> {
  const address = document.querySelector<HTMLElement>('article')?.dataset.terms;
  if (!address) return undefined;
  const read = (response: Response): Promise<Record<string, string>> => response.json();
  const html = (await fetchOnce(address, signal, read))[id];
  if (!html) return undefined;
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}

async function readPage(response: Response): Promise<Document> {
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** What did not come, or was no longer wanted, is asked for again the next time. */
function fetchOnce<T>(
  address: string,
  signal: AbortSignal,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const known = fetched.get(address) as Promise<T> | undefined;
  if (known) return known;
  const result = fetch(address, { signal }).then(response => {
    if (!response.ok) throw new Error(`${response.status} for ${address}`);
    return read(response);
  });
  fetched.set(address, result);
  const forget = () => fetched.delete(address);
  signal.addEventListener('abort', forget);
  result.then(() => signal.removeEventListener('abort', forget), forget);
  return result;
}

const away =
  '.anchor, .back, .sidenote, .controls, .equation-number, .hints, .mistakes, .docstring, .examples, .facts, .about, .effort, footer, script, button, input, select, textarea, form, fieldset';

function copyOf(target: Element): Node {
  const copy = document.createElement('div');
  for (const part of partsOf(target)) {
    const own = document.importNode(part, true);
    // Rows of a list are none outside it.
    if (part.matches('li, .terms > div')) copy.append(...own.childNodes);
    else copy.append(own);
  }
  for (const element of copy.querySelectorAll(away)) element.remove();
  for (const element of copy.querySelectorAll('*')) {
    for (const name of ['id', 'tabindex', 'aria-labelledby', 'aria-describedby', 'data-symbol']) {
      element.removeAttribute(name);
    }
  }
  for (const title of copy.querySelectorAll('h1, h2, h3, h4, h5, summary, dt')) {
    const line = document.createElement('p');
    line.className = 'preview-title';
    line.append(...title.childNodes);
    title.replaceWith(line);
  }
  for (const row of copy.querySelectorAll(':scope > dd')) {
    const line = document.createElement('p');
    line.append(...row.childNodes);
    row.replaceWith(line);
  }
  for (const link of copy.querySelectorAll('a')) link.replaceWith(...link.childNodes);
  return copy;
}

/** Of what is long, its title and what comes first. */
function partsOf(target: Element): Element[] {
  const first = (within: Element | null, selector: string) =>
    [within?.querySelector(selector)].filter(one => one instanceof Element);
  if (target.matches('h2, h3, h4')) {
    const next = target.nextElementSibling;
    return next?.matches('p, .equation, ul, ol') ? [target, next] : [target];
  }
  if (target.matches('.task')) {
    return [...first(target, 'h3'), ...first(target, '.signature'), ...first(target, ':scope > p')];
  }
  if (target.matches('details')) {
    return [...first(target, 'summary'), ...first(target, ':scope > div > p')];
  }
  if (target.matches('section')) return first(target, 'p:not(.kind)');
  if (target.matches('.title')) return [...first(target, 'h1'), ...first(target, '.summary')];
  return [target];
}
