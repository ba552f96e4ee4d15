import { beforeAll, describe, expect, it } from 'vitest';
import { claimsReport, enumerableClaims, holds, timeClaim } from './claims.ts';
import type { EnumerableResults } from './enumerable.ts';
import { readResults } from './results.ts';

describe('what must hold', () => {
  let shown: EnumerableResults;

  beforeAll(async () => {
    shown = (await readResults()).enumerable;
  });

  it('holds of the numbers that the lesson shows', () => {
    const broken = enumerableClaims(shown).filter(claim => !holds(claim));
    expect(broken).toEqual([]);
    expect(enumerableClaims(shown).every(({ number }) => Number.isFinite(number))).toBe(true);
  });

  it.each<[string, RegExp, (results: EnumerableResults) => void]>([
    ['a table that is not trained', /trained table/, r => (r.pretraining.gap = 0.01)],
    ['a policy that stops early', /gradient reaches.*proxy/, r => (r.proxy.reached -= 0.02)],
    ['drawing that disagrees', /standard errors/, r => (r.control.drawn[3].goldErrors = -5)],
    [
      'a proxy that does no harm',
      /closed form on the proxy: gold then/,
      r => (r.proxy.closedForm = r.control.closedForm),
    ],
    ['a control that does', /best-of-n on the control/, r => (r.control.bestOfN = r.proxy.bestOfN)],
    [
      'a method beyond the optimum',
      /more proxy than the closed form/,
      r => (r.proxy.bestOfN[4].proxy += 1),
    ],
    ['a law that misses', /d\(α − βd\) misses/, r => (r.fits[0].residual = 1)],
    ['DPO without entanglement', /both sides falling/, r => r.entanglement.splice(1)],
    [
      'mixing that is not the closed form',
      /whole responses is the closed form/,
      r => (r.proxy.mixing[2].whole.gold += 1e-3),
    ],
  ])('finds %s', (_, says, spoil) => {
    const spoilt = structuredClone(shown);
    spoil(spoilt);
    const broken = enumerableClaims(spoilt).filter(claim => !holds(claim));
    expect(broken.map(claim => claim.says).join()).toMatch(says);
    expect(claimsReport(enumerableClaims(spoilt))).toMatch(/NO/);
  });

  it('says yes and NO, with the number, the limit and a count', () => {
    const text = claimsReport([timeClaim('enumerable', 3), timeClaim('neural', 61)]);
    expect(text).toMatch(/enumerable.* 3\.000 +at most 10\.000 +yes/);
    expect(text).toMatch(/neural.* 61\.000 +at most 60\.000 +NO/);
    expect(text).toMatch(/1 of 2 hold\.$/);
  });

  it('prints a number just above its limit as another number', () => {
    const claim = { says: 'a gap', number: 0.01049, limit: 0.01, is: 'at most' as const };
    expect(claimsReport([claim])).toMatch(/a gap +0\.0105 +at most 0\.0100 +NO/);
  });
});
