// What comes when the conversation is wanted as a text.
export { download, fileDate, transcriptOf } from './transcript.js';
