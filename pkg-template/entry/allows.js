// Whether the page lets WebAssembly run.

export function allowsWebAssembly() {
  try {
    // The shortest module there is: its magic number and version. WebKit compiles where it will not instantiate.
    return !!new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
}
