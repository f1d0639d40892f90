// The two ways to a token: client id and secret for servers, the ticket for browsers.
import { Hono } from 'hono';
import { bodyFor, cut, over, severable } from './hang-up.mjs';
import { pause } from './pause.mjs';

export function authRoutes({ config, log, tokens, scripts, faults }) {
  const app = new Hono();
  const headersOf = (c) => {
    const headers = c.req.header();
    return headers.authorization ? { ...headers, authorization: 'masked' } : headers;
  };

  app.post('/auth/oauth2/token', async (c) => {
    log.counts.add('tokenRequests');
    // A body that is no form reads as an empty one, and fails for want of its fields.
    const form = await c.req.parseBody().catch(() => ({}));
    if (form.grant_type !== 'client_credentials') {
      return c.json(
        { error: 'unsupported_grant_type', error_description: 'grant_type must be client_credentials' },
        400,
      );
    }
    if (form.client_id !== config.clientId || form.client_secret !== config.clientSecret) {
      return c.json({ error: 'invalid_client', error_description: 'unknown client_id or wrong client_secret' }, 401);
    }
    const { token } = tokens.issue('access', headersOf(c));
    return c.json({ access_token: token, token_type: 'Bearer', expires_in: Math.ceil(config.tokenTtlMs / 1000) }, 200, {
      'cache-control': 'no-store',
    });
  });

  app.post('/api/optave/ws-ticket', severable(faults.signalOf, 'token'), async (c) => {
    log.counts.add('tokenRequests');
    const script = faults.instruct('token', scripts);
    const gone = c.req.raw.signal;
    if (script.hang) await over(gone);
    if (script.drop || !(await pause(script.delayMs ?? config.tokenDelayMs, gone))) return cut(c);
    if (script.text !== undefined) return c.body(bodyFor(script.status, script.text), script.status ?? 200);
    if (script.body !== undefined) return c.json(script.body, script.status ?? 200);
    if (script.status && script.status >= 400) return c.json({ error: 'scripted refusal' }, script.status);
    const { token, expiresAt } = tokens.issue('ticket', headersOf(c));
    return c.json({ token, expiresAt: new Date(expiresAt).toISOString() }, script.status ?? 200, {
      'cache-control': 'no-store',
    });
  });

  return app;
}
