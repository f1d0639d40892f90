// A dedicated worker with the tools of the pages (pages/worker.js). It is talked to through its page, because not every
// engine lets a driver into a worker.

/** Runs in the page: starts the worker; `inWorker(source, argument)` evaluates there. */
function start(query) {
  const worker = new Worker(`/page/worker.js${query}`, { type: 'module' });
  const waiting = new Map();
  let calls = 0;
  worker.addEventListener('message', ({ data: { id, value, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  window.worker = worker;
  window.inWorker = (source, argument) =>
    new Promise((resolve, reject) => {
      const id = (calls += 1);
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, source, argument });
    });
}

/** Has the page start a worker, as `worker`; what is answered runs functions there. */
export async function startWorker(page, query = '') {
  await page.evaluate(start, query);
  return (work, argument) =>
    page.evaluate(([source, argument]) => inWorker(source, argument), [String(work), argument]);
}
