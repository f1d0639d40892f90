// One set of params that every method accepts: content and parentId for `adjust` and `elevate`, an instruction for
// `adjust` and `translate`, offers for `recommend`.

export const DEFAULT_PARAMS = {
  session: {
    interface: { appVersion: '1.0.0', category: 'crm', name: 'optave_demo', type: 'custom_components' },
  },
  request: {
    attributes: {
      content: "Hi, thanks for your message. I can't book that today, but I'll send you our winter offers.",
      instruction: 'Make it formal and translate it to French',
    },
    connections: {
      threadId: '9e8d7c6b-5a49-4827-9605-948372615abc',
      parentId: '0b1c2d3e-4f50-4617-8829-3a4b5c6d7e8f',
    },
    context: { organizationId: 'f7e8d9c0-b1a2-4456-8890-123456789abc' },
    settings: { disableStream: false },
    resources: {
      offers: [
        { id: 'alps', title: 'Ski week in the Alps', description: 'Snow, mountains and a warm fireplace', price: 890 },
        { id: 'bali', title: 'Two weeks in Bali', description: 'Warm weather, beaches and local culture', price: 1450 },
        { id: 'lisbon', title: 'Lisbon city trip', description: 'Local culture and good food', price: 420 },
      ],
    },
    scope: {
      conversations: [
        {
          conversationId: '3f2e1d0c-9b8a-4756-8432-10fedcba9876',
          participants: [
            { participantId: 'customer-1', displayName: 'Alice Hawthorne', role: 'user' },
            { participantId: 'operator-1', displayName: 'Tom Callahan', role: 'operator' },
          ],
          messages: [
            {
              participantId: 'customer-1',
              content: 'Hello, I am looking for holiday destinations in December.',
              timestamp: '2026-01-15T10:30:00.000Z',
            },
            {
              participantId: 'operator-1',
              content: 'With pleasure. Do you have any preferences?',
              timestamp: '2026-01-15T10:30:30.000Z',
            },
            {
              participantId: 'customer-1',
              content:
                'I enjoy warm weather and beaches, but I am also interested in local culture. What would you suggest?',
              timestamp: '2026-01-15T10:31:00.000Z',
            },
          ],
          metadata: {},
        },
      ],
    },
  },
};
