// Everything the sandbox saw, for tests to look at. Entries are live objects: a connection's entry learns of its
// close, a token's of its use.

const LISTS = ['tokens', 'handshakes', 'connections', 'frames', 'rest'];

export function createLog(config) {
  const lists = Object.fromEntries(LISTS.map((name) => [name, []]));
  return {
    add(name, entry) {
      const list = lists[name];
      list.push(entry);
      // In one go past the limit, not one by one: `shift` on every frame would cost more than the frame.
      if (list.length > config.logLimit * 1.25) list.splice(0, list.length - config.logLimit);
      return entry;
    },
    clear: () => LISTS.forEach((name) => (lists[name].length = 0)),
    /** A copy that later events do not change. */
    snapshot: () => structuredClone(lists),
  };
}
