// Connects, asks, and waits for the answer.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { about, ticket, websocketUrl } from './conversation.js';

const client = new OptaveJavaScriptSDK({
  websocketUrl,
  authTransport: 'subprotocol',
  tenantId: 'tenant-7',
  requestTimeoutMs: 20_000,
  connectionTimeoutMs: 10_000,
  tokenProvider: ticket,
});

export async function main() {
  client.setSessionId('session-7');
  await client.openConnection();
  const response = await client.interaction(about('Do you hire out skis?'));
  const summary = await client.summarizeAsync(about('I need skis for two.'));
  const named = await client.send('message', 'translate', about('Danke schön.'));
  client.closeConnection();
  return {
    answers: [response.data, summary.data, named.data].map(({ actionType, state }) => `${actionType} ${state}`),
    sessionId: client.getSessionId(),
  };
}
