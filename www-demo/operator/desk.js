// What an operator asks for about one reply, as requests over the same client as the visitor's.
import { offersOf } from './answers.js';

/** By their English names, as instructions have them. */
export const LANGUAGES = { en: 'English', fr: 'French', de: 'German', es: 'Spanish' };

/**
 * @typedef {object} Result
 * @property {string} action
 * @property {unknown[]} title  the key of a text, and what it is about
 * @property {'waiting' | 'streaming' | 'done' | 'failed'} state
 * @property {string} text
 * @property {object[]} offers
 * @property {number} [totalMs]
 * @property {import('optave-web-sdk').OptaveError} [error]
 */

const TITLES = {
  adjust: ({ instruction }) => ['adjusted', instruction],
  summarize: () => ['summary'],
  translate: ({ to }) => ['translatedTo', to],
  recommend: () => ['recommended'],
  insights: () => ['insightsFound'],
};

/** What each action needs beside the conversation. */
const EXTRAS = {
  adjust: (reply, { instruction }) => ({
    attributes: { content: reply.text, instruction },
    connections: { parentId: reply.id },
  }),
  translate: (reply, { to }) => ({
    attributes: { content: reply.text, instruction: `Translate to ${LANGUAGES[to]}` },
    connections: { parentId: reply.id },
    settings: { overrideOutputLanguage: to },
  }),
  recommend: (_reply, { offers }) => ({ resources: { offers } }),
};

export function createDesk(chat) {
  return {
    /**
     * @param {'adjust' | 'summarize' | 'translate' | 'recommend' | 'insights'} action
     * @param {(result: Result) => void} show  called whenever the result changes
     */
    async run(action, reply, choices, show) {
      /** @type {Result} */
      const result = { action, title: TITLES[action](choices), state: 'waiting', text: '', offers: [] };
      show(result);
      const onUpdate = ({ actionType, state, text }) => {
        if (actionType !== action || state === 'error' || !text || result.state === 'done') return;
        Object.assign(result, { state: 'streaming', text });
        show(result);
      };
      try {
        const client = await chat.ready();
        const params = await chat.params(EXTRAS[action]?.(reply, choices));
        const response = await client[action](params, { onUpdate });
        const { text, timings } = response;
        Object.assign(result, { state: 'done', text, offers: offersOf(response), totalMs: timings?.totalMs });
      } catch (error) {
        Object.assign(result, { state: 'failed', error });
      }
      show(result);
    },
  };
}
