// A button on each piece of code that copies it, and says so for a moment.

const SAID_MS = 2_000;

export function startCopying(texts) {
  // Not every browser, nor an insecure origin, has a clipboard.
  if (!navigator.clipboard) return;
  const status = document.createElement('p');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  document.body.append(status);
  for (const block of document.querySelectorAll('.code:not(.declaration)')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = texts.copy;
    let timer;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(`${block.querySelector('code').textContent}\n`);
      button.textContent = texts.copied;
      status.textContent = texts.copied;
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = texts.copy;
        status.textContent = '';
      }, SAID_MS);
    });
    block.append(button);
  }
}
