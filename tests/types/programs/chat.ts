// The chat's element as a page in TypeScript sees it.
import type { OptaveClient, RequiredField } from 'optave-web-sdk';
import { OptaveChat } from 'optave-web-sdk/chat';
import type { ChatAgents, ChatDesk, ChatHistory, ChatMessage } from 'optave-web-sdk/chat';

export async function use(chat: OptaveChat) {
  const found: OptaveChat | null = document.querySelector('optave-chat');
  chat.websocketUrl = '/ws';
  chat.open = true;
  chat.options = { requestTimeoutMs: 10_000 };
  // @ts-expect-error misspelt
  chat.options = { requestTimeout: 10_000 };
  chat.customer = { id: 'customer-4711', name: 'Alice Hawthorne' };
  chat.resources = {
    links: [{ id: 'tracking', url: 'https://shop.example/t', label: 'Track' }],
    offers: [{ id: 'x' }],
  };
  chat.starters = ['Where is my order?'];
  chat.texts = { title: 'Ski shop', personJoined: (name) => `${name} is here.`, waiting: (seconds) => `${seconds} s` };
  // @ts-expect-error misspelt
  chat.texts = { titel: 'Ski shop' };
  // @ts-expect-error a text with a name in it
  chat.texts = { withYou: 'Somebody is with you' };
  chat.upload = async (file, { signal, onProgress }) => {
    onProgress(signal.aborted ? 0 : 1);
    return `https://files.example/${file.name}`;
  };
  const client: OptaveClient<RequiredField> = await chat.ready();
  await client.interaction(await chat.params({ settings: { maxResponseLength: 100 } }));
  chat.addEventListener('optave-send', (event) => {
    const { text }: { text: string } = event.detail;
    if (!text) event.preventDefault();
  });
  chat.addEventListener('optave-rate', ({ detail }) => detail.rating?.toUpperCase());
  chat.addEventListener('click', (event) => event.preventDefault());
  // @ts-expect-error what was said is read only
  chat.conversation.messages = [];
  return found;
}

export const agents: ChatAgents = {
  connect(desk: ChatDesk) {
    desk.waiting({ position: 2 });
    desk.joined({ name: 'Tom' });
    desk.said({ text: 'Hello' });
    return () => desk.left();
  },
  onMessage: (message: ChatMessage) => void message.text,
};

export const memory: ChatHistory = (() => {
  const texts = new Map<string, string>();
  return {
    load: (key) => texts.get(key),
    save: (key, text) => void texts.set(key, text),
    remove: async (key) => void texts.delete(key),
  };
})();
