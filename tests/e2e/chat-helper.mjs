// Tests of the chat on a page of their own, through what the element has for a page and what it shows. They ask the
// page in its own language alone, so that they run in every browser, whatever drives it.
import { eventually, inPage } from './helper.mjs';

/** Steps that can be told apart. */
const PACE = { answerDelayMs: 20, chunkDelayMs: 5 };

/**
 * @param {string} name
 * @param {(test: { page: any, run: Function, until: Function, control: any, consoleLines: { type: string, text: string }[] }) => Promise<void>} body
 *   `until` waits for something in the page to be true
 * @param {{ attributes?: object, properties?: string, timeout?: number, needs?: string[], context?: object, path?: string, pageErrors?: boolean }} [options]
 *   `attributes`: of the element; without them the test places it itself
 */
export function onChat(name, body, { attributes, path = '/page/chat.html', timeout = 30_000, ...options } = {}) {
  const work = async ({ page, sandbox, control, consoleLines }) => {
    const run = (work, argument) => page.evaluate(work, argument);
    const until = (look, what, argument) => eventually(() => run(look, argument), what ?? String(look), 12_000);
    await page.goto(sandbox.url + path);
    await until(() => window.isReady, 'the page is ready');
    // A chat keeps what was said when its page is left: that of the test before, after its storage was emptied.
    await run(() => [sessionStorage, localStorage].forEach((storage) => storage.clear()));
    if (attributes) await run((attributes) => void place(attributes), attributes);
    await body({ page, run, until, control, consoleLines });
  };
  inPage(name, work, { path: null, timeout, sandbox: PACE, ...options });
}
