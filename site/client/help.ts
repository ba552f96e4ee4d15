import { make, makeDialog } from './dialog.ts';
import { isMac } from './keyboard.ts';
import { handOver } from './opener.ts';
import { areShortcutsOn, turnShortcuts } from './shortcut.ts';

/** The dialog that lists all shortcuts, and turns those of a single key off. */

const command = isMac ? '⌘' : 'Ctrl';

const single: [keys: string[], what: string][] = [
  [['/'], 'search the course'],
  [['←', '→'], 'previous and next lesson'],
  [['?'], 'this list'],
];
const others: [keys: string[], what: string][] = [
  [['Esc'], 'closes a dialog, a preview or the contents'],
  [['↑', '↓'], 'in a search: go through the results'],
  [['Enter'], 'in a search: open the first result, or the one that is chosen'],
  [[`${command} + Enter`], 'in an exercise: run it'],
  [[`${command} + Shift + Enter`], 'in a lesson: check every task'],
  [['←', '→'], 'on a slider of a figure: change the setting'],
];

const switched = make('input', '');
switched.type = 'checkbox';
switched.addEventListener('change', () => {
  turnShortcuts(switched.checked);
  show();
});

const singles = table('Everywhere on a page', single);
const dialog = makeDialog(
  'help',
  'Shortcuts',
  singles,
  make('label', 'help-switch', switched, ' Use these shortcuts of a single key'),
  table('In their places', others),
);

function table(title: string, rows: typeof single): HTMLElement {
  const list = make(
    'dl',
    'help-keys',
    ...rows.map(([keys, what]) =>
      make(
        'div',
        '',
        make('dt', '', ...keys.flatMap(key => [make('kbd', '', key), ' '])),
        make('dd', '', what),
      ),
    ),
  );
  return make('section', '', make('h3', 'kind', title), list);
}

function show(): void {
  switched.checked = areShortcutsOn();
  singles.classList.toggle('off', !switched.checked);
}

handOver('help', () => {
  show();
  dialog.showModal();
});
