//! What a client keeps of the page's: the functions and the logger of its options, its listeners, and the page's own
//! client, on which listeners are called.
//!
//! Whatever wasm refers to is never collected, and such functions mostly refer to the client. So they are kept in a map
//! that belongs to the page's client, and are referred to weakly here. While somebody waits for the client, the map is
//! held from here, and the client by it.

use js_sys::{Function, Map};
use wasm_bindgen::prelude::*;

use super::client::OptaveClient;
use super::slot::Slot;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type WeakRef;
    #[wasm_bindgen(constructor)]
    fn new(target: &JsValue) -> WeakRef;
    #[wasm_bindgen(method)]
    fn deref(this: &WeakRef) -> JsValue;
}

/// Something that is kept; undefined once it is forgotten.
#[derive(Clone)]
pub struct Kept(WeakRef);

impl Kept {
    pub fn get(&self) -> JsValue {
        self.0.deref()
    }

    pub fn function(&self) -> Option<Function> {
        self.get().dyn_into().ok()
    }
}

pub struct Keeper {
    map: WeakRef,
    /// The same, while it is held: by a client that nobody owns, or for somebody who waits.
    held: Slot<Option<JsValue>>,
    owner: Slot<Option<Kept>>,
}

impl Keeper {
    pub fn new() -> Keeper {
        let map = Map::new().into();
        Keeper {
            map: WeakRef::new(&map),
            held: Slot::new(Some(map)),
            owner: Slot::default(),
        }
    }

    pub fn keep(&self, value: &JsValue) -> Kept {
        let kept = WeakRef::new(value);
        if let Some(map) = self.map.deref().dyn_ref::<Map>() {
            map.set(&kept, value);
        }
        Kept(kept)
    }

    pub fn forget(&self, kept: &Kept) {
        if let Some(map) = self.map.deref().dyn_ref::<Map>() {
            map.delete(&kept.0);
        }
    }

    /// What listeners are called on.
    pub fn owner(&self) -> JsValue {
        self.owner
            .get()
            .map_or(JsValue::UNDEFINED, |owner| owner.get())
    }

    /// Somebody waits for the client.
    pub fn hold(&self) {
        self.held.set(Some(self.map.deref()));
    }

    /// Nobody does any more.
    pub fn let_go(&self) {
        if self.owner.with(|owner| owner.is_some()) {
            self.held.set(None);
        }
    }
}

#[wasm_bindgen]
impl OptaveClient {
    /// Answers what the page's client, which Rust does not see, has to hold. For the package's entries alone.
    #[wasm_bindgen(skip_typescript, js_name = belongTo)]
    pub fn belong_to(&self, owner: &JsValue) -> JsValue {
        let keeper = &self.driver.keeper;
        keeper.owner.set(Some(keeper.keep(owner)));
        keeper.let_go();
        keeper.map.deref()
    }
}
