// The nine actions of the protocol and the fields each needs, as dotted paths into the payload.

const threadId = ['request.connections.threadId', 'string'];
const parentId = ['request.connections.parentId', 'string'];
const content = ['request.attributes.content', 'string'];
const instruction = ['request.attributes.instruction', 'string'];
const organizationId = ['request.context.organizationId', 'string'];
const conversations = ['request.scope.conversations', 'array'];
const offers = ['request.resources.offers', 'array'];

const conversational = [threadId, conversations, organizationId];

export const REQUIRED_PATHS = Object.freeze({
  adjust: [threadId, parentId, content, instruction, conversations, organizationId],
  elevate: [threadId, parentId, content, conversations, organizationId],
  interaction: conversational,
  customerinteraction: conversational,
  reception: [threadId, organizationId],
  summarize: conversational,
  translate: conversational,
  recommend: [threadId, conversations, offers, organizationId],
  insights: conversational,
});
