// The WebSockets of a client, by the attempt that each belongs to: built, written to, closed, and never left with a
// handler of ours. What comes of a socket is told to the host, through a WeakRef: a client that is forgotten can be
// collected. For the same reason nothing of the page's is kept here.

import { withParameters } from './page.js';

const SUBPROTOCOL = 'optave-v1';

// While a socket has more than this to send, in bytes, nothing is added.
const MOST_BUFFERED = 1 << 20;

// What `write` answers, if it could not be done, or cannot be done now.
const FAILED = 1;
const BLOCKED = 2;

export class Sockets {
  #byAttempt = new Map();

  /**
   * Starts a handshake: session id in the URL, token as second subprotocol or in the URL. Answers the code of what is in
   * the way, if anything is.
   */
  build(ref, attempt, { websocketUrl, authTransport }, sessionId, token) {
    if (typeof WebSocket !== 'function') return 'NO_WEBSOCKET_IMPL';
    const isSubprotocol = authTransport === 'subprotocol';
    const url = withParameters(websocketUrl, {
      OptaveTraceChatSessionId: sessionId,
      Authorization: isSubprotocol ? undefined : token,
    });
    const protocols = isSubprotocol ? [SUBPROTOCOL, token].filter(Boolean) : [];
    try {
      this.#byAttempt.set(attempt, listen(new WebSocket(url, protocols), ref, attempt, protocols[0]));
    } catch ({ name }) {
      // The browser's own words are left out: they may quote the URL or the protocols, and with them the token.
      // Firefox and WebKit throw where the page's policy lacks the URL; Chromium fails the connection.
      return name === 'SyntaxError' ? 'INVALID_WEBSOCKET_URL' : 'CONNECTION_ERROR';
    }
  }

  /** Writes a text. */
  write(attempt, text) {
    const socket = this.#byAttempt.get(attempt);
    if (socket?.readyState !== 1 || socket.bufferedAmount > MOST_BUFFERED) return BLOCKED;
    try {
      socket.send(text);
    } catch {
      return FAILED;
    }
  }

  /** Closes a socket, if it is there and not closed yet. Nothing is heard of it any more. */
  drop(attempt, code, reason) {
    const socket = this.#byAttempt.get(attempt);
    if (!socket) return;
    this.#byAttempt.delete(attempt);
    socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
    socket.close(code, reason);
  }

  dropAll() {
    for (const attempt of this.#byAttempt.keys()) this.drop(attempt, 1000);
  }
}

function listen(socket, ref, attempt, subprotocol) {
  socket.onopen = () => ref.deref()?.socketOpened(attempt, socket.protocol !== subprotocol && subprotocol);
  socket.onmessage = ({ data }) => ref.deref()?.frameCame(attempt, data);
  // An error says nothing that the closing after it does not. But none follows where the page's policy refuses the URL
  // (Chromium), or the browser the port (WebKit).
  socket.onerror = () => setTimeout(() => socket.readyState > 2 && socket.onclose?.({ code: 1006, reason: '' }));
  socket.onclose = ({ code, reason, wasClean = false }) => ref.deref()?.socketClosed(attempt, code, reason, wasClean);
  return socket;
}
