// A module of a hundred bytes that turns the text which holds the real one back into bytes: the browser writes the text
// into its memory as UTF-8, and it takes every character of two bytes together to one. JavaScript would go through the
// characters one by one before it was ever optimised, which is the largest part of the time to the first client.
import binaryen from 'binaryen';

const PAGE_BYTES = 65_536;

const source = (pages) => `
(module
  (memory (export "m") ${pages})
  (func (export "d") (param $end i32) (result i32)
    (local $from i32) (local $to i32) (local $byte i32)
    (loop $next
      (local.set $byte (i32.load8_u (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (if (i32.gt_u (local.get $byte) (i32.const 127)) (then
        (local.set $byte (i32.or
          (i32.shl (local.get $byte) (i32.const 6))
          (i32.and (i32.load8_u (local.get $from)) (i32.const 63))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))))
      (i32.store8 (local.get $to) (local.get $byte))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (local.get $to)))`;

/** The module's bytes; `wasm` is what it will have to unpack. */
export function unpacker(wasm) {
  const pages = Math.ceil(Buffer.byteLength(wasm.toString('latin1')) / PAGE_BYTES);
  const module = binaryen.parseText(source(pages));
  binaryen.setShrinkLevel(2);
  module.optimize();
  const bytes = Buffer.from(module.emitBinary());
  module.dispose();
  return bytes;
}
