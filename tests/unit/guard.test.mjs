// Calls that are cut off: by a trap, by an import that throws, by a stack that is used up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptaveError } from '../../src/browser/error.js';
import { construct, guardMethods, makeFindable, takeOff } from '../../pkg-template/entry/guarding.js';
import { guarded, keepStack, typeError } from '../../src/browser/guard.js';

const trap = () => new WebAssembly.RuntimeError('unreachable');
const meant = new OptaveError('no', { code: 'INVALID_CONFIG' });

/** A class as wasm-bindgen exports it, guarded; `work` is what its methods do. */
function exported(work) {
  class Client {
    calls = [];
    failures = [];
    freed = 0;

    constructor() {
      makeFindable(this);
    }

    send(...given) {
      this.calls.push(given);
      return work(this, ...given);
    }

    get connection() {
      this.calls.push([]);
      return work(this);
    }

    static describe(...given) {
      return work(this, ...given);
    }

    fail(cause) {
      this.failures.push(cause);
    }

    free() {
      this.freed++;
      throw trap();
    }

    __destroy() {
      throw trap();
    }
  }
  guardMethods(Client);
  return Client;
}

const make = (work) => new (exported(work))();

test('a call that goes well is just that', () => {
  const client = make((self, ...given) => [self, ...given]);
  assert.deepEqual(client.send('a', 1), [client, 'a', 1]);
  assert.deepEqual(client.connection, [client]);
  assert.deepEqual([client.calls.length, client.failures], [2, []]);
});

test('a method that is cut off ends its client, and is called once more with what was given', () => {
  const causes = [
    trap(),
    new RangeError('Maximum call stack size exceeded'),
    new TypeError('no function'),
    'text',
    undefined,
  ];
  for (const cause of causes) {
    const client = make((self) => {
      if (self.failures.length === 0) throw cause;
      return 'an ended client answers';
    });
    assert.equal(client.send('a', 1), 'an ended client answers');
    assert.deepEqual(client.failures, [cause]);
    assert.deepEqual(client.calls, [
      ['a', 1],
      ['a', 1],
    ]);
  }
});

test('so does a getter', () => {
  const cause = trap();
  const client = make((self) => {
    if (self.failures.length === 0) throw cause;
    return 'ended';
  });
  assert.equal(client.connection, 'ended');
  assert.deepEqual([client.failures, client.calls.length], [[cause], 2]);
});

test('other clients of the class go on', () => {
  const Client = exported((self, isCutOff) => {
    if (isCutOff && self.failures.length === 0) throw trap();
    return 'well';
  });
  const [one, other] = [new Client(), new Client()];
  one.send(true);
  assert.equal(other.send(false), 'well');
  assert.deepEqual([one.failures.length, other.failures.length], [1, 0]);
});

test('a client that is cut off when it has ended says so, instead of being called for ever', () => {
  const client = make(() => {
    throw trap();
  });
  assert.throws(() => client.send(), WebAssembly.RuntimeError);
  assert.deepEqual([client.calls.length, client.failures.length], [2, 1]);
});

test('what is thrown on purpose passes, and nobody ends', () => {
  for (const thrown of [meant, typeError('The listener of "open" must be a function')]) {
    const client = make(() => {
      throw thrown;
    });
    assert.throws(
      () => client.send(),
      (caught) => caught === thrown,
    );
    assert.throws(
      () => client.connection,
      (caught) => caught === thrown,
    );
    assert.deepEqual([client.calls.length, client.failures], [2, []]);
  }
});

test('a stack that the page has used up before it calls costs nothing', () => {
  const deepen = (levels) => (levels > 0 ? deepen(levels - 1) + 1 : 0);
  const client = make(() => deepen(40));
  // Compiled before: that takes more of the stack than the call.
  client.send();
  let tries = 0;
  // To the end of the stack, and there again and again with a little more room.
  const recurse = () => {
    try {
      return recurse();
    } catch {
      tries++;
      return client.send();
    }
  };
  assert.equal(recurse(), 40);
  assert.deepEqual([client.calls.length, client.failures], [2, []]);
  assert.ok(tries > 1, 'it had been called without enough room');
});

