// The attributes that are properties as well: each says what the other says.

/** Properties, whose attributes are spelled with hyphens. */
export const TEXTS = [
  'websocketUrl',
  'restUrl',
  'tokenUrl',
  'transport',
  'publishableKey',
  'organizationId',
  'tenantId',
  'heading',
  'theme',
  'side',
  'preload',
  'notify',
];

/** @param {typeof HTMLElement} element the class that is to have them */
export function mirror({ prototype }) {
  const define = (
    /** @type {string} */ property,
    /** @type {PropertyDescriptor & ThisType<HTMLElement>} */ accessors,
  ) => Object.defineProperty(prototype, property, { ...accessors, enumerable: true, configurable: true });
  for (const property of TEXTS) {
    const attribute = property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    define(property, {
      get() {
        return this.getAttribute(attribute) ?? '';
      },
      set(value) {
        if (value === null || value === undefined) this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    });
  }
  define('open', {
    get() {
      return this.hasAttribute('open');
    },
    set(value) {
      this.toggleAttribute('open', Boolean(value));
    },
  });
}
