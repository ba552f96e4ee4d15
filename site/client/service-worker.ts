/**
 * Keeps the course for reading without a network. The build puts the list of its files before this
 * text, so that each build's worker is another one.
 *
 * A version is kept whole or not at all: nothing that is fetched while reading is ever added to it.
 * Pages come from the network, so that a correction is seen at once, and from the kept version where
 * the network gives no answer. Files whose names hold their hash come from any version that has them:
 * so a page always has those that it was built with.
 */

/** What the build knows. Paths are relative to the worker; a page's is that of its folder. */
interface Kept {
  /** The name of this version's cache. */
  cache: string;
  /** What the names of all versions' caches of this site begin with. */
  prefix: string;
  /** Files whose names hold their hash. */
  files: string[];
  /** Paths of other files, with the SHA-256 of what they hold. */
  pages: Record<string, string>;
}

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Worker {
  kept: Kept;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

const worker = self as unknown as Worker;
const { kept } = worker;
const scope = new URL('./', location.href);
const hasHash = /\/assets\/.*\.[0-9a-f]{8}\.\w+$/;
/** How long a page may let its reader wait before the kept one is shown. */
const patience = 4000;

worker.addEventListener('install', event => event.waitUntil(keep()));
worker.addEventListener('activate', event => event.waitUntil(begin()));

worker.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || !url.href.startsWith(scope.href)) return;
  if (hasHash.test(url.pathname)) event.respondWith(fromCache(request));
  else event.respondWith(fromNetwork(request, url));
});

/** Few at a time: whoever reads meanwhile comes first. */
async function keep(): Promise<void> {
  const cache = await caches.open(kept.cache);
  try {
    await fill(cache);
  } catch (error) {
    await caches.delete(kept.cache); // half a version is none; it is tried again at the next visit
    throw error;
  }
  await worker.skipWaiting();
}

/**
 * From now on pages are of this version. One that is still open may yet ask for a file of the version
 * before it: that keeps its files, and nothing else. What is older goes.
 */
async function begin(): Promise<void> {
  const names = (await caches.keys()).filter(
    name => name.startsWith(kept.prefix) && name !== kept.cache,
  );
  const last = names.pop();
  for (const name of names) await caches.delete(name);
  if (last) {
    const cache = await caches.open(last);
    for (const { url } of await cache.keys()) {
      if (!hasHash.test(url)) await cache.delete(url);
    }
  }
  await worker.clients.claim();
}

async function fill(cache: Cache): Promise<void> {
  const wishes = [
    ...kept.files.map(file => () => keepFile(cache, file)),
    ...Object.entries(kept.pages).map(entry => () => keepPage(cache, ...entry)),
  ];
  const lane = async () => {
    for (let wish = wishes.pop(); wish; wish = wishes.pop()) await wish();
  };
  await Promise.all([lane(), lane(), lane()]);
}

async function keepFile(cache: Cache, file: string): Promise<void> {
  const url = new URL(file, scope);
  const response = (await caches.match(url)) ?? (await fetch(url, { priority: 'low' }));
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  await cache.put(url, response);
}

/** A page that did not change is copied; one that is not of this version yet makes the install fail, to be tried again. */
async function keepPage(cache: Cache, path: string, hash: string): Promise<void> {
  const url = new URL(path, scope);
  const old = await caches.match(url);
  if (old && (await hashOf(old)) === hash) return cache.put(url, old);
  const response = await fetch(url, { priority: 'low', cache: 'no-cache' });
  if ((await hashOf(response)) !== hash) throw new Error(`${url} is of another version`);
  const { headers } = response;
  // Made anew: one that was redirected must not be an answer to a navigation.
  await cache.put(url, new Response(await response.blob(), { headers }));
}

async function hashOf(response: Response): Promise<string> {
  const bytes = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 8)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

async function fromCache(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

async function fromNetwork(request: Request, url: URL): Promise<Response> {
  const live = fetch(request);
  const late = new Promise<undefined>(resolve => setTimeout(resolve, patience));
  const first = await Promise.race([live.catch(() => undefined), late]);
  return first ?? (await fromVersion(url, request.mode === 'navigate')) ?? live;
}

async function fromVersion(url: URL, isNavigation: boolean): Promise<Response | undefined> {
  const cache = await caches.open(kept.cache);
  const path = url.origin + url.pathname.replace(/index\.html$/, '');
  const found = await cache.match(path, { ignoreVary: true });
  if (found || !isNavigation) return found;
  if (await cache.match(`${path}/`)) return Response.redirect(`${path}/${url.search}`, 302);
  const missing = await cache.match(new URL('404.html', scope));
  return missing && new Response(missing.body, { status: 404, headers: missing.headers });
}
