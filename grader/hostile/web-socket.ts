/**
 * Opens a WebSocket.
 * @family leaving
 */
const socket = new WebSocket('ws://127.0.0.1:47613/');
socket.onopen = () => socket.send('heard');
export const surprisal = () => 'BREACH';
