// From the element's attributes to a client. The SDK itself is loaded here, when the visitor opens the chat and not
// before.
import { index } from 'optave:beside';

/** A WebSocket on the page's own host may be given as a path. @param {string | undefined} value */
function websocketUrl(value) {
  if (!value) return undefined;
  const url = new URL(value, document.baseURI);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  return url.href;
}

/** @param {string | undefined} value */
const absolute = (value) => (value ? new URL(value, document.baseURI).href : undefined);
/** @param {Record<string, unknown>} options */
const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** @param {HTMLElement} element */
export function clientOptions(element) {
  const attribute = (/** @type {string} */ name) => element.getAttribute(name) || undefined;
  return given({
    websocketUrl: websocketUrl(attribute('websocket-url')),
    restUrl: absolute(attribute('rest-url')),
    tokenUrl: absolute(attribute('token-url')),
    transport: attribute('transport'),
    publishableKey: attribute('publishable-key'),
    organizationId: attribute('organization-id'),
    tenantId: attribute('tenant-id'),
  });
}

/** @param {HTMLElement & { options: object }} element */
export async function createClient(element) {
  const { OptaveClient } = await index();
  // Whether the options are all there is for the client to say, in words for whoever gives them.
  const options = /** @type {import('optave-web-sdk').OptaveOptions} */ (
    /** @type {unknown} */ ({ ...clientOptions(element), ...element.options })
  );
  return /** @type {import('optave-web-sdk').OptaveClient<import('optave-web-sdk').RequiredField>} */ (
    new OptaveClient(options)
  );
}
