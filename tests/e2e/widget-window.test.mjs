// The panel as a window: its menu, its size, what stands in its slots, and that nothing overflows it.
import assert from 'node:assert/strict';
import { findings, PAST_POLICY } from './axe.mjs';
import { eventually } from './helper.mjs';
import { onDemo, picture } from './widget-helper.mjs';
import { onPlain } from './widget-plain.mjs';

onPlain(
  'the menu: what makes sense now, by arrow keys, and Escape closes it and not the chat',
  async ({ page, chat }) => {
    await chat.focus('.menu-button');
    assert.equal(await chat.attribute('.menu-button', 'aria-expanded'), 'false');
    await chat.ask('Hello');
    await chat.click('.menu-button');
    assert.equal(await chat.attribute('.menu-button', 'aria-expanded'), 'true');
    assert.deepEqual(await chat.texts('.menu-item'), ['New conversation', 'Download transcript']);
    assert.equal(await chat.focused(), 'menu-item');
    await page.keyboard.press('Escape');
    await chat.gone('.menu');
    assert.equal(await chat.focused(), 'menu-button');
    assert.equal(await chat.count('.input'), 1, 'the chat is open');
    await page.keyboard.press('Enter');
    await chat.shown('.menu');
    await page.keyboard.press('Tab');
    await chat.gone('.menu');
  },
);

onPlain('larger by a button, and by the arrow keys at the corner; Home and a reload', async ({ page, run, chat }) => {
  const size = () => chat.box('.panel');
  const usual = await size();
  await chat.click('.expand');
  await chat.come(async () => (await size()).width > usual.width + 100, 'wider');
  assert.equal(await chat.attribute('.expand', 'aria-label'), 'Make smaller');
  await chat.click('.expand');
  await chat.come(async () => (await size()).width === usual.width, 'as before');
  await chat.focus('.resize');
  // A panel that is as high as the window lets it cannot get higher.
  const right = usual.left + usual.width;
  await run(() => {
    const handle = document.querySelector('optave-chat').shadowRoot.querySelector('.resize');
    const press = (key) => handle.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown']) press(key);
  });
  const dragged = await size();
  assert.deepEqual([dragged.width, Math.round(dragged.left + dragged.width)], [usual.width + 48, Math.round(right)]);
  assert.ok(dragged.height < usual.height);
  await page.reload();
  await chat.shown('.input');
  await chat.come(async () => (await size()).width === dragged.width, 'the size is kept');
  await run(() => {
    const handle = document.querySelector('optave-chat').shadowRoot.querySelector('.resize');
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
  });
  assert.deepEqual([(await size()).width, (await size()).height], [usual.width, usual.height]);
});

onDemo('the corner is dragged, in either corner of the page, and never out of the window', async ({ page, chat }) => {
  const drag = async (dx, dy) => {
    const { x, y } = await chat.element.locator('.resize').boundingBox();
    const width = 6;
    await page.mouse.move(x + width, y + width);
    await page.mouse.down();
    // Not every browser's mouse leaves the window.
    await page.mouse.move(Math.max(1, x + width + dx), Math.max(1, y + width + dy), { steps: 4 });
    await page.mouse.up();
  };
  const box = () => chat.panel.boundingBox();
  const before = await box();
  await drag(-100, 50);
  await eventually(async () => Math.round((await box()).width) === Math.round(before.width + 100), 'wider');
  assert.equal(Math.round((await box()).height), Math.round(before.height - 50));
  await drag(-3000, -3000);
  const most = await box();
  assert.ok(most.x >= 0 && most.y >= 0);
  // A double click of this Firefox’s driver is two single ones.
  await chat.element.locator('.resize').dispatchEvent('dblclick');
  await eventually(async () => (await box()).width === before.width, 'as before');
  await page.evaluate(() => (document.querySelector('optave-chat').side = 'start'));
  const left = await box();
  assert.ok(left.x < 100);
  const { x: handle } = await chat.element.locator('.resize').boundingBox();
  assert.ok(handle > left.x + left.width / 2, 'away from the edge');
});

