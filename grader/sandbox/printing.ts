import { printLimits } from './limits.ts';

/**
 * A console that hands each line to `send` until the limits are reached, then says so once and stays
 * silent. `inspect` is the runtime's own way to show a value.
 */
export function cappedConsole(
  send: (line: string) => void,
  inspect: (value: unknown) => string,
): Record<string, (...values: unknown[]) => void> {
  let lines = 0;
  let characters = 0;
  const slice = Function.prototype.call.bind(String.prototype.slice) as (
    text: string,
    start: number,
    end: number,
  ) => string;

  const show = (value: unknown): string => {
    if (typeof value === 'string') return value;
    try {
      return inspect(value);
    } catch {
      return '(a value that cannot be shown)';
    }
  };
  const print = (...values: unknown[]): void => {
    if (lines >= printLimits.lines) return;
    let line = '';
    for (let i = 0; i < values.length && line.length < printLimits.characters; i++) {
      line += `${i > 0 ? ' ' : ''}${show(values[i])}`;
    }
    const room = printLimits.characters - characters;
    if (++lines === printLimits.lines || line.length >= room) {
      lines = printLimits.lines;
      line = `${slice(line, 0, room)} … (the rest is not shown)`;
    }
    characters += line.length;
    send(line);
  };
  const silent = (): void => {};
  return {
    log: print,
    info: print,
    warn: print,
    error: print,
    debug: print,
    trace: print,
    dir: print,
    table: print,
    group: print,
    groupEnd: silent,
    time: silent,
    timeEnd: silent,
    count: silent,
    clear: silent,
    assert: (condition, ...values) => {
      if (!condition) print('Assertion failed:', ...values);
    },
  };
}
