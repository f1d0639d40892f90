// The conversation as a text to keep. What writes it is a file of its own, which comes when it is asked for.
import { chatTranscript } from 'optave:beside';
import { textsOf } from './texts/index.js';

/** @param {import('./tell.js').Chat} chat */
export async function transcriptOfChat(chat) {
  const { transcriptOf } = await chatTranscript();
  const { conversation, language, heading } = chat;
  const texts = textsOf(chat);
  return transcriptOf({ messages: conversation.messages, texts, language, heading: heading || texts.title });
}

/** Hands it to the visitor as a file. @param {import('./tell.js').Chat} chat @param {string} name of the file */
export async function saveTranscript(chat, name) {
  const { download, fileDate } = await chatTranscript();
  download(await transcriptOfChat(chat), `${name}-${fileDate(new Date())}.txt`);
}
