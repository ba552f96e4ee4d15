import { PreviewBox } from './preview-box.ts';
import { contentOf } from './preview-content.ts';
import { SymbolReader } from './preview-symbols.ts';

/**
 * Previews of what a link leads to, and of what a symbol means. A mouse opens one by resting on it, the
 * keyboard by reaching it, a finger by the first tap; Escape closes it. Where the target cannot be had,
 * the link is a link.
 */

const rest = 250;
const leave = 220;
const article = document.querySelector<HTMLElement>('article');
const box = article && 'popover' in HTMLElement.prototype ? new PreviewBox(article) : undefined;

if (article && box) {
  const symbols = new SymbolReader(article);
  let waiting: ReturnType<typeof setTimeout> | undefined;
  /** What is shown, or about to be. */
  let current: { of: Element; by: 'mouse' | 'keyboard' | 'touch' } | undefined;
  let request: AbortController | undefined;
  let isLeaving = false;
  /** Not every browser says it of a click. */
  let pointer = '';

  const stay = () => {
    clearTimeout(waiting);
    isLeaving = false;
  };
  const close = () => {
    stay();
    request?.abort();
    request = undefined;
    current = undefined;
    symbols.light(undefined);
    box.hide();
  };
  const later = (milliseconds: number, action: () => void) => {
    stay();
    waiting = setTimeout(action, milliseconds);
  };

  /** @returns whether there was anything to show */
  async function open(link: HTMLAnchorElement, by: 'mouse' | 'keyboard' | 'touch', x?: number) {
    close();
    const mine = new AbortController();
    request = mine;
    current = { of: link, by };
    const content = await (link.matches('.equation-number')
      ? symbols.listOf(link)
      : contentOf(link, mine.signal)
    ).catch(() => undefined);
    if (mine.signal.aborted) return true;
    if (!content) {
      close();
      return false;
    }
    // The number of an equation leads to where the reader is.
    const equation = link.matches('.equation-number') && link.closest('.equation');
    const go = by === 'touch' && !equation ? link.href : undefined;
    const beside = equation || undefined;
    box?.show(content, link, { x, go, beside, isByKeys: by === 'keyboard' });
    return true;
  }

  async function explain(symbol: HTMLElement, by: 'mouse' | 'touch') {
    close();
    current = { of: symbol, by };
    symbols.light(symbol);
    const beside = symbol.closest('.equation') ?? undefined;
    box?.show(symbols.meaningOf(symbol), symbol, { beside });
  }

  document.addEventListener('pointerover', event => {
    if (event.pointerType !== 'mouse' || !(event.target instanceof Element)) return;
    const link = linkAt(event.target);
    if (current && (link === current.of || box.holds(event.target))) stay();
    else if (link) later(rest, () => open(link, 'mouse', event.clientX));
    else if (current?.by !== 'mouse') stay();
    else if (!isLeaving) {
      later(leave, close);
      isLeaving = true;
    }
  });

  // KaTeX's boxes lie over one another, so what is under the pointer is asked for.
  document.addEventListener('pointermove', async event => {
    const equation = (event.target as Element).closest?.('article .equation');
    if (event.pointerType !== 'mouse' || !equation) return;
    const symbol = await symbols.at(equation, event.clientX, event.clientY);
    if (!symbol || symbol === current?.of) {
      if (symbol) stay();
      return;
    }
    later(current ? 160 : rest, () => explain(symbol, 'mouse'));
  });

  document.addEventListener('focusin', event => {
    const target = event.target as Element;
    const link = linkAt(target);
    if (link && target.matches(':focus-visible')) open(link, 'keyboard');
    else if (current && !box.holds(target)) close();
  });
  document.addEventListener('focusout', event => {
    if (current?.by === 'keyboard' && !box.holds(event.relatedTarget as Element | null)) close();
  });

  document.addEventListener('pointerdown', event => {
    pointer = event.pointerType;
  });
  document.addEventListener('click', async event => {
    const target = event.target as Element;
    if (box.holds(target)) {
      if (target.closest('a')) setTimeout(close); // followed, perhaps to a place on this page
      return;
    }
    const link = linkAt(target);
    const byTouch = pointer === 'touch' && event.detail > 0; // not by the Enter key
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (byTouch && link && link !== current?.of && isPlain) {
      event.preventDefault();
      if (!(await open(link, 'touch', event.clientX))) location.assign(link.href);
      return;
    }
    close();
    const equation = byTouch && !link && target.closest('article .equation');
    if (!equation) return;
    const symbol = await symbols.near(equation, event.clientX, event.clientY);
    if (symbol) explain(symbol, 'touch');
  });

  document.addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Escape' || !current) return;
      close();
      event.stopPropagation(); // what else is open stays so until the key is pressed again
    },
    true,
  );
  addEventListener('pagehide', close);
  const { innerWidth: width } = window;
  addEventListener('resize', () => {
    if (innerWidth !== width) close(); // on a phone the height changes while one scrolls
  });
  addEventListener('beforeprint', close);
}

/** A link in the text whose target can be shown. */
function linkAt(target: Element): HTMLAnchorElement | undefined {
  const link = target.closest<HTMLAnchorElement>('article a[href]');
  if (!link || link.matches('.anchor, .back, .preview a, nav a, .letters a, .back-links a'))
    return undefined;
  const isHere = link.pathname === location.pathname;
  const isPage = /(\/|\.html)$/.test(link.pathname);
  return link.origin === location.origin && (isHere ? link.hash : isPage) ? link : undefined;
}
