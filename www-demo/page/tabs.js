// Tabs as the ARIA practices have them: one stop for Tab, arrows between them, the address keeps which one is open.

/** @param {HTMLElement} list @param {(name: string) => void} onShow */
export function startTabs(list, onShow) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const panelOf = (tab) => document.getElementById(tab.getAttribute('aria-controls'));

  const show = (chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panelOf(tab).hidden = !isChosen;
    }
    onShow(panelOf(chosen).id);
  };
  const fromAddress = () => show(tabs.find((tab) => `#${panelOf(tab).id}` === location.hash) ?? tabs[0]);
  const choose = (tab) => {
    history.replaceState(null, '', `#${panelOf(tab).id}`);
    show(tab);
  };

  list.addEventListener('click', ({ target }) => tabs.includes(target) && choose(target));
  list.addEventListener('keydown', (event) => {
    const at = tabs.indexOf(document.activeElement);
    const next = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    choose(tabs[next]);
    tabs[next].focus();
  });
  addEventListener('hashchange', fromAddress);
  fromAddress();
}
