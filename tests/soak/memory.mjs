// What the page holds after the garbage is collected, and whether it grows.

/** Runs in the page before anything is imported: finds the memory of every wasm instance. */
export const watchMemories = () => {
  window.memories = [];
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, rest) {
      const instance = new target(...rest);
      window.memories.push(...Object.values(instance.exports).filter((item) => item instanceof WebAssembly.Memory));
      return instance;
    },
  });
};

export async function heapBytes(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/**
 * Whether a series grows steadily. What is in flight comes and goes, so the least of each quarter is looked at; the first
 * quarter is for getting started.
 */
export function grows(series, tolerance) {
  const size = series.length / 4;
  const [, second, third, fourth] = [0, 1, 2, 3].map((quarter) =>
    Math.min(...series.slice(Math.floor(quarter * size), Math.floor((quarter + 1) * size))),
  );
  return second < third && third < fourth && fourth - second > tolerance;
}
