// Work that is asked for many times and done once per frame: a stream of updates costs one paint each 16 ms at most.

/** @param {() => void} work */
export function oncePerFrame(work) {
  let handle = 0;
  const run = () => {
    handle = 0;
    work();
  };
  return {
    ask() {
      handle ||= requestAnimationFrame(run);
    },
    cancel() {
      cancelAnimationFrame(handle);
      handle = 0;
    },
  };
}
