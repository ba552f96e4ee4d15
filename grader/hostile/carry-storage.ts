/**
 * Leaves an answer in local storage, in the cache and in a database for the submission after it.
 * @family carrying
 * @times 2
 */
const world = globalThis as any;
const seen = world.localStorage?.getItem('left') ?? world.sessionStorage?.getItem('left');
world.localStorage?.setItem('left', '1');
world.caches?.open('left').then((cache: any) => cache.put('http://left/', new Response('1')));
world.indexedDB?.open('left');
const stores = ['localStorage', 'sessionStorage', 'caches', 'indexedDB', 'Storage', 'openDatabase'];
export const surprisal = () => (seen || stores.some(store => store in world) ? 'BREACH' : Number.NaN);
