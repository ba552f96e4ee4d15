import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtSite } from './built-site.ts';
import { Search } from './client/search-query.ts';

const { folder } = await builtSite();
const assets = await readdir(path.join(folder, 'assets'));
const asset = (start: string, end: string) =>
  readFile(
    path.join(
      folder,
      'assets',
      assets.find(file => file.startsWith(start) && file.endsWith(end)) ?? '',
    ),
  );
afterAll(() => rm(path.dirname(folder), { recursive: true, force: true }));

describe('the index of the course', () => {
  let search: Search;
  beforeAll(async () => {
    search = await Search.load(JSON.parse(String(await asset('search.', '.json'))));
  });

  test('and the script are small', async () => {
    const size = async (...name: [string, string]) => gzipSync(await asset(...name)).length;
    expect(await size('search.', '.json')).toBeLessThan(120_000);
    expect(await size('search.', '.js')).toBeLessThan(12_000);
    expect(await size('keys.', '.js')).toBeLessThan(3_000);
  });

  test.each([
    ['KL', 'rlhf/#a-distance-in-nats'],
    ['bradley', 'reward-model/#from-odds-to-rewards'],
    ['surprisal', 'nll/#task-surprisal'],
    ['goodhart', 'goodhart/#'],
    ['best of n', 'best-of-n/#'],
    ['kl divergnce', 'rlhf/#task-klDivergence'],
    ['reward hacking', 'goodhart/#two-rewards'],
    ['beta', 'dpo/#what-β-does'],
    ['pi', 'rlhf/#reward-alone'],
    ['partition function', 'dpo/#the-partition-function-cancels'],
  ])('“%s” finds %s among its first two', (query, address) => {
    const found = search.find(query, 2).map(({ page, id }) => `${page.path}#${id}`);
    expect(found).toContain(address);
  });

  test('“KL” finds the section that defines it first', () => {
    expect(search.find('KL')[0].id).toBe('a-distance-in-nats');
  });

  test('an author finds works', () => {
    expect(
      search
        .find('rafailov')
        .slice(0, 3)
        .map(({ kind }) => kind),
    ).toEqual(['work', 'work', 'work']);
  });
});
