// Light, dark, or as the system has it; what is chosen is kept, where the browser keeps anything.

const KEY = 'optave-docs:theme';

function kept() {
  try {
    return localStorage.getItem(KEY) ?? 'system';
  } catch {
    return 'system';
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then lasts as long as the page.
  }
}

export function applyTheme(theme = kept()) {
  if (theme === 'system') document.documentElement.removeAttribute('theme');
  else document.documentElement.setAttribute('theme', theme);
}

export function startTheme() {
  const label = document.querySelector('label.theme');
  const select = label.querySelector('select');
  select.value = kept();
  label.hidden = false;
  select.addEventListener('change', () => {
    keep(select.value);
    applyTheme(select.value);
  });
  // Another tab may choose.
  addEventListener('storage', ({ key }) => {
    if (key !== KEY) return;
    select.value = kept();
    applyTheme();
  });
}
