/** What a lesson's page fetches when its reader points at an equation. */
export interface SymbolPreviews {
  /** Rows of a list of terms. */
  symbols: string[];
  /**
   * For each displayed equation of the page, in order: for each run of letters a symbol (-1 for
   * none) and how many letters there are.
   */
  equations: number[][];
}

/** Knows what the symbols of a page's equations mean; asks for it when a reader first wants to know. */
export class SymbolReader {
  readonly #address: string | undefined;
  readonly #equations: Element[];
  readonly #marked = new Map<Element, HTMLElement[]>();
  #previews: Promise<SymbolPreviews> | undefined;
  #known: SymbolPreviews | undefined;

  constructor(article: HTMLElement) {
    this.#address = article.dataset.symbols;
    this.#equations = [...article.querySelectorAll('.equation')];
  }

  /** The symbol under a pointer. */
  async at(equation: Element, x: number, y: number): Promise<HTMLElement | undefined> {
    const marked = await this.#mark(equation);
    const under = document.elementsFromPoint(x, y);
    return marked.find(symbol => under.includes(symbol));
  }

  /** The symbol that a finger means, which is no small thing. */
  async near(equation: Element, x: number, y: number): Promise<HTMLElement | undefined> {
    const gaps = (await this.#mark(equation)).map(symbol => {
      const { left, right, top, bottom } = symbol.getBoundingClientRect();
      const gap = Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
      return { symbol, gap };
    });
    const nearest = gaps.sort((a, b) => a.gap - b.gap)[0];
    return nearest?.gap < 22 ? nearest.symbol : undefined;
  }

  meaningOf(symbol: HTMLElement): Node {
    return this.#list([Number(symbol.dataset.symbol)]);
  }

  /** All symbols of the equation that has this number. */
  async listOf(number: Element): Promise<Node | undefined> {
    const equation = number.closest('.equation');
    const previews = await this.#load();
    const marks = previews?.equations[this.#equations.indexOf(equation as Element)] ?? [];
    const used = marks.filter((symbol, i) => i % 2 === 0 && symbol >= 0);
    return used.length ? this.#list([...new Set(used)]) : undefined;
  }

  /** Shows where else in its equation a symbol stands. */
  light(symbol: HTMLElement | undefined): void {
    for (const marked of this.#marked.values()) {
      for (const one of marked) {
        const isSame =
          symbol && marked.includes(symbol) && one.dataset.symbol === symbol.dataset.symbol;
        one.classList.toggle('lit', Boolean(isSame));
      }
    }
  }

  #list(symbols: number[]): Node {
    const list = document.createElement('dl');
    if (symbols.length > 5) list.className = 'long';
    list.innerHTML = symbols.map(symbol => this.#known?.symbols[symbol]).join('');
    return list;
  }

  async #load(): Promise<SymbolPreviews | undefined> {
    if (!this.#address) return undefined;
    this.#previews ??= fetch(this.#address).then(response => response.json());
    try {
      this.#known = await this.#previews;
    } catch {
      this.#previews = undefined; // perhaps the next time
    }
    return this.#known;
  }

  /** Puts each run of letters that is a symbol into an element of its own, once. */
  async #mark(equation: Element): Promise<HTMLElement[]> {
    const previews = await this.#load();
    const done = this.#marked.get(equation);
    if (done || !previews) return done ?? [];
    const result: HTMLElement[] = [];
    this.#marked.set(equation, result);
    const marks = previews.equations[this.#equations.indexOf(equation)] ?? [];
    const boxes = equation.querySelector('.katex-html');
    const length = marks.reduce((sum, mark, i) => sum + (i % 2 ? mark : 0), 0);
    if (boxes?.textContent?.length !== length) return result;
    const walker = document.createTreeWalker(boxes, NodeFilter.SHOW_TEXT);
    let text = walker.nextNode() as Text | null;
    for (let i = 0; i < marks.length; i += 2) {
      for (let left = marks[i + 1]; left > 0 && text; ) {
        const next = text.length > left ? text.splitText(left) : undefined;
        left -= text.length;
        const piece: Text = text;
        if (next) walker.currentNode = next;
        text = next ?? (walker.nextNode() as Text | null);
        if (marks[i] < 0) continue;
        const symbol = document.createElement('span');
        symbol.dataset.symbol = String(marks[i]);
        piece.replaceWith(symbol);
        symbol.append(piece);
        result.push(symbol);
      }
    }
    return result;
  }
}
