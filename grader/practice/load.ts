/** What a page's worker and its owner say to each other besides frames. */

/** What the worker needs to load a student's module. */
export interface Load {
  /** The module, as text. */
  code: string;
  /** TensorFlow.js as a module, if the student's imports it. */
  tensor?: string;
}

/** The worker's first word: whether it may import what it is given. */
export const isAble = 'able';
export const isUnable = 'unable';
