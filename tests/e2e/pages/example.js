// The documentation’s first example, in its structure, with values of our own. What a page adds is the URL and the
// token provider; `ask` lets a test repeat it with other options.
import { OptaveClient } from '/pkg/index.js';

export const interactionParams = {
  headers: {
    timestamp: '2026-01-15T10:30:00.000Z',
  },
  session: {
    sessionId: '0190f1c2-3d4e-7f50-8a6b-7c8d9e0f1a2b',
    channel: {
      browser: 'Safari 17.0',
      deviceInfo: 'iOS/18.2, iPhone15,3',
      deviceType: 'mobile',
      language: 'en-US',
      location: '52.5200,13.4050',
      medium: 'chat',
      section: 'help_page',
    },
    interface: {
      appVersion: '4.2.0',
      category: 'crm',
      language: 'en-US',
      name: 'ski_shop',
      type: 'custom_components',
    },
  },
  request: {
    requestId: '0190f1c2-3d4e-7f50-8a6b-000000000001',
    attributes: {
      variant: 'A',
    },
    connections: {
      threadId: '0190f1c2-3d4e-7f50-8a6b-000000000002',
    },
    context: {
      organizationId: '0190f1c2-3d4e-7f50-8a6b-000000000003',
      tenantId: '0190f1c2-3d4e-7f50-8a6b-000000000004',
    },
    settings: {
      disableSearch: false,
      disableStream: false,
      disableSources: false,
      disableTools: false,
      disableBrowsing: false,
      maxResponseLength: 1500,
      overrideOutputLanguage: 'en-US',
      overrideInterfaceLanguage: 'en-US',
      overrideChannelMedium: 'voice',
    },
    scope: {
      resources: {
        links: [
          {
            id: 'link-77',
            type: 'payment_link',
            url: 'https://pay.example.com/77',
            label: 'Pay now',
            html: false,
            expiresAt: '2026-08-06T00:00:00Z',
          },
        ],
        codes: [
          {
            id: 'code-12',
            type: 'order_number',
            value: 'SKI-2026-12',
            label: 'Your order',
          },
        ],
      },
      conversations: [
        {
          conversationId: '',
          participants: [
            { participantId: 'visitor-1', displayName: 'Mia Berg', role: 'user' },
            { participantId: 'operator-1', displayName: 'Jonas Keller', role: 'operator' },
          ],
          messages: [
            {
              content: 'Good morning, how can I pay for my skis?',
              participantId: 'visitor-1',
              timestamp: '2026-01-15T10:30:00.000Z',
            },
            {
              content: 'Good morning! Let me look that up for you.',
              participantId: 'operator-1',
              timestamp: '2026-01-15T10:30:12.000Z',
            },
          ],
          metadata: {},
        },
      ],
      interactions: [
        {
          content: 'Order SKI-2026-12 was placed by Mia Berg',
          id: '1',
          name: 'order_placed',
          role: 'system',
          timestamp: '2026-01-15T10:29:40.000Z',
        },
      ],
    },
  },
};

export const ask = (options) => {
  const client = new OptaveClient({
    websocketUrl: `ws://${location.host}/ws`,
    tokenProvider: async () => (await (await fetch('/api/optave/ws-ticket', { method: 'POST' })).json()).token,
    ...options,
  });
  return client.interaction(interactionParams);
};

async function main() {
  const response = await ask();
  console.log('Response:', response.data);
  return response;
}

window.example = main();
