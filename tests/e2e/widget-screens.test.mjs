// Pictures of the main states, for people to look at: target/screenshots/. That they can be taken at all, without an
// error and with what they are to show, is what is asserted.
import { hold, onDemo, picture, STARTED } from './widget-helper.mjs';

async function shoot(page, name) {
  await page.waitForTimeout(250); // what fades has faded
  await page.screenshot({ path: picture(name) });
}

const failing = {
  messages: [{ body: { action: 'superpower', actionType: 'interaction', state: 'error', message: { results: [] } } }],
};

/** A conversation with all that there is to show. */
async function talk(chat) {
  await chat.ask('Hello, where is my order?');
  await chat.ask('I am also looking for a warm jacket for hiking.');
  await chat.element.getByRole('button', { name: 'Show me offers' }).click();
  await chat.element.locator('.card').first().waitFor();
}

/** Says of the client what only a network could otherwise bring about. */
const pretend = (page, connection) =>
  page.evaluate((connection) => {
    const listeners = [];
    const client = {
      connection,
      on: (name, listener) => {
        if (name === 'state') listeners.push(listener);
        return client;
      },
      off: () => client,
      openConnection: async () => {},
      interaction: () => Object.assign(new Promise(() => {}), { correlationId: 'one', state: 'queued', cancel() {} }),
    };
    for (const method of ['reception', 'elevate', 'adjust', 'summarize', 'translate', 'recommend', 'insights']) {
      client[method] = client.interaction;
    }
    document.querySelector('optave-chat').client = client;
  }, connection);

for (const colorScheme of ['light', 'dark']) {
  const context = { colorScheme, viewport: { width: 1440, height: 900 } };
  const named = (name) => `${name}-${colorScheme}`;

  onDemo(`closed, ${colorScheme}`, ({ page }) => shoot(page, named('closed')), { context, open: false });

  onDemo(
    `chatting, ${colorScheme}`,
    async ({ page, chat }) => {
      await page.waitForTimeout(300);
      await shoot(page, named('opened'));
      await talk(chat);
      await page.waitForTimeout(300);
      await shoot(page, named('chatting'));
    },
    { context },
  );

  onDemo(
    `streaming, ${colorScheme}`,
    async ({ page, chat, control }) => {
      await chat.ask('Hello');
      const release = hold(control);
      // What has begun goes no further.
      hold(control, STARTED + 1);
      await chat.write('Where is my order?');
      await chat.element.locator('.dots').waitFor();
      await shoot(page, named('typing'));
      release();
      await chat.element.locator('.row-bot[data-state="streaming"]').waitFor();
      await shoot(page, named('streaming'));
    },
    { context },
  );

  onDemo(
    `an error, ${colorScheme}`,
    async ({ page, chat, control }) => {
      await chat.ask('Hello');
      control.script({ answers: [failing] });
      await chat.write('Where is my order?');
      await chat.element.locator('.to-person').waitFor();
      await chat.input.fill('A message that has\nmore than one line');
      await shoot(page, named('error'));
    },
    { context },
  );

  onDemo(
    `offline, ${colorScheme}`,
    async ({ page, chat }) => {
      await pretend(page, { state: 'offline' });
      await chat.open();
      await chat.write('Are you still there?');
      await chat.status.waitFor();
      await chat.element.getByText('Will be sent when you are connected').waitFor();
      await shoot(page, named('offline'));
    },
    { context, open: false },
  );

  onDemo(
    `the operator, ${colorScheme}`,
    async ({ page, chat, control }) => {
      await talk(chat);
      await chat.ask('This is unacceptable, my parcel arrived broken. I want a refund or I call my lawyer.');
      await page.locator('.superpower[data-state="completed"]').nth(4).waitFor();
      await chat.element.getByRole('button', { name: 'Talk to a person' }).click();
      await page.getByText('The visitor asks for a person').first().waitFor();
      await page.getByRole('button', { name: 'Adjust', exact: true }).first().click();
      await page.getByRole('button', { name: 'Make it more formal' }).click();
      await page.locator('.result[data-state="done"]').waitFor();
      await shoot(page, named('operator'));
      control.config({ answerDelayMs: 200 });
    },
    { context, hash: '#operator' },
  );

  onDemo(
    `the wire, ${colorScheme}`,
    async ({ page, chat }) => {
      await talk(chat);
      await page.getByRole('switch', { name: 'Slow' }).click();
      await chat.write('And now, slowly?');
      await page.waitForTimeout(900);
      await shoot(page, named('wire'));
    },
    { context, hash: '#wire', pace: { answerDelayMs: 200, chunkDelayMs: 20 } },
  );
}

onDemo(
  'reconnecting',
  async ({ page, chat }) => {
    await pretend(page, { state: 'waiting', retryInMs: 4000 });
    await chat.open();
    await chat.status.waitFor();
    await shoot(page, 'reconnecting');
  },
  { open: false, context: { viewport: { width: 1440, height: 900 } } },
);

onDemo(
  'French',
  async ({ page, chat }) => {
    await page.locator('#language').selectOption('fr');
    await chat.open();
    await chat.ask('Bonjour, où est ma commande ?');
    await chat.element.getByRole('button', { name: 'Parler à quelqu’un' }).click();
    await chat.element.getByText('Votre demande est transmise').first().waitFor();
    await shoot(page, 'french');
  },
  { open: false, context: { viewport: { width: 1440, height: 900 } } },
);

for (const [name, viewport] of Object.entries({ 320: { width: 320, height: 568 }, 390: { width: 390, height: 844 } })) {
  for (const colorScheme of ['light', 'dark']) {
    onDemo(
      `a phone of ${name} px, ${colorScheme}`,
      async ({ page, chat }) => {
        await shoot(page, `phone-${name}-closed-${colorScheme}`);
        await chat.open();
        await talk(chat);
        await shoot(page, `phone-${name}-${colorScheme}`);
        for (const tab of ['operator', 'wire']) {
          await page.goto(`${new URL(page.url()).origin}/#${tab}`);
          await page.keyboard.press('Escape');
          await page.waitForTimeout(200);
          await shoot(page, `phone-${name}-${tab}-${colorScheme}`);
        }
      },
      { open: false, context: { viewport, colorScheme, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    );
  }
}

onDemo(
  'right to left',
  async ({ page, chat }) => {
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    await chat.ask('مرحبا، أين طلبي؟');
    await shoot(page, 'right-to-left');
  },
  { context: { viewport: { width: 1440, height: 900 } } },
);

onDemo('unread', async ({ page, chat, control }) => {
  const release = hold(control);
  await chat.write('Where is my order?');
  await chat.launcher.click();
  release();
  await chat.element.locator('.badge').waitFor();
  await shoot(page, 'unread');
});
