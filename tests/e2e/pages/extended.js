// What libraries of former days did to every page they were on: methods added to the language's own prototypes, such
// that `for … in` meets them, and methods of the language replaced by their own. And what a hostile one may do.
const ADDED = {
  Object: ['extend', 'inherited', 'each', 'clone'],
  Array: ['last', 'each', 'without', 'compact', 'contains'],
  String: ['strip', 'camelize', 'contains'],
  Function: ['argumentNames', 'curry', 'defer'],
  Promise: ['done', 'fail'],
};

for (const [name, methods] of Object.entries(ADDED)) {
  for (const method of methods) {
    globalThis[name].prototype[method] = function () {
      throw new Error(`${name}.prototype.${method} is nobody’s business`);
    };
  }
}

// Names of the wire and of options: what is inherited was not said by anybody.
Object.assign(Object.prototype, {
  tenantId: 'evil',
  content: 'evil',
  variation: 'evil',
  sdkVersion: 'evil',
  timeoutMs: 1,
  firstUpdateTimeoutMs: 1,
  resend: 'never',
  onUpdate: () => self.inherited.push('onUpdate'),
  onMetric: () => self.inherited.push('onMetric'),
});
// What was called that nobody gave.
self.inherited = [];

Array.from = (items, map = (item) => item) => [...items].map((item) => map(item));
Function.prototype.bind = function (self, ...first) {
  return (...rest) => this.apply(self, [...first, ...rest]);
};
