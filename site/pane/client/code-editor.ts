import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { element } from '../../client/element.ts';
import type { Editor, EditorOptions } from './editor.ts';

/**
 * CodeMirror, for those who ask for it. It lives below a shadow root, where its styles are sheets that a
 * script adopts: the page's policy allows no others.
 */
export function codeEditor(options: EditorOptions): Editor {
  const { value, label, describedBy, change } = options;
  const host = element('div', { className: 'pane-code' });
  options.place(host);
  const root = host.attachShadow({ mode: 'open' });
  const numbering = new Compartment();
  const numbers = (first: number) =>
    lineNumbers({ formatNumber: number => String(number + first - 1) });
  let first = 1;
  let isOurs = false;
  const hint = document.getElementById(describedBy)?.textContent ?? '';
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: value,
      extensions: [
        numbering.of(numbers(first)),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        theme,
        // A run is the page's business.
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true }])),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-description': hint,
          autocapitalize: 'off',
        }),
        EditorView.updateListener.of(update => {
          if (update.docChanged && !isOurs) change(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    element: host,
    get value() {
      return view.state.doc.toString();
    },
    set value(text) {
      isOurs = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      isOurs = false;
    },
    setFirstLine(line) {
      if (line === first) return;
      first = line;
      view.dispatch({ effects: numbering.reconfigure(numbers(first)) });
    },
    goTo(line, column) {
      const { doc } = view.state;
      const at = doc.line(Math.min(Math.max(line - first + 1, 1), doc.lines));
      const anchor = Math.min(at.from + column - 1, at.to);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
  };
}

const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: 'inherit' },
  // The page draws the ring, around the line numbers too.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', maxHeight: '38em' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.6rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--paper)',
    color: 'var(--muted)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft) !important' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--shade) !important',
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--bad)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--accent)' },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.comment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--warm)' },
  {
    tag: [tags.definition(tags.variableName), tags.function(tags.variableName)],
    color: 'var(--ink)',
  },
]);
