// A button that copies, and says for a moment that it has.

const SAID_MS = 1600;

/**
 * @param {HTMLButtonElement} button
 * @param {() => string} text
 * @param {{ copy: string, copied: string }} labels
 */
export function makeCopy(button, text, { copy, copied }) {
  let timer = 0;
  const show = (/** @type {boolean} */ isCopied) => {
    button.classList.toggle('copied', isCopied);
    button.setAttribute('aria-label', isCopied ? copied : copy);
  };
  show(false);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      return; // not allowed here: the text can still be selected
    }
    show(true);
    clearTimeout(timer);
    timer = setTimeout(() => show(false), SAID_MS);
  });
  return button;
}
