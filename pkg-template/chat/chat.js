// `optave-web-sdk/chat`: defines <optave-chat>. Where there are no elements, as on a server that renders, it defines
// nothing and can be imported all the same.
import { OptaveChat } from './element.js';

export { OptaveChat };

if (globalThis.customElements && !customElements.get('optave-chat')) customElements.define('optave-chat', OptaveChat);
