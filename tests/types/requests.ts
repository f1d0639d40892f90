// Requests: promises that can be iterated and cancelled; what they answer; events; errors.
import { OptaveClient, OptaveError, OptaveRequest } from 'optave-web-sdk';
import type {
  Action,
  InboundMessage,
  OptaveParams,
  OptaveResponse,
  OptaveUpdate,
  SuperpowerMessage,
} from 'optave-web-sdk';

declare const client: OptaveClient;
declare const params: OptaveParams;

const methods = [
  client.interaction,
  client.reception,
  client.elevate,
  client.adjust,
  client.summarize,
  client.translate,
  client.recommend,
  client.insights,
  client.customerInteraction,
  client.interactionAsync,
  client.receptionAsync,
  client.elevateAsync,
  client.adjustAsync,
  client.summarizeAsync,
  client.translateAsync,
  client.recommendAsync,
  client.insightsAsync,
  client.customerInteractionAsync,
] satisfies ((params: OptaveParams) => OptaveRequest)[];

async function main() {
  const request: OptaveRequest = client.interaction(params, {
    signal: new AbortController().signal,
    until: (update: OptaveUpdate, updates: readonly OptaveUpdate[]) =>
      update.state === 'completed' || updates.length > 9,
    timeoutMs: 1000,
    onUpdate: (update) => update.text.toUpperCase(),
  });
  const id: string = request.correlationId;
  const state: 'queued' | 'sent' | 'answering' | 'settled' = request.state;
  for await (const update of request) {
    const data: SuperpowerMessage = update.data;
    const index: number = update.index;
    void [data, index];
  }
  const response: OptaveResponse = await request;
  const text: string = response.updates.map((update) => update.text).join();
  const total: number = response.timings.totalMs;
  const derived: Promise<string> = request.then((answer) => answer.text);
  const gone: boolean = request.cancel('no longer needed');

  const sent: OptaveRequest = client.send('message', 'translate' satisfies Action, params);
  // @ts-expect-error there is one type of request
  client.send('other', 'translate', params);
  // @ts-expect-error no such action
  client.send('message', 'sing', params);
  // @ts-expect-error params are needed
  client.interaction();
  // @ts-expect-error no such option
  client.interaction(params, { retries: 3 });
  // @ts-expect-error the updates are the SDK's
  response.updates.push(response);
  return [id, state, text, total, derived, gone, sent];
}

client
  .on('error', (error) => error.suggestions.join())
  .on('open', (info) => info.state)
  .on('close', ({ code, reason, wasClean }) => [code.toFixed(), reason.trim(), wasClean === true])
  .on('update', (update: OptaveUpdate) => update.index)
  .once('superpower.response', (message: InboundMessage) => message)
  .on('message.interaction', (message: InboundMessage) => message)
  .on('optave.response.v3', (message: InboundMessage) => message)
  .off('open', () => {})
  .removeAllListeners('state')
  .removeAllListeners();
const listeners: number = client.listenerCount('open');
// @ts-expect-error no such event
client.on('opened', () => {});

function describe(error: unknown): string {
  if (!(error instanceof OptaveError)) return '';
  const name: 'OptaveError' = error.name;
  if (error.category === 'VALIDATION' && error.code === 'REQUIRED_FIELDS_MISSING') return String(error.details);
  // @ts-expect-error no such category
  if (error.category === 'NETWORK') return '';
  return `${name} ${error.message} ${error.retryable} ${error.timestamp} ${error.correlationId ?? ''} ${error.stack}`;
}

export const used = [methods, main, listeners, describe];
