// Programs in the style of the vendor's SDK, changed only in the import.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { OptaveJavaScriptSDK as Named } from 'optave-web-sdk';

const options = {
  websocketUrl: 'wss://ws-acme.oco.optave.tech',
  tokenProvider: async () => 'token',
  authTransport: 'subprotocol' as const,
  requestTimeoutMs: 20_000,
};
const client: OptaveJavaScriptSDK = new OptaveJavaScriptSDK(options);
const sdk: Named = client;

client.on(OptaveJavaScriptSDK.LegacyEvents.MESSAGE, (message) => console.log('message', message));
client.on(OptaveJavaScriptSDK.InboundEvents.SUPERPOWER_RESPONSE, (message) => console.log(message.action));
client.on('error', (error) => console.error(error.category, error.code, error.message, error.suggestions));

async function main() {
  await client.openConnection('Bearer token');
  const connections = { threadId: 't', parentId: 'p' };
  const scope = { conversations: [{ conversationId: 'c' }] };
  await client.interactionAsync({ request: { connections, scope } });
  await client.customerInteraction({ request: { connections, scope } });
  const resources = { offers: [{ sku: 1 }] };
  await client.send('message', 'recommend', { session: {}, request: { connections, scope, resources } });

  // Where earlier versions of the protocol had the text and the variant.
  const strict = new OptaveJavaScriptSDK({ ...options, organizationId: 'o' });
  await strict.elevate({ request: { connections, scope, content: 'Help', variation: 'b' } });
  await strict.adjustAsync({ request: { connections, scope, content: 'Hi', attributes: { instruction: 'Shorter' } } });
  await strict.send('message', 'elevate', { request: { connections, scope, content: 'Help' } });
  // @ts-expect-error the text is nowhere
  await strict.elevate({ request: { connections, scope } });

  client.removeAllListeners();
  client.closeConnection();
  sdk.cleanup();
}

export const used = [main];
