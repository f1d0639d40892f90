// Requests: promises that can be iterated and cancelled; what they answer.
import { OptaveClient, OptaveRequest } from 'optave-web-sdk';
import type {
  OptaveParams,
  OptaveResponse,
  OptaveUpdate,
  RequestOptions,
  RequiredField,
  SuperpowerMessage,
} from 'optave-web-sdk';
import { same } from './same.js';

declare const client: OptaveClient<RequiredField>;
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
] satisfies ((params: OptaveParams, options?: RequestOptions) => OptaveRequest)[];

async function main() {
  const request: OptaveRequest = client.interaction(params, {
    signal: new AbortController().signal,
    until: (update: OptaveUpdate, updates: readonly OptaveUpdate[]) =>
      update.state === 'completed' || updates.length > 9,
    timeoutMs: 1000,
    onUpdate: (update) => update.text.toUpperCase(),
    resend: undefined,
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
  const reply: string = response.data.message?.results?.[0]?.response?.[0]?.content ?? '';
  const derived: Promise<string> = request.then((answer) => answer.text);
  const gone: boolean = request.cancel('no longer needed');
  const first = await Promise.race([request, client.reception(params)]);
  const update: OptaveUpdate = first;

  // @ts-expect-error no such option
  client.interaction(params, { retries: 3 });
  // @ts-expect-error the updates are the SDK's
  response.updates.push(response);
  // @ts-expect-error so is what they hold
  response.index = 1;
  // @ts-expect-error fields that are not described are unknown, not any
  response.data.message?.results?.[0]?.score.toFixed();
  return [id, state, text, total, reply, derived, gone, update];
}

// An update by its state.
function show(update: OptaveUpdate): string {
  switch (update.state) {
    case 'started':
      same<typeof update.data.state, 'started'>(true);
      return '…';
    case 'streaming':
      same<typeof update.data.state, 'streaming'>(true);
      return update.text;
    case 'completed':
      same<typeof update.data.state, 'completed'>(true);
      return update.text;
    case 'error':
      same<typeof update.state, 'error'>(true);
      return String(update.data.error?.code ?? update.text);
    default:
      // A state that nobody told us of, as a string, or none.
      return update.state?.toUpperCase() ?? String(update.data.state === 'thinking');
  }
}
function settled(response: OptaveResponse): number {
  if (response.state !== 'completed') return 0;
  same<typeof response.data.state, 'completed'>(true);
  return response.timings.totalMs;
}
function otherwise(update: OptaveUpdate) {
  // @ts-expect-error misspelt
  if (update.state === 'complete') return;
  // @ts-expect-error the server may say more than these four
  const known: 'started' | 'streaming' | 'completed' | 'error' | undefined = update.state;
  void known;
}

export const used = [methods, main, show, settled, otherwise];
