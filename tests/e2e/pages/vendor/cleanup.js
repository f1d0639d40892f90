// Checks before it sends, looks at the connection, and leaves nothing behind.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { about, ticket, websocketUrl } from './conversation.js';

class PageLogger {
  lines = [];
  debug(text) {
    this.lines.push(text);
  }
  info(text) {
    this.lines.push(text);
  }
  warn(text) {
    this.lines.push(text);
  }
  error(text) {
    this.lines.push(text);
  }
}

export const logger = new PageLogger();
export const client = new OptaveJavaScriptSDK({ websocketUrl, logger, tokenProvider: ticket, authTransport: 'query' });

export const versions = () => [
  OptaveJavaScriptSDK.getSpecVersion(),
  OptaveJavaScriptSDK.getSchemaRef(),
  OptaveJavaScriptSDK.CONSTANTS.MAX_PAYLOAD_SIZE_KB,
  OptaveJavaScriptSDK.defaultPayload.session.channel.medium,
  /^\d+\.\d+\.\d+/.test(OptaveJavaScriptSDK.getSdkVersion()),
];

export const check = () => [
  client.validate(about('Well formed')),
  client.validate({ request: 'badly formed' }),
  client.validateEnvelope({ action: 'message' }),
];

export async function main() {
  const states = [client.isConnected()];
  const heard = [];
  const listener = () => heard.push('open');
  client.on('open', listener).once('open', listener);
  const counts = [client.listenerCount('open')];
  await client.openConnection();
  states.push(client.isConnected());
  counts.push(client.listenerCount('open'));
  client.off('open', listener);
  counts.push(client.listenerCount('open'));
  client.disconnect();
  states.push(client.isConnected());
  client.on('message', listener).removeAllListeners();
  counts.push(client.listenerCount('message'));
  return { states, counts, heard };
}

export async function leave() {
  await client.openConnection();
  const request = client.interaction(about('One last thing')).catch(({ code }) => code);
  client.cleanup();
  return request;
}

addEventListener('beforeunload', () => client.closeConnection());
