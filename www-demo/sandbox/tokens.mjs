// Tokens live in memory and open one WebSocket each. They are made of RFC 7230 token characters, because a browser
// offers them as a subprotocol.
import { randomBytes } from 'node:crypto';

/** The form in which a token may be shown: enough to tell two apart, too little to use. */
export const masked = (token) => `…${String(token).slice(-4)}`;

export function createTokens(config, log) {
  const known = new Map();
  // Every token that was ever issued or offered, also one of somebody else's; the log names them by their number.
  const seen = new Map();

  const sight = (token) => {
    if (!seen.has(token)) seen.set(token, { id: seen.size + 1, offers: 0 });
    return seen.get(token);
  };

  const find = (token) => {
    const entry = known.get(token);
    if (!entry) return { problem: 'unknown token' };
    if (Date.now() > entry.expiresAt) return { problem: 'the token has expired' };
    return { entry };
  };

  return {
    /** @param {'access' | 'ticket'} kind */
    issue(kind, headers) {
      const token = randomBytes(24).toString('base64url');
      const issuedAt = Date.now();
      const expiresAt = issuedAt + config.tokenTtlMs;
      const { id } = sight(token);
      const logged = log.add('tokens', { id, token: masked(token), kind, issuedAt, uses: 0, offers: 0, headers });
      log.counts.add('tokensIssued');
      known.set(token, { expiresAt, logged });
      return { token, expiresAt };
    },
    /** A handshake offers it, whatever comes of that. */
    offer(token) {
      const entry = sight(token);
      entry.offers += 1;
      const logged = known.get(token)?.logged;
      if (logged) logged.offers = entry.offers;
      if (entry.offers > 1) log.counts.add('tokensReused');
      return { id: entry.id, reused: entry.offers > 1 };
    },
    /** A WebSocket uses the token up. Returns what is wrong with it, or undefined. */
    spend(token) {
      const { entry, problem } = find(token);
      if (problem) return problem;
      entry.logged.uses += 1;
      return entry.logged.uses > 1 ? 'the token has been used already' : undefined;
    },
    /** REST only looks at it. */
    check: (token) => find(token).problem,
    numberOf: (token) => sight(token).id,
  };
}
