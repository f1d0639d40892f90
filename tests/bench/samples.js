// What is sent and what comes back. Sizes are those of the JSON text: params of 1.7 KB and 80 KB, answers likewise.

const ORGANIZATION = 'f7e8d9c0-b1a2-3456-7890-123456789abc';
const CUSTOMER = '2c4f8a9b-1d3e-5f70-8293-456789012def';
const OPERATOR = '5b8c9d0e-2f4a-6b1c-9d8e-123456789abc';

const LINES = [
  'Hello, my parcel was to arrive on Tuesday and the tracking page has not moved since.',
  'I am sorry to hear that. May I have the order number, please?',
  'It is ORD-12345, two lamps and a box of bulbs, sent to the "Mill House" address.',
  'Thank you. The carrier reports a missed delivery; shall I book a new one for tomorrow morning?',
  'Tomorrow after ten would suit me.\nCan you also send the invoice again?',
];

function talk(count) {
  return Array.from({ length: count }, (_, at) => ({
    content: LINES[at % LINES.length],
    participantId: at % 2 === 0 ? CUSTOMER : OPERATOR,
    timestamp: new Date(Date.UTC(2026, 0, 15, 10, 30, at * 15)).toISOString(),
  }));
}

// The widget of the documentation's example: channel, interface and settings given, a short conversation.
function exampleParams(messages) {
  return {
    headers: { timestamp: '2026-01-15T10:30:00.000Z' },
    session: {
      sessionId: 'a1b2c3e6-e5f6-7890-1234-56789abcdef0',
      channel: {
        browser: 'Safari 17.0',
        deviceInfo: 'iOS/18.2, iPhone15,3',
        deviceType: 'mobile',
        language: 'en-US',
        location: '40.7128,-74.0060',
        medium: 'chat',
        section: 'support_page',
      },
      interface: {
        appVersion: '2.1.0',
        category: 'crm',
        language: 'en-US',
        name: 'my_support_app',
        type: 'custom_components',
      },
    },
    request: {
      attributes: { variant: 'A' },
      connections: { threadId: '9e8d7c6b-5a49-3827-1605-948372615abc' },
      context: { organizationId: ORGANIZATION },
      settings: {
        disableSearch: false,
        disableStream: false,
        maxResponseLength: 2000,
        overrideOutputLanguage: 'en-US',
        overrideInterfaceLanguage: 'en-US',
      },
      scope: {
        conversations: [
          {
            conversationId: '',
            participants: [
              { participantId: CUSTOMER, displayName: 'John Doe', role: 'user' },
              { participantId: OPERATOR, displayName: 'Sarah Smith', role: 'operator' },
            ],
            messages: talk(messages),
            metadata: {},
          },
        ],
        interactions: [
          {
            content: 'Support ticket T12345 has been created for John Doe',
            id: '1',
            name: 'ticket_created',
            role: 'system',
            timestamp: '2026-01-15T10:29:45.000Z',
          },
        ],
      },
    },
  };
}

// The least a widget can say: everything else is filled in by the client.
function sparseParams() {
  return {
    request: {
      connections: { threadId: '9e8d7c6b-5a49-3827-1605-948372615abc' },
      scope: { conversations: [{ messages: talk(1) }] },
    },
  };
}

export const PARAMS = {
  small: exampleParams(3),
  large: exampleParams(423),
  sparse: sparseParams(),
};

const ANSWER_TEXT = LINES.slice(0, 4).join(' ');

function answerBody(results, actionType, state) {
  return {
    action: 'superpower',
    actionType,
    state,
    message: {
      results: Array.from({ length: results }, (_, at) => ({
        id: `result-${at}`,
        confidence: 0.5 + (at % 50) / 100,
        response: [{ type: 'text', content: ANSWER_TEXT, sources: [{ title: 'Delivery', score: 7 }] }],
      })),
    },
  };
}

const RESULTS = { small: 3, large: 181 };

// The text of one answer frame; `correlationId` undefined makes it the bare form.
export function answer(size, correlationId, actionType = 'interaction', state = 'completed') {
  const body = answerBody(RESULTS[size], actionType, state);
  if (correlationId === undefined) return JSON.stringify(body);
  const headers = {
    correlationId,
    traceId: '234c9d0e-2f4a-6b1c-9d8e-123456789abc',
    action: 'interaction',
    schemaRef: 'optave.response.v3',
    identifier: 'message',
    timestamp: '2026-01-15T10:30:01.000Z',
    issuedAt: '2026-01-15T10:30:01.000Z',
  };
  return JSON.stringify({ action: 'message', headers, payload: body });
}

export { ORGANIZATION };
