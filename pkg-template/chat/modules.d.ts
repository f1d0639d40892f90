// What the build gives to the modules here.

declare module 'optave:beside' {
  /** The client's entry. */
  export const index: () => Promise<typeof import('optave-web-sdk')>;
  /** The panel's file. */
  export const chatPanel: () => Promise<typeof import('./chat-panel.js')>;
  /** The panel's texts in French. */
  export const chatFr: () => Promise<typeof import('./chat-fr.js')>;
  /** What tells of messages that were not seen. */
  export const chatNotify: () => Promise<typeof import('./chat-notify.js')>;
  /** What speaks with a back office. */
  export const chatPeople: () => Promise<typeof import('./chat-people.js')>;
  /** What writes a transcript. */
  export const chatTranscript: () => Promise<typeof import('./chat-transcript.js')>;
  /** The file for attachments. */
  export const chatFiles: () => Promise<typeof import('./chat-files.js')>;
}

declare module '*.css' {
  const text: string;
  export default text;
}
