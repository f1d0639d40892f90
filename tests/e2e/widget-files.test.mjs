// Files that go with a message: chosen, dropped or pasted, handed to the page's `upload`, and sent as links.
import assert from 'node:assert/strict';
import { onPlain } from './widget-plain.mjs';

/** The page's uploads wait until the test settles them. */
const withUploads = async (run, chat) => {
  await run(() => {
    window.uploads = [];
    document.querySelector('optave-chat').upload = (file, { signal, onProgress }) =>
      new Promise((resolve, reject) => window.uploads.push({ file, signal, onProgress, resolve, reject }));
  });
  await chat.shown('.attach');
};

/** Drops or pastes files by name; a size in bytes, or a small picture. */
const give = (run, how, files) =>
  run(
    async ([how, files]) => {
      const { shadowRoot } = document.querySelector('optave-chat');
      const data = new DataTransfer();
      for (const { name, type, size } of files) {
        let content = new Uint8Array(size ?? 10);
        if (type === 'image/png') {
          const canvas = Object.assign(document.createElement('canvas'), { width: 30, height: 20 });
          canvas.getContext('2d').fillRect(0, 0, 30, 20);
          content = await new Promise((resolve) => canvas.toBlob(resolve));
        }
        data.items.add(new File([content], name, { type }));
      }
      const target = shadowRoot.querySelector('.input');
      const options = { bubbles: true, composed: true, cancelable: true };
      if (how === 'paste') {
        const event = new Event('paste', options);
        Object.defineProperty(event, 'clipboardData', { value: data });
        target.dispatchEvent(event);
        return event.defaultPrevented;
      }
      const event = new Event(how, options);
      Object.defineProperty(event, 'dataTransfer', { value: data });
      target.dispatchEvent(event);
      return event.defaultPrevented;
    },
    [how, files],
  );

const PICTURE = { name: 'broken.png', type: 'image/png' };
const NOTE = { name: `receipt-${'x'.repeat(120)}.txt`, type: 'text/plain', size: 2500 };

const settle = (run, index, how, value) =>
  run(
    ([index, how, value]) => window.uploads[index][how](how === 'reject' ? new Error(value) : value),
    [index, how, value],
  );

onPlain(
  'without `upload` there is no button, and what is dropped or pasted is the browser’s',
  async ({ run, chat }) => {
    assert.equal(await chat.count('.attach'), 0);
    assert.equal(await give(run, 'drop', [NOTE]), false);
    assert.equal(await give(run, 'paste', [NOTE]), false);
    assert.equal(await chat.count('.upload'), 0);
  },
);

onPlain(
  'files that are dropped or pasted are shown, uploaded, and go with the message as links',
  async ({ run, chat, control }) => {
    await withUploads(run, chat);
    assert.equal(await give(run, 'dragover', [PICTURE]), true);
    assert.equal(await give(run, 'drop', [PICTURE]), true);
    assert.equal(await give(run, 'paste', [NOTE]), true);
    await chat.come(async () => (await chat.count('.upload')) === 2, 'two files');
    await chat.shown('.upload canvas', 'a preview, drawn, which the policy allows');
    assert.match((await chat.texts('.upload-size'))[1], /2\.5\s?kB/);
    await run(() => window.uploads[1].onProgress(0.4));
    assert.equal(
      await run(() => document.querySelector('optave-chat').shadowRoot.querySelectorAll('.upload progress')[1].value),
      0.4,
    );
    // Sending waits, and says so.
    await chat.write('It arrived like this.');
    assert.deepEqual(await chat.texts('.aside'), ['Will be sent when the files are uploaded']);
    assert.equal(await chat.count('.row-user'), 0);
    await settle(run, 0, 'resolve', '/files/broken.png');
    await settle(run, 1, 'resolve', { id: 'file-2', url: 'https://files.example/receipt', label: 'Receipt' });
    await chat.shown('.row-user');
    await chat.shown('.row-bot[data-state="done"]');
    assert.equal(await chat.count('.upload'), 0);
    const [{ envelope, valid }] = control.log().frames;
    assert.ok(valid);
    const { links } = envelope.payload.request.resources;
    const origin = await run(() => location.origin);
    assert.deepEqual(
      links.slice(-2).map(({ id, url, label }) => [id, url, label]),
      [
        [`${origin}/files/broken.png`, `${origin}/files/broken.png`, 'broken.png'],
        ['file-2', 'https://files.example/receipt', 'Receipt'],
      ],
    );
    const [message] = await run(() => document.querySelector('optave-chat').conversation.messages.slice(0, 1));
    assert.deepEqual(
      message.files.map(({ name, type, url }) => [name, type, url]),
      [
        ['broken.png', 'image/png', `${origin}/files/broken.png`],
        [NOTE.name, 'text/plain', 'https://files.example/receipt'],
      ],
    );
    // The next request is not about them.
    await chat.ask('And now?');
    const next = control.log().frames.at(-1).envelope.payload.request;
    assert.equal(
      next.resources.links.some(({ label }) => label === 'Receipt'),
      false,
    );
  },
);

onPlain('files alone are a message', async ({ run, chat, control }) => {
  await withUploads(run, chat);
  await give(run, 'drop', [NOTE]);
  await settle(run, 0, 'resolve', 'https://files.example/1');
  await chat.come(async () => (await chat.attribute('.send', 'aria-disabled')) === 'false', 'it can be sent');
  await chat.click('.send');
  await chat.shown('.row-bot[data-state="done"]');
  const [{ envelope, valid }] = control.log().frames;
  assert.ok(valid);
  assert.equal(envelope.payload.request.scope.conversations[0].messages.at(-1).content, NOTE.name);
});

