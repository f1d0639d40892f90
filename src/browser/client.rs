//! The class that users hold. Its methods say what they take and give, in Rust and in TypeScript, and hand over to the
//! [`Driver`].
//!
//! What is documented here is what users read in their editors: wasm-bindgen writes the comments into the TypeScript
//! declarations. In those, `Given` names the required fields that the client's own options give. A class that is exported
//! from Rust cannot be generic in it, nor can its methods return `this` or have type parameters of their own; so
//! `pkg-template/types/index.d.ts` has the signatures of the few that need that, and the build puts both together.
//!
//! Texts stay handles: a `&str` parameter would copy, and throw on what is no text before anybody could say so properly.
//! And handles are given, not lent: wasm-bindgen lends by a stack of 1,024 places, which calls that are cut off do not put
//! back.
//! The methods that are named for actions are in `actions.rs`.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::constants;
use super::driver::Driver;
use super::error::Failure;
use super::js::{self, shown};
use crate::protocol::action::Action;
use crate::protocol::error::Code;
use crate::protocol::limits::{SCHEMA_REF, SPEC_VERSION};

#[wasm_bindgen(typescript_custom_section)]
const GIVEN: &str = r"
/** The required fields that a client's own options give. Of this class nothing is known, so that it may give them all. */
type Given = RequiredField;
";

/// A client of one Optave tenant: one WebSocket, opened on first use, and a method per action.
///
/// `Given` names the fields that the client's own options give: its methods do not require them again. The constructor
/// reads them off the options. Plain `OptaveClient` is a client whose options give the organization id, so that its
/// methods require all the rest; any client fits a field or a parameter of that type. `OptaveClient<never>` requires the
/// organization id too, `OptaveClient<RequiredField>` nothing: what is missing is found when the request is made.
///
/// @example
/// const client = new OptaveClient({ websocketUrl, tokenProvider, organizationId });
/// const response = await client.interaction(params);
/// console.log('Response:', response.data);
#[wasm_bindgen]
pub struct OptaveClient {
    pub(super) driver: Rc<Driver>,
}

