import { element } from '../../client/element.ts';
import type { Editor, EditorOptions } from './editor.ts';

/** A text area with line numbers. Tab indents; after Escape it leaves, as everywhere else. */
export function plainEditor(options: EditorOptions): Editor {
  const { value, label, describedBy, change } = options;
  const numbers = element('div', { className: 'pane-numbers', ariaHidden: 'true' });
  const area = element('textarea', {
    value,
    wrap: 'off',
    spellcheck: false,
    autocomplete: 'off',
    autocapitalize: 'off',
    ariaLabel: label,
  });
  area.setAttribute('aria-describedby', describedBy);
  area.setAttribute('autocorrect', 'off');
  let first = 1;
  let leaves = false;

  function number(): void {
    const count = area.value.split('\n').length;
    area.rows = Math.min(Math.max(count, 3), 24);
    numbers.textContent = Array.from({ length: count }, (_, index) => first + index).join('\n');
    numbers.scrollTop = area.scrollTop;
  }
  area.addEventListener('input', () => {
    number();
    change(area.value);
  });
  area.addEventListener('scroll', () => {
    numbers.scrollTop = area.scrollTop;
  });
  area.addEventListener('blur', () => {
    leaves = false;
  });
  area.addEventListener('keydown', event => {
    if (event.key === 'Escape') leaves = true;
    else if (event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && !leaves) {
      event.preventDefault();
      insert(area, '  ');
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.isComposing) {
      const line = area.value.slice(0, area.selectionStart).split('\n').at(-1) ?? '';
      const indent = /^ */.exec(line)?.[0] ?? '';
      event.preventDefault();
      insert(area, `\n${indent}${/[{([]$/.test(line) ? '  ' : ''}`);
    } else if (event.key !== 'Shift') leaves = false;
  });
  number();
  const whole = element('div', { className: 'pane-plain' }, [numbers, area]);
  options.place(whole);
  return {
    element: whole,
    get value() {
      return area.value;
    },
    set value(text) {
      area.value = text;
      number();
    },
    setFirstLine(line) {
      first = line;
      number();
    },
    goTo(line, column) {
      const lines = area.value.split('\n').slice(0, Math.max(0, line - first));
      const start = lines.reduce((sum, text) => sum + text.length + 1, 0);
      area.focus();
      area.setSelectionRange(start + column - 1, start + column - 1);
    },
    focus: () => area.focus(),
  };
}

/** As if it had been typed, so that undo takes it back. */
function insert(area: HTMLTextAreaElement, text: string): void {
  if (document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input'));
}
