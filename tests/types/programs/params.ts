// The wire types: what may be given, what must be refused, and how fields get there that are not known here.
import type { Conversation, OptaveClient, OptaveParams, RequiredField } from 'optave-web-sdk';

declare const client: OptaveClient<RequiredField>;

// Fields of one's own, once declared.
declare module 'optave-web-sdk' {
  interface Message {
    /** How it was said. */
    mood?: string;
  }
  interface Scope {
    spaceships?: { name: string }[];
  }
}

// A support widget's request as the documentation shows it.
const params: OptaveParams = {
  headers: { timestamp: '2024-01-15T10:30:00.000Z' },
  session: {
    sessionId: 'a1b2c3e6-e5f6-7890-1234-56789abcdef0',
    channel: { browser: 'Safari 17.0', deviceType: 'mobile', medium: 'chat', section: 'support_page' },
    interface: { appVersion: '2.1.0', category: 'crm', language: 'en-US', name: 'my_support_app' },
  },
  request: {
    requestId: 'a1b2c3d4-e5f6-7890-1234-56789ab2345',
    attributes: { variant: 'A' },
    connections: { threadId: '9e8d7c6b-5a49-3827-1605-948372615abc' },
    context: { organizationId: 'f7e8d9c0-b1a2-3456-7890-123456789abc', tenantId: 'a1b2c3d4' },
    settings: { disableSearch: false, maxResponseLength: 2000, overrideChannelMedium: 'voice' },
    scope: {
      resources: { links: [{ id: '1', type: 'payment_link', url: 'https://a.example', label: 'Pay', html: false }] },
      conversations: [
        {
          conversationId: '',
          participants: [{ participantId: 'p', displayName: 'John Doe', role: 'user' }],
          messages: [{ content: 'Hi, can you help me?', participantId: 'p', timestamp: '2024-01-15T10:30:00.000Z' }],
          metadata: {},
        },
      ],
      interactions: [{ content: 'Ticket', id: '1', name: 'ticket_created', role: 'system', timestamp: '2024-01-15' }],
    },
  },
};
client.interaction(params);

// Words that are not described here pass, and fields that are declared above.
client.interaction({
  session: { channel: { medium: 'smoke signals' } },
  request: {
    scope: { conversations: [{ messages: [{ content: 'Hi', mood: 'fine' }] }], spaceships: [{ name: 'Ada' }] },
  },
});
// What an object holds besides is its own matter, if it was not written for the SDK.
const channel = { medium: 'chat', floor: 3 };
client.interaction({ session: { channel } });

// null is a value, and the caller's; undefined is not given.
client.reception({ request: { connections: { threadId: null, parentId: undefined }, resources: undefined } });

// Both spellings of the time at which a link ends.
client.interaction({ request: { resources: { links: [{ expires_at: '2026-01-01' }, { expiresAt: '2026-01-01' }] } } });

// Types of one's own, interfaces and classes included.
interface ChatMessage {
  content: string;
  participantId: string;
  seen: boolean;
}
interface Chat {
  conversationId: string;
  messages: ChatMessage[];
}
class Offer {
  constructor(readonly sku: string) {}
}
declare const chats: Chat[];
client.recommend({
  request: { scope: { conversations: chats }, resources: { offers: [new Offer('a'), { sku: 'b' }] } },
});

// Step by step.
const conversation: Conversation = { messages: [] };
conversation.messages?.push({ content: 'Hi' });
const built: OptaveParams = {};
built.request = { connections: { threadId: 't' } };
built.request.scope = { conversations: [conversation] };
client.summarize(built);

// What is unknown is not any.
// @ts-expect-error it has to be looked at first
params.request?.invented.toFixed();

// @ts-expect-error misspelt
client.interaction({ sesion: {} });
// @ts-expect-error misspelt
client.interaction({ headers: { correlationID: 'c' } });
// @ts-expect-error misspelt
client.interaction({ session: { chanel: {} } });
// @ts-expect-error misspelt
client.interaction({ session: { channel: { sections: '/' } } });
// @ts-expect-error misspelt
client.interaction({ request: { setting: {} } });
// @ts-expect-error misspelt
client.interaction({ request: { settings: { disableStreams: false } } });
// @ts-expect-error misspelt
client.interaction({ request: { scope: { conversation: [] } } });
// @ts-expect-error misspelt, however deep
client.interaction({ request: { scope: { conversations: [{ messages: [{ contents: 'Hi' }] }] } } });
// @ts-expect-error and beside one that is declared here
client.interaction({ request: { scope: { conversations: [{ messages: [{ content: 'Hi', moood: 'fine' }] }] } } });
// @ts-expect-error a thread id is a string
client.interaction({ request: { connections: { threadId: 5 } } });
// @ts-expect-error conversations are a list
client.interaction({ request: { scope: { conversations: {} } } });
// @ts-expect-error the content of a message is a string, however deep
client.interaction({ request: { scope: { conversations: [{ messages: [{ content: 5 }] }] } } });
// @ts-expect-error and in a type of one's own
client.interaction({ request: { scope: { conversations: [{ messages: [] as { content: number }[] }] } } });
// @ts-expect-error an offer is an object
client.recommend({ request: { resources: { offers: ['lamp'] } } });
// @ts-expect-error and no list
client.recommend({ request: { resources: { offers: [['lamp']] } } });
// @ts-expect-error nor is metadata
client.interaction({ request: { scope: { conversations: [{ metadata: [] }] } } });
// @ts-expect-error params hold headers, session and request
client.interaction({ payload: {} });
// @ts-expect-error these three may be left out, but not be null
client.interaction({ session: null });