#[wasm_bindgen]
impl OptaveClient {
    /// Makes a client. Nothing goes over the network before the first request or `openConnection()`.
    ///
    /// @throws {OptaveError} `INVALID_CONFIG` or `CLIENT_SECRET_IN_CLIENT_ENV`; `details` lists every fault. `SEND_FAILED`
    /// if WebAssembly has no memory left.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "OptaveOptions")] options: JsValue,
    ) -> Result<OptaveClient, JsValue> {
        Ok(OptaveClient {
            driver: Driver::new(&options)?,
        })
    }

    /// Makes a request by the name of its action; `requestType` is `"message"`, the only one there is.
    #[wasm_bindgen(unchecked_return_type = "OptaveRequest")]
    pub fn send(
        &self,
        #[wasm_bindgen(js_name = requestType, unchecked_param_type = "'message'")]
        request_type: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Action")] action: JsValue,
        #[wasm_bindgen(
            unchecked_param_type = "LegacyParamsOf<Action, Given> | ParamsOf<Action, Given>"
        )]
        params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> JsValue {
        let name = action.as_string();
        let known = name.and_then(|name| Action::from_method(&name));
        let known = known.filter(|_| request_type == "message");
        let action = known.ok_or_else(|| {
            let asked = ["send(", &shown(&request_type), ", ", &shown(&action), ")"];
            Failure::new(Code::InvalidAction).note(&js::text(&asked))
        });
        self.driver.request(action, &params, &options)
    }

    /// Opens the connection, or shares the attempt under way. Resolves when it is open; rejects with the reason when it
    /// cannot be opened. `token` serves for this one connection; without it the token provider is asked.
    #[wasm_bindgen(js_name = openConnection, unchecked_return_type = "Promise<void>")]
    pub fn open_connection(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "string")] token: JsValue,
    ) -> JsValue {
        self.driver.open(&token)
    }

    /// Closes the connection. Everything in flight and queued rejects with `CONNECTION_CLOSED` at once.
    ///
    /// @param code 1000 (default), or 3000 to 4999.
    /// @param reason At most 123 bytes of UTF-8.
    /// @throws {OptaveError} `INVALID_CONFIG` for another code or a longer reason.
    #[wasm_bindgen(js_name = closeConnection)]
    pub fn close_connection(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] code: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "string")] reason: JsValue,
    ) -> Result<(), JsValue> {
        self.driver.close(&code, &reason)
    }

    /// The same as `closeConnection()`.
    pub fn disconnect(&self) -> Result<(), JsValue> {
        self.driver.close(&JsValue::UNDEFINED, &JsValue::UNDEFINED)
    }

    /// Whether the connection is open.
    #[wasm_bindgen(js_name = isConnected)]
    pub fn is_connected(&self) -> bool {
        self.driver.look_for_page();
        self.driver.is_open()
    }

    /// What the connection is doing: one frozen object until something of it changes. The event `state` fires when its
    /// state changes, its transport, or what the browser reports of the network.
    #[wasm_bindgen(getter, unchecked_return_type = "ConnectionInfo")]
    pub fn connection(&self) -> JsValue {
        self.driver.look_for_page();
        self.driver.connection()
    }

    /// Counts and times since the client was made.
    #[wasm_bindgen(unchecked_return_type = "OptaveMetrics")]
    pub fn metrics(&self) -> JsValue {
        self.driver.metrics()
    }

    /// Gives a request up: it rejects with `REQUEST_CANCELLED`, `cause` being the reason. False if it is not in flight.
    #[wasm_bindgen(js_name = cancelRequest)]
    pub fn cancel_request(
        &self,
        #[wasm_bindgen(js_name = correlationId, unchecked_param_type = "string")]
        correlation_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "unknown")] reason: JsValue,
    ) -> bool {
        self.driver.cancel(&correlation_id, &reason)
    }

    /// Gives every request up that is queued or in flight. Says how many there were.
    #[wasm_bindgen(js_name = cancelPendingRequests)]
    pub fn cancel_pending_requests(&self) -> u32 {
        self.driver.cancel_all()
    }

    /// Replaces the session id: in every request from now on, and in the URL of the next connection.
    ///
    /// @throws {OptaveError} `INVALID_CONFIG` for anything but a string that is not empty; the id stays as it was.
    #[wasm_bindgen(js_name = setSessionId)]
    pub fn set_session_id(
        &self,
        #[wasm_bindgen(js_name = sessionId, unchecked_param_type = "string")] session_id: JsValue,
    ) -> Result<(), JsValue> {
        self.driver.set_session_id(&session_id)
    }

    /// The session id: the one set, else one that is kept for as long as the tab's session.
    #[wasm_bindgen(js_name = getSessionId, unchecked_return_type = "string")]
    pub fn get_session_id(&self) -> JsValue {
        self.driver.session_id()
    }

    /// Whether params have the right shape and size, without sending them. With `action`, the fields that it requires
    /// must be there too, in params or in the client's own defaults.
    pub fn validate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Action")] action: JsValue,
    ) -> bool {
        self.driver.validate(&params, &action)
    }

    /// Whether an envelope `{ action, headers, payload }` has the right shape.
    #[wasm_bindgen(js_name = validateEnvelope)]
    pub fn validate_envelope(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] envelope: JsValue,
    ) -> bool {
        self.driver.validate_envelope(&envelope)
    }

    /// Calls `listener` whenever the event happens. What a listener throws is logged and hurts nobody else. As long as there
    /// are listeners, a client that is connected or tries to be is not collected, even if nothing else refers to it.
    pub fn on(
        &self,
        #[wasm_bindgen(unchecked_param_type = "keyof OptaveEvents")] event: JsValue,
        #[wasm_bindgen(unchecked_param_type = "(value: never) => void")] listener: JsValue,
    ) -> Result<(), JsValue> {
        self.driver.events.on(&event, &listener)?;
        self.driver.listeners_changed();
        Ok(())
    }

    /// Calls `listener` the next time the event happens.
    pub fn once(
        &self,
        #[wasm_bindgen(unchecked_param_type = "keyof OptaveEvents")] event: JsValue,
        #[wasm_bindgen(unchecked_param_type = "(value: never) => void")] listener: JsValue,
    ) -> Result<(), JsValue> {
        self.driver.events.once(&event, &listener)?;
        self.driver.listeners_changed();
        Ok(())
    }

    /// Takes a listener away, however it was added.
    pub fn off(
        &self,
        #[wasm_bindgen(unchecked_param_type = "keyof OptaveEvents")] event: JsValue,
        #[wasm_bindgen(unchecked_param_type = "(value: never) => void")] listener: JsValue,
    ) {
        self.driver.events.off(&event, &listener);
        self.driver.listeners_changed();
    }

    /// Takes all listeners of an event away, or all there are.
    #[wasm_bindgen(js_name = removeAllListeners)]
    pub fn remove_all_listeners(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "keyof OptaveEvents")] event: JsValue,
    ) {
        self.driver.events.remove_all(&event);
        self.driver.listeners_changed();
    }

    /// How many listeners an event has.
    #[wasm_bindgen(js_name = listenerCount)]
    pub fn listener_count(
        &self,
        #[wasm_bindgen(unchecked_param_type = "keyof OptaveEvents")] event: JsValue,
    ) -> u32 {
        self.driver.events.count(&event)
    }

    /// Ends the client: requests reject with `REQUEST_CANCELLED`, the connection closes, listeners go. Later calls reject
    /// with `CONNECTION_CLOSED`. `using client = new OptaveClient(…)` calls it at the end of the block.
    pub fn cleanup(&self) {
        self.driver.end();
    }

    /// The package's version.
    #[wasm_bindgen(js_name = getSdkVersion, unchecked_return_type = "string")]
    pub fn get_sdk_version() -> JsValue {
        env!("CARGO_PKG_VERSION").into()
    }

    /// The version of the message specification that the client speaks.
    #[wasm_bindgen(js_name = getSpecVersion, unchecked_return_type = "string")]
    pub fn get_spec_version() -> JsValue {
        SPEC_VERSION.into()
    }

    /// The name of the request schema.
    #[wasm_bindgen(js_name = getSchemaRef, unchecked_return_type = "string")]
    pub fn get_schema_ref() -> JsValue {
        SCHEMA_REF.into()
    }

    /// What every payload holds before anything is laid over it; frozen.
    #[wasm_bindgen(getter, js_name = defaultPayload, unchecked_return_type = "Readonly<OptaveParams>")]
    pub fn default_payload() -> JsValue {
        constants::default_payload()
    }

    /// The two events of the vendor's older SDKs.
    #[wasm_bindgen(getter, js_name = LegacyEvents, unchecked_return_type = "LegacyEvents")]
    pub fn legacy_events() -> JsValue {
        constants::legacy_events()
    }

    /// The events of answers.
    #[wasm_bindgen(getter, js_name = InboundEvents, unchecked_return_type = "InboundEvents")]
    pub fn inbound_events() -> JsValue {
        constants::inbound_events()
    }

    /// Versions, limits and names.
    #[wasm_bindgen(getter, js_name = CONSTANTS, unchecked_return_type = "Constants")]
    pub fn constants() -> JsValue {
        constants::constants()
    }
}
