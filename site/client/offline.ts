/**
 * Keeps the course for reading offline: after the page is complete and the browser has nothing else to
 * do, and not for a reader who asks to save data.
 */
const { connection } = navigator as { connection?: { saveData: boolean } };
const worker = new URL('../service-worker.js', (document.currentScript as HTMLScriptElement).src);
const idle = globalThis.requestIdleCallback ?? setTimeout;

if ('serviceWorker' in navigator && !connection?.saveData) {
  addEventListener('load', () => {
    idle(() => {
      navigator.serviceWorker.register(worker).catch(() => {}); // private windows may forbid it
    });
  });
}
