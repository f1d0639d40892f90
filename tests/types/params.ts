// The wire types: what may be given, what must be refused, and that everything is open to fields not known here.
import type { OptaveClient, OptaveParams } from 'optave-web-sdk';

declare const client: OptaveClient;

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

// Open: fields that are not described here pass.
client.interaction({
  request: { scope: { conversations: [{ messages: [{ content: 'Hi', mood: 'fine' }] }], spaceships: [] } },
});

// null is a value, and the caller's.
client.reception({ request: { connections: { threadId: null } } });

// @ts-expect-error a thread id is a string
client.interaction({ request: { connections: { threadId: 5 } } });
// @ts-expect-error conversations are a list
client.interaction({ request: { scope: { conversations: {} } } });
// @ts-expect-error params hold headers, session and request
client.interaction({ payload: {} });
