/**
 * Frames: four bytes of length (big endian), one byte that says what it is, and a UTF-8 body. Used on both
 * sides of the boundary, so it imports neither Node nor Deno.
 *
 * The length comes first so that the parent refuses an oversized frame before holding any of it. Fields
 * within a body are separated by the character FIELD, which JSON text never contains unescaped. It is no
 * line break: at each of those Deno's output ends a write, and a write costs more than an answer.
 */
export const headerBytes = 5;
export const FIELD = '\x1e';

/**
 * What the parent sends. `code` is a JavaScript module; `call` is id, name, arguments. `calls` is the id of
 * the first call, whether every answer leaves at once (1) or with others (0), name, arguments of each call.
 */
export const toGuest = { code: 1, call: 2, calls: 3 } as const;

/** What the guest answers. All but `log` answer something: anything unasked for ends the process. */
export const fromGuest = {
  /** JSON: name of each export → its typeof. */
  loaded: 65,
  /** id, value, and the arguments if the call changed them (as `encode` writes). */
  returned: 66,
  /** id, then JSON: { name, message, stack }. The id of the load is 0. */
  threw: 67,
  /** id, then JSON: why the value cannot be used. */
  unusable: 68,
  /** Text that the student's code printed. */
  log: 69,
} as const;
