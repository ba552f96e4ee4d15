import { expect, test } from 'vitest';
import { readRepository } from './repository.ts';

test.each([
  ['github:owner/name', 'https://github.com/owner/name/blob/main/a.md'],
  ['git+https://github.com/owner/name.git', 'https://github.com/owner/name/blob/main/a.md'],
  ['git@github.com:owner/name.git', 'https://github.com/owner/name/blob/main/a.md'],
  ['git+ssh://git@github.com/owner/name.git', 'https://github.com/owner/name/blob/main/a.md'],
  ['https://github.com/owner/name/tree/next', 'https://github.com/owner/name/blob/next/a.md'],
  ['https://gitlab.com/group/sub/name', 'https://gitlab.com/group/sub/name/-/blob/main/a.md'],
  ['https://gitlab.com/group/name/-/tree/x/', 'https://gitlab.com/group/name/-/blob/x/a.md'],
])('%s', (written, source) => {
  expect(readRepository(written).source('a.md')).toBe(source);
});
