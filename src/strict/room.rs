//! Memory ahead of need. Where the module is plain JavaScript, memory that grows is copied whole: a large value that has it
//! grow by single pages would take minutes. So it grows by a quarter at the least.

use std::cell::Cell;

thread_local! {
    /// The size of memory when it was looked at last, in pages.
    static SEEN: Cell<usize> = const { Cell::new(0) };
}

const PAGE_BYTES: usize = 65_536;

/// If memory has grown since the last call, has it grow by a quarter more. Called with every item of a value.
pub fn keep_ahead() {
    SEEN.with(|seen| {
        let pages = pages();
        if pages > seen.get() {
            let mut ahead: Vec<u8> = Vec::new();
            // What is given back at once stays ours. If it cannot be had, what is needed may still be.
            let _ = ahead.try_reserve_exact(pages * PAGE_BYTES / 4);
            std::hint::black_box(ahead.as_ptr());
            seen.set(self::pages());
        }
    });
}

/// The size of memory.
#[cfg(target_arch = "wasm32")]
fn pages() -> usize {
    std::arch::wasm32::memory_size::<0>()
}

/// Elsewhere memory is nobody's concern.
#[cfg(not(target_arch = "wasm32"))]
fn pages() -> usize {
    0
}
