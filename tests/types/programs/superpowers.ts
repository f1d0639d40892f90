// Updates by their state and their superpower.
import type { CompletedUpdate, OptaveClient, OptaveResponse, OptaveUpdate } from 'optave-web-sdk';
import { same } from './same.js';

declare module 'optave-web-sdk' {
  interface SuperpowerResults {
    /** What was agreed on. */
    churn: { probability?: number };
  }
}

function figures(update: OptaveUpdate) {
  switch (update.actionType) {
    case 'sentiment':
      return update.data.message?.results?.map(({ sentiment, score }) => `${sentiment} ${score?.toFixed(2)}`);
    case 'risk':
      return update.data.message?.results?.find(({ risk, level }) => risk === 'media' && level !== 'low')?.score;
    case 'escalation_need':
      return update.data.message?.results?.[0]?.escalationNeeded === true;
    case 'language':
      return update.data.message?.results?.[0]?.language?.slice(0, 2);
    case 'search_need':
      return update.data.message?.results?.[0]?.query;
    case 'recommend': {
      const [best] = update.data.message?.results ?? [];
      const score: number | null | undefined = best?.score;
      // @ts-expect-error what an offer holds is yours
      best?.offer?.['price'].toFixed();
      return [best?.offer?.['sku'], best?.rank, score, best?.matches?.join(), best?.response?.[0]?.content];
    }
    case 'churn':
      return update.data.message?.results?.[0]?.probability?.toFixed();
    case 'interaction':
      // @ts-expect-error not described
      update.data.message?.results?.[0]?.intent.trim();
      return update.text;
    default:
      // One that nobody told us of, as a string, or none.
      return update.actionType?.toUpperCase() ?? update.data.actionType === 'thought';
  }
}

function mood(update: OptaveUpdate) {
  if (update.actionType !== 'sentiment' || update.state !== 'completed') return;
  same<typeof update, CompletedUpdate<'sentiment'>>(true);
  // @ts-expect-error it is the sentiment's
  update.data.message?.results?.[0]?.risk.trim();
  // @ts-expect-error a number
  const score: string | null | undefined = update.data.message?.results?.[0]?.score;
  return [update.data.message?.results?.[0]?.sentiment === 'negative', score];
}

function settled(response: OptaveResponse) {
  if (response.actionType !== 'recommend') return response.updates.filter(({ state }) => state === 'streaming').length;
  return response.data.message?.results?.[0]?.offer ?? response.timings.totalMs;
}

function growing(
  client: OptaveClient,
  params: Parameters<OptaveClient['interaction']>[0],
  show: (text: string) => void,
) {
  return client.interaction(params, {
    onUpdate(update) {
      if (update.state === 'streaming') same<typeof update.data.state, 'streaming'>(true);
      if (update.actionType === 'interaction' && update.state === 'streaming') show(update.text);
      // @ts-expect-error misspelt
      return update.actionType === 'sentimnet';
    },
  });
}

export const used = [figures, mood, settled, growing];
