// The way of frames through the faults of one connection, one pipeline per direction. A stage gets an item and hands on
// what it likes, as often and as late as it likes; the sink does what is left of it. Items are frames, or on the way
// out also the end of the connection, so that an end cannot overtake the frames before it.

/**
 * @typedef {object} Item
 * @property {string | Buffer} [data]
 * @property {boolean} [binary]
 * @property {() => void} [lose]  inbound: notes that the frame will not be answered
 * @property {{ size: number, ms: number, signal: AbortSignal }} [trickle]  outbound: written in small pieces
 * @property {object} [cut]  outbound: the connection ends within this frame
 * @property {object} [end]  outbound: no frame, but the end of the connection
 */

/** @param {(item: Item) => void} sink */
export function createPipeline(sink) {
  const stages = [];
  const pass = (index, item) => {
    if (index === stages.length) return sink(item);
    const stage = stages[index];
    // Looked up again when it hands on, which may be later: stages before it may have gone meanwhile.
    return stage.handle(item, (next) => pass(stages.indexOf(stage) + 1, next));
  };
  return {
    push: (item) => pass(0, item),
    /**
     * @param {(item: Item, next: (item: Item) => void) => void} handle
     * @param {() => void} [flush]  hands on what it still holds, before the stage goes
     * @returns {() => void} takes the stage out again
     */
    add(handle, flush) {
      const stage = { handle };
      stages.push(stage);
      return () => {
        const index = stages.indexOf(stage);
        if (index < 0) return;
        flush?.();
        stages.splice(stages.indexOf(stage), 1);
      };
    },
  };
}
