// Listeners: what each event carries.
import { OptaveClient } from 'optave-web-sdk';
import type {
  CloseInfo,
  ConnectionInfo,
  InboundMessage,
  OptaveError,
  OptaveEvents,
  OptaveUpdate,
} from 'optave-web-sdk';
import { same } from './same.js';

declare const client: OptaveClient;

client
  .on('error', (error) => same<typeof error, OptaveError>(true))
  .on('open', (info) => same<typeof info, ConnectionInfo>(true))
  .on('state', ({ state, retryInMs }) => [state === 'waiting', retryInMs?.toFixed()])
  .on('close', ({ code, reason, wasClean }) => [code.toFixed(), reason.trim(), wasClean === true])
  .on('reconnecting', ({ attempt, delayMs }) => attempt + delayMs)
  .on('update', (update) => same<typeof update, OptaveUpdate>(true))
  .once('superpower.response', (message) => same<typeof message, InboundMessage>(true))
  .once('superpower.error', (error) => error.code)
  .on('message.interaction', (message) => same<typeof message, InboundMessage>(true))
  .on('optave.response.v3', (message) => same<typeof message, InboundMessage>(true))
  .on(OptaveClient.LegacyEvents.MESSAGE, (message) => same<typeof message, InboundMessage>(true))
  .on(OptaveClient.InboundEvents.SUPERPOWER_ERROR, (error) => same<typeof error, OptaveError>(true))
  .off('open', () => {})
  .removeAllListeners('state')
  .removeAllListeners();

const listeners: number = client.listenerCount('message.reception');
const onClose = (info: CloseInfo) => info.code;
client.on('close', onClose).off('close', onClose);
const listen = <Name extends keyof OptaveEvents>(name: Name, listener: (value: OptaveEvents[Name]) => void) =>
  client.once(name, listener);
listen('reconnecting', (info) => info.attempt);

// An answer that came in an envelope.
client.on('message', (message) => {
  if ('payload' in message) return message.headers;
  return message.actionType;
});

// @ts-expect-error no such event
client.on('opened', () => {});
// @ts-expect-error no such event
client.once('messages', () => {});
// @ts-expect-error no such event
client.listenerCount('opened');
// @ts-expect-error a listener is a function
client.on('open', 'say');
// @ts-expect-error of what the event carries
client.on('close', (info: ConnectionInfo) => info.state);

export const used = [listeners];
