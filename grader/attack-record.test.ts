import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { attackRecordFile, attackRecordText, readAttackRecords } from '../course/attack-record.ts';
import { loadAttacks } from './attack-file.ts';

const records = await readAttackRecords();

it('tells of every attack in the corpus, in its own words', async () => {
  const attacks = await loadAttacks([]);
  const told = records.map(({ attack, family, tries }) => ({ name: attack, family, tries }));
  const fix = 'npm run attack -- --write';
  expect(told, fix).toEqual(attacks.map(({ name, family, tries }) => ({ name, family, tries })));
});

it('tells of none that won a point', () => {
  expect(records.filter(({ points, honestPoints }) => points !== honestPoints)).toEqual([]);
});

it('is the text that is compared after a run', async () => {
  expect(attackRecordText(records)).toBe(await readFile(attackRecordFile, 'utf8'));
});
