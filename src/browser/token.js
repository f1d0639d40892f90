// Where tokens come from (wire protocol, section 1). A token is never logged, stored, or quoted.

import { post } from './http.js';
import { attempt, metaTokenUrl } from './page.js';

const DEFAULT_URL = '/api/optave/ws-ticket';

/** A client's tokens: one for its next socket, used once (0), and one for its requests over HTTP (1). */
export class Tokens {
  #settings;
  #aborters;
  #got = [];

  /** `aborters` gets, by attempt, what ends the asking: it is needed when nothing else is left. */
  constructor(settings, aborters) {
    this.#settings = settings;
    this.#aborters = aborters;
  }

  /** Asks for one, and tells the host behind `ref`, a WeakRef, what came of it: the provider may never answer. */
  ask(ref, attempt, isForRest) {
    const aborter = new AbortController();
    this.#aborters.set(attempt, aborter);
    fetchToken(this.#settings, aborter.signal).then(
      (answer) => ref.deref()?.tokenCame(attempt, isForRest, answer),
      (context) => ref.deref()?.attemptFailed(attempt, 'TOKEN_PROVIDER_FAILED', context),
    );
  }

  /**
   * What an attempt asked for is not waited for any more. A request that never ends would keep its connection, of which a
   * browser has six to a server: after some attempts nothing would get through.
   */
  abandon(attempt) {
    this.#aborters.get(attempt)?.abort();
    this.#aborters.delete(attempt);
  }

  /**
   * Takes in what came for an attempt, or what the caller has, without one. Answers as `readToken` does; nothing, if
   * that attempt was abandoned.
   */
  take(answer, isForRest, attempt) {
    if (attempt && !this.#aborters.delete(attempt)) return;
    const read = readToken(answer, !isForRest && this.#settings.authTransport === 'subprotocol');
    if (!read.fault) this.#got[isForRest] = read.token;
    return read;
  }

  /** The token for a socket. It serves no second one. */
  use() {
    const [token] = this.#got;
    this.#got[0] = undefined;
    return token;
  }

  /** The token for requests over HTTP. */
  get forRest() {
    return this.#got[1];
  }
}

/** Asks the page's provider, or else the server. Rejects with what explains the failure, as `errorOf` takes it. */
export async function fetchToken({ tokenProvider, tokenUrl, publishableKey }, signal) {
  if (tokenProvider) {
    try {
      return await tokenProvider({ signal });
    } catch (cause) {
      throw { note: 'tokenProvider threw', cause };
    }
  }
  const url = tokenUrl || metaTokenUrl() || DEFAULT_URL;
  const headers = publishableKey ? { 'X-Optave-Publishable-Key': publishableKey } : {};
  const [status, answer] = await post(url, { credentials: 'include', headers, signal });
  if (status < 200 || status > 299 || answer === undefined)
    throw { note: url, details: status ? { status } : undefined };
  return answer;
}

/**
 * The raw token in whatever a provider answered, how long it can be used in milliseconds, and why it cannot at all: a
 * code, and what `errorOf` takes besides.
 */
export function readToken(answer, isSubprotocol) {
  const said = typeof answer === 'string' ? answer : (answer?.token ?? answer?.access_token);
  const token = typeof said === 'string' ? said.trim().replace(/^bearer +/i, '') : '';
  const expiresAt = attempt(() => new Date(answer.expiresAt ?? NaN).getTime()) ?? NaN;
  const livesMs = Number.isNaN(expiresAt) ? Infinity : expiresAt - Date.now();
  // As a subprotocol, only the token characters of RFC 7230; else, only visible ASCII.
  const stray = (isSubprotocol ? /[^\w!#$%&'*+.^`|~-]/ : /[^!-~]/).exec(token);
  const fault = stray
    ? ['INVALID_TOKEN', { note: `the character at position ${stray.index + 1} is not allowed in a token` }]
    : token === '' && ['MISSING_TOKEN'];
  return { token, livesMs, fault };
}
