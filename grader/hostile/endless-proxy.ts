/**
 * Returns an array whose length grows while it is read.
 * @family exhausting
 */
let length = 10;
export const logSoftmax = () => new Proxy([], { get: (_, key) => (key === 'length' ? ++length : 0) });
