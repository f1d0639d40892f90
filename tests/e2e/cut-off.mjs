// For tests of calls into wasm that are cut off: tools in the page, and a server that answers at once.
import { answering } from './answering.mjs';
import { inPage } from './helper.mjs';

const tools = (port) => {
  window.useSdk = (sdk) => {
    window.connect = (options) =>
      new sdk.OptaveClient({
        websocketUrl: `ws://127.0.0.1:${port}`,
        organizationId: 'organization-1',
        tokenProvider: () => 'token',
        payloadDefaults: 'compact',
        logger: {},
        reconnect: false,
        ...options,
      });
    /** What becomes of a promise, or of what may throw at once: fulfilled, an error of ours, or what must not be. */
    window.endOf = async (work) => {
      const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'it never settled'));
      const result = (async () => {
        try {
          await (typeof work === 'function' ? work() : work);
          return 'done';
        } catch (error) {
          return error instanceof sdk.OptaveError ? error.code : `not ours: ${error?.stack}`;
        }
      })();
      return Promise.race([result, late]);
    };
  };
  useSdk(sdk);
  window.isEnd = (end) => /^(done|[A-Z_]+)$/.test(end);
  window.waiting = params({ attributes: { content: 'wait' } });
  /** Whether a client that there was, and a new one, can do their work. */
  window.othersWork = async (other) => {
    const ends = await Promise.all([other, connect()].map((client) => endOf(() => client.interaction(params()))));
    return ends.every((end) => end === 'done') || ends;
  };
};

/** For a file: answers how a test is defined in a page with these tools. */
export function cuttingOff() {
  const port = answering();
  return (name, body, options) =>
    inPage(
      name,
      async (test) => {
        await test.run(tools, port());
        await body(test);
      },
      { timeout: 60_000, ...options },
    );
}
