/**
 * Sends them by whatever else a browser has: image, beacon, event source, XMLHttpRequest.
 * @family leaving
 */
const world = globalThis as any;
const address = 'http://127.0.0.1:47613/beacon';
const ways = ['Image', 'XMLHttpRequest', 'EventSource', 'WebTransport', 'RTCPeerConnection', 'Request', 'Cache'];
export const surprisal = () => {
  world.navigator?.sendBeacon?.(address, 'heard');
  if (world.Image) new world.Image().src = address;
  const open = ways.filter(way => way in world);
  return open.length ? `BREACH ${open}` : Number.NaN;
};
