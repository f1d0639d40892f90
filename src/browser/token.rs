//! Where tokens come from: asked of the page's provider or of its server, and read. A token is never logged, stored, or
//! quoted.

use js_sys::{Date, Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Document};

use super::callback::Act;
use super::driver::Driver;
use super::error::Failure;
use super::http::{Answer, Asker, Post};
use super::js::{self, Record, get, global, read_own};
use super::options::Settings;
use super::slot::Slot;
use crate::engine::link::Attempt;
use crate::protocol::error::{Code, Fault};
use crate::protocol::http::Body;
use crate::protocol::options::Value;
use crate::protocol::text::whole_number;
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
/// `MISSING_TOKEN`, `INVALID_TOKEN`; `TOKEN_PROVIDER_FAILED` if the answer throws when it is read.
pub fn read(answer: &JsValue, token_use: TokenUse) -> Result<Token, Failure> {
    let own = |name| {
        read_own(answer, name).map_err(|cause| {
            let failure = Failure::new(Code::TokenProviderFailed);
            failure.note("its answer cannot be read").cause(cause)
        })
    };
    let text = token::text_of(answer, own)?.unwrap_or_default();
    let text = token::read(&text, token_use)
        .map_err(|fault| Failure::new(fault.code()).note(&fault.note().unwrap_or_default()))?;
    let expires_at = own("expiresAt")?.unwrap_or_default();
    let is_text = expires_at.is_string() || expires_at.has_type::<Date>();
    let expires_at_ms = match is_text {
        true => Date::parse(&String::from(js::as_text(&expires_at))),
        false => expires_at.as_f64().unwrap_or(f64::NAN),
    };
    let expires_in = own("expires_in")?.unwrap_or_default();
    // Some servers have it in digits.
    let digits = || whole_number(&expires_in.text()?);
    let expires_in_s = expires_in.as_f64().or_else(digits).unwrap_or(f64::NAN);
    Ok(Token {
        text: text.to_owned(),
        lives_ms: token::lives_ms(expires_at_ms, expires_in_s, Date::now()),
    })
}

/// A token that was asked for.
#[derive(Clone)]
struct Asked {
    attempt: Attempt,
    is_for_rest: bool,
    /// Ends the asking.
    aborter: AbortController,
}

/// A client's tokens.
#[derive(Default)]
pub struct Tokens {
    /// Those that are on their way.
    asked: Slot<Vec<Asked>>,
    /// For the next socket, used once.
    pub for_socket: Slot<Option<String>>,
    /// For requests over HTTP.
    pub for_rest: Slot<Option<String>>,
}

impl Tokens {
    /// The token of an attempt, if it is still waited for. From now on it is not.
    fn take_asked(&self, attempt: Attempt) -> Option<Asked> {
        self.asked.with(|asked| {
            let found = asked.iter().find(|token| token.attempt == attempt).cloned();
            asked.retain(|token| token.attempt != attempt);
            found
        })
    }

    /// Nobody waits for an attempt's token any more. One that hangs would keep its connection, of which a browser has six to
    /// a server: after some attempts nothing would get through.
    pub fn abandon(&self, attempt: Attempt) {
        if let Some(asked) = self.take_asked(attempt) {
            asked.aborter.abort();
        }
    }

    /// Ends all asking.
    pub fn leave(&self) {
        for asked in self.asked.take() {
            asked.aborter.abort();
        }
    }
}

impl Driver {
    pub(super) fn fetch_token(&self, now: f64, attempt: Attempt, is_for_rest: bool) {
        self.connection.attempt_began_at.set(now);
        let Ok(aborter) = AbortController::new() else {
            return;
        };
        let signal = aborter.signal();
        let asked = Asked {
            attempt,
            is_for_rest,
            aborter,
        };
        self.tokens.asked.with(|all| all.push(asked));
        let Some(provider) = &self.settings.token_provider else {
            let url = url(&self.settings);
            let key = self.settings.publishable_key.clone();
            let post = Post {
                url: url.clone(),
                header: key.map(|key| ("X-Optave-Publishable-Key", key)),
                body: None,
                with_credentials: true,
                signal,
            };
            return self.post(&post, Asker::Token { attempt, url });
        };
        if let Some(provider) = provider.function() {
            self.ask_provider(&provider, signal.into(), attempt);
        }
    }

    fn ask_provider(&self, provider: &Function, signal: JsValue, attempt: Attempt) {
        let came: Act = |driver, attempt, answer| driver.token_came(attempt, &answer);
        let threw: Act = |driver, attempt, cause| {
            let failure = Failure::new(Code::TokenProviderFailed);
            driver.attempt_failed(attempt, failure.note("tokenProvider threw").cause(cause));
        };
        let given = Record::new().with("signal", signal).end();
        // One that throws at once is told of like one that rejects: when the engine's commands have been carried out.
        let answer = js::call(provider, &JsValue::UNDEFINED, &given)
            .unwrap_or_else(|cause| Promise::reject(&cause).into());
        self.follow_up(&answer, attempt, came, threw);
    }

    /// The page's server was asked for a token.
    pub(super) fn token_answered(&self, attempt: Attempt, url: &JsValue, answer: &Answer) {
        if matches!(answer.status, 200..300) && answer.kind == Body::Json {
            return self.token_came(attempt, &answer.json);
        }
        let what = answer.fault().map(|fault| {
            let note = fault.note();
            note.unwrap_or_else(|| fault.code.row().message.to_owned())
        });
        let url = url.as_string().unwrap_or_default();
        let note = js::text(&[&url, ": ", &what.unwrap_or_default()]);
        let failure = Failure::new(Code::TokenProviderFailed).note(&note);
        self.attempt_failed(attempt, answer.explain(failure));
    }

    fn token_came(&self, attempt: Attempt, answer: &JsValue) {
        let Some(asked) = self.tokens.take_asked(attempt) else {
            return;
        };
        match read(answer, self.settings.token_use(asked.is_for_rest)) {
            Ok(Token { text, lives_ms }) => {
                let slot = match asked.is_for_rest {
                    true => &self.tokens.for_rest,
                    false => &self.tokens.for_socket,
                };
                slot.set(Some(text));
                let now = self.now();
                self.tell(now, |engine| engine.token_came(now, attempt, lives_ms));
            }
            Err(failure) => self.attempt_failed(attempt, failure),
        }
    }

    pub(super) fn attempt_failed(&self, attempt: Attempt, failure: Failure) {
        self.tokens.abandon(attempt);
        let fault = Fault::new(failure.code);
        self.connection.context.set(Some(failure));
        let now = self.now();
        self.tell(now, |engine| engine.attempt_failed(now, attempt, fault));
        self.connection.context.take();
    }
}
