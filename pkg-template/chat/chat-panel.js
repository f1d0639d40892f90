// What comes with the first opening: all that a conversation needs and a closed chat does not.
export { createAttention } from './attention.js';
export { createClient } from './client.js';
export { transcriptOfChat } from './keeping.js';
export { createPanel } from './panel.js';
export { requestParams } from './params.js';
export { ChatSession } from './session.js';
export { createStore } from './store.js';
export { loadTexts } from './texts/load.js';
