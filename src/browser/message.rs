//! A parsed message, read by its properties where it stands.

use wasm_bindgen::prelude::*;

use crate::protocol::inbound::Message;

#[wasm_bindgen]
extern "C" {
    /// Any object.
    pub type Fields;

    #[wasm_bindgen(method, getter, structural)]
    fn headers(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    fn payload(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    fn error(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = correlationId)]
    fn correlation_id(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = schemaRef)]
    fn schema_ref(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural, js_name = actionType)]
    fn action_type(this: &Fields) -> JsValue;
    #[wasm_bindgen(method, getter, structural)]
    fn state(this: &Fields) -> JsValue;
}

fn object(value: JsValue) -> Option<Fields> {
    value.is_object().then(|| value.unchecked_into())
}

impl Message for Fields {
    fn headers(&self) -> Option<Self> {
        object(self.headers())
    }
    fn payload(&self) -> Option<Self> {
        object(self.payload())
    }
    fn has_error(&self) -> bool {
        self.error().is_truthy()
    }
    fn correlation_id(&self) -> Option<String> {
        self.correlation_id()
            .as_string()
            .filter(|id| !id.is_empty())
    }
    fn schema_ref(&self) -> Option<String> {
        self.schema_ref().as_string()
    }
    fn action_type(&self) -> Option<String> {
        self.action_type().as_string()
    }
    fn state(&self) -> Option<String> {
        self.state().as_string()
    }
}
