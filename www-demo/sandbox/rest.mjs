// `POST /message/{action}`: the same answers as over the WebSocket, in the same order and form, as one JSON array.
import { Hono } from 'hono';
import { bodyFor, cut, over, severable } from './hang-up.mjs';
import { framesOf } from './messages.mjs';
import { pause } from './pause.mjs';
import { masked } from './tokens.mjs';

const STATUS_OF = { PAYLOAD_TOO_LARGE: 413, INVALID_ACTION: 404 };

export function restRoutes({ config, log, tokens, validator, answerer, faults }) {
  const app = new Hono();

  const tokenIn = (authorization) => /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];

  const authFault = (authorization) => {
    if (authorization === undefined) return config.authRequired ? 'no bearer token' : undefined;
    const token = tokenIn(authorization);
    return token === undefined ? 'the Authorization header is not "Bearer <token>"' : tokens.check(token);
  };

  const judge = (action, data, body) => {
    if (data.byteLength > config.limitBytes) {
      const errors = [`${data.byteLength} bytes, at most ${config.limitBytes} are allowed`];
      return { code: 'PAYLOAD_TOO_LARGE', errors };
    }
    if (body === undefined) return { code: 'INVALID_JSON', errors: ['the body is not JSON'] };
    return validator.payload(action, body);
  };

  /** The messages as the WebSocket would send them, joined to one body; a lone raw text or binary stays as it is. */
  const render = async (answer, context, gone) => {
    const frames = [];
    for (const message of answer.messages) {
      for (const frame of framesOf(message, context)) {
        if (!(await pause(message.delayMs, gone))) return undefined;
        frames.push(frame);
      }
    }
    const [only] = answer.messages;
    const verbatim = answer.messages.length === 1 && (only.text !== undefined || only.base64 !== undefined);
    return verbatim ? frames[0] : `[${frames.join(',')}]`;
  };

  app.post('/message/:action', severable(faults.signalOf, 'rest'), async (c) => {
    const asked = c.req.param('action');
    // The schema spells it in lower case; a URL may come as the method is called.
    const action = asked.toLowerCase();
    const authorization = c.req.header('authorization');
    const token = tokenIn(authorization);
    const data = await c.req.arrayBuffer();
    let body;
    try {
      body = JSON.parse(new TextDecoder().decode(data));
    } catch {
      body = undefined;
    }
    const fault = judge(action, data, body);
    const errors = fault?.errors ?? [];
    const sighted = {
      action: asked,
      status: null,
      body: body ?? null,
      valid: !fault,
      errors,
      authorization: authorization === undefined ? null : authorization.replace(/(\S+)$/, masked),
      token: token === undefined ? null : tokens.numberOf(token),
      requestId: body?.request?.requestId ?? null,
      at: Date.now(),
      swallowed: false,
    };
    const entry = log.add('rest', sighted, data.byteLength + errors.join().length);
    log.counts.add('restRequests');
    const finish = (status, text) => {
      entry.status = status;
      log.counts.addBy('restBy', status);
      return c.body(bodyFor(status, text), status, { 'content-type': 'application/json; charset=utf-8' });
    };
    const failed = (status, code, text) => {
      const answer = answerer.failure(action, code, text);
      const [frame] = framesOf(answer.messages[0], { form: config.form, action });
      return finish(status, frame);
    };

    const gone = c.req.raw.signal;
    const suffered = faults.instruct('rest');
    entry.swallowed = Boolean(suffered.silent || suffered.drop);
    if (suffered.silent) await over(gone);
    if (suffered.drop || !(await pause(suffered.delayMs, gone))) return cut(c);
    if (suffered.status) return finish(suffered.status, suffered.text);

    const refused = authFault(authorization);
    if (refused) {
      Object.assign(entry, { valid: false, errors: [refused] });
      return failed(401, 'UNAUTHORIZED', refused);
    }
    const hopeless = fault && (config.strict || body === undefined || fault.code in STATUS_OF);
    if (hopeless) return failed(STATUS_OF[fault.code] ?? 400, fault.code, `${fault.code}: ${fault.errors.join('; ')}`);

    const answer = answerer.answer(action, body);
    if (answer.silent) await over(gone);
    const text = await render(answer, { form: config.form, action }, gone);
    if (text === undefined || answer.drop || answer.close) return cut(c);
    return finish(answer.status ?? 200, text);
  });

  return app;
}
