// What has failed on the page's side is told to whoever has made the page.

/** @param {string} what @param {string} then @param {unknown} error */
export const complain = (what, then, error) => console.error(`optave-chat: ${what} has failed. ${then}`, error);
