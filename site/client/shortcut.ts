/** What a single key does on every page. */
export type Shortcut = 'search' | 'help' | 'previous' | 'next';

const shortcuts: Record<string, Shortcut> = {
  '/': 'search',
  '?': 'help',
  ArrowLeft: 'previous',
  ArrowRight: 'next',
};

/** Where the keys of a keyboard go. */
export interface Focus {
  /** `input`, `div` */
  tag: string;
  /** Of an input. */
  type?: string;
  role?: string;
  /** An editor, or what stands in one. */
  isEditable?: boolean;
  /** A box that the arrows move the content of. */
  scrolls?: boolean;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const notTyped = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);
const arrowTypes = new Set(['radio', 'range']);
const arrowRoles = new Set([
  'slider',
  'spinbutton',
  'tab',
  'menuitem',
  'option',
  'radio',
  'listbox',
  'grid',
]);

/** The shortcut that a key is, unless it means something else where it is pressed. */
export function shortcutOf(key: Key, focus: Focus): Shortcut | undefined {
  const { tag, type = 'text', role = '', isEditable, scrolls } = focus;
  if (key.ctrlKey || key.metaKey || key.altKey || isEditable) return undefined;
  if (tag === 'textarea' || tag === 'select') return undefined;
  if (tag === 'input' && !notTyped.has(type)) return undefined;
  if (key.key.startsWith('Arrow')) {
    if (key.shiftKey || scrolls || arrowRoles.has(role)) return undefined;
    if (tag === 'input' && arrowTypes.has(type)) return undefined;
    if (tag === 'audio' || tag === 'video') return undefined;
  }
  return shortcuts[key.key];
}

export function focusOf(element: Element | null): Focus {
  if (!(element instanceof HTMLElement) || element === document.body) return { tag: 'body' };
  // Until a browser draws the next frame, the focus still stands in a dialog that was closed.
  if (element.closest('dialog:not([open])')) return { tag: 'body' };
  return {
    tag: element.tagName.toLowerCase(),
    type: element.getAttribute('type') ?? undefined,
    role: element.getAttribute('role') ?? undefined,
    isEditable: element.isContentEditable,
    scrolls:
      element.scrollWidth > element.clientWidth + 1 &&
      /auto|scroll/.test(getComputedStyle(element).overflowX),
  };
}

const stored = 'objective-lessons.shortcuts';
let unsaved = true; // storage may be forbidden; a choice then lasts as long as the page

/** A reader may turn them off: who speaks to a computer, or trembles, hits them by mistake. */
export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(stored) !== 'off';
  } catch {
    return unsaved;
  }
}

export function turnShortcuts(on: boolean): void {
  unsaved = on;
  try {
    if (on) localStorage.removeItem(stored);
    else localStorage.setItem(stored, 'off');
  } catch {
    // It lasts as long as the page.
  }
}
