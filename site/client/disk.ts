/**
 * For pages that are opened from a disk. There, browsers let no script fetch a file or run
 * one as a worker; but a script may be loaded, and each file that would be fetched has a copy that is one.
 */

declare global {
  var diskFile: (path: string, content: unknown) => void;
}

const root = new URL('..', (document.currentScript as HTMLScriptElement).src).href;
/** The build wrote its scripts for this place. */
const built = /^file:.*?\/~disk~\//;
const files = new Map<string, unknown>();
globalThis.diskFile = (path, content) => files.set(path, content);

globalThis.fetch = async input => {
  const content = await contentOf(input instanceof Request ? input.url : String(input));
  return typeof content === 'string' ? new Response(content) : Response.json(content);
};

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
  const code = String(await contentOf(address));
  return URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
}

/** What the file at this address held when the folder was built. */
async function contentOf(address: string): Promise<unknown> {
  const { href } = new URL(address, location.href);
  const path = href
    .replace(root, '')
    .replace(built, '')
    .replace(/[?#].*/, '');
  if (!/^assets\/.*\.js(on)?$/.test(path)) throw new TypeError(`A disk cannot give ${address}`);
  if (!files.has(path)) await load(`${root}${path}.js`);
  return files.get(path);
}

function load(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => reject(new TypeError(`There is no file ${address}`));
    document.head.append(script);
  });
}

// A disk knows no page of a folder: links made by scripts are led to it.
addEventListener('click', event => {
  const link = (event.target as Element).closest?.('a');
  if (link?.protocol === 'file:' && link.pathname.endsWith('/')) link.pathname += 'index.html';
});
