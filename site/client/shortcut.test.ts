import { describe, expect, test } from 'vitest';
import { type Focus, shortcutOf } from './shortcut.ts';

const key = (name: string, modifiers: Partial<KeyboardEvent> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});
const all = (focus: Focus) =>
  ['/', '?', 'ArrowLeft', 'ArrowRight', 'a'].map(name => shortcutOf(key(name), focus));
const [everything, signs, nothing] = [
  ['search', 'help', 'previous', 'next', undefined],
  ['search', 'help', undefined, undefined, undefined],
  Array(5).fill(undefined),
];

describe('shortcuts', () => {
  test.each<[string, Focus, (string | undefined)[]]>([
    ['on the page', { tag: 'body' }, everything],
    ['on a link', { tag: 'a' }, everything],
    ['on a button', { tag: 'button' }, everything],
    ['on a checkbox', { tag: 'input', type: 'checkbox' }, everything],
    ['on a slider', { tag: 'input', type: 'range' }, signs],
    ['on radio buttons', { tag: 'input', type: 'radio' }, signs],
    ['on a slider of our own', { tag: 'div', role: 'slider' }, signs],
    ['on a box that scrolls', { tag: 'div', scrolls: true }, signs],
    ['in a field', { tag: 'input', type: 'text' }, nothing],
    ['in a field without a type', { tag: 'input' }, nothing],
    ['in a text area', { tag: 'textarea' }, nothing],
    ['in an editor', { tag: 'div', isEditable: true }, nothing],
    ['on a list to choose from', { tag: 'select' }, nothing],
  ])('%s', (_, focus, expected) => {
    expect(all(focus)).toEqual(expected);
  });

  test.each(['ctrlKey', 'metaKey', 'altKey'])('with %s they are the browser’s', modifier => {
    for (const name of ['/', '?', 'ArrowLeft']) {
      expect(shortcutOf(key(name, { [modifier]: true }), { tag: 'body' })).toBeUndefined();
    }
  });

  test('shift makes a question mark, and with an arrow it selects', () => {
    expect(shortcutOf(key('?', { shiftKey: true }), { tag: 'body' })).toBe('help');
    expect(shortcutOf(key('ArrowLeft', { shiftKey: true }), { tag: 'body' })).toBeUndefined();
  });
});
