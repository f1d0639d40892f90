// Files that are to go with the next message: chosen, dropped or pasted, and put where the answer can read them by the page's
// `upload`. Without that there is no button, and a file that is dropped is the browser's.
import { drawing, focusedBeside, h } from '../dom.js';
import { icon } from '../icons.js';
import { sizeOf } from '../sizes.js';
import files from '../styles/files.css';
import { sheet } from '../styles/sheet.js';

const MOST_FILES = 10;
const MOST_BYTES = 25_000_000;
const PREVIEW_PX = 80;

const clip = () =>
  drawing(
    'attach',
    'M18.5 11.5l-6.6 6.6a4 4 0 0 1-5.7-5.7l7-7a2.7 2.7 0 0 1 3.8 3.8l-7 7a1.3 1.3 0 0 1-1.9-1.9l6.3-6.3',
  );

/**
 * @typedef {import('optave-web-sdk/chat').ChatFile} ChatFile
 * @typedef {object} Upload
 * @property {File} file
 * @property {'uploading' | 'done' | 'failed'} state
 * @property {import('optave-web-sdk').Link} [link]
 * @property {AbortController} control
 * @property {HTMLElement} node
 * @property {(share: number) => void} paint
 */

/**
 * @param {object} parts
 * @param {import('../tell.js').Chat} parts.chat
 * @param {import('../texts/index.js').Texts} parts.texts
 * @param {string} parts.language
 * @param {HTMLElement} parts.panel  where files are dropped and pasted
 * @param {(text: string) => void} parts.say
 * @param {() => void} parts.onChange
 * @param {() => void} parts.onLeft  what had the focus is gone
 */
