// Tokens live in memory and open one WebSocket each. They are made of RFC 7230 token characters, because a browser
// offers them as a subprotocol.
import { randomBytes } from 'node:crypto';

/** The form in which a token may be shown: enough to tell two apart, too little to use. */
export const masked = (token) => `…${String(token).slice(-4)}`;

export function createTokens(config, log) {
  const known = new Map();

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
      const logged = log.add('tokens', { token: masked(token), kind, issuedAt, uses: 0, headers });
      known.set(token, { expiresAt, logged });
      return { token, expiresAt };
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
  };
}
