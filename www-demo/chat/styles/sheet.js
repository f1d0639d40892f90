// Constructed sheets: shared by all elements of a page, and not inline, so a strict `style-src` lets them pass.

export const css = (strings, ...values) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(String.raw({ raw: strings }, ...values));
  return sheet;
};
