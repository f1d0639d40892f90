// From the element's attributes to a client. The SDK itself is loaded here, when the visitor opens the chat and not
// before.
import { index } from 'optave:beside';

/** A WebSocket on the page's own host may be given as a path. */
function websocketUrl(value) {
  if (!value) return undefined;
  const url = new URL(value, document.baseURI);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  return url.href;
}

const absolute = (value) => (value ? new URL(value, document.baseURI).href : undefined);
const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** @param {HTMLElement} element */
export function clientOptions(element) {
  const attribute = (name) => element.getAttribute(name) || undefined;
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

export async function createClient(element) {
  const { OptaveClient } = await index();
  return new OptaveClient({ ...clientOptions(element), ...element.options });
}
