// The list of pages on a small screen: behind a button. On a large one it always stands there, at the page one reads.

export function startMenu() {
  const button = document.querySelector('button.menu');
  const pages = document.getElementById('pages');
  const show = (isShown) => {
    pages.classList.toggle('open', isShown);
    button.setAttribute('aria-expanded', String(isShown));
  };
  button.hidden = false;
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') === 'false'));
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !pages.classList.contains('open')) return;
    show(false);
    button.focus();
  });

  const here = pages.querySelector('[aria-current]');
  if (here && pages.scrollHeight > pages.clientHeight) pages.scrollTop = here.offsetTop - pages.clientHeight / 2;
}
