import * as tf from '#tensor';

/**
 * Gradient descent on the negative log-likelihood of a bigram model, for comparison with the counts.
 *
 * @param corpus pages of tokens 0 … vocabulary − 1
 * @returns the table that it lands on, and the loss in nats a token before each step
 */
export function descend(
  corpus: readonly number[][],
  vocabulary: number,
  steps = 300,
): { table: number[][]; losses: number[] } {
  const counts = Array.from({ length: vocabulary + 1 }, () =>
    new Array<number>(vocabulary).fill(0),
  );
  for (const page of corpus) {
    page.forEach((token, t) => {
      counts[t === 0 ? vocabulary : page[t - 1]][token]++;
    });
  }
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const [table, losses] = tf.tidy(() => {
    const shares = tf.div(tf.tensor2d(counts), total);
    const logits = tf.variable(tf.zeros<tf.Rank.R2>([vocabulary + 1, vocabulary]));
    const optimizer = tf.train.adam(0.1);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const loss = optimizer.minimize(
        () => tf.neg(tf.sum(tf.mul(shares, tf.logSoftmax(logits)))) as tf.Scalar,
        true,
        [logits],
      );
      losses.push((loss as tf.Scalar).arraySync());
    }
    const table = (tf.softmax(logits) as tf.Tensor2D).arraySync();
    logits.dispose();
    optimizer.dispose();
    return [table, losses];
  });
  return { table, losses };
}
