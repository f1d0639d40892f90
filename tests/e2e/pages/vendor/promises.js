// The methods with `Async` at their end: several at once, with a time limit, cancelled by id and all together.
import OptaveJavaScriptSDK from 'optave-web-sdk';
import { about, ticket, websocketUrl } from './conversation.js';

const client = new OptaveJavaScriptSDK({ websocketUrl, tokenProvider: ticket, requestTimeoutMs: 5_000 });

const more = {
  attributes: { content: 'Thank you for your message.', instruction: 'friendlier' },
  resources: { offers: [{ id: 'skis', title: 'Two pairs of skis', description: 'for a week' }] },
};

export async function all() {
  await client.openConnection();
  const answers = await Promise.all([
    client.adjustAsync(about('Do you hire out skis?', more)),
    client.elevateAsync(about('I want to speak to a person.', more)),
    client.interactionAsync(about('Do you hire out skis?', more)),
    client.receptionAsync(about('Good morning', more)),
    client.summarizeAsync(about('I need skis for two.', more)),
    client.translateAsync(about('Danke schön.', more)),
    client.recommendAsync(about('Something with snow, please.', more)),
    client.insightsAsync(about('It was cold.', more)),
    client.customerInteractionAsync(about('Do you hire out skis?', more)),
  ]);
  return answers.map(({ state }) => state);
}

export async function impatient() {
  const codes = [];
  const note = (error) => codes.push(error.code);
  await client.interactionAsync(about('Slowly now'), { timeoutMs: 50 }).catch(note);

  const request = client.interactionAsync(about('Never mind'));
  const wasCancelled = client.cancelRequest(request.correlationId);
  await request.catch(note);

  const others = [client.interactionAsync(about('One')), client.summarizeAsync(about('Two'))];
  const count = client.cancelPendingRequests();
  await Promise.all(others.map((other) => other.catch(note)));
  return { codes, wasCancelled, isTwice: client.cancelRequest(request.correlationId), count };
}
