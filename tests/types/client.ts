// The class, its names, its options and its statics, as a user of TypeScript meets them.
import Default, { OptaveClient, OptaveError, OptaveJavaScriptSDK, OptaveRequest } from 'optave-web-sdk';
import type { ConnectionInfo, OptaveOptions } from 'optave-web-sdk';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>) => {};

same<typeof Default, typeof OptaveClient>(true);
same<typeof OptaveJavaScriptSDK, typeof OptaveClient>(true);
same<OptaveJavaScriptSDK, OptaveClient>(true);

const options: OptaveOptions = {
  websocketUrl: 'wss://ws-acme.oco.optave.tech',
  tokenProvider: async () => ({ token: 'abc', expiresAt: Date.now() + 60_000 }),
  organizationId: 'f7e8d9c0-b1a2-3456-7890-123456789abc',
  authTransport: 'subprotocol',
  queue: { maxRequests: 10 },
  until: { interaction: 'completed', reception: ['reception', 'sentiment'], insights: 'idle' },
  logger: console,
};
const client = new OptaveClient(options);
new OptaveClient({ websocketUrl: 'ws://localhost:8080/ws', tokenProvider: () => 'abc', queue: false });

// @ts-expect-error options are needed
new OptaveClient();
// @ts-expect-error no such transport
new OptaveClient({ websocketUrl: 'wss://a.example', authTransport: 'cookie' });
// @ts-expect-error no such option
new OptaveClient({ websocketUrl: 'wss://a.example', clientSecret: 'x' });
// @ts-expect-error memory is nobody's business
client.free();
// @ts-expect-error nor are the internals
client.claim;
// @ts-expect-error an error is made by the SDK alone
new OptaveError('x');
// @ts-expect-error so is a request
new OptaveRequest();

same<ReturnType<typeof client.openConnection>, Promise<void>>(true);
client.openConnection('token').then(() => client.closeConnection(1000, 'done'));
const connected: boolean = client.isConnected();
const connection: ConnectionInfo = client.connection;
client.disconnect();
const cancelled: boolean = client.cancelRequest('id');
const count: number = client.cancelPendingRequests();
client.setSessionId('s');
const session: string = client.getSessionId();
const valid: boolean = client.validate({ request: {} }, 'interaction') && client.validateEnvelope({});
client.cleanup();
{
  using scoped = new OptaveClient(options);
  scoped.isConnected();
}

const version: string = OptaveClient.getSdkVersion() + OptaveClient.getSpecVersion() + OptaveClient.getSchemaRef();
same<typeof OptaveClient.LegacyEvents.MESSAGE, 'message'>(true);
same<typeof OptaveClient.InboundEvents.SUPERPOWER_ERROR, 'superpower.error'>(true);
const bytes: number = OptaveClient.CONSTANTS.MAX_PAYLOAD_SIZE;
// @ts-expect-error frozen
OptaveClient.defaultPayload = {};

export const used = [connected, connection, cancelled, count, session, valid, version, bytes];
