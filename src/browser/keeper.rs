//! What a client keeps of the page's: the functions and the logger of its options, its listeners, and the page's own
//! client, on which listeners are called.
//!
//! Whatever wasm refers to is never collected, and such functions mostly refer to the client. So they are kept in a map
//! that belongs to the page's client, and are referred to weakly here. While there is somebody to hear of it
//! (`Driver::weigh`), the map is held from here, and the client by it. What is given with a request is held by the request,
//! until its late updates are over.

use js_sys::{Function, Map};
use wasm_bindgen::prelude::*;

use super::client::OptaveClient;
use super::slot::Slot;

#[wasm_bindgen]
extern "C" {
    /// Something that is kept.
    #[derive(Clone)]
    #[wasm_bindgen(js_name = WeakRef)]
    pub type Kept;
    #[wasm_bindgen(constructor, js_class = "WeakRef")]
    fn new(value: &JsValue) -> Kept;
    /// Undefined if it is not kept any longer.
    #[wasm_bindgen(method, js_name = deref)]
    pub fn get(this: &Kept) -> JsValue;
}

impl Kept {
    pub fn function(&self) -> Option<Function> {
        self.get().dyn_into().ok()
    }
}

pub struct Keeper {
    map: Kept,
    /// The map itself, if the page's client does not hold it, or somebody is to hear of it.
    held: Slot<JsValue>,
    owner: Slot<Option<Kept>>,
}

impl Keeper {
    pub fn new() -> Keeper {
        let map = Map::new().into();
        Keeper {
            map: Kept::new(&map),
            held: Slot::new(map),
            owner: Slot::default(),
        }
    }

    pub fn keep(&self, value: &JsValue) -> Kept {
        let kept = Kept::new(value);
        self.with_map(|map| {
            map.set(&kept, value);
        });
        kept
    }

    /// An event that is being told may still reach it: what is looked at once is not collected before the job ends.
    pub fn forget(&self, kept: &Kept) {
        kept.get();
        self.with_map(|map| {
            map.delete(kept);
        });
    }

    fn with_map(&self, work: impl FnOnce(&Map)) {
        let map = self.map.get();
        if map.is_object() {
            work(map.unchecked_ref());
        }
    }

    /// What listeners are called on.
    pub fn owner(&self) -> JsValue {
        self.owner
            .get()
            .map(|owner| owner.get())
            .unwrap_or_default()
    }

    /// Holds the page's client.
    pub fn hold(&self) {
        self.held.set(self.map.get());
    }

    /// Leaves that to the page.
    pub fn let_go(&self) {
        if self.owner.with(|owner| owner.is_some()) {
            self.held.take();
        }
    }
}

#[wasm_bindgen]
impl OptaveClient {
    /// Answers what the page's client, which Rust does not see, has to hold. For the package's entries alone.
    #[wasm_bindgen(skip_typescript, js_name = belongTo)]
    pub fn belong_to(&self, owner: JsValue) -> JsValue {
        let keeper = &self.driver.events.keeper;
        keeper.owner.set(Some(keeper.keep(&owner)));
        keeper.let_go();
        keeper.map.get()
    }
}
