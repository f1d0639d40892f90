/** The methods of a client, in the order of Rust's `Action`. On the wire their names are in lower case. */
export const ACTIONS = [
  'adjust',
  'elevate',
  'interaction',
  'customerInteraction',
  'reception',
  'summarize',
  'translate',
  'recommend',
  'insights',
];

/** The same as they are on the wire. */
export const WIRE = /* @__PURE__ */ ACTIONS.map((action) => action.toLowerCase());
