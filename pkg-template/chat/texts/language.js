/** The first part of a language tag. @param {unknown} tag */
export const baseLanguage = (tag) =>
  String(tag ?? '')
    .toLowerCase()
    .split(/[-_]/)[0];
