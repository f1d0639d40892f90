// The chat as a classic script, `<script src="…/chat-script.js">`: it defines the element and exports nothing. Its types are
// those of `optave-web-sdk/chat`.
export type * from './chat.js';
