// The WebSocket: built, listened to, closed, and never left with a handler of ours.

/**
 * Starts a handshake, and tells the host what becomes of it. `ref` is a WeakRef: a client that is forgotten can be
 * collected.
 * @throws what the browser throws: it refuses some URLs, and any when the page is leaving
 */
export function openSocket(ref, attempt, url, protocols) {
  const socket = new WebSocket(url, protocols);
  socket.onopen = () => ref.deref()?.socketOpened(attempt, socket.protocol);
  socket.onmessage = ({ data }) => ref.deref()?.frame(attempt, data);
  socket.onerror = () => ref.deref()?.socketFailed(attempt);
  socket.onclose = ({ code, reason, wasClean }) => {
    detach(socket);
    ref.deref()?.socketClosed(attempt, code, reason, wasClean);
  };
  return socket;
}

function detach(socket) {
  socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
}

/** Closes a socket. Nothing is heard of it any more. */
export function closeSocket(socket, code, reason) {
  detach(socket);
  socket.close(code, reason);
}
