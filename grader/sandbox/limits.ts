/** What one sandbox may use. */
export interface Limits {
  /** Seconds for one call, unless the call says otherwise. The slowest reference takes a twentieth. */
  seconds: number;
  /** Seconds for loading a file that uses TensorFlow.js, its top-level code included; others have those of a call. */
  loadSeconds: number;
  /** JavaScript heap, in MiB. The whole process may hold `residentExtraMB` more. */
  memoryMB: number;
  /** Room beyond the heap for the runtime itself (about 60 MiB), array buffers and wasm memory. */
  residentExtraMB: number;
  /** The largest answer, in bytes. */
  frameBytes: number;
}

export const defaultLimits: Limits = {
  seconds: 1,
  loadSeconds: 2,
  memoryMB: 256,
  residentExtraMB: 350,
  frameBytes: 4 * 1024 * 1024,
};

/** What a guest may print in its life. The guest keeps to it; the parent kills one that does not. */
export const printLimits = { lines: 20, characters: 4096 } as const;

/** The longest file and line that a student may hand in, in characters; and seconds to compile it. */
export const compileLimits = { file: 64_000, line: 5000, seconds: 5 } as const;
