// Options of a client: what is accepted and refused.
import { OptaveClient } from 'optave-web-sdk';
import type { Logger, OptaveMetric, OptaveOptions, Until } from 'optave-web-sdk';

const websocketUrl = 'wss://ws-acme.oco.optave.tech';

const all: OptaveOptions = {
  websocketUrl,
  tokenProvider: async () => ({ token: 'abc', expiresAt: Date.now() + 60_000 }),
  organizationId: 'f7e8d9c0-b1a2-3456-7890-123456789abc',
  authTransport: 'subprotocol',
  queue: { maxRequests: 10 },
  reconnect: { firstDelayMs: 100, maxAttempts: 3 },
  until: { interaction: 'completed', reception: ['reception', 'sentiment'], insights: 'idle' },
  logger: console,
  onMetric: (metric: OptaveMetric) => (metric.type === 'request' ? metric.totalMs : metric.type),
  session: { interface: { name: 'parcel_desk' } },
  location: 'prompt',
};
new OptaveClient(all);
new OptaveClient({ ...all, payloadDefaults: 'compact' });
new OptaveClient({ websocketUrl, tokenProvider: () => 'abc', queue: false, reconnect: false });
new OptaveClient({ websocketUrl, tokenProvider: async () => ({ access_token: 'abc' }) });
new OptaveClient({ websocketUrl, tokenProvider: async () => (await (await fetch('/ticket')).json()).token });
new OptaveClient({ transport: 'rest', restUrl: 'https://acme.oco.optave.tech' });
new OptaveClient({ transport: 'auto', restUrl: 'https://acme.oco.optave.tech', websocketUrl, fallbackAfter: 1 });

// What is not given may be said so, and functions know what they are called with.
new OptaveClient({ websocketUrl, tenantId: undefined, until: undefined, logger: undefined, queue: undefined });
new OptaveClient({
  websocketUrl,
  until: (update, updates) => update.state === 'completed' || updates.length > 9,
  onMetric: (metric) => metric.type === 'drop' && metric.code.toFixed(),
});

// A logger that is a class, or has some of the methods.
class Journal {
  #lines: unknown[] = [];
  warn(...values: unknown[]) {
    this.#lines.push(...values);
  }
}
const logger: Logger = { error: () => {} };
new OptaveClient({ websocketUrl, logger: new Journal() });
new OptaveClient({ websocketUrl, logger });

const until: Until = ['interaction', 'risk'] as const;
new OptaveClient({ websocketUrl, until });

// @ts-expect-error options are needed
new OptaveClient();
// @ts-expect-error there is nothing to connect to
new OptaveClient({ organizationId: 'o' });
// @ts-expect-error nor here
new OptaveClient({ transport: 'rest', websocketUrl });
// @ts-expect-error and only half of it here
new OptaveClient({ transport: 'auto', websocketUrl });
// @ts-expect-error no such transport
new OptaveClient({ websocketUrl, transport: 'carrier-pigeon' });
// @ts-expect-error no such way for a token
new OptaveClient({ websocketUrl, authTransport: 'cookie' });
// @ts-expect-error a secret has no place in a page
new OptaveClient({ websocketUrl, clientSecret: 'x' });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, requestTimeout: 1000 });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, queue: { maxRequest: 10 } });
// @ts-expect-error misspelt beside one that is not
new OptaveClient({ websocketUrl, queue: { maxBytes: 10, maxRequest: 10 } });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, reconnect: { enabled: true, attempts: 3 } });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, session: { interfaces: {} } });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, session: { interface: { nam: 'parcel_desk' } } });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, request: { connection: { threadId: 't' } } });
// @ts-expect-error misspelt
new OptaveClient({ websocketUrl, request: { connections: { threadID: 't' } } });
// @ts-expect-error a thread id is a string
new OptaveClient({ websocketUrl, request: { connections: { threadId: 5 } } });
// @ts-expect-error a number
new OptaveClient({ websocketUrl, requestTimeoutMs: '1000' });
// @ts-expect-error neither a token nor a promise of one
new OptaveClient({ websocketUrl, tokenProvider: () => 42 });
// @ts-expect-error no such action
new OptaveClient({ websocketUrl, until: { sing: 'completed' } });
// @ts-expect-error no such time
new OptaveClient({ websocketUrl, until: 'started' });
