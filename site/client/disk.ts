import { loadScript } from './script.ts';

/**
 * For pages that are opened from a disk. There, browsers let no script fetch a file or run
 * one as a worker; but a script may be loaded, and each file that would be fetched has a copy that is one.
 */

declare global {
  var diskFile: (path: string, text: string) => void;
}

const root = new URL('..', (document.currentScript as HTMLScriptElement).src).href;
/** The build wrote its scripts for this place. */
const built = /^file:.*?\/~disk~\//;
const files = new Map<string, string>();
globalThis.diskFile = (path, text) => files.set(path, text);

globalThis.fetch = async input =>
  new Response(await textOf(input instanceof Request ? input.url : String(input)));

const Native = globalThis.Worker;

/** A worker that begins as soon as its code has been loaded. */
class LateWorker extends EventTarget {
  #worker: Promise<Worker>;

  constructor(address: string, options?: WorkerOptions) {
    super();
    this.#worker = blobOf(address).then(blob => new Native(blob, options));
    this.#worker.then(
      worker => {
        for (const type of ['message', 'messageerror', 'error'] as const) {
          worker.addEventListener(type, event => this.#pass(event));
        }
      },
      () => this.#pass(new Event('error')),
    );
  }

  #pass(event: Event): void {
    const copy =
      event instanceof MessageEvent
        ? new MessageEvent(event.type, { data: event.data, ports: [...event.ports] })
        : new ErrorEvent(event.type, { message: (event as ErrorEvent).message });
    this.dispatchEvent(copy);
    const handler = Reflect.get(this, `on${event.type}`);
    if (typeof handler === 'function') handler.call(this, copy);
  }

  postMessage(...message: Parameters<Worker['postMessage']>): void {
    this.#worker.then(worker => worker.postMessage(...message));
  }

  terminate(): void {
    this.#worker.then(worker => worker.terminate());
  }
}

globalThis.Worker = new Proxy(Native, {
  construct(_, [address, options]) {
    // What a page makes of its own text begins at once: it may take the text's address back.
    const isText = String(address).startsWith('blob:');
    return isText ? new Native(address, options) : new LateWorker(String(address), options);
  },
});

async function blobOf(address: string): Promise<string> {
  const code = await textOf(address);
  return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
}

/** What the file at this address held when the folder was built. */
async function textOf(address: string): Promise<string> {
  const { href } = new URL(address, location.href);
  const path = href
    .replace(root, '')
    .replace(built, '')
    .replace(/[?#].*/, '');
  if (!files.has(path)) await loadScript(`${root}${path}.js`);
  const text = files.get(path);
  if (text === undefined) throw new TypeError(`A disk cannot give ${address}`);
  return text;
}

// A disk knows no page of a folder: links made by scripts are led to it.
for (const type of ['click', 'auxclick'] as const) {
  addEventListener(type, event => {
    const link = (event.target as Element).closest?.('a');
    if (link?.protocol === 'file:' && link.pathname.endsWith('/')) link.pathname += 'index.html';
  });
}
