/** How much of a comparison a reward model orders right, from how far the chosen response leads. */
export function orderedShare(lead: number): number {
  return Math.abs(lead) < 1e-9 ? 0.5 : Number(lead > 0);
}
