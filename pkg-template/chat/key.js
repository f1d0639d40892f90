// Under which name a conversation is kept: each organization has its own, and each customer of it.

/** @param {{ organizationId: string }} chat @param {string} [customerId] of who is known */
export const keyOf = ({ organizationId }, customerId) =>
  `optave-chat:${organizationId}${customerId ? `:${customerId}` : ''}`;
