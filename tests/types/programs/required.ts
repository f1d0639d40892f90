// Which fields each action requires, and what of them the client's options give.
import { OptaveClient } from 'optave-web-sdk';
import type {
  Action,
  Conversation,
  OptaveOptions,
  OptaveParams,
  ParamsOf,
  RequiredField,
  RequiredFields,
} from 'optave-web-sdk';
import { same } from './same.js';

declare const conversations: Conversation[];
const websocketUrl = 'wss://ws-acme.oco.optave.tech';
const connections = { threadId: 't' };
const scope = { conversations };
const context = { organizationId: 'o' };

const bare = new OptaveClient({ websocketUrl });
same<typeof bare, OptaveClient<never>>(true);
bare.interaction({ request: { connections, scope, context } });
bare.reception({ request: { connections, context } });
bare.recommend({ request: { connections, scope, context, resources: { offers: [{ sku: 1 }] } } });
// @ts-expect-error nobody gives the organization id
bare.interaction({ request: { connections, scope } });
// @ts-expect-error no offers
bare.recommend({ request: { connections, scope, context } });
// @ts-expect-error no offers, by another name
bare.recommendAsync({ request: { connections, scope, context } });
// @ts-expect-error no thread
bare.reception({ request: { context } });
// @ts-expect-error no thread but null
bare.reception({ request: { context, connections: { threadId: null } } });
// @ts-expect-error params are needed
bare.interaction();

const client = new OptaveClient({ websocketUrl, organizationId: 'o' });
same<typeof client, OptaveClient<'request.context.organizationId'>>(true);
client.interaction({ request: { connections, scope } });
client.insights({ request: { connections, scope, context } });
const attributes = { content: 'Hello', instruction: 'Shorter' };
client.adjust({ request: { connections: { threadId: 't', parentId: 'p' }, scope, attributes } });
client.elevate({ request: { connections: { threadId: 't', parentId: 'p' }, scope, attributes: { content: 'Help' } } });
// @ts-expect-error no conversations
client.interaction({ request: { connections } });
// @ts-expect-error no instruction
client.adjust({ request: { connections: { threadId: 't', parentId: 'p' }, scope, attributes: { content: 'Hello' } } });
// @ts-expect-error no content
client.elevate({ request: { connections: { threadId: 't', parentId: 'p' }, scope, attributes: {} } });
// @ts-expect-error no parent
client.elevate({ request: { connections, scope, attributes } });
// @ts-expect-error no request at all
client.summarize({});
// @ts-expect-error nothing at all
client.translate({ session: {} });

client.send('message', 'interaction', { request: { connections, scope } });
// @ts-expect-error no offers
client.send('message', 'recommend', { request: { connections, scope } });
// @ts-expect-error there is one type of request
client.send('other', 'interaction', { request: { connections, scope } });
// @ts-expect-error no such action
client.send('message', 'sing', { request: { connections, scope } });

// Defaults of the client's own.
const fromTicket = new OptaveClient({
  websocketUrl,
  organizationId: 'o',
  request: { connections: { threadId: 't' }, resources: { offers: [{ sku: 1 }] } },
});
fromTicket.reception({});
fromTicket.recommend({ request: { scope } });
// @ts-expect-error still no conversations
fromTicket.recommend({});
// @ts-expect-error nothing given is nothing
new OptaveClient({ websocketUrl, organizationId: undefined }).reception({ request: { connections } });
// @ts-expect-error an empty list gives nothing
new OptaveClient({ websocketUrl, request: { scope: { conversations: [] }, connections, context } }).insights({});

// What may be given is not asked for: options that are put together elsewhere, and clients of which no more is known.
declare const options: OptaveOptions;
declare const organizationId: string | undefined;
new OptaveClient(options).interaction({});
new OptaveClient({ websocketUrl, organizationId }).reception({ request: { connections } });

// A field that is declared without arguments: the organization id is given, and nothing else.
class Desk {
  sdk: OptaveClient = new OptaveClient({ websocketUrl, organizationId: 'o' });
  readonly all: OptaveClient[] = [bare, client, fromTicket, this.sdk];
  ask() {
    // @ts-expect-error no conversations
    this.sdk.interaction({ request: { connections } });
    return this.sdk.interaction({ request: { connections, scope } });
  }
}
const ref: { current: OptaveClient | null } = { current: null };
ref.current = client;
ref.current.recommend({ request: { connections, scope, resources: { offers: [] } } });
// @ts-expect-error no offers
ref.current.recommend({ request: { connections, scope } });
// @ts-expect-error misspelt
ref.current.recommend({ request: { connections, scope, resources: { offers: [] }, setting: {} } });
// Options of which nothing is known make such a client, and so do those of a class derived from it.
same<OptaveClient, OptaveClient<'request.context.organizationId'>>(true);
const some = new OptaveClient(JSON.parse('{}'));
same<typeof some, OptaveClient>(true);
// Whoever wants no check says so.
const unchecked: OptaveClient<RequiredField> = client;
unchecked.interaction({});
function summarise(sdk: OptaveClient<'request.context.organizationId'>) {
  // @ts-expect-error no conversations
  sdk.summarize({ request: { connections } });
  return sdk.summarize({ request: { connections, scope } });
}
summarise(client);

// Params by the name of their action.
const recommend: ParamsOf<'recommend'> = {
  request: { connections, scope, context, resources: { offers: [] } },
};
bare.recommend(recommend);
client.recommend(recommend);
client.interaction(recommend);
const without: ParamsOf<'recommend', 'request.context.organizationId'> = {
  request: { connections, scope, resources: { offers: [] } },
};
client.recommend(without);
// @ts-expect-error this client gives no organization id
bare.recommend(without);
const own: Parameters<typeof client.insights>[0] = { request: { connections, scope } };
client.insights(own);
// @ts-expect-error a thread is missing
const incomplete: ParamsOf<'reception'> = { request: { context } };
declare const partial: OptaveParams;
// @ts-expect-error who knows what is in them
client.interaction(partial);

// By the name of whichever action.
declare const action: Action;
declare const whichever: ParamsOf<Action>;
client.send('message', action, whichever);
same<Exclude<RequiredFields['recommend'], RequiredFields['interaction']>, 'request.resources.offers'>(true);
same<RequiredField, RequiredFields['adjust'] | 'request.resources.offers'>(true);

export const used = [summarise, incomplete, Desk];