export function createAttachments({ chat, texts, language, panel, say, onChange, onLeft }) {
  /** @type {Set<Upload>} */
  const uploads = new Set();
  const picker = h('input', { type: 'file', multiple: true, hidden: true, 'aria-label': texts.attach });
  const button = h(
    'button',
    { type: 'button', class: 'attach', part: 'attach', 'aria-label': texts.attach, onclick: () => picker.click() },
    clip(),
  );
  const list = h('ul', { class: 'uploads', part: 'uploads', role: 'list', 'aria-label': texts.files, hidden: true });
  const over = h('p', { class: 'drop', 'aria-hidden': 'true' }, clip(), texts.dropFiles);
  const node = h('div', { class: 'uploads-frame' }, picker, list, over);

  const changed = () => {
    list.hidden = uploads.size === 0;
    onChange();
  };

  /** @param {Iterable<File>} files */
  const add = (files) => {
    say('');
    for (const file of files) {
      if (file.size > MOST_BYTES) say(texts.fileTooLarge(file.name, sizeOf(MOST_BYTES, language)));
      else if (uploads.size >= MOST_FILES) say(texts.tooManyFiles(MOST_FILES));
      else begin(file);
    }
    changed();
  };

  /** @param {File} file */
  const begin = (file) => {
    const bar = h('progress', { max: 1, 'aria-label': `${texts.uploading}: ${file.name}` });
    const status = h('span', { class: 'upload-size' });
    const retry = h(
      'button',
      { type: 'button', class: 'upload-tool', 'aria-label': texts.retryFile(file.name), onclick: () => send(upload) },
      icon('retry'),
    );
    const remove = h(
      'button',
      { type: 'button', class: 'upload-tool', 'aria-label': texts.removeFile(file.name), onclick: () => drop(upload) },
      icon('close'),
    );
    const picture = h('span', { class: 'upload-picture' }, icon('file'));
    const name = h('span', { class: 'upload-name', dir: 'auto' }, file.name);
    /** @type {Upload} */
    const upload = {
      file,
      state: 'uploading',
      control: new AbortController(),
      node: h(
        'li',
        { class: 'upload', part: 'upload' },
        picture,
        h('span', { class: 'upload-text' }, name, status, bar),
        retry,
        remove,
      ),
      paint(share) {
        const { state } = upload;
        upload.node.dataset.state = state;
        bar.hidden = state !== 'uploading';
        bar.value = share;
        status.textContent = state === 'failed' ? texts.notUploaded : sizeOf(file.size, language);
        if (state !== 'failed' && focusedBeside(retry) === retry) remove.focus();
        retry.hidden = state !== 'failed';
      },
    };
    uploads.add(upload);
    list.append(upload.node);
    preview(file, picture);
    send(upload);
  };

  /** @param {Upload} upload */
  const send = async (upload) => {
    const control = (upload.control = new AbortController());
    const { signal } = control;
    const become = (/** @type {Upload['state']} */ state) => {
      if (signal.aborted) return;
      upload.state = state;
      upload.paint(0);
      changed();
    };
    become('uploading');
    try {
      const onProgress = (/** @type {number} */ share) => {
        if (upload.state === 'uploading' && share >= 0 && share <= 1) upload.paint(share);
      };
      const answer = await chat.upload?.(upload.file, { signal, onProgress });
      const link = typeof answer === 'string' ? { url: answer } : answer;
      if (!link?.url) throw new Error('the upload has no address');
      upload.link = { ...link, url: new URL(link.url, document.baseURI).href };
      become('done');
    } catch {
      become('failed');
    }
  };

  /** @param {Upload} upload */
  const drop = (upload) => {
    const next = upload.node.nextElementSibling ?? upload.node.previousElementSibling;
    upload.control.abort();
    uploads.delete(upload);
    upload.node.remove();
    say('');
    const tool = /** @type {HTMLElement | null} */ (next?.querySelector('.upload-tool:last-child'));
    if (tool) tool.focus();
    else onLeft();
    changed();
  };

  picker.addEventListener('change', () => {
    add([...(picker.files ?? [])]);
    picker.value = ''; // the same file can be chosen again
  });

  const listening = new AbortController();
  const { signal } = listening;
  let depth = 0;
  const wants = (/** @type {DataTransfer | null} */ data) => Boolean(chat.upload && data?.types.includes('Files'));
  const mark = (/** @type {number} */ now) => {
    depth = now;
    panel.toggleAttribute('data-dropping', depth > 0);
  };
  panel.addEventListener('dragenter', ({ dataTransfer }) => wants(dataTransfer) && mark(depth + 1), { signal });
  panel.addEventListener('dragleave', ({ dataTransfer }) => wants(dataTransfer) && mark(Math.max(0, depth - 1)), {
    signal,
  });
  panel.addEventListener('dragover', (event) => wants(event.dataTransfer) && event.preventDefault(), { signal });
  panel.addEventListener(
    'drop',
    (event) => {
      if (!wants(event.dataTransfer)) return;
      event.preventDefault();
      mark(0);
      add(event.dataTransfer?.files ?? []);
      onLeft();
    },
    { signal },
  );
  panel.addEventListener(
    'paste',
    (event) => {
      const pasted = event.clipboardData?.files ?? [];
      // A table or a text with its looks brings a picture of itself.
      const isText = ['text/plain', 'text/html'].every((type) => event.clipboardData?.types.includes(type));
      if (!chat.upload || pasted.length === 0 || isText) return;
      event.preventDefault();
      add(pasted);
    },
    { signal },
  );

  return {
    button,
    node,
    sheet: sheet(files),
    get count() {
      return uploads.size;
    },
    get isUploading() {
      return [...uploads].some(({ state }) => state === 'uploading');
    },
    get hasFailed() {
      return [...uploads].some(({ state }) => state === 'failed');
    },
    /** What goes with the message. @returns {ChatFile[]} */
    files: () =>
      [...uploads].map(({ file: { name, size, type }, link }) => ({ name, size, type, url: link?.url ?? '', link })),
    clear() {
      // What is there already goes with the message.
      for (const { control, state } of uploads) if (state !== 'done') control.abort();
      uploads.clear();
      list.replaceChildren();
      say('');
      changed();
    },
    /** The page may take its `upload` back. */
    paint() {
      button.hidden = !chat.upload;
    },
    stop() {
      for (const { control } of uploads) control.abort();
      listening.abort();
    },
  };
}

/** A picture is drawn and not linked: the page's policy need not allow `blob:`. @param {File} file @param {HTMLElement} frame */
async function preview(file, frame) {
  if (!file.type.startsWith('image/')) return;
  try {
    const picture = await createImageBitmap(file);
    const share = Math.max(PREVIEW_PX / picture.width, PREVIEW_PX / picture.height);
    const [width, height] = [picture.width * share, picture.height * share];
    const canvas = h('canvas', { width: PREVIEW_PX, height: PREVIEW_PX });
    canvas.getContext('2d')?.drawImage(picture, (PREVIEW_PX - width) / 2, (PREVIEW_PX - height) / 2, width, height);
    picture.close();
    frame.replaceChildren(canvas);
  } catch {
    // Not a picture that this browser can read: the icon stays.
  }
}
