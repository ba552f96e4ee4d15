import { printLimits } from './limits.ts';

/** What a guest printed, kept within the limits that an honest guest keeps by itself. */
export class Printed {
  text = '';
  private lines = 0;

  /** @returns false when the guest prints on past the limits, as only a forged guest does */
  add(line: string): boolean {
    // One line is cut by the guest with a note, hence the room beyond the limit.
    if (++this.lines > printLimits.lines) return false;
    if (this.text.length + line.length > printLimits.characters + 200) return false;
    this.text += `${line}\n`;
    return true;
  }
}
