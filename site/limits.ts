/** The numbers that every page is held to, by the checks and by `npm run measure`. */
export const limits = {
  /** The HTML of a page, compressed as hosts send it. */
  htmlKilobytes: 70,
  /** All that a reader waits for before the page stands. */
  firstViewKilobytes: 150,
  /** Accessible, well-formed, nothing that leads nowhere, nothing that fails or asks elsewhere. */
  faults: 0,
  /** Scripts that a reader needs. */
  scriptKilobytes: 0,
  /** Lighthouse's four, each. */
  lighthouse: 98,
  verdictOnSlow4gSeconds: 1,
  verdictWarmSeconds: 0.15,
  fullBuildSeconds: 5,
  changedLessonSeconds: 0.5,
} as const;

/** The windows in which pages are looked at; `narrow` is the least at which nothing may stick out. */
export const devices = [
  { device: 'phone', viewport: { width: 390, height: 844 }, narrow: 320 },
  { device: 'desktop', viewport: { width: 1440, height: 900 }, narrow: 1000 },
] as const;

/** All lessons on one page, to be printed: nobody reads it over a slow line. */
export function isHeavy(file: string): boolean {
  return file === 'book/index.html';
}
