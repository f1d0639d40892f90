// How an operator takes part in the visitor's conversation: comes, answers, leaves.
import { say } from '../page/language.js';

/** @param {import('optave-web-sdk/chat').OptaveChat} chat @param {string} name */
export function createAgent(chat, name) {
  const { conversation } = chat;
  const agent = {
    isHere: () => conversation.mode === 'person',
    join() {
      if (agent.isHere()) return;
      conversation.setMode('person');
      conversation.add({ role: 'system', text: say('hasJoined', name) });
    },
    leave() {
      conversation.setMode('assistant');
    },
    /** @param {string} text @param {object[]} [offers] */
    answer(text, offers = []) {
      agent.join();
      conversation.add({ role: 'operator', name, text, ...(offers.length > 0 && { offers }) });
    },
    /** What the assistant suggests goes out as it is, and in the operator's name. */
    sendDraft(draft) {
      conversation.remove(draft);
      agent.answer(draft.text);
    },
  };
  return agent;
}
