//! Memory for one step of a call: it only grows, and is wiped and given back as a whole when the step is over.
#![expect(unsafe_code, reason = "an allocator cannot be written without; this file holds all of it")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Where the linker's own data end.
    static __heap_base: u8;
}

/// The allocator of the module that carries out calls.
pub(super) struct Arena {
    /// Where the next allocation begins at the earliest; 0 before the first.
    next: Cell<usize>,
}

// SAFETY: a module without shared memory has one thread.
unsafe impl Sync for Arena {}

impl Arena {
    pub(super) const fn new() -> Self {
        Self { next: Cell::new(0) }
    }

    fn base() -> usize {
        (&raw const __heap_base).addr()
    }

    fn next(&self) -> usize {
        self.next.get().max(Self::base())
    }

    /// Makes room up to there, if there is memory for it.
    fn reach(&self, end: usize) -> bool {
        let size = memory_size(0);
        let missing = end.div_ceil(PAGE).saturating_sub(size);
        // Growing is slow, in proportion to what is there: page by page it would take seconds to read a long answer.
        if missing > 0 && memory_grow(0, missing.max(size / 16)) == usize::MAX && memory_grow(0, missing) == usize::MAX
        {
            return false;
        }
        self.next.set(end);
        true
    }

    /// Overwrites whatever was allocated, and begins anew. Nothing may be in use.
    pub(super) fn wipe(&self) {
        let base = Self::base();
        // SAFETY: the range is what has been allocated since the last time, and by the caller's word nothing of it is
        // in use.
        unsafe { core::ptr::write_bytes(base as *mut u8, 0, self.next() - base) };
        self.next.set(base);
    }
}

// SAFETY: what is given out lies behind everything that was given out before, in memory that the module has.
unsafe impl GlobalAlloc for Arena {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let at = self.next().next_multiple_of(layout.align());
        match at.checked_add(layout.size()) {
            Some(end) if self.reach(end) => at as *mut u8,
            _ => core::ptr::null_mut(),
        }
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let at = pointer.addr();
        if size <= layout.size() {
            // What is cut off is still there to be wiped.
            return pointer;
        }
        // The last one grows where it is.
        if at + layout.size() == self.next() {
            return match at.checked_add(size) {
                Some(end) if self.reach(end) => pointer,
                _ => core::ptr::null_mut(),
            };
        }
        // SAFETY: as for `alloc` and for a copy of what was given out.
        unsafe {
            let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !new.is_null() {
                core::ptr::copy_nonoverlapping(pointer, new, layout.size());
            }
            new
        }
    }
}
