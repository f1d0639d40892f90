// The attributes that are properties as well: each says what the other says.

/** By property. */
export const TEXTS = {
  websocketUrl: 'websocket-url',
  restUrl: 'rest-url',
  tokenUrl: 'token-url',
  transport: 'transport',
  publishableKey: 'publishable-key',
  organizationId: 'organization-id',
  tenantId: 'tenant-id',
  heading: 'heading',
  theme: 'theme',
  side: 'side',
  preload: 'preload',
  notify: 'notify',
};

export const FLAGS = { open: 'open' };

/** @param {typeof HTMLElement} element the class that is to have them */
export function mirror({ prototype }) {
  const define = (
    /** @type {string} */ property,
    /** @type {PropertyDescriptor & ThisType<HTMLElement>} */ accessors,
  ) => Object.defineProperty(prototype, property, { ...accessors, enumerable: true, configurable: true });
  for (const [property, attribute] of Object.entries(TEXTS)) {
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
  for (const [property, attribute] of Object.entries(FLAGS)) {
    define(property, {
      get() {
        return this.hasAttribute(attribute);
      },
      set(value) {
        this.toggleAttribute(attribute, Boolean(value));
      },
    });
  }
}
