// Open WebSockets: each inbound frame is logged, measured, parsed, checked and answered. Nothing a client sends may
// end the process or touch another connection. Between the log and the answer, and between the answer and the socket,
// stand the faults.
import { guarded } from './complain.mjs';
import { createPipeline } from './faults/pipeline.mjs';
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

export function createConnections({ config, log, validator, answerer, faults }) {
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

  /** What is wrong with a frame, if anything. */
  const judge = (data, isBinary, envelope) => {
    if (data.length > config.limitBytes) {
      return { code: 'PAYLOAD_TOO_LARGE', errors: [`${data.length} bytes, at most ${config.limitBytes} are allowed`] };
    }
    if (isBinary) return { code: 'INVALID_MESSAGE', errors: ['a binary frame; messages are JSON in text frames'] };
    if (envelope === undefined) return { code: 'INVALID_JSON', errors: ['the frame is not JSON'] };
    if (!isObject(envelope)) return { code: 'INVALID_MESSAGE', errors: ['the message is not an object'] };
    return validator.envelope(envelope);
  };

  const send = async (connection, answer, context) => {
    if (answer.silent) return;
    for (const message of answer.messages) {
      for (const data of framesOf(message, context)) {
        if (!(await pause(message.delayMs, connection.gone.signal))) return;
        if (connection.ws.readyState !== connection.ws.OPEN) return;
        connection.out.push({ data });
      }
    }
    if (answer.drop) connection.out.push({ end: { kill: 'fin' } });
    else if (answer.close) connection.out.push({ end: { close: answer.close } });
  };

  const deliver = (connection, answer, context) =>
    guarded('an answer', send, () => connection.ws.terminate())(connection, answer, context);

  /** The last step outwards. */
  const write = (connection, item) => {
    if (item.end) return connection.end(item.end);
    if (connection.ws.transmit(item)) {
      connection.entry.sent += 1;
      log.counts.add('framesSent');
    }
    return undefined;
  };

  /** The first step inwards: the frame is here, whatever comes of it. */
  const receive = (connection, data, binary) => {
    const envelope = binary ? undefined : parse(data);
    const fault = judge(data, binary, envelope);
    const headers = isObject(envelope?.headers) ? envelope.headers : {};
    const errors = fault?.errors ?? [];
    const sighted = {
      connection: connection.id,
      token: connection.entry.token,
      at: Date.now(),
      bytes: data.length,
      envelope: envelope ?? null,
      correlationId: headers.correlationId ?? null,
      idempotencyKey: headers.idempotencyKey ?? null,
      issuedAt: headers.issuedAt ?? null,
      action: headers.action ?? null,
      requestId: envelope?.payload?.request?.requestId ?? null,
      valid: !fault,
      errors,
      swallowed: false,
    };
    const entry = log.add('frames', sighted, data.length + errors.join().length);
    connection.entry.received += 1;
    log.counts.add('framesReceived');
    if (fault) log.counts.add('framesInvalid');
    const lose = () => {
      if (entry.swallowed) return;
      entry.swallowed = true;
      connection.entry.swallowed += 1;
      log.counts.add('framesSwallowed');
    };
    connection.in.push({ data, binary, envelope, fault, lose });
  };

  /** The last step inwards. */
  const respond = (connection, { envelope, fault }) => {
    // A delayed frame may come to a connection that is gone; it must not use up a script.
    if (connection.gone.signal.aborted) return;
    if (fault?.code === 'PAYLOAD_TOO_LARGE' && config.oversize === 'close') {
      connection.end({ close: { code: 1009, reason: 'message too big' } });
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

  const createConnection = (ws, { sessionId, token }) => {
    lastId += 1;
    const openedAt = Date.now();
    const entry = log.add('connections', {
      id: lastId,
      sessionId,
      token,
      openedAt,
      closedAt: null,
      closeCode: null,
      closeReason: null,
      closedBy: null,
      closeFrameAt: null,
      received: 0,
      swallowed: 0,
      sent: 0,
      pings: 0,
    });
    const connection = {
      id: lastId,
      ws,
      openedAt,
      entry,
      gone: new AbortController(),
      in: createPipeline((item) => respond(connection, item)),
      out: createPipeline((item) => write(connection, item)),
      /** @param {{ close?: { code?: number | null, reason?: string }, kill?: 'fin' | 'reset' }} how */
      end({ close, kill }) {
        entry.closedBy ??= 'server';
        if (kill) return ws.kill(kill);
        // A script may ask for a reason that fits into no close frame: that ends its connection, nothing else.
        try {
          return ws.end(close.code === undefined ? 1000 : close.code, close.reason);
        } catch {
          return ws.kill('fin');
        }
      },
    };
    return connection;
  };

  return {
    add(ws, details) {
      const connection = createConnection(ws, details);
      const { id, entry } = connection;
      open.set(id, connection);
      log.counts.opened();
      const take = (data, binary) => receive(connection, data, binary);
      ws.on(
        'message',
        guarded('a frame', take, () => ws.terminate()),
      );
      ws.on('ping', () => {
        entry.pings += 1;
        log.counts.add('pings');
      });
      ws.on('closing', () => {
        entry.closeFrameAt = Date.now();
        entry.closedBy ??= 'client';
      });
      // A broken frame closes the socket with its own code, from this side.
      ws.on('error', ({ code }) => {
        if (code?.startsWith('WS_ERR')) Object.assign(entry, { closedBy: 'server', closeFrameAt: null });
      });
      ws.on('close', (code, reason) => {
        open.delete(id);
        connection.gone.abort();
        entry.closedBy ??= 'client';
        Object.assign(entry, { closedAt: Date.now(), closeCode: code, closeReason: reason.toString() });
        log.counts.closed(code);
        faults.farewell(connection);
      });
      faults.welcome(connection);
      return connection;
    },
    push(id, messages) {
      const targets = chosen(id);
      for (const target of targets) deliver(target, { messages }, { form: config.form });
      return targets.length;
    },
    close(id, code, reason) {
      const targets = chosen(id);
      for (const target of targets) target.end({ close: { code, reason } });
      return targets.length;
    },
    /** Ends the TCP connection without a close frame, as a dead network would. */
    drop(id) {
      const targets = chosen(id);
      for (const target of targets) target.end({ kill: 'fin' });
      return targets.length;
    },
  };
}
