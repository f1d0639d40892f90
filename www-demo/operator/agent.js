// How an operator takes part in the visitor's conversation: the back office of this demo, which the chat knows as its
// `agents`. Nothing else carries an operator's message; a real one would do here what its own server tells it to.

const STILL_TYPING_MS = 3000;

/** @typedef {import('optave-web-sdk/chat').ChatDesk} ChatDesk */

/**
 * @param {import('optave-web-sdk/chat').OptaveChat} chat
 * @param {string} name
 */
export function createAgent(chat, name) {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @type {ChatDesk | undefined} */
  let desk;
  let isVisitorTyping = false;
  let timer;

  const change = () => listeners.forEach((listener) => listener());

  chat.agents = {
    // Whoever reads along may join before the visitor asks for it.
    standBy: true,
    connect(connected) {
      desk = connected;
      isVisitorTyping = false;
      change();
      return () => {
        if (desk === connected) desk = undefined;
        change();
      };
    },
    onTyping(isTyping) {
      isVisitorTyping = isTyping;
      change();
    },
    // What the visitor writes is read in `chat.conversation`: it is the same page. A real back office would send
    // it to its server here, and answer a promise that resolves when it has arrived.
    onMessage: () => {},
  };

  const standing = () => chat.conversation.messages.findLast(({ agent }) => agent)?.agent?.state;

  const agent = {
    /** Whether the chat is connected: the visitor has written, or asks for a person. */
    canJoin: () => desk !== undefined,
    isHere: () => standing() === 'joined',
    isCalled: () => desk?.isCalled === true && standing() === 'waiting',
    isVisitorTyping: () => isVisitorTyping,
    onChange: (listener) => listeners.add(listener),

    /** @param {number} position */
    queue(position) {
      desk?.waiting({ position, waitMs: position * 60_000 });
    },
    turnAway() {
      desk?.unavailable();
    },
    join() {
      desk?.joined({ name });
    },
    leave() {
      desk?.left();
    },
    /** @param {boolean} isTyping it stops of itself */
    type(isTyping) {
      clearTimeout(timer);
      if (isTyping) timer = setTimeout(() => agent.type(false), STILL_TYPING_MS);
      desk?.typing(isTyping);
    },
    /** @param {string} text @param {import('optave-web-sdk/chat').ChatOffer[]} [offers] @param {string} [replaces] */
    answer(text, offers = [], replaces) {
      agent.join();
      desk?.said({ text, offers, replaces });
    },
    /** What the assistant suggests goes out as it is, and in the operator's name. */
    sendDraft(draft) {
      agent.answer(draft.text, [], draft.id);
    },
  };
  return agent;
}
