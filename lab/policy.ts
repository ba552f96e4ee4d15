import type { Logits } from '../solutions/11-capstone.ts';

/** `sequenceLogProbability` of many sequences at once: each row's log-softmax is taken only once. */
export function logProbabilities(logits: Logits, sequences: readonly number[][]): number[] {
  const logs = logits.map(rows =>
    rows.map(row => {
      const top = Math.max(...row);
      const total = top + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
      return row.map(logit => logit - total);
    }),
  );
  return sequences.map(tokens => {
    let sum = 0;
    for (let t = 0; t < tokens.length; t++) sum += logs[t][t === 0 ? 0 : tokens[t - 1]][tokens[t]];
    return sum;
  });
}
