// A payload read into what the rules need. Everything is optional here: with `strict` off anything may arrive.

const list = (value) => (Array.isArray(value) ? value : []);
const object = (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
const text = (value) => (typeof value === 'string' ? value.trim() : '');

/** Who said it: a participant's role, `user` where the conversation does not say. */
function turnsOf(conversation) {
  const participants = new Map(
    list(conversation.participants).map((person) => [object(person).participantId, object(person)]),
  );
  return list(conversation.messages).map((message) => {
    const { content, participantId } = object(message);
    const person = object(participants.get(participantId));
    return { role: text(person.role) || 'user', name: text(person.displayName), text: text(content) };
  });
}

/** The caller's own things stand in two places: documented under `request`, in one sample under `scope`. */
function resourcesOf(request, key) {
  return [...list(object(request.resources)[key]), ...list(object(object(request.scope).resources)[key])];
}

export function readRequest(payload) {
  const { session, request } = object(payload);
  const body = object(request);
  const attributes = object(body.attributes);
  const settings = object(body.settings);
  const turns = list(object(body.scope).conversations)
    .flatMap((conversation) => turnsOf(object(conversation)))
    .filter((turn) => turn.text);
  const users = turns.filter((turn) => turn.role === 'user');
  const operators = turns.filter((turn) => turn.role !== 'user');
  return {
    turns,
    users,
    operators,
    customer: users.find((turn) => turn.name)?.name.split(/\s+/)[0] ?? '',
    lastUserText: users.at(-1)?.text ?? '',
    userText: users.map((turn) => turn.text).join(' '),
    content: text(attributes.content),
    instruction: text(attributes.instruction),
    variant: text(attributes.variant).toUpperCase() || 'A',
    offers: resourcesOf(body, 'offers'),
    links: resourcesOf(body, 'links').map(object),
    codes: resourcesOf(body, 'codes').map(object),
    settings,
    outputLanguage: text(settings.overrideOutputLanguage),
    interfaceLanguage:
      text(object(object(session).interface).language) || text(object(object(session).channel).language),
  };
}

/** @typedef {ReturnType<typeof readRequest>} Request */
