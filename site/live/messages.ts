import type { LiveSetting } from './setting.ts';

/** What a page asks of the worker. A new run ends the old one. */
export type Wish =
  | { kind: 'run'; id: number; setting: LiveSetting; still: boolean }
  | { kind: 'stop' };

/** What the worker shows of a run. */
export interface Showing {
  id: number;
  /** HTML of the picture, and of the numbers and samples below it. */
  picture: string;
  result: string;
  /** The picture in words. */
  says: string;
  /** How much is done, from 0 to 1. */
  share: number;
  isOver: boolean;
}
