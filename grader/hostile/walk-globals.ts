/**
 * Walks everything that can be reached from globalThis and looks for a way out.
 * @family reading
 */
const seen = new Set<unknown>();
const ways: string[] = [];
const wanted = /^(Deno|process|op_\w+|readSync|writeSync|readFile\w*|readTextFile\w*|spawn|fetch|connect|dlopen|require|eval_context|open\w*Sync)$/;
function walk(value: any, path: string): void {
  if (value === null || !/object|function/.test(typeof value) || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    if (wanted.test(String(key))) ways.push(`${path}.${String(key)}`);
    try { walk(value[key], `${path}.${String(key)}`); } catch {}
    const own = Reflect.getOwnPropertyDescriptor(value, key);
    walk(own?.get, `${path}.get ${String(key)}`);
    walk(own?.set, `${path}.set ${String(key)}`);
  }
  walk(Reflect.getPrototypeOf(value), `${path}.__proto__`);
}
walk(globalThis, 'globalThis');
walk([][Symbol.iterator](), 'iterator');
walk((async () => {})(), 'promise');
walk((function* () {})(), 'generator');
export const surprisal = () => (ways.length ? `BREACH ${ways.slice(0, 9)}` : Number.NaN);
