// Nothing is awaited: it connects, sends when the connection is open, and learns everything from events.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { about, websocketUrl } from './conversation.js';

export const seen = { states: [], legacy: [], superpowers: [], actions: [], errors: [], structured: [], closes: [] };

const { LegacyEvents, InboundEvents } = OptaveJavaScriptSDK;

export const client = new OptaveJavaScriptSDK({ websocketUrl });

client.once('open', () => {
  seen.states.push('open');
  client.reception(about('Good morning'));
  client.interaction(about('Do you hire out skis?'));
});

client.on('message', (payload) => {
  const message = JSON.parse(payload);
  const { action, headers } = message;
  seen.states.push(`${action} ${headers?.action}`);
});

client.on(LegacyEvents.MESSAGE, (message) => seen.legacy.push(message));
client.on(InboundEvents.SUPERPOWER_RESPONSE, (message) => seen.superpowers.push(message));
client.on('message.message', ({ payload }) => seen.actions.push(`${payload.actionType} ${payload.state}`));

client.on(LegacyEvents.ERROR, (error) => {
  if (typeof error === 'string') seen.errors.push(error);
  else seen.errors.push(`${error.category} ${error.code}`);
});

client.on(InboundEvents.SUPERPOWER_ERROR, (error) => {
  seen.structured.push([error instanceof Error, error.category, error.code, error.message]);
});

client.on('close', (event) => seen.closes.push(event.code));

client.openConnection();

/** What a visitor may do next: again without a look at the outcome. */
export const say = (content) => client.interaction(about(content));
export const sayNothing = () => client.interaction(about('…', { connections: { threadId: '' } }));
export const dance = () => client.send('message', 'dance', about('Shall we?'));
