// The way from an HTTP upgrade to an open WebSocket: which token was offered and how, whether it may open one, which
// subprotocol is selected. Scripts and faults may refuse, delay, hang or select something else.
import { STATUS_CODES } from 'node:http';
import { WebSocketServer } from 'ws';
import { guarded } from './complain.mjs';
import { HARD_LIMIT_BYTES } from './config.mjs';
import { FaultySocket } from './faults/socket.mjs';
import { pause } from './pause.mjs';

export const SUBPROTOCOL = 'optave-v1';
const PATH = '/ws';
const SESSION_PARAMETER = 'OptaveTraceChatSessionId';

function refuse(socket, status, text) {
  const body = `${text}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** How the client authenticates. The subprotocol counts first: a browser offers it even where the URL has a query. */
function credentials(url, protocols) {
  if (protocols.length > 1) return { transport: 'subprotocol', token: protocols[1] };
  const token = url.searchParams.get('Authorization');
  return token === null ? { transport: 'none' } : { transport: 'query', token };
}

function faultOf({ transport, token }, protocols, { config, tokens }) {
  if (transport === 'subprotocol' && (protocols[0] !== SUBPROTOCOL || protocols.length !== 2)) {
    return `expected the subprotocols "${SUBPROTOCOL}, <token>"`;
  }
  if (transport !== 'none') return tokens.spend(token);
  return config.authRequired ? 'no token was offered' : undefined;
}

export function createHandshake({ config, gate, log, tokens, scripts, faults, onOpen }) {
  let next;
  const server = new WebSocketServer({
    noServer: true,
    WebSocket: FaultySocket,
    clientTracking: false,
    maxPayload: HARD_LIMIT_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (next !== undefined ? (next ?? false) : offered.has(SUBPROTOCOL) && SUBPROTOCOL),
  });

  const handle = async (request, socket, head) => {
    let url;
    try {
      url = new URL(request.url, 'ws://127.0.0.1');
    } catch {
      return refuse(socket, 400, 'malformed URL');
    }
    const foreign = gate.hostFault(request.headers) ?? gate.originFault(request.headers);
    const protocols = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const offered = credentials(url, protocols);
    // A page that may not ask is not to learn or change which tokens there are.
    const { id: token = null, reused = false } =
      foreign || offered.token === undefined ? {} : tokens.offer(offered.token);
    const entry = log.add('handshakes', {
      url: request.url,
      search: Object.fromEntries(url.searchParams),
      protocols,
      transport: offered.transport,
      accepted: false,
      status: null,
      at: Date.now(),
      token,
      reused,
      reason: null,
      connection: null,
    });
    log.counts.add('handshakes');
    const end = (how, more = {}) => {
      Object.assign(entry, more);
      log.counts.addBy('handshakesBy', how);
    };
    const refused = (status, reason) => {
      end(status, { status, reason });
      refuse(socket, status, reason);
    };

    if (foreign) return refused(403, foreign);
    if (url.pathname !== PATH) return refused(404, `the WebSocket is at ${PATH}`);
    const script = faults.instruct('handshake', scripts);
    const down = faults.signalOf('websocket');
    if (script.hang) {
      down.addEventListener('abort', () => socket.destroy(), { once: true });
      // Read on, or nobody would notice that the client has given up.
      socket.on('end', () => socket.destroy()).resume();
      return end('hung', { reason: 'never answered' });
    }
    const delayMs = script.delayMs ?? config.handshakeDelayMs;
    const isThere = !(delayMs > 0) || (await pause(delayMs, down));
    if (script.drop || !isThere || socket.destroyed) {
      end(socket.destroyed ? 'abandoned' : 'cut', { reason: 'ended without an answer' });
      return script.drop === 'fin' ? socket.destroy() : socket.resetAndDestroy();
    }
    if (script.status && script.status !== 101) return refused(script.status, 'scripted refusal');
    const fault = faultOf(offered, protocols, { config, tokens });
    if (fault) return refused(401, fault);
    if (script.reject?.status) return refused(script.reject.status, 'the token is rejected');

    // `handleProtocols` runs inside this call, without a turn of the event loop between.
    next = script.protocol;
    server.handleUpgrade(request, socket, head, (ws) => {
      const { id, end: endConnection } = onOpen(ws, { token, sessionId: url.searchParams.get(SESSION_PARAMETER) });
      end('open', { accepted: true, status: 101, connection: id });
      if (script.reject) endConnection(script.reject);
    });
    next = undefined;
    // The library itself answers what is no proper WebSocket handshake.
    if (entry.status === null) end(400, { status: 400, reason: 'no WebSocket handshake' });
    return undefined;
  };

  return (request, socket, head) => {
    // A client that goes away while it waits must not take the process with it.
    socket.on('error', () => socket.destroy());
    guarded('a handshake', handle, () => socket.destroy())(request, socket, head);
  };
}
