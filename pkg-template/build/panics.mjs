// Takes out of the wasm what only a panic uses. A panic here is a trap: the standard library's handler formats a message
// and prints it to a stderr that no browser has. So the functions that begin a panic become the trap itself, which
// lets wasm-opt drop the formatting, the arguments of every call to them, and all that only they called; and the
// messages and source locations in the data, which name folders of the machine that compiled, become zeros.
//
// Stable Rust has no switch for this (panic=immediate-abort needs nightly and a standard library of one's own).
import binaryen from 'binaryen';
import { Failure } from './log.mjs';

/** Functions that never return and do nothing but panic, by their demangled names in the wasm's name section. */
const PANICS = new RegExp(
  [
    // Not the whole of std::panicking: catch_unwind lives there too, and runs what it is given.
    '\\bcore(\\[\\w+\\])?::panicking::',
    '\\bstd(\\[\\w+\\])?::panicking::(panic_handler|panic_with_hook|begin_panic)',
    '::(option|result)::(unwrap_failed|expect_failed)$',
    '::cell::panic_already_(mutably_)?borrowed$',
    '::lazy::panic_poisoned$',
    '::slice_index_fail$',
    '::(str|slice)\\w*::.*slice_error_fail',
    '::len_mismatch_fail$',
    '::assert_failed$',
    '::(alloc|raw_vec)::(handle_error|capacity_overflow|handle_alloc_error)$',
    '::Fallibility>::capacity_overflow$',
    '::panic_on_ord_violation$',
    '(::|^)rust_(begin_unwind|panic)$',
    '::default_alloc_error_hook$',
    '__rust_alloc_error_handler$',
  ].join('|'),
);

// Messages of the standard library's panics, as they stand in the data.
const MESSAGES = [
  'called `Option::unwrap()` on a `None` value',
  'called `Result::unwrap()` on an `Err` value',
  'assertion failed: self.is_char_boundary(new_len)',
  'assertion failed: i < self.len()',
  'assertion failed: j < self.len()',
  'assertion failed: mid <= self.len()',
  'slice index starts at ',
  'range start index ',
  'range end index ',
  '" out of range for slice of length ',
  ' out of range for slice of length ',
  'index out of bounds: the len is ',
  ' but the index is ',
  'copy_from_slice: source slice length (',
  ') does not match destination slice length (',
  'insertion index (is ',
  'removal index (is ',
  'swap_remove index (is ',
  ') should be <= len (is ',
  ') should be < len (is ',
  'capacity overflow',
  'Hash table capacity overflow',
  'attempt to join into collection with len > usize::MAX',
  'attempt to divide by zero',
  'attempt to calculate the remainder with a divisor of zero',
  '`async fn` resumed after completion',
  '`async fn` resumed after panicking',
  'LazyCell instance has previously been poisoned',
  'Lazy instance has previously been poisoned',
  'RefCell already borrowed',
  'RefCell already mutably borrowed',
  'user-provided comparison function does not correctly implement a total order',
  'a formatting trait implementation returned an error when the underlying stream did not',
  'a Display implementation returned an error unexpectedly',
  'internal error: entered unreachable code',
  'memory allocation of ',
];

/** Reads a LEB128 number; answers it and where it ends. */
function leb(bytes, start) {
  let value = 0;
  let shift = 0;
  let at = start;
  for (;;) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) === 0) return [value >>> 0, at];
  }
}

/** The active data segments: where they are in memory, and their bytes (a view, so that a change is a change). */
function dataSegments(wasm) {
  const segments = [];
  let at = 8;
  while (at < wasm.length) {
    const id = wasm[at];
    const [size, begin] = leb(wasm, at + 1);
    at = begin + size;
    if (id !== 11) continue;
    let [count, p] = leb(wasm, begin);
    for (; count > 0; count--) {
      if (wasm[p] !== 0 || wasm[p + 1] !== 0x41) throw new Failure('The wasm has a data segment of an unknown kind.');
      const [address, afterAddress] = leb(wasm, p + 2);
      const [length, from] = leb(wasm, afterAddress + 1);
      segments.push({ address, bytes: wasm.subarray(from, from + length) });
      p = from + length;
    }
  }
  return segments;
}

/** Zeroes each source location (address and length of a file's name, line, column) and the names. */
function blankLocations(segments) {
  const textAt = (address, length) => {
    const segment = segments.find(
      (one) => address >= one.address && address + length <= one.address + one.bytes.length,
    );
    return segment?.bytes.subarray(address - segment.address, address - segment.address + length);
  };
  const names = new Set();
  const locations = [];
  for (const { address, bytes } of segments) {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    // Structures are aligned in memory; the segment itself need not begin on such an address.
    for (let offset = (4 - (address % 4)) % 4; offset + 16 <= bytes.length; offset += 4) {
      const [pointer, length, line, column] = [0, 4, 8, 12].map((step) => words.getUint32(offset + step, true));
      if (length < 4 || length > 300 || line === 0 || line > 100_000 || column === 0 || column > 1_000) continue;
      const name = textAt(pointer, length);
      if (!name || !/^[\w/\\.:@+-]+\.rs$/.test(Buffer.from(name).toString('latin1'))) continue;
      names.add(name);
      locations.push(bytes.subarray(offset, offset + 16));
    }
  }
  // The names last: locations share them.
  for (const range of [...locations, ...names]) range.fill(0);
  return locations.length;
}

function blankMessages(segments) {
  for (const { bytes } of segments) {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const message of MESSAGES) {
      for (let at = data.indexOf(message); at >= 0; at = data.indexOf(message, at))
        data.fill(0, at, at + message.length);
    }
  }
}

/** The module without its panics' baggage. It must still have its names. */
export function removePanics(original) {
  const wasm = Uint8Array.from(original);
  const segments = dataSegments(wasm);
  blankLocations(segments);
  blankMessages(segments);

  const module = binaryen.readBinary(wasm);
  const { BulkMemory, BulkMemoryOpt, Multivalue, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } =
    binaryen.Features;
  module.setFeatures(
    BulkMemory | BulkMemoryOpt | Multivalue | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt,
  );
  let found = 0;
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const fn = module.getFunctionByIndex(index);
    const { name, module: importedFrom } = binaryen.getFunctionInfo(fn);
    if (importedFrom || !PANICS.test(name)) continue;
    /** @type {any} */ (binaryen).Function.setBody(fn, module.unreachable());
    found++;
  }
  if (found === 0)
    throw new Failure('No panic was found in the wasm: has it lost its names, or has Rust renamed them?');
  // With its names still, for whoever wants to know what the bytes are spent on; wasm-opt strips them.
  binaryen.setDebugInfo(true);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
