// Fetches its tokens itself, hands each to one connection, and connects again by its own plan.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { about, ticket, websocketUrl } from './conversation.js';

export const seen = [];
export const client = new OptaveJavaScriptSDK({ websocketUrl, authRequired: true });

async function connect() {
  try {
    await client.openConnection(await ticket());
  } catch (error) {
    seen.push(error.code);
  }
}

client.on('open', () => seen.push('open'));
client.on('error', (error) => seen.push(error.code));
client.on('close', (event) => {
  seen.push(event.code);
  if (event.code === 1006 || event.code === 1011) setTimeout(connect, 100);
});

export const started = connect();
export const ask = async () => (await client.interaction(about('Are you there?'))).state;
