// The page's own policy does not concern the extension's worker, so that one asks.
const { websocketUrl, tokenUrl } = Object.fromEntries(new URLSearchParams(location.search));

chrome.runtime
  .sendMessage({ websocketUrl, tokenUrl })
  .then((text) => document.body.append(`Response: ${text}`), console.error);
