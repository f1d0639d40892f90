//! The text around a payload (wire protocol, section 2).
//!
//! A frame is `{"action":"message","headers":{…},"payload":` + the payload's JSON + `}`. The payload is printed by the
//! browser and never comes here; the headers are few and known, so their text is put together directly, once for all
//! that stays the same when a request is sent again ([`Head`]), and once per frame for what does not
//! ([`Head::frame`]).

use super::action::Action;
use super::limits::SCHEMA_REF;
use super::text::{push_number, push_string};
use super::time::push_iso;

/// What closes a frame after the payload.
pub const TAIL: &str = "}";

/// Header values that are the same for every request of a client.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// The value of `sdkVersion`.
    pub sdk_version: String,
    /// The value of `tenantId`; the header is absent without it.
    pub tenant_id: Option<String>,
}

/// Header values of one request: new ones, or the caller's.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// Tells answers apart; unique among the requests in flight.
    pub correlation_id: String,
    /// Follows the request through the server.
    pub trace_id: String,
    /// The same on every re-send, so that the server acts once.
    pub idempotency_key: String,
    /// When the caller made the request, if the caller says so itself.
    pub timestamp: Option<String>,
    /// The latency the caller measured itself, in milliseconds.
    pub network_latency_ms: Option<u32>,
}

/// The part of a frame's headers that no re-send changes.
#[derive(Clone, Debug, Default)]
pub struct Head {
    text: String,
    states_latency: bool,
    /// When the request was made, and where that stands in the text: most frames are written in the same millisecond,
    /// and need not print it again.
    called_at: u64,
    printed: (usize, usize),
}

impl Head {
    /// Prints the lasting headers of a request made at `called_at` (milliseconds since 1970).
    pub fn new(sender: &Sender, action: Action, identity: &Identity, called_at: u64) -> Head {
        let mut text = String::with_capacity(480);
        text.push_str("{\"action\":\"message\",\"headers\":{\"correlationId\":");
        push_string(&mut text, &identity.correlation_id);
        for (name, value) in [
            (",\"traceId\":", identity.trace_id.as_str()),
            (",\"idempotencyKey\":", &identity.idempotency_key),
            (",\"identifier\":", "message"),
            (",\"action\":", action.wire()),
            (",\"schemaRef\":", SCHEMA_REF),
            (",\"sdkVersion\":", &sender.sdk_version),
        ] {
            text.push_str(name);
            push_string(&mut text, value);
        }
        if let Some(tenant_id) = &sender.tenant_id {
            text.push_str(",\"tenantId\":");
            push_string(&mut text, tenant_id);
        }
        text.push_str(",\"timestamp\":");
        let start = text.len();
        match &identity.timestamp {
            Some(timestamp) => push_string(&mut text, timestamp),
            None => push_time(&mut text, called_at),
        }
        let end = if identity.timestamp.is_none() {
            text.len()
        } else {
            start
        };
        if let Some(latency) = identity.network_latency_ms {
            push_latency(&mut text, latency);
        }
        Head {
            text,
            states_latency: identity.network_latency_ms.is_some(),
            called_at,
            printed: (start, end),
        }
    }

    /// The size of a frame around a payload of `payload_bytes`, without the optional header for a measured latency.
    pub fn frame_bytes(&self, payload_bytes: u32) -> u32 {
        const ISSUED_AT_BYTES: usize =
            ",\"issuedAt\":\"2024-01-15T10:30:00.000Z\"},\"payload\":".len();
        payload_bytes.saturating_add((self.text.len() + ISSUED_AT_BYTES + TAIL.len()) as u32)
    }

    /// Everything before the payload, for a frame written at `issued_at` (milliseconds since 1970). The latency that
    /// the SDK measured is stated only where the caller did not, and only if it takes at most `spare_bytes`.
    pub fn frame(
        &self,
        issued_at: u64,
        measured_latency_ms: Option<u32>,
        spare_bytes: u32,
    ) -> String {
        let mut text = String::with_capacity(self.text.len() + 96);
        text.push_str(&self.text);
        if let Some(latency) = measured_latency_ms.filter(|_| !self.states_latency) {
            push_latency(&mut text, latency);
            if text.len() > self.text.len() + spare_bytes as usize {
                text.truncate(self.text.len());
            }
        }
        text.push_str(",\"issuedAt\":");
        let (start, end) = self.printed;
        match self.text.get(start..end) {
            Some(printed) if issued_at == self.called_at && start < end => text.push_str(printed),
            _ => push_time(&mut text, issued_at),
        }
        text.push_str("},\"payload\":");
        text
    }
}

