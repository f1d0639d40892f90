// Open WebSockets: each inbound frame is logged, measured, parsed, checked and answered. Nothing a client sends may
// end the process or touch another connection.
import { framesOf } from './messages.mjs';
import { pause } from './pause.mjs';

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOrNothing = (value) => (typeof value === 'string' ? value : undefined);

export function createConnections({ config, log, validator, answerer }) {
  const open = new Map();
  let lastId = 0;

  const contextOf = (envelope) => {
    const headers = isObject(envelope?.headers) ? envelope.headers : {};
    return {
      form: config.form,
      correlationId: textOrNothing(headers.correlationId),
      action: textOrNothing(headers.action),
      traceId: textOrNothing(headers.traceId),
      idempotencyKey: textOrNothing(headers.idempotencyKey),
      tenantId: textOrNothing(headers.tenantId),
    };
  };

  /** What is wrong with a frame, if anything; fills in its log entry. */
  const judge = (data, isBinary, entry) => {
    if (entry.bytes > config.limitBytes) {
      return { code: 'PAYLOAD_TOO_LARGE', errors: [`${entry.bytes} bytes, at most ${config.limitBytes} are allowed`] };
    }
    if (isBinary) return { code: 'INVALID_MESSAGE', errors: ['a binary frame; messages are JSON in text frames'] };
    if (entry.envelope === undefined) return { code: 'INVALID_JSON', errors: ['the frame is not JSON'] };
    if (!isObject(entry.envelope)) return { code: 'INVALID_MESSAGE', errors: ['the message is not an object'] };
    return validator.envelope(entry.envelope);
  };

  const send = async (connection, answer, context) => {
    if (answer.silent) return;
    for (const message of answer.messages) {
      for (const frame of framesOf(message, context)) {
        if (!(await pause(message.delayMs, connection.gone.signal))) return;
        if (connection.ws.readyState !== connection.ws.OPEN) return;
        connection.ws.send(frame);
      }
    }
    if (answer.drop) connection.ws.terminate();
    else if (answer.close) connection.ws.close(answer.close.code ?? 1000, answer.close.reason);
  };

  // A script may ask for what cannot be sent, such as a reason of 200 bytes: that ends its connection, nothing else.
  const deliver = (connection, answer, context) => {
    send(connection, answer, context).catch(() => connection.ws.terminate());
  };

  const receive = (connection, data, isBinary) => {
    const envelope = isBinary ? undefined : parse(data);
    const entry = log.add('frames', { connection: connection.id, at: Date.now(), bytes: data.length, envelope });
    const fault = judge(data, isBinary, entry);
    entry.envelope ??= null;
    entry.valid = !fault;
    entry.errors = fault?.errors ?? [];
    if (fault?.code === 'PAYLOAD_TOO_LARGE' && config.oversize === 'close') {
      connection.ws.close(1009, 'message too big');
      return;
    }
    const context = contextOf(envelope);
    // Without `strict` a faulty message is answered all the same, as far as there is one to answer.
    const answerable = !fault || (!config.strict && isObject(envelope) && fault.code !== 'PAYLOAD_TOO_LARGE');
    const answer = answerable
      ? answerer.answer(context.action, envelope.payload)
      : answerer.failure(context.action ?? 'error', fault.code, `${fault.code}: ${fault.errors.join('; ')}`);
    deliver(connection, answer, context);
  };

  const chosen = (id) => {
    if (id === undefined) return [...open.values()];
    if (!open.has(id)) throw new RangeError(`no open connection ${id}; open are [${[...open.keys()].join(', ')}]`);
    return [open.get(id)];
  };

  return {
    add(ws, sessionId) {
      lastId += 1;
      const id = lastId;
      const connection = { id, ws, gone: new AbortController() };
      const entry = log.add('connections', {
        id,
        sessionId,
        openedAt: Date.now(),
        closedAt: null,
        closeCode: null,
        closeReason: null,
      });
      open.set(id, connection);
      ws.on('message', (data, isBinary) => receive(connection, data, isBinary));
      // A broken frame closes the socket with its own code; the error itself says nothing more.
      ws.on('error', () => {});
      ws.on('close', (code, reason) => {
        open.delete(id);
        connection.gone.abort();
        Object.assign(entry, { closedAt: Date.now(), closeCode: code, closeReason: reason.toString() });
      });
    },
    push(id, messages) {
      const targets = chosen(id);
      for (const target of targets) deliver(target, { messages }, { form: config.form });
      return targets.length;
    },
    close(id, code, reason) {
      const targets = chosen(id);
      for (const { ws } of targets) ws.close(code, reason);
      return targets.length;
    },
    /** Ends the TCP connection without a close frame, as a dead network would. */
    drop(id) {
      const targets = chosen(id);
      for (const { ws } of targets) ws.terminate();
      return targets.length;
    },
  };
}
