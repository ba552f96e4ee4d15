/**
 * The weights of a linear Bradley–Terry reward, by Newton's method on the few features in which the two
 * responses of a comparison differ.
 *
 * @param seen the features of every response
 * @returns the weights of least mean loss plus ridge · ‖w‖² / 2
 */
export function fitWeights(
  seen: readonly number[][],
  chosen: Int32Array,
  rejected: Int32Array,
  ridge: number,
): Float64Array {
  const size = seen[0].length;
  const differences = Array.from(chosen, (y, i) => {
    const [won, lost] = [seen[y], seen[rejected[i]]];
    const at: number[] = [];
    for (let k = 0; k < size; k++) if (won[k] !== lost[k]) at.push(k);
    return { at, by: at.map(k => won[k] - lost[k]) };
  });
  const weights = new Float64Array(size);
  for (let round = 0; round < 40; round++) {
    const system = Array.from({ length: size }, (_, k) => {
      const row = new Float64Array(size + 1);
      row[k] = ridge;
      row[size] = ridge * weights[k];
      return row;
    });
    for (const { at, by } of differences) {
      let margin = 0;
      for (let m = 0; m < at.length; m++) margin += weights[at[m]] * by[m];
      const doubt = 1 / (1 + Math.exp(margin)) / chosen.length;
      const bend = doubt / (1 + Math.exp(-margin));
      for (let m = 0; m < at.length; m++) {
        const row = system[at[m]];
        row[size] -= doubt * by[m];
        for (let n = 0; n < at.length; n++) row[at[n]] += bend * by[m] * by[n];
      }
    }
    if (move(weights, system) < 1e-13) break;
  }
  return weights;
}

/** Solves the system in place and takes its solution from the weights. @returns the largest change */
function move(weights: Float64Array, system: Float64Array[]): number {
  const size = weights.length;
  for (let k = 0; k < size; k++) {
    for (let i = k + 1; i < size; i++) {
      const factor = system[i][k] / system[k][k];
      for (let j = k; j <= size; j++) system[i][j] -= factor * system[k][j];
    }
  }
  let largest = 0;
  const solution = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    let rest = system[k][size];
    for (let j = k + 1; j < size; j++) rest -= system[k][j] * solution[j];
    solution[k] = rest / system[k][k];
    weights[k] -= solution[k];
    largest = Math.max(largest, Math.abs(solution[k]));
  }
  return largest;
}