fn push_latency(out: &mut String, latency_ms: u32) {
    out.push_str(",\"networkLatencyMs\":");
    push_number(out, latency_ms.into(), 1);
}

fn push_time(out: &mut String, epoch_ms: u64) {
    out.push('"');
    push_iso(out, epoch_ms);
    out.push('"');
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const CALLED: u64 = 1_705_314_600_000;

    fn identity() -> Identity {
        Identity {
            correlation_id: "c".into(),
            trace_id: "t".into(),
            idempotency_key: "k".into(),
            timestamp: None,
            network_latency_ms: None,
        }
    }

    fn sender() -> Sender {
        Sender {
            sdk_version: "1.2.3".into(),
            tenant_id: None,
        }
    }

    fn parse(frame: String) -> Value {
        serde_json::from_str(&[&frame, "{\"session\":{}}", TAIL].concat()).unwrap()
    }

    #[test]
    fn the_envelope_has_every_header_and_the_payload_apart() {
        let head = Head::new(&sender(), Action::CustomerInteraction, &identity(), CALLED);
        let frame = parse(head.frame(CALLED + 1_500, None, u32::MAX));
        assert_eq!(
            frame,
            json!({
                "action": "message",
                "headers": {
                    "correlationId": "c", "traceId": "t", "idempotencyKey": "k", "identifier": "message",
                    "action": "customerinteraction", "schemaRef": "optave.message.v3", "sdkVersion": "1.2.3",
                    "timestamp": "2024-01-15T10:30:00.000Z", "issuedAt": "2024-01-15T10:30:01.500Z",
                },
                "payload": { "session": {} },
            })
        );
    }

    #[test]
    fn tenant_id_stands_only_when_it_is_set() {
        let sender = Sender {
            tenant_id: Some("acme".into()),
            ..sender()
        };
        let head = Head::new(&sender, Action::Insights, &identity(), CALLED);
        assert_eq!(
            parse(head.frame(CALLED, None, 99))["headers"]["tenantId"],
            "acme"
        );
    }

    #[test]
    fn timestamp_and_latency_are_the_callers_when_given() {
        let given = Identity {
            timestamp: Some("2020-02-02T02:02:02.002Z".into()),
            network_latency_ms: Some(7),
            ..identity()
        };
        let headers = parse(Head::new(&sender(), Action::Adjust, &given, CALLED).frame(
            CALLED,
            Some(120),
            99,
        ));
        assert_eq!(headers["headers"]["timestamp"], "2020-02-02T02:02:02.002Z");
        assert_eq!(headers["headers"]["networkLatencyMs"], 7);
    }

    #[test]
    fn latency_is_stated_once_measured_and_never_pushes_a_frame_over_the_limit() {
        let head = Head::new(&sender(), Action::Adjust, &identity(), CALLED);
        assert_eq!(
            parse(head.frame(CALLED, Some(120), 23))["headers"]["networkLatencyMs"],
            120
        );
        assert_eq!(
            parse(head.frame(CALLED, Some(120), 22))["headers"].get("networkLatencyMs"),
            None
        );
        assert_eq!(
            parse(head.frame(CALLED, None, 99))["headers"].get("networkLatencyMs"),
            None
        );
    }

    #[test]
    fn a_second_frame_differs_in_issued_at_alone() {
        let head = Head::new(&sender(), Action::Adjust, &identity(), CALLED);
        let (mut first, mut second) = (
            parse(head.frame(CALLED, None, 0)),
            parse(head.frame(CALLED + 9_000, None, 0)),
        );
        assert_ne!(first, second);
        for frame in [&mut first, &mut second] {
            frame["headers"].as_object_mut().unwrap().remove("issuedAt");
        }
        assert_eq!(first, second);
    }

    proptest! {
        #[test]
        fn frame_bytes_are_exact_and_any_text_survives(id in any::<String>(), tenant in proptest::option::of(any::<String>())) {
            let head = Head::new(&Sender { tenant_id: tenant.clone(), ..sender() }, Action::Translate, &Identity { correlation_id: id.clone(), ..identity() }, CALLED);
            let frame = head.frame(CALLED, None, 0);
            prop_assert_eq!(head.frame_bytes(14) as usize, frame.len() + 14 + TAIL.len());
            let frame = parse(frame);
            prop_assert_eq!(&frame["headers"]["correlationId"], &id);
            prop_assert_eq!(frame["headers"].get("tenantId").and_then(Value::as_str), tenant.as_deref());
        }
    }
}