onPlain('an upload that fails says so, and is tried again or taken back', async ({ run, chat }) => {
  await withUploads(run, chat);
  await give(run, 'drop', [NOTE, PICTURE]);
  await settle(run, 0, 'reject', 'no room');
  await settle(run, 1, 'resolve', 'https://files.example/2');
  await chat.shown('.upload[data-state="failed"]');
  await chat.write('Here they are');
  assert.deepEqual(await chat.texts('.aside'), ['A file was not uploaded. Try again, or remove it.']);
  assert.equal(await chat.count('.row-user'), 0);
  await chat.focus('.upload[data-state="failed"] .upload-tool');
  await chat.click('.upload[data-state="failed"] .upload-tool');
  await chat.come(() => run(() => window.uploads.length === 3), 'it is tried again');
  assert.equal(await chat.focused(), 'upload-tool', 'the button is gone, the focus is not');
  // What is taken back while it is on its way ends.
  await chat.click('.upload:first-child .upload-tool:last-child');
  assert.equal(await run(() => window.uploads[2].signal.aborted), true);
  assert.equal(await chat.count('.upload'), 1);
  assert.equal(await chat.focused(), 'upload-tool');
  await chat.click('.upload-tool:last-child');
  assert.equal(await chat.focused(), 'input');
});

onPlain('an upload that throws or answers nothing has failed', async ({ run, chat }) => {
  for (const upload of ['() => { throw new Error() }', '() => undefined', 'async () => ({})', '() => "http://[bad"']) {
    await run(`(() => void (document.querySelector('optave-chat').upload = ${upload}))()`);
    await chat.shown('.attach');
    await give(run, 'drop', [PICTURE]);
    await chat.shown('.upload[data-state="failed"]', upload);
    await chat.click('.upload-tool:last-child');
    await chat.gone('.upload');
  }
});

onPlain('no more than ten files, and none above 25 MB', async ({ run, chat }) => {
  await withUploads(run, chat);
  await give(run, 'drop', [{ name: 'film.mov', type: 'video/quicktime', size: 25_000_001 }]);
  assert.match((await chat.texts('.aside')).join(), /film\.mov is larger than 25\s?MB/);
  assert.equal(await chat.count('.upload'), 0);
  await give(
    run,
    'drop',
    Array.from({ length: 12 }, (_, index) => ({ name: `${index}.txt`, type: 'text/plain', size: 1 })),
  );
  assert.deepEqual(await chat.texts('.aside'), ['At most 10 files per message.']);
  assert.equal(await run(() => window.uploads.length), 10);
});

onPlain('the page may leave a message with its files in the field', async ({ run, chat }) => {
  await withUploads(run, chat);
  await run(() => {
    window.asked = [];
    document.querySelector('optave-chat').addEventListener('optave-send', (event) => {
      window.asked.push([event.detail.text, event.detail.files.length]);
      event.preventDefault();
    });
  });
  await give(run, 'drop', [NOTE]);
  await settle(run, 0, 'resolve', 'https://files.example/1');
  await chat.come(
    () => run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.upload').dataset.state === 'done'),
    'uploaded',
  );
  await chat.write('Not yet');
  assert.deepEqual(await run(() => window.asked), [['Not yet', 1]]);
  assert.deepEqual([await chat.count('.upload'), await chat.count('.row-user')], [1, 0]);
  assert.equal(
    await run(() => document.querySelector('optave-chat').shadowRoot.querySelector('.input').value),
    'Not yet',
  );
});

onPlain('files that were sent are not called back', async ({ run, chat }) => {
  await withUploads(run, chat);
  await give(run, 'drop', [NOTE]);
  await settle(run, 0, 'resolve', '/files/receipt.txt');
  await chat.shown('.upload[data-state="done"]');
  await chat.write('Here it is.');
  await chat.shown('.row-user .file');
  assert.equal(await run(() => window.uploads[0].signal.aborted), false);
});

onPlain('a file that is taken away takes with it that it was to be sent', async ({ run, chat }) => {
  await withUploads(run, chat);
  await give(run, 'drop', [NOTE]);
  await chat.shown('.upload');
  await chat.click('.send');
  await chat.come(async () => (await chat.texts('.aside')).join() !== '', 'it waits');
  await run(() =>
    document.querySelector('optave-chat').shadowRoot.querySelector('.upload .upload-tool:last-child')?.click(),
  );
  await chat.gone('.upload');
  await give(run, 'drop', [NOTE]);
  await settle(run, await run(() => window.uploads.length - 1), 'resolve', '/files/receipt.txt');
  await chat.shown('.upload[data-state="done"]');
  assert.equal(await chat.count('.row-user'), 0);
});

onPlain(
  'a picture of the text that is pasted, as a table brings it, is not taken for a file',
  async ({ run, chat }) => {
    await withUploads(run, chat);
    const paste = (types) =>
      run((types) => {
        const data = new DataTransfer();
        for (const type of types) data.setData(type, 'cells');
        data.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
        const event = new Event('paste', { bubbles: true, composed: true, cancelable: true });
        Object.defineProperty(event, 'clipboardData', { value: data });
        document.querySelector('optave-chat').shadowRoot.querySelector('.input').dispatchEvent(event);
        return event.defaultPrevented;
      }, types);
    assert.equal(await paste(['text/plain', 'text/html']), false);
    assert.equal(await chat.count('.upload'), 0);
    // A file from a folder has its name as text, a picture of a page the way to it.
    assert.equal(await paste(['text/plain']), true);
    assert.equal(await paste(['text/html']), true);
  },
);
