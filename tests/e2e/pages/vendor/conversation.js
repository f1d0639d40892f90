// What the programs beside this file talk about, and where: theirs whichever SDK they import.
export const websocketUrl = `ws://${location.host}/ws`;

/** The widget's own way to a token: its server knows who is asking. */
export async function ticket() {
  const answer = await fetch('/api/optave/ws-ticket', { method: 'POST', credentials: 'include' });
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
  const { token } = await answer.json();
  return token;
}

/** Params for any action about one line of a visitor's; `more` is laid over the request. */
export const about = (content, more = {}) => ({
  session: { channel: { medium: 'chat', section: 'ski_hire' }, interface: { name: 'ski_shop', category: 'widget' } },
  request: {
    attributes: { variant: 'A' },
    connections: { threadId: 'thread-7', parentId: 'parent-7' },
    context: { organizationId: 'organization-7' },
    scope: {
      conversations: [
        {
          conversationId: 'conversation-7',
          participants: [{ participantId: 'mia', role: 'user', displayName: 'Mia Berg' }],
          messages: [{ participantId: 'mia', content, timestamp: '2026-01-15T10:30:00.000Z' }],
        },
      ],
    },
    ...more,
  },
});