onPlain('the transcript: what `transcript()` answers is what the menu saves', async ({ run, chat, consoleLines }) => {
  await chat.ask('Where is my order?');
  const text = await run(() => document.querySelector('optave-chat').transcript());
  assert.match(text, /^Support\n\nYou, .*\nWhere is my order\?\n\nAssistant, .*\nHello Alice/);
  await run(() => {
    window.saved = [];
    window.revoked = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      const url = create.call(URL, blob);
      blob.text().then((text) => window.saved.push({ url, text, type: blob.type }));
      return url;
    };
    HTMLAnchorElement.prototype.click = function () {
      window.file = this.download;
    };
  });
  await chat.choose('Download transcript');
  const [saved] = await chat.come(() => run(() => window.saved.length > 0 && window.saved), 'it is saved');
  assert.deepEqual([saved.text, saved.type], [text, 'text/plain;charset=utf-8']);
  assert.match(await run(() => window.file), /^conversation-\d{4}-\d{2}-\d{2}\.txt$/);
  // But for the page that this began at, which does not exist.
  assert.deepEqual(
    consoleLines.filter(({ text }) => !text.includes('404')),
    [],
  );
});

const savesTranscript = async ({ page, chat }) => {
  await chat.ask('Hello');
  await chat.element.getByRole('button', { name: 'More' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chat.element.getByRole('menuitem', { name: 'Download transcript' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^conversation-.*\.txt$/);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  assert.match(Buffer.concat(chunks).toString(), /You, .*\nHello/);
};
onDemo('under the strict policy the browser saves the transcript', savesTranscript, { needs: ['downloads'] });

onPlain('slots: header, welcome, notice and button are the page’s where it says so', async ({ run, chat }) => {
  assert.match((await chat.texts('.notice')).join(), /Answers come from an AI/);
  await run(() => {
    const chat = document.querySelector('optave-chat');
    for (const name of ['header', 'empty', 'notice', 'launcher']) {
      chat.append(
        Object.assign(document.createElement('span'), { slot: name, id: `own-${name}`, textContent: `Own ${name}` }),
      );
    }
  });
  const own = () =>
    run(() =>
      ['header', 'empty', 'notice', 'launcher'].map(
        (name) => document.querySelector(`#own-${name}`).getClientRects().length > 0,
      ),
    );
  assert.deepEqual(await own(), [true, true, true, true]);
  assert.deepEqual([await chat.count('.titles'), await chat.count('.welcome')], [0, 0]);
  await chat.ask('Hello');
  assert.deepEqual(await own(), [true, false, true, true], 'the welcome goes when something was said');
});

const LONG = 'x'.repeat(400);

for (const width of [320, 390, 1280]) {
  onDemo(
    `words without end overflow nothing at ${width} px`,
    async ({ page, chat, control }) => {
      await page.evaluate((long) => {
        const chat = document.querySelector('optave-chat');
        chat.heading = long;
        chat.upload = () => new Promise(() => {});
        const { conversation } = chat;
        for (const role of ['user', 'bot', 'operator', 'system']) conversation.add({ role, name: long, text: long });
      }, LONG);
      await chat.open();
      control.script({ answers: [] });
      await chat.input.fill(LONG);
      await chat.element.locator('.attach').waitFor();
      await page.evaluate((long) => {
        const { shadowRoot } = document.querySelector('optave-chat');
        const event = new Event('drop', { bubbles: true, cancelable: true });
        const data = new DataTransfer();
        data.items.add(new File(['x'], `${long}.txt`));
        Object.defineProperty(event, 'dataTransfer', { value: data });
        shadowRoot.querySelector('.panel').dispatchEvent(event);
      }, LONG);
      await chat.element.locator('.upload').waitFor();
      await page.waitForTimeout(250);
      await page.screenshot({ path: picture(`long-words-${width}`) });
      const over = await chat.panel.evaluate((panel) => {
        const { left, right } = panel.getBoundingClientRect();
        return [...panel.querySelectorAll('*')]
          .filter((node) => node.getClientRects().length > 0 && !node.closest('.visually-hidden, svg'))
          .filter((node) => {
            const box = node.getBoundingClientRect();
            return box.left < left - 1 || box.right > right + 1;
          })
          .map((node) => node.className || node.tagName);
      });
      assert.deepEqual(over, []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    },
    { open: false, context: { viewport: { width, height: 640 } } },
  );
}

const LOOKS = { light: { colorScheme: 'light' }, dark: { colorScheme: 'dark' }, forced: { forcedColors: 'active' } };

for (const [look, media] of Object.entries(LOOKS)) {
  for (const [place, viewport] of Object.entries({
    wide: { width: 1280, height: 800 },
    phone: { width: 390, height: 844 },
  })) {
    const context = {
      ...media,
      colorScheme: media.colorScheme ?? 'light',
      viewport,
      reducedMotion: 'reduce',
      ...PAST_POLICY,
    };
    onDemo(
      `axe finds nothing in what is new: ${look}, ${place}`,
      async ({ page, chat }) => {
        if (look === 'dark') await page.locator('#language').selectOption('fr');
        const shoot = async (state) => {
          await page.waitForTimeout(150);
          await page.screenshot({ path: picture(`window-${state}-${look}-${place}`) });
          assert.deepEqual(await findings(page), [], state);
        };
        await page.evaluate(() => {
          const chat = document.querySelector('optave-chat');
          chat.notify = 'title desktop';
          let count = 0;
          chat.upload = (file, { onProgress }) => {
            count += 1;
            if (count === 2) throw new Error('no');
            onProgress(0.6);
            return count === 3 ? 'https://files.example/x' : new Promise(() => {});
          };
        });
        await chat.open();
        await chat.element.locator('.attach').waitFor();
        await shoot('welcome');
        await page.evaluate(() => {
          const { conversation } = document.querySelector('optave-chat');
          const noon = new Date().setHours(0, 1, 0, 0);
          const said = [
            ['user', 'Is the jacket warm?', noon - 200 * 3_600_000],
            ['bot', 'It is made for minus ten degrees.', noon - 200 * 3_600_000],
            ['user', 'And waterproof?', noon - 10 * 3_600_000],
            ['user', 'I hike a lot.', noon - 10 * 3_600_000 + 1],
            [
              'bot',
              'It is, up to ten metres of water column. The seams are taped and the zips are sealed.',
              noon - 10 * 3_600_000,
            ],
            ['operator', 'Hello, I am Tom.', noon],
            ['user', 'Hello Tom!', noon],
          ];
          for (let index = 0; index < 6; index += 1)
            said.push(['operator', `Line ${index}: one more thing to know about it.`, noon]);
          const messages = said.map(([role, text, at], index) => ({ id: `m${index}`, role, text, at, state: 'done' }));
          conversation.load({ threadId: 'looks', mode: 'assistant', unread: 0, messages });
        });
        await chat.rows.last().waitFor();
        await chat.log.focus();
        await chat.log.evaluate((log) => (log.scrollTop = 0));
        await page.evaluate(async () => {
          // The scroll is told with the next frame.
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const { conversation } = document.querySelector('optave-chat');
          for (const text of ['One', 'Two']) conversation.add({ role: 'operator', text });
        });
        await chat.element.locator('.jump', { hasText: '2' }).waitFor();
        await shoot('days');
        await chat.element.locator('.jump').click();
        await chat.element.locator('.attach').waitFor();
        await page.evaluate(async () => {
          const { shadowRoot } = document.querySelector('optave-chat');
          const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 40 });
          const pen = canvas.getContext('2d');
          pen.fillStyle = '#c60';
          pen.fillRect(0, 0, 60, 40);
          const picture = await new Promise((resolve) => canvas.toBlob(resolve));
          const data = new DataTransfer();
          data.items.add(new File([picture], 'jacket.png', { type: 'image/png' }));
          data.items.add(new File(['x'.repeat(12_000)], 'receipt-of-the-order-FF-20417-from-november.pdf'));
          data.items.add(new File(['x'.repeat(3_000)], 'note.txt'));
          const event = new Event('drop', { bubbles: true, cancelable: true });
          Object.defineProperty(event, 'dataTransfer', { value: data });
          shadowRoot.querySelector('.panel').dispatchEvent(event);
        });
        await chat.element.locator('.upload[data-state="failed"]').waitFor();
        await chat.write('Here it is');
        await shoot('files');
        await chat.element.locator('.menu-button').click();
        await shoot('menu');
        await chat.element.locator('.menu-item').first().click();
        await chat.element.locator('.confirm').waitFor();
        await shoot('confirm');
        await page.keyboard.press('Escape');
        await page.evaluate(() =>
          document
            .querySelector('optave-chat')
            .shadowRoot.querySelector('.panel')
            .toggleAttribute('data-dropping', true),
        );
        await shoot('dropping');
        await page.evaluate(() =>
          document
            .querySelector('optave-chat')
            .shadowRoot.querySelector('.panel')
            .toggleAttribute('data-dropping', false),
        );
        if (place === 'wide') {
          await chat.element.locator('.expand').click();
          await shoot('expanded');
        }
      },
      { context, open: false, timeout: 120_000 },
    );
  }
}
