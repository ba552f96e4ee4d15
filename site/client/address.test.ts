import { expect, test } from 'vitest';
import { readSetting, writeSetting } from './address.ts';
import type { Film } from './film.ts';

const film: Film = {
  controls: [
    { name: 'tilt.beta', cited: ['0.05', '0.1', '1', '20'], shown: [] },
    { name: 'tilt.kind', cited: ['first', 'second one'], shown: [] },
  ],
  start: [2, 0],
  picture: [],
  readout: [],
};

test('what is written can be read, beside the settings of other figures', () => {
  const search = writeSetting(film, [1, 1], '?clip.rho=2');
  expect(search).toBe('?clip.rho=2&tilt.beta=0.1&tilt.kind=second+one');
  expect(readSetting(film, search)).toEqual([1, 1]);
});

test('the setting that a page begins with leaves no trace', () => {
  expect(writeSetting(film, [2, 0], '?tilt.beta=0.1&tilt.kind=second+one')).toBe('');
});

test('a number between two values is the nearer one, nonsense is nothing', () => {
  expect(readSetting(film, '?tilt.beta=7')).toEqual([2, 0]);
  expect(readSetting(film, '?tilt.beta=0.08')).toEqual([1, 0]);
  expect(readSetting(film, '?tilt.beta=-1e9')).toEqual([0, 0]);
  expect(readSetting(film, '?tilt.beta=&tilt.kind=third')).toEqual([2, 0]);
  expect(readSetting(film, '?tilt.beta=Infinity')).toEqual([2, 0]);
});
