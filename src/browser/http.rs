//! POST requests, and their answers, by gloo-net: but for the call of `fetch` and the body.

use std::rc::Rc;

use gloo_net::http::Response;
use js_sys::{Date, JsString, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit, RequestRedirect};

use super::driver::Driver;
use super::error::Failure;
use super::guard::spawn;
use super::js::{self, Record, get};
use super::pending::Pending;
use super::reports::HttpDetails;
use crate::engine::link::Attempt;
use crate::protocol::error::Fault;
use crate::protocol::http::{Body, fault_of, retry_after_ms};
use crate::protocol::limits::MAX_INBOUND_LENGTH;

#[wasm_bindgen]
extern "C" {
    /// web-sys takes a text of Rust's for the URL.
    #[wasm_bindgen(js_name = Request)]
    type BuiltRequest;
    #[wasm_bindgen(constructor, catch, js_class = "Request")]
    fn new(url: &JsValue, init: &RequestInit) -> Result<BuiltRequest, JsValue>;
    /// The page may have put something else in its place, which throws at once.
    #[wasm_bindgen(catch)]
    fn fetch(request: &BuiltRequest) -> Result<JsValue, JsValue>;

    /// The body of an answer.
    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Stream) -> Result<Reader, JsValue>;
    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
}

/// What is sent.
pub struct Post {
    pub url: JsValue,
    /// A header besides that of the type.
    pub header: Option<(&'static str, JsValue)>,
    pub body: Option<JsString>,
    /// Whether cookies go along: to the page's own server.
    pub with_credentials: bool,
    pub signal: AbortSignal,
}

/// What came back.
#[derive(Default)]
pub struct Answer {
    /// 0 if there was no answer.
    pub status: u16,
    pub kind: Body,
    /// What its JSON became.
    pub json: JsValue,
    /// What was thrown, if there is no answer, or not all of it.
    cause: JsValue,
    /// How long the server asks to wait.
    retry_after_ms: Option<f64>,
}

/// Who asked.
pub enum Asker {
    Token { attempt: Attempt, url: JsValue },
    Request(Rc<Pending>),
}

impl Post {
    // The builder of gloo-net would print the URL and the headers anew.
    fn build(&self) -> Result<BuiltRequest, JsValue> {
        let init: RequestInit = js::bare().unchecked_into();
        init.set_method("POST");
        init.set_signal(Some(&self.signal));
        // What is sent, and the token, is for this server.
        init.set_redirect(RequestRedirect::Error);
        if self.with_credentials {
            init.set_credentials(RequestCredentials::Include);
        }
        let headers: Object = Record::new().end();
        if let Some((name, value)) = &self.header {
            super::js::set(&headers, name, value);
        }
        if let Some(body) = &self.body {
            super::js::set(&headers, "Content-Type", JsValue::from("application/json"));
            init.set_body(body);
        }
        init.set_headers(&headers);
        BuiltRequest::new(&self.url, &init).or_else(|_| {
            // workerd knows no `error`; there an answer that sends somewhere else comes with its status.
            init.set_redirect(RequestRedirect::Manual);
            BuiltRequest::new(&self.url, &init)
        })
    }
}

/// # Errors
/// What `fetch` threw, or what it answered that is no answer.
async fn send(request: &BuiltRequest) -> Result<Response, JsValue> {
    // gloo-net would not tell what was thrown, and panics where that is no `Error`.
    let response = js::settled(&fetch(request)?).await?;
    let response: web_sys::Response = response.dyn_into()?;
    Ok(response.into())
}

/// The body of an answer once more, which is counted while the browser reads. Of an answer that is read piece by piece
/// alone, and must not be stored, Chromium says in the end that it was aborted. Nothing outside of browsers, where a
/// `clone` may lose what has come already, as that of happy-dom does.
fn copied_body(response: &web_sys::Response) -> Result<Option<Stream>, JsValue> {
    let is_native = js::method(response, "clone")
        .is_some_and(|clone| clone.to_string().includes("[native code]", 0));
    if !is_native {
        return Ok(None);
    }
    Ok(response.clone()?.body().map(JsCast::unchecked_into))
}

/// The text of an answer; nothing as soon as it is too long. gloo-net would read it into wasm memory.
///
/// # Errors
/// Why it broke off.
async fn text_of(response: Response) -> Result<Option<JsString>, JsValue> {
    let response = web_sys::Response::from(response);
    let copy = copied_body(&response)?;
    let text = JsFuture::from(response.text()?);
    if let Some(body) = copy {
        let reader = body.reader()?;
        let mut bytes = 0.0;
        loop {
            let part = JsFuture::from(reader.read()).await?;
            if get(&part, "done").is_truthy() {
                break;
            }
            let size = get(&get(&part, "value"), "byteLength").as_f64();
            bytes += size.unwrap_or_default();
            if bytes > f64::from(MAX_INBOUND_LENGTH) {
                return Ok(None);
            }
        }
    }
    let text: JsString = text.await?.unchecked_into();
    Ok((text.length() <= MAX_INBOUND_LENGTH).then_some(text))
}

impl Answer {
    fn none(cause: JsValue) -> Answer {
        Answer {
            cause,
            ..Answer::default()
        }
    }

    async fn read(response: Response) -> Answer {
        let retry_after = response.headers().get("Retry-After");
        let mut answer = Answer {
            status: response.status(),
            retry_after_ms: retry_after
                .and_then(|header| retry_after_ms(&header, Date::parse, Date::now())),
            ..Answer::default()
        };
        answer.kind = match text_of(response).await {
            Err(cause) => {
                answer.cause = cause;
                Body::Broken
            }
            Ok(None) => Body::TooLarge,
            Ok(Some(text)) if text.length() == 0 => Body::Empty,
            // What a parser says quotes the text, in which a token may be.
            Ok(Some(text)) => match js::parse(&text) {
                Err(_) => Body::Other,
                Ok(json) => {
                    answer.json = json;
                    Body::Json
                }
            },
        };
        answer
    }

    /// A failure with what the answer says of it.
    pub fn explain(&self, failure: Failure) -> Failure {
        let failure = failure.cause(self.cause.clone());
        match self.status {
            0 => failure,
            _ => failure.details(self.details()),
        }
    }

    pub fn details(&self) -> Object {
        HttpDetails {
            status: self.status,
            retry_after_ms: self.retry_after_ms,
        }
        .into_object()
    }

    /// What it is, unless it is JSON that came with success.
    pub fn fault(&self) -> Option<Fault> {
        fault_of(self.status, self.kind)
    }
}

impl Driver {
    /// Sends it, and tells who asked what came back. The driver is held weakly meanwhile: a server that never answers must
    /// not keep a forgotten client.
    pub fn post(&self, post: &Post, asker: Asker) {
        let (request, driver) = (post.build(), self.me.clone());
        spawn(self, async move {
            let response = match request {
                Ok(request) => send(&request).await,
                Err(cause) => Err(cause),
            };
            let answer = match response {
                Ok(response) => Answer::read(response).await,
                Err(cause) => Answer::none(cause),
            };
            let Some(driver) = driver.upgrade() else {
                return;
            };
            if answer.status != 0 {
                let now = driver.now();
                driver.tell(now, |engine| engine.network_answered(now));
            }
            match asker {
                Asker::Token { attempt, url } => driver.token_answered(attempt, &url, &answer),
                Asker::Request(pending) => driver.request_answered(&pending, &answer),
            }
        });
    }
}
