import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readKey, seal, unseal } from './seal.ts';

const key = randomBytes(32);
const text = Buffer.from('logarithm of one half');
const sealed = seal(text, key);
const open = (bytes: Buffer, with_ = key) => unseal(bytes, with_, 'sealed.bin').toString();

it('opens with its key and shows nothing without', () => {
  expect(open(sealed)).toBe('logarithm of one half');
  expect(sealed.toString('latin1')).not.toContain('logarithm');
  expect(() => open(sealed, randomBytes(32))).toThrow(/GRADER_KEY does not open sealed\.bin/);
});

it('never seals twice alike', () => {
  expect(seal(text, key).equals(sealed)).toBe(false);
});

it('notices a change anywhere, its header included, and a file that is cut', () => {
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] ^= 1;
    expect(() => open(changed), `byte ${at}`).toThrow(/sealed\.bin/);
  }
  for (const length of [0, 10, 40, 50, 60, sealed.length - 1]) {
    expect(() => open(sealed.subarray(0, length)), `${length} bytes`).toThrow(/sealed\.bin/);
  }
});

it('names the format that it does not know', () => {
  const later = Buffer.from(sealed);
  later[later.indexOf('\n') + 1] = 9;
  expect(() => open(later)).toThrow(/format 9/);
});

it('takes hexadecimal and base64, and says how to make a key of anything else', () => {
  for (const form of ['hex', 'base64', 'base64url'] as const) {
    expect(readKey(`${key.toString(form)}\n`).equals(key)).toBe(true);
  }
  for (const wrong of [
    '',
    'secret',
    key.toString('hex').slice(2),
    '!'.repeat(64),
    'a'.repeat(60),
  ]) {
    expect(() => readKey(wrong), wrong).toThrow(/node -e .*randomBytes\(32\)/);
  }
});
