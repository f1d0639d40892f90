// The class, its names, its options and its statics, as a user of TypeScript meets them.
import Default, { OptaveClient, OptaveJavaScriptSDK, OptaveRequest } from 'optave-web-sdk';
import type { ConnectionInfo, OptaveMetrics, OptaveOptions } from 'optave-web-sdk';
import { same } from './same.js';

same<typeof Default, typeof OptaveClient>(true);
same<Default, OptaveClient>(true);
same<typeof OptaveJavaScriptSDK, typeof OptaveClient>(true);
same<OptaveJavaScriptSDK, OptaveClient>(true);

declare const options: OptaveOptions;
const client = new OptaveClient(options);

// A class to derive from, and to recognise.
class Widget extends OptaveClient {
  constructor(own: OptaveOptions) {
    super({ ...own, deviceInfo: false, organizationId: 'o' });
  }
  override cleanup(): void {
    super.cleanup();
  }
}
const widget: OptaveClient = new Widget(options);
const isClient = (value: unknown): value is OptaveClient => value instanceof OptaveClient;

// @ts-expect-error memory is nobody's business
client.free();
// @ts-expect-error nor are the internals
client.claim;
// @ts-expect-error what the connection does is not the page's to say
client.connection = client.connection;
// @ts-expect-error a request is made by the SDK alone
new OptaveRequest();

same<ReturnType<typeof client.openConnection>, Promise<void>>(true);
client.openConnection('token').then(() => client.closeConnection(1000, 'done'));
const connected: boolean = client.isConnected();
const connection: ConnectionInfo = client.connection;
const reported: boolean = connection.isReportedOffline;
const waits: number = connection.state === 'waiting' ? (connection.retryInMs ?? 0) : 0;
client.disconnect();
const metrics: OptaveMetrics = client.metrics();
const slow: number = metrics.firstUpdateMs.p95 ?? 0;
const cancelled: boolean = client.cancelRequest('id', new Error('gone'));
const count: number = client.cancelPendingRequests();
client.setSessionId('s');
const session: string = client.getSessionId();
const valid: boolean = client.validate(JSON.parse('{}'), 'interaction') && client.validateEnvelope({});
// @ts-expect-error no such action
client.validate({}, 'sing');
client.cleanup();

const version: string = OptaveClient.getSdkVersion() + OptaveClient.getSpecVersion() + OptaveClient.getSchemaRef();
same<typeof OptaveClient.LegacyEvents.MESSAGE, 'message'>(true);
same<typeof OptaveClient.InboundEvents.SUPERPOWER_ERROR, 'superpower.error'>(true);
same<typeof OptaveClient.CONSTANTS.ErrorCategory.WEBSOCKET, 'WEBSOCKET'>(true);
const bytes: number = OptaveClient.CONSTANTS.MAX_PAYLOAD_SIZE;
const isStreaming = OptaveClient.defaultPayload.request?.settings?.disableStream === false;
// @ts-expect-error frozen
OptaveClient.defaultPayload = {};
// @ts-expect-error frozen
OptaveClient.defaultPayload.request = {};

export const used = [
  widget,
  isClient,
  connected,
  reported,
  waits,
  slow,
  cancelled,
  count,
  session,
  valid,
  version,
  bytes,
];
export { isStreaming };
