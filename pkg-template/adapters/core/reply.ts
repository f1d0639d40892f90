// The text of a reply, from the updates of its request.
import type { Action, OptaveUpdate } from 'optave-web-sdk';

/** Servers write a name in several ways. */
const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase();

/** What the reply to an action is called, where that is not only the action's name. */
const ALSO: Record<string, string[]> = {
  adjust: ['adjustedcontent', 'adjustsuggestion'],
  customerinteraction: ['interaction'],
  interaction: ['customerinteraction'],
};

function isReply(action: Action, { actionType }: OptaveUpdate): boolean {
  if (typeof actionType !== 'string') return true;
  const [name, own] = [plain(actionType), plain(action)];
  return name === own || !!ALSO[own]?.includes(name);
}

/**
 * The text after an update. A server sends the whole so far, or what is new of it: a text that begins with the one before
 * takes its place, another is put behind it. The update that completes the reply has the last word, unless it has none.
 */
export function grown(text: string, action: Action, update: OptaveUpdate): string {
  if (!isReply(action, update) || !update.text) return text;
  return update.state === 'completed' || update.text.startsWith(text) ? update.text : text + update.text;
}
