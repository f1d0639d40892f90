// The listening TCP port, which a fault may close for a while.

const RETRY_MS = 20;

const WHY = {
  EADDRINUSE: 'is taken; choose another, or 0 for any free one',
  EACCES: 'may not be listened on by this user; choose one above 1023, or 0 for any free one',
};

/**
 * @param {import('node:http').Server} server
 * @param {string} host
 */
export function createListener(server, host) {
  let port;
  let isWanted = false;
  let isOver = false;
  let retry;

  const listen = (wanted) =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, host, () => {
        server.off('error', reject);
        resolve(server.address().port);
        // Somebody changed their mind while it was on its way.
        if (!isWanted) server.close();
      });
    });

  // Should somebody else have taken the port meanwhile, it is worth asking again.
  const reopen = () => {
    if (!isWanted || server.listening) return;
    listen(port).catch(() => {
      retry = setTimeout(reopen, RETRY_MS);
    });
  };

  return {
    async open(wanted) {
      isWanted = true;
      try {
        port = await listen(wanted);
      } catch (cause) {
        if (!WHY[cause.code]) throw cause;
        throw Object.assign(new Error(`startSandbox: port ${wanted} ${WHY[cause.code]}`), { code: cause.code });
      }
      return port;
    },
    stop() {
      isWanted = false;
      clearTimeout(retry);
      if (server.listening) server.close();
    },
    start() {
      if (isOver) return;
      isWanted = true;
      reopen();
    },
    /** For good. */
    async close() {
      isOver = true;
      isWanted = false;
      clearTimeout(retry);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
