// Which answer a request gets: a scripted one if one fits, else the built-in one. Both transports ask here, so that
// REST and WebSocket say the same.
import { builtInAnswer } from './answers/index.mjs';
import { failureMessage } from './messages.mjs';

export function createAnswerer(config, scripts) {
  const failure = (actionType, code, text) => ({
    messages: [failureMessage(config.errorForm, actionType, code, text)],
  });

  return {
    failure,
    /** @returns {{ messages: object[], close?: object, silent?: boolean, drop?: boolean, status?: number }} */
    answer(action, payload) {
      const scripted = scripts.take(action);
      if (scripted) return { messages: [], ...scripted };
      try {
        return { messages: builtInAnswer(action, payload, config) };
      } catch (cause) {
        // Without `strict`, anything at all may be asked; what cannot be answered is an error, not the end.
        return failure(action ?? 'error', 'INTERNAL_ERROR', `The sandbox could not answer: ${cause.message}`);
      }
    },
  };
}
