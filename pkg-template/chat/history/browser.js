// Where conversations are kept unless the page says otherwise. What is refused or full throws, which the store expects.

/** @type {import('optave-web-sdk/chat').ChatHistory} */
export const browserHistory = {
  load: (key) => localStorage.getItem(key),
  save: (key, text) => localStorage.setItem(key, text),
  remove: (key) => localStorage.removeItem(key),
  subscribe(key, onChange) {
    const onStorage = (/** @type {StorageEvent} */ event) => event.key === key && onChange();
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  },
};
