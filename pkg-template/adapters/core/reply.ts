// The text of a reply, from the updates of its request.
import type { Action, OptaveUpdate } from 'optave-web-sdk';

/** Servers write a name in several ways, and call some replies otherwise than what they answer. */
const plain = (name: string) =>
  name
    .replace(/[-_]/g, '')
    .toLowerCase()
    .replace(/^customer|edcontent$|suggestion$/g, '');

/** Whether an update is of the reply itself, or may be: of no superpower that only accompanies it. */
export const isReply = (action: Action, { actionType }: OptaveUpdate): boolean =>
  !actionType || plain(actionType) === plain(action);

/**
 * The text after an update. A server sends the whole so far, or what is new of it: a text that begins with the one before
 * takes its place, another is put behind it. The update that completes the reply has the last word, unless it has none.
 */
export function grown(text: string, action: Action, update: OptaveUpdate): string {
  if (!isReply(action, update) || !update.text) return text;
  return update.state === 'completed' || update.text.startsWith(text) ? update.text : text + update.text;
}
