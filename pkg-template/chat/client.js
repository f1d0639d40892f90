// From the element's attributes to a client. The SDK itself is loaded here, when the visitor opens the chat and not
// before.
import { index } from 'optave:beside';

/** One that is none will be none the next time. @param {string} value */
function absolute(value) {
  try {
    return value && new URL(value, document.baseURI).href;
  } catch (error) {
    throw Object.assign(/** @type {Error} */ (error), { retryable: false });
  }
}

/** A WebSocket on the page's own host may be given as a path. @param {string} value */
const socketUrl = (value) => absolute(value).replace(/^http/, 'ws');

/** What is set of the client's options, by attributes or the properties that mirror them. @param {import('./tell.js').Chat} chat */
function clientOptions({ websocketUrl, restUrl, tokenUrl, transport, publishableKey, organizationId, tenantId }) {
  const options = {
    websocketUrl: socketUrl(websocketUrl),
    restUrl: absolute(restUrl),
    tokenUrl: absolute(tokenUrl),
    transport,
    publishableKey,
    organizationId,
    tenantId,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value));
}

/** @param {import('./tell.js').Chat} chat */
export async function createClient(chat) {
  const { OptaveClient } = await index();
  // Whether the options are all there is for the client to say, in words for whoever gives them.
  const options = /** @type {import('optave-web-sdk').OptaveOptions} */ (
    /** @type {unknown} */ ({ ...clientOptions(chat), ...chat.options })
  );
  return /** @type {import('optave-web-sdk').OptaveClient<import('optave-web-sdk').RequiredField>} */ (
    new OptaveClient(options)
  );
}
