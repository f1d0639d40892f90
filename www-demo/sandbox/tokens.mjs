// Tokens live in memory and open one WebSocket each. They are made of RFC 7230 token characters, because a browser
// offers them as a subprotocol.
import { createHash, randomBytes } from 'node:crypto';

/** The form in which a token may be shown: enough to tell two apart, too little to use. */
export const masked = (token) => `…${String(token).slice(-4)}`;

/** What is offered may be of any length; what is kept of it is not. */
const keyOf = (token) => createHash('sha256').update(token).digest('base64url');

export function createTokens(config, log) {
  // Every token that was issued or offered, also one of somebody else's, the one that was seen last at the end; the log
  // names them by their number. Those that were issued have `expiresAt` and their entry in the log.
  const seen = new Map();
  let lastId = 0;

  const sight = (token) => {
    const key = keyOf(token);
    const entry = seen.get(key) ?? { id: (lastId += 1), offers: 0 };
    seen.delete(key);
    seen.set(key, entry);
    for (const oldest of seen.keys()) {
      if (seen.size <= config.tokenLimit) break;
      seen.delete(oldest);
    }
    return entry;
  };

  const find = (token) => {
    const entry = sight(token);
    if (!entry.logged) return { problem: 'unknown token' };
    if (Date.now() > entry.expiresAt) return { problem: 'the token has expired' };
    return { entry };
  };

  return {
    /** @param {'access' | 'ticket'} kind */
    issue(kind, headers) {
      const token = randomBytes(24).toString('base64url');
      const issuedAt = Date.now();
      const expiresAt = issuedAt + config.tokenTtlMs;
      const entry = sight(token);
      const logged = { id: entry.id, token: masked(token), kind, issuedAt, uses: 0, offers: 0, headers };
      Object.assign(entry, { expiresAt, logged: log.add('tokens', logged) });
      log.counts.add('tokensIssued');
      return { token, expiresAt };
    },
    /** A handshake offers it, whatever comes of that. */
    offer(token) {
      const entry = sight(token);
      entry.offers += 1;
      if (entry.logged) entry.logged.offers = entry.offers;
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
