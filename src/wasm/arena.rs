//! Where memory comes from: for a step of a call it only grows, and is wiped and given back as a whole when the step is
//! over; bulk work, which may take hours, gives back piece by piece.
#![expect(unsafe_code, reason = "an allocator cannot be written without; this file holds all of it")]
#![allow(dead_code, reason = "a module has one of the two")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;
use core::ptr::null_mut;

const PAGE: usize = 65_536;

unsafe extern "C" {
    /// Where the linker's own data end.
    static __heap_base: u8;
}

/// Where the first allocation may begin.
fn base() -> usize {
    (&raw const __heap_base).addr()
}

/// Makes room up to there, if there is memory for it.
fn reach(end: usize) -> bool {
    let size = memory_size(0);
    let missing = end.div_ceil(PAGE).saturating_sub(size);
    // Each time costs, the more the more there is: page by page it would take seconds to read a long answer.
    missing == 0 || memory_grow(0, missing.max(size / 16)) != usize::MAX || memory_grow(0, missing) != usize::MAX
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

    fn next(&self) -> usize {
        self.next.get().max(base())
    }

    /// Makes room up to there, if there is memory for it.
    fn reach(&self, end: usize) -> bool {
        let reached = reach(end);
        if reached {
            self.next.set(end);
        }
        reached
    }

    /// Overwrites whatever was allocated, and begins anew. Nothing may be in use.
    pub(super) fn wipe(&self) {
        let base = base();
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

/// How many sizes of places there are: a power of two for each bit of an address.
const SIZES: usize = usize::BITS as usize;

/// The size of the smallest place, as a power of two. All places are aligned to it.
const LEAST: u32 = 4;

/// The allocator of bulk work. Each place has a power of two for its size, and is given out again, once it was given back, for
/// what fits into no smaller one. There is nothing to search, to join or to write beside it; what it costs is room, at most
/// as much again, and none where things grow by doubling, as texts and lists do.
pub(super) struct Shelves {
    /// Where nothing was given out yet; 0 before the first.
    next: Cell<usize>,
    /// The place of each size that was given back last, in which there is the one before it.
    free: [Cell<*mut u8>; SIZES],
}

// SAFETY: a module without shared memory has one thread.
unsafe impl Sync for Shelves {}

impl Shelves {
    pub(super) const fn new() -> Self {
        Self { next: Cell::new(0), free: [const { Cell::new(null_mut()) }; SIZES] }
    }

    /// The size of the place for so many bytes, as a power of two.
    fn size_for(bytes: usize) -> u32 {
        (usize::BITS - bytes.saturating_sub(1).leading_zeros()).max(LEAST)
    }

    /// A place that was never given out.
    fn fresh(&self, size: u32) -> *mut u8 {
        let at = self.next.get().max(base().next_multiple_of(1 << LEAST));
        match at.checked_add(1 << size) {
            Some(end) if reach(end) => {
                self.next.set(end);
                at as *mut u8
            }
            _ => null_mut(),
        }
    }
}

// SAFETY: a place lies behind everything that was given out before, in memory that the module has, or it was given back; and
// it has the size of its layout at least. A layout has less than half of all addresses, so there is a size for it.
unsafe impl GlobalAlloc for Shelves {
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let size = Self::size_for(layout.size());
        let Some(free) = self.free.get(size as usize).filter(|_| layout.align() <= 1 << LEAST) else {
            return null_mut();
        };
        let place = free.get();
        if place.is_null() {
            return self.fresh(size);
        }
        // SAFETY: nobody has used it since `dealloc` wrote there.
        free.set(unsafe { place.cast::<*mut u8>().read() });
        place
    }

    #[inline(never)]
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        if let Some(free) = self.free.get(Self::size_for(layout.size()) as usize) {
            // SAFETY: a place has the size of a pointer, and the alignment, and its user is through with it.
            unsafe { place.cast::<*mut u8>().write(free.get()) };
            free.set(place);
        }
    }

    #[inline(never)]
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        if Self::size_for(layout.size()) == Self::size_for(bytes) {
            return place;
        }
        // SAFETY: as for `alloc`, for a copy of what was given out, and for `dealloc` of that.
        unsafe {
            let new = self.alloc(Layout::from_size_align_unchecked(bytes, layout.align()));
            if !new.is_null() {
                core::ptr::copy_nonoverlapping(place, new, layout.size().min(bytes));
                self.dealloc(place, layout);
            }
            new
        }
    }
}