test('what wasm-bindgen has for itself is left alone', () => {
  const client = make(() => {});
  assert.throws(() => client.free(), WebAssembly.RuntimeError);
  assert.throws(() => client.__destroy(), WebAssembly.RuntimeError);
  assert.deepEqual([client.freed, client.failures], [1, []]);
  assert.equal(Object.getPrototypeOf(client).constructor, client.constructor);
});

test('a method that lost its client says so, and no other is looked for', async () => {
  const { prototype } = exported(() => 'well');
  const lost = { code: 'INVALID_CONFIG', message: /^(send|connection) was used without its client$/ };
  const get = Object.getOwnPropertyDescriptor(prototype, 'connection').get;
  for (const self of [undefined, null, 5, {}, prototype]) {
    await assert.rejects(prototype.send.call(self), lost);
    assert.throws(() => get.call(self), lost);
  }
});

test('what is for us alone is taken off', () => {
  const client = make(() => {});
  assert.equal('fail' in client, false);
  class Exported {
    secret() {
      return this;
    }
  }
  const secret = takeOff(Exported, 'secret');
  const instance = new Exported();
  assert.equal(secret.call(instance), instance);
  assert.equal('secret' in instance, false);
});

test('methods stay what they are: not listed, and to be replaced in a subclass', () => {
  const Client = exported(() => 'base');
  assert.deepEqual(Object.keys(Client.prototype), []);
  class Sub extends Client {
    send(...given) {
      return `${super.send(...given)}, and more`;
    }
  }
  assert.equal(new Sub().send(), 'base, and more');
});

test('a callback gets what the browser says; what cuts it off is told, and the browser hears nothing', () => {
  const heard = [];
  const failures = [];
  const fail = (cause) => failures.push(cause);
  const callback = guarded((value) => heard.push(value), fail);
  assert.equal(callback('event'), undefined);
  assert.deepEqual([heard, failures], [['event'], []]);
  for (const cause of [trap(), meant, new TypeError('of the page')]) {
    const cutOff = guarded(() => {
      throw cause;
    }, fail);
    assert.equal(cutOff(), undefined);
    assert.equal(failures.at(-1), cause);
  }
});

test('what a constructor throws is an error of ours in any case', () => {
  const thrownBy = (cause) => {
    try {
      construct(() => {
        throw cause;
      });
    } catch (thrown) {
      return thrown;
    }
  };
  assert.equal(thrownBy(meant), meant);
  for (const cause of [
    trap(),
    new RangeError('Maximum call stack size exceeded'),
    new TypeError('of the page'),
    'text',
  ]) {
    const error = thrownBy(cause);
    assert.ok(error instanceof OptaveError);
    assert.deepEqual([error.code, error.category, error.retryable], ['INVALID_CONFIG', 'VALIDATION', true]);
    assert.equal(error.cause, cause);
    assert.match(error.suggestions[0], /cause/);
  }
});

test('a static that is cut off says so: there is no client to end', () => {
  const cause = trap();
  const Client = exported((self, isCutOff) => {
    if (isCutOff) throw cause;
    return 'well';
  });
  assert.throws(
    () => Client.describe(true),
    (caught) => caught === cause,
  );
  assert.equal(Client.describe(false), 'well');
});

test('the stack of the wasm is put back where a call is cut off, however it was made', (t) => {
  const stack = { value: 1_000 };
  keepStack(stack);
  t.after(() => keepStack({ value: 0 }));
  const cut = () => {
    stack.value -= 64;
    throw trap();
  };
  const client = make((self) => (self.failures.length === 0 ? cut() : 'ended'));
  assert.equal(client.send(), 'ended');
  guarded(cut, () => {})();
  assert.throws(() => construct(cut), OptaveError);
  assert.throws(() => client.constructor.describe.call({ failures: [] }), WebAssembly.RuntimeError);
  assert.equal(stack.value, 1_000);
});
