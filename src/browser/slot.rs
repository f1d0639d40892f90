//! A cell for what changes. Its value is taken out while it is worked with, so no flag can stay behind when the work is
//! cut off: by an import that throws, or by the page's own stack overflow. What was cut off is lost, for its client
//! alone, which [`super::driver::Driver::fail`] then ends.

use std::cell::Cell;
use std::mem::{forget, replace, take};
use std::process::abort;

pub struct Slot<T>(Cell<Option<Box<T>>>);

impl<T> Slot<T> {
    pub fn new(value: T) -> Slot<T> {
        Slot(Cell::new(Some(Box::new(value))))
    }

    /// Works with the value. `work` must not call into JavaScript, which may come back here.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut value = self.0.take().unwrap_or_else(|| abort());
        let result = work(&mut value);
        // The cell is empty, so there is nothing to let go of; and no code for it, in each of a hundred places.
        forget(self.0.replace(Some(value)));
        result
    }

    /// Puts a value in, whatever became of the one before.
    #[inline(never)]
    pub fn set(&self, value: T) {
        self.0.set(Some(Box::new(value)));
    }

    pub fn replace(&self, value: T) -> T {
        self.with(|slot| replace(slot, value))
    }
}

impl<T: Default> Slot<T> {
    #[inline(never)]
    pub fn take(&self) -> T {
        self.with(take)
    }
}

impl<T: Clone> Slot<T> {
    #[inline(never)]
    pub fn get(&self) -> T {
        self.with(|value| value.clone())
    }
}

impl<T: Default> Default for Slot<T> {
    fn default() -> Slot<T> {
        Slot::new(T::default())
    }
}
