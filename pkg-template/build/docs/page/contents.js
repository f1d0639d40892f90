// "On this page" says where one is: at the last heading that has been scrolled past.

export function startContents() {
  const links = new Map();
  for (const link of document.querySelectorAll('nav.contents a')) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (links.size === 0) return;
  const headings = [...links.keys()];
  let shown;
  const mark = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
    const link = links.get(passed.at(-1) ?? headings[0]);
    if (link === shown) return;
    shown?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    shown = link;
    const list = link.closest('nav');
    const { top, bottom } = link.getBoundingClientRect();
    const bounds = list.getBoundingClientRect();
    if (top < bounds.top || bottom > bounds.bottom) list.scrollTop += top - bounds.top - bounds.height / 2;
  };
  let isPlanned = false;
  addEventListener(
    'scroll',
    () => {
      if (isPlanned) return;
      isPlanned = true;
      requestAnimationFrame(() => {
        isPlanned = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
