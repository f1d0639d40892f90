//! The allocator: pieces of memory in sizes of powers of two, a list of free ones for each size.
//!
//! There are few allocations here, nearly all of them buffers that double as they grow, and none per message but one short
//! text. A general allocator finds better places for odd sizes, which nobody here asks for; talc, the smallest that was
//! measured, costs every page 635 bytes of download more.

use std::alloc::{GlobalAlloc, Layout};
use std::arch::wasm32::{memory_grow, memory_size};
use std::cell::Cell;
use std::ptr::{addr_of, null_mut};

#[global_allocator]
static MEMORY: Memory = Memory::new();

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Where the linker's data end.
    static __heap_base: u8;
}

/// A free piece holds the address of the next one of its size.
struct Piece {
    next: *mut Piece,
}

/// All of the memory that the linker has left.
struct Memory {
    free: [Cell<*mut Piece>; 32],
    /// The first byte that was never given out; 0 before the first was.
    top: Cell<usize>,
}

// SAFETY: a wasm module without threads is used by one at a time.
unsafe impl Sync for Memory {}

impl Memory {
    /// Nothing given out yet.
    const fn new() -> Memory {
        Memory {
            free: [const { Cell::new(null_mut()) }; 32],
            top: Cell::new(0),
        }
    }

    /// The list of free pieces that are large enough, and aligned, for a layout; and their size.
    fn list(&self, layout: Layout) -> Option<(&Cell<*mut Piece>, usize)> {
        let size = layout
            .size()
            .max(layout.align())
            .max(size_of::<u64>())
            .checked_next_power_of_two()?;
        Some((self.free.get(size.trailing_zeros() as usize)?, size))
    }

    /// Memory that was never given out.
    fn fresh(&self, size: usize, align: usize) -> Option<*mut u8> {
        let base = match self.top.get() {
            0 => addr_of!(__heap_base) as usize,
            top => top,
        };
        let start = base.checked_next_multiple_of(align)?;
        let end = start.checked_add(size)?;
        let pages = memory_size::<0>();
        let missing = end.saturating_sub(pages * PAGE);
        // By an eighth and more: growing copies all there is, where the module is plain JavaScript.
        if missing > 0 && memory_grow::<0>(pages / 8 + missing / PAGE + 1) == usize::MAX {
            return None;
        }
        self.top.set(end);
        Some(start as *mut u8)
    }
}

// SAFETY: a piece is in no list while it is given out and is at least as large as asked for. Pieces of one size may be
// aligned differently; all are to 8 bytes, and no type in use asks for more.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((list, size)) = self.list(layout) else {
            return null_mut();
        };
        let piece = list.get();
        if piece.is_null() {
            return self
                .fresh(size, layout.align().max(size_of::<u64>()))
                .unwrap_or(null_mut());
        }
        // SAFETY: what is in the list was given back whole.
        list.set(unsafe { (*piece).next });
        piece.cast()
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        if let Some((list, _)) = self.list(layout) {
            let piece: *mut Piece = start.cast();
            // SAFETY: nobody uses the piece any more, and it is large enough for an address.
            unsafe { (*piece).next = list.get() };
            list.set(piece);
        }
    }
}
