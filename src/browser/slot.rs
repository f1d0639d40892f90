//! A cell for what changes. Its value is taken out while it is worked with, so no flag can stay behind when the work is
//! cut off: by an import that throws, by memory that cannot grow, or by the page's own stack overflow. What was cut off
//! is lost, for its client alone, which [`super::driver::Driver::fail`] then ends; an ended client finds the default there.

use std::cell::Cell;

#[derive(Default)]
pub struct Slot<T>(Cell<T>);

impl<T: Default> Slot<T> {
    pub fn new(value: T) -> Slot<T> {
        Slot(Cell::new(value))
    }

    /// Works with the value. `work` must not call into JavaScript, which may come back here.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut value = self.0.take();
        let result = work(&mut value);
        self.0.set(value);
        result
    }

    /// Puts a value in, whatever became of the one before.
    pub fn set(&self, value: T) {
        self.0.set(value);
    }

    pub fn take(&self) -> T {
        self.0.take()
    }
}

impl<T: Clone + Default> Slot<T> {
    #[inline(never)]
    pub fn get(&self) -> T {
        self.with(|value| value.clone())
    }
}

impl<T: Default> Slot<Option<Box<T>>> {
    /// For what is too large to be moved about: works with what is in the box, and makes one where there is none.
    pub fn with_boxed<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        self.with(|value| work(some(value)))
    }
}

#[inline(never)]
fn some<T: Default>(value: &mut Option<Box<T>>) -> &mut T {
    value.get_or_insert_default()
}
