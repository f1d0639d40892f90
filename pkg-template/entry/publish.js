// What a classic script makes: one global, with what the entry in it exports.

export function publish({ OptaveClient, OptaveError, OptaveRequest }) {
  globalThis.Optave = {
    OptaveClient,
    OptaveJavaScriptSDK: OptaveClient,
    OptaveError,
    OptaveRequest,
    default: OptaveClient,
  };
}
