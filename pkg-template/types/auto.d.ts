// The entry that finds out what the page allows: WebAssembly, else plain JavaScript, which is loaded only then.
import type { GivenBy, OptaveClient, OptionsGiving } from './index.js';

export type * from './index.js';
export { OptaveError } from './index.js';

/**
 * Makes a client, in WebAssembly where the page allows it.
 *
 * @throws {OptaveError} By rejection. `INVALID_CONFIG` or `CLIENT_SECRET_IN_CLIENT_ENV`; `details` lists every fault.
 *
 * @example
 * const client = await createClient({ websocketUrl, tokenUrl, organizationId });
 * const response = await client.interaction(params);
 */
export declare function createClient<
  Transport,
  Url,
  Organization,
  Thread,
  Parent,
  Content,
  Instruction,
  OwnOrganization,
  Conversations,
  Offers,
>(
  options: OptionsGiving<
    Transport,
    Url,
    Organization,
    Thread,
    Parent,
    Content,
    Instruction,
    OwnOrganization,
    Conversations,
    Offers
  >,
): Promise<
  OptaveClient<GivenBy<Url, Organization, Thread, Parent, Content, Instruction, OwnOrganization, Conversations, Offers>>
>;
