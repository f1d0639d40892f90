// The demo's page for tests that run in every engine, and so look at it from within.
import { eventually, inPage } from './helper.mjs';
import { demo, PACE } from './widget-helper.mjs';

const PATIENCE_MS = 15_000;

/**
 * @param {string} name
 * @param {(test: ReturnType<typeof within> & { page: object, control: object }) => Promise<void>} body
 * @param {{ path?: string, timeout?: number, needs?: string[], context?: object, pace?: object, server?: () => typeof demo }} [options]
 */
export function onShop(name, body, options = {}) {
  const { path = '/', timeout = 60_000, needs = [], context, pace, server = () => demo } = options;
  const work = async ({ page, run }) => {
    const { control, url } = server();
    control.reset();
    control.config({ ...PACE, ...pace });
    const shop = within(page, run, url);
    // A conversation of before is taken from a page that does not write it again when it is left.
    await page.goto(`${url}/nothing-here`);
    await run(() => (sessionStorage.clear(), localStorage.clear()));
    await shop.goto(path);
    await body({ page, control, ...shop });
  };
  inPage(name, work, { path: null, timeout, needs, context });
}

function within(page, run, url) {
  const come = (look, what) => eventually(look, what, PATIENCE_MS);
  const shop = {
    run,
    come,
    async goto(path) {
      await page.goto(url + path);
      await come(() => run(() => document.querySelector('#prompts button, #actions button') !== null), 'the page');
    },
    async reload() {
      await page.reload();
      await come(() => run(() => document.querySelector('#prompts button, #actions button') !== null), 'the page');
    },
    /** What a select or a button of the page does when it is used. */
    choose: (id, value) =>
      run(
        ({ id, value }) => {
          const select = document.getElementById(id);
          select.value = value;
          select.dispatchEvent(new Event('change'));
        },
        { id, value },
      ),
    speaks: (language) =>
      come(() => run((language) => document.documentElement.lang === language, language), `the language ${language}`),
    async speak(language) {
      await shop.choose('language', language);
      await shop.speaks(language);
    },
    async show(name) {
      await run((name) => document.getElementById(`tab-${name}`).click(), name);
      const made = (name) => name === 'visitor' || document.querySelector(`#${name} > .${name}`) !== null;
      await come(() => run(made, name), `the view ${name}`);
    },
    click: (selector) => run((selector) => document.querySelector(selector).click(), selector),
    texts: (selector) =>
      run((selector) => [...document.querySelectorAll(selector)].map((node) => node.textContent.trim()), selector),
    /** Asks, and waits until the answer and all of its superpowers are there. */
    async ask(text) {
      const answers = () =>
        run(() => {
          const { messages } = document.querySelector('optave-chat').conversation;
          return messages.filter(
            ({ role, state, superpowers }) =>
              role === 'bot' &&
              state === 'done' &&
              Object.values(superpowers ?? {}).filter((one) => one.state === 'completed').length === 5,
          ).length;
        });
      const before = await answers();
      await run((text) => void document.querySelector('optave-chat').send(text), text);
      await come(async () => (await answers()) > before, `an answer to ${text}`);
    },
    /** Two frames: what was asked for has been painted. */
    painted: () => run(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))),
    /** Works in a window of that size, which is put back for the tests after it. */
    async inWindow(size, work) {
      const [width, height] = await run(() => [innerWidth, innerHeight]);
      await page.setViewportSize(size);
      try {
        // A window may have a least width of its own, but it is at rest when two frames find it as it was.
        const widthNow = async () => (await shop.painted(), run(() => innerWidth));
        await come(async () => (await widthNow()) === (await widthNow()), 'the size');
        await work();
      } finally {
        await page.setViewportSize({ width, height });
      }
    },
  };
  return shop;
}
