interface Where {
  /** What must not be covered, if that is more than what is explained. */
  beside?: Element;
  /** Where the pointer is: a link over two lines is shown at the line that was meant. */
  x?: number;
  /** The address of a link to follow, for fingers. */
  go?: string;
  /** The page is scrolled with keys, the box alone cannot be. */
  isByKeys?: boolean;
}

const gap = 8;
const margin = 10;

/** The one box in which previews are shown: above everything, beside its link, never over it. */
export class PreviewBox {
  readonly #box = document.createElement('div');
  #of: Element | undefined;

  constructor(article: Element) {
    this.#box.className = 'preview';
    this.#box.id = 'preview';
    this.#box.popover = 'manual';
    article.append(this.#box);
  }

  show(content: Node, of: Element, where: Where): void {
    const { go } = where;
    const box = this.#box;
    this.#of = of;
    box.replaceChildren(content);
    if (go) {
      const link = document.createElement('a');
      link.href = go;
      link.className = 'preview-go';
      link.textContent = 'Go there';
      box.append(link);
    }
    // A tip holds nothing to operate; with a link in it, it is a group.
    box.setAttribute('role', go ? 'group' : 'tooltip');
    if (go) box.setAttribute('aria-label', 'Preview');
    else box.removeAttribute('aria-label');
    if (of.matches('a')) of.setAttribute('aria-describedby', box.id);
    box.removeAttribute('tabindex');
    box.style.maxHeight = '';
    box.showPopover();
    this.#fit();
    this.#place(of, where);
  }

  hide(): void {
    this.#of?.removeAttribute('aria-describedby');
    this.#of = undefined;
    if (this.#box.matches(':popover-open')) this.#box.hidePopover();
    this.#box.replaceChildren();
  }

  holds(element: Element | null): boolean {
    return this.#box.contains(element);
  }

  /** Formulas that are too wide are made smaller, since nobody can scroll in a tip. */
  #fit(): void {
    for (const formula of this.#box.querySelectorAll<HTMLElement>('.equation .katex')) {
      const room = formula.parentElement?.clientWidth ?? 0;
      const inner = formula.querySelector<HTMLElement>('.katex-html');
      const wide = inner ? inner.scrollWidth : 0;
      if (wide > room) formula.style.fontSize = `${Math.max(0.5, room / wide) * 1.1 * 0.98}em`;
    }
  }

  #place(of: Element, { beside = of, x, isByKeys }: Where): void {
    const box = this.#box;
    const whole = beside.getBoundingClientRect();
    const lines = [...of.getClientRects()];
    const line = lines.find(one => x !== undefined && one.left <= x && x <= one.right) ?? lines[0];
    const bar = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
    const [above, below] = [whole.top - Math.max(bar, 0), innerHeight - whole.bottom].map(
      room => room - gap - margin,
    );
    const own = of.getBoundingClientRect();
    const isHigh = beside !== of && own.top + own.bottom < whole.top + whole.bottom;
    const [first, second] = isHigh ? [above, below] : [below, above];
    const fits = box.offsetHeight <= first || (box.offsetHeight > second && first >= second);
    const isBelow = fits !== isHigh || (isByKeys && box.offsetHeight > Math.max(above, below));
    const room = Math.max(isBelow ? below : above, 80);
    if (box.offsetHeight > room && !isByKeys) {
      box.style.maxHeight = `${room}px`;
      box.tabIndex = 0;
    }
    const { offsetWidth: width, offsetHeight: height } = box;
    const page = document.documentElement.clientWidth;
    const middle = x ?? (line.left + line.right) / 2;
    const left = Math.min(Math.max(middle - width / 2, margin), page - width - margin);
    box.style.left = `${Math.max(left, 0) + scrollX}px`;
    box.style.top = `${(isBelow ? whole.bottom + gap : whole.top - gap - height) + scrollY}px`;
  }
}
