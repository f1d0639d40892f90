// One request, several messages: everything starts, the reply completes first, then the superpowers that go with it.
// The same payload always gives the same messages.
import { REPLIES } from './replies.mjs';
import { readRequest } from './request.mjs';
import { SUPERPOWERS } from './superpowers.mjs';
import { clipped } from './words.mjs';

const COMPANIONS = {
  interaction: Object.keys(SUPERPOWERS),
  customerinteraction: Object.keys(SUPERPOWERS),
  reception: ['language', 'search_need'],
  elevate: ['escalation_need', 'sentiment'],
  adjust: ['language'],
  summarize: ['sentiment', 'language'],
  translate: ['language'],
  recommend: ['search_need'],
  insights: ['sentiment', 'risk', 'escalation_need'],
};

/** Small steps, so that the text runs rather than jumps. */
const STREAM_PARTS = 12;

const superpower = (actionType, state, results) => ({ action: 'superpower', actionType, state, message: { results } });

const limited = (results, limit) =>
  results.map((result) => ({
    ...result,
    response: result.response.map((part) => ({ ...part, content: clipped(part.content, limit) })),
  }));

/** The beginning of a reply, for streaming: every text cut to its share, at a word's end. */
function beginningOf(results, share) {
  const cut = (text) => {
    const parts = text.split(/(?<=\s)/u);
    return parts.slice(0, Math.ceil(parts.length * share)).join('');
  };
  return results.map((result) => ({
    ...result,
    response: result.response.map((part) => ({ ...part, content: cut(part.content) })),
  }));
}

/** @returns {{ delayMs?: number, body: object }[]} */
export function builtInAnswer(action, payload, config) {
  const reply = Object.hasOwn(REPLIES, action ?? '') ? REPLIES[action] : undefined;
  if (!reply) throw new Error(`unknown action ${JSON.stringify(action)}`);
  const request = readRequest(payload);
  const results = limited(reply(request), request.settings.maxResponseLength);
  const companions = COMPANIONS[action];

  const messages = [action, ...companions].map((actionType) => ({ body: superpower(actionType, 'started', []) }));
  if (request.settings.disableStream === false) {
    const shares = Array.from({ length: STREAM_PARTS - 1 }, (_, part) => (part + 1) / STREAM_PARTS);
    // A short reply has fewer words than parts.
    const parts = new Map(
      shares.map((share) => beginningOf(results, share)).map((part) => [JSON.stringify(part), part]),
    );
    for (const part of parts.values()) {
      messages.push({ delayMs: config.chunkDelayMs, body: superpower(action, 'streaming', part) });
    }
  }
  messages.push({ body: superpower(action, 'completed', results) });
  for (const actionType of companions) {
    messages.push({ body: superpower(actionType, 'completed', SUPERPOWERS[actionType](request)) });
  }
  messages[0].delayMs = config.answerDelayMs;
  return messages;
}
