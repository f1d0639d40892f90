//! Where tokens come from, and what a provider answered. A token is never logged, stored, or quoted.

use js_sys::Date;
use wasm_bindgen::prelude::*;
use web_sys::Document;

use super::error::Failure;
use super::js::{self, get, global};
use super::options::Settings;
use crate::protocol::token::{self, TokenUse};

const DEFAULT_URL: &str = "/api/optave/ws-ticket";

/// The address that the page's head names.
fn meta_url() -> Option<JsValue> {
    let document = global("document");
    let document: &Document = document.is_object().then(|| document.unchecked_ref())?;
    let meta = document
        .query_selector("meta[name=\"optave-token-url\"]")
        .ok()??;
    Some(get(&meta, "content")).filter(js::has_text)
}

/// Where the page's server answers tokens.
pub fn url(settings: &Settings) -> JsValue {
    let url = settings.token_url.clone().or_else(meta_url);
    url.unwrap_or_else(|| DEFAULT_URL.into())
}

pub struct Token {
    pub text: String,
    /// How long it can be used, in milliseconds; infinity if nothing is known of that.
    pub lives_ms: f64,
}

/// The token in whatever a provider answered.
///
/// # Errors
/// `MISSING_TOKEN`, `INVALID_TOKEN`.
pub fn read(answer: &JsValue, token_use: TokenUse) -> Result<Token, Failure> {
    let text = token::text_of(answer).unwrap_or_default();
    let text = token::read(&text, token_use)
        .map_err(|fault| Failure::new(fault.code()).note(&fault.note().unwrap_or_default()))?;
    let of = |name| {
        if answer.is_object() {
            get(answer, name)
        } else {
            JsValue::UNDEFINED
        }
    };
    let expires_at = of("expiresAt");
    let is_time = expires_at.is_string() || expires_at.as_f64().is_some();
    let expires_at_ms = if is_time {
        Date::new(&expires_at).get_time()
    } else {
        f64::NAN
    };
    let expires_in_s = of("expires_in").as_f64().unwrap_or(f64::NAN);
    Ok(Token {
        text: text.to_owned(),
        lives_ms: token::lives_ms(expires_at_ms, expires_in_s, Date::now()),
    })
}
