//! The headers of an envelope: which of them a caller may set itself, and how they are printed (wire protocol, section
//! 2). Everything but the payload is short and known here, so an envelope's beginning is printed here too; the payload's
//! text stays with whoever printed that.

use super::action::Action;
use super::limits::SCHEMA_REF;
use super::options::{Kind, Value};
use super::text::{concat, push_decimal};

/// The headers that a caller sets itself, by `params.headers`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallerHeaders {
    /// `correlationId`.
    pub correlation_id: Option<String>,
    /// `traceId`.
    pub trace_id: Option<String>,
    /// `idempotencyKey`.
    pub idempotency_key: Option<String>,
    /// `timestamp`.
    pub timestamp: Option<String>,
    /// `networkLatencyMs`, rounded.
    pub network_latency_ms: Option<u32>,
}

/// Reads the headers that a caller sets itself. What is empty or null is not given, and others than these are not looked
/// at; all that is wrong is told at once.
pub fn read<V: Value>(headers: &V) -> Result<CallerHeaders, Vec<String>> {
    match headers.kind() {
        Kind::Undefined | Kind::Null => return Ok(CallerHeaders::default()),
        Kind::PlainObject | Kind::Object => {}
        _ => return Err(vec!["headers: expected an object".to_owned()]),
    }
    let mut faults = Vec::new();
    let given = CallerHeaders {
        correlation_id: text(headers, "correlationId", &mut faults),
        trace_id: text(headers, "traceId", &mut faults),
        idempotency_key: text(headers, "idempotencyKey", &mut faults),
        timestamp: text(headers, "timestamp", &mut faults),
        network_latency_ms: whole(headers, "networkLatencyMs", &mut faults),
    };
    if faults.is_empty() {
        Ok(given)
    } else {
        Err(faults)
    }
}

/// What is given by that name.
fn own<V: Value>(headers: &V, name: &str) -> Option<V> {
    let is_given = |value: &V| {
        !matches!(
            value.kind(),
            Kind::Undefined | Kind::Null | Kind::Text { is_empty: true }
        )
    };
    headers.own(name).filter(is_given)
}

fn text<V: Value>(headers: &V, name: &str, faults: &mut Vec<String>) -> Option<String> {
    let value = own(headers, name)?;
    let text = value.text();
    if text.is_none() {
        faults.push(fault(name, "a string"));
    }
    text
}

fn whole<V: Value>(headers: &V, name: &str, faults: &mut Vec<String>) -> Option<u32> {
    match own(headers, name)?.kind() {
        // The conversion cuts off what is behind the point, and holds to the largest that there is.
        Kind::Number(number) if (0.0..4_294_967_296.0).contains(&number) => {
            Some((number + 0.5) as u32)
        }
        _ => {
            faults.push(fault(name, "a number, 0 or more"));
            None
        }
    }
}

fn fault(name: &str, expected: &str) -> String {
    concat(&["headers.", name, ": expected ", expected])
}

/// The ids that a request gets where its caller gives none.
#[derive(Clone, Copy, Debug)]
pub struct Ids<'a> {
    /// For `correlationId`.
    pub correlation: &'a str,
    /// For `traceId`.
    pub trace: &'a str,
    /// For `idempotencyKey`.
    pub idempotency: &'a str,
}

/// What an envelope says besides its payload.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// What is asked for.
    pub action: Action,
    /// The ids, where the caller gives none.
    pub ids: Ids<'a>,
    /// What the caller sets.
    pub caller: &'a CallerHeaders,
    /// `sdkVersion`.
    pub sdk_version: &'a str,
    /// `tenantId`, if there is one.
    pub tenant_id: Option<&'a str>,
    /// `timestamp`, if the caller sets none: when it called, in ISO 8601.
    pub called_at: &'a str,
    /// `networkLatencyMs` as last measured, if the caller sets none.
    pub network_latency_ms: Option<u32>,
}

/// Stands between the time that an envelope is written and the text of its payload.
pub const BEFORE_PAYLOAD: &str = "\"},\"payload\":";

/// Stands after the payload.
pub const AFTER_PAYLOAD: &str = "}";

impl Head<'_> {
    /// The text of an envelope up to the time that it is written: the last of the headers, so that an envelope that is
    /// written later, or again, need not be printed again. There follow that time, [`BEFORE_PAYLOAD`], the payload, and
    /// [`AFTER_PAYLOAD`].
    pub fn print(&self) -> String {
        let (caller, ids) = (self.caller, self.ids);
        let correlation_id = caller.correlation_id.as_deref();
        let trace_id = caller.trace_id.as_deref();
        let idempotency_key = caller.idempotency_key.as_deref();
        let timestamp = caller.timestamp.as_deref();

        let mut out = String::with_capacity(512);
        out.push_str("{\"action\":\"message\",\"headers\":{");
        let correlation_id = correlation_id.unwrap_or(ids.correlation);
        push_header(&mut out, "correlationId", correlation_id);
        push_header(&mut out, "traceId", trace_id.unwrap_or(ids.trace));
        let idempotency_key = idempotency_key.unwrap_or(ids.idempotency);
        push_header(&mut out, "idempotencyKey", idempotency_key);
        push_header(&mut out, "identifier", "message");
        push_header(&mut out, "action", self.action.wire());
        push_header(&mut out, "schemaRef", SCHEMA_REF);
        push_header(&mut out, "sdkVersion", self.sdk_version);
        if let Some(tenant_id) = self.tenant_id {
            push_header(&mut out, "tenantId", tenant_id);
        }
        push_header(&mut out, "timestamp", timestamp.unwrap_or(self.called_at));
        if let Some(ms) = caller.network_latency_ms.or(self.network_latency_ms) {
            out.push_str("\"networkLatencyMs\":");
            push_decimal(&mut out, ms);
            out.push(',');
        }
        out.push_str("\"issuedAt\":\"");
        out
    }
}

fn push_header(out: &mut String, name: &str, value: &str) {
    out.push('"');
    out.push_str(name);
    out.push_str("\":\"");
    push_escaped(out, value);
    out.push_str("\",");
}

/// Appends a text as JSON has it between its quotes.
fn push_escaped(out: &mut String, text: &str) {
    let is_special = |sign| matches!(sign, b'\0'..=b'\x1f' | b'"' | b'\\');
    if !text.bytes().any(is_special) {
        out.push_str(text);
        return;
    }
    for sign in text.chars() {
        match sign {
            '\0'..='\x1f' => {
                let code = u32::from(sign);
                out.push_str("\\u00");
                out.extend(char::from_digit(code >> 4, 16));
                out.extend(char::from_digit(code & 15, 16));
            }
            '"' | '\\' => {
                out.push('\\');
                out.push(sign);
            }
            _ => out.push(sign),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::super::options::sample::{FUNCTION, Sample, any_object, any_sample, object, plain};
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value as Json, json};

    const CALLED: &str = "2024-01-15T10:30:00.000Z";
    const LATER: &str = "2024-01-15T10:30:01.500Z";

    /// What is wrong with one set of headers.
    fn faults(headers: Sample) -> Vec<String> {
        read(&headers).unwrap_err()
    }

    #[test]
    fn headers_that_the_caller_sets_are_read_and_nothing_else() {
        let given = CallerHeaders {
            correlation_id: Some("c".to_owned()),
            trace_id: Some(" ".to_owned()),
            idempotency_key: Some("i".to_owned()),
            timestamp: Some("now".to_owned()),
            network_latency_ms: Some(12),
        };
        let headers = [
            ("schemaRef", 5.0.into()),
            ("correlationId", "c".into()),
            ("traceId", " ".into()),
            ("idempotencyKey", "i".into()),
            ("timestamp", "now".into()),
            ("networkLatencyMs", 12.0.into()),
            ("tenantId", plain([])),
        ];
        assert_eq!(read(&plain(headers.clone())), Ok(given.clone()));
        assert_eq!(read(&object(headers)), Ok(given));
    }

    #[test]
    fn what_is_null_empty_or_absent_is_not_given() {
        let nothing = plain([
            ("correlationId", Sample::Null),
            ("traceId", "".into()),
            ("timestamp", Sample::Undefined),
            ("networkLatencyMs", "".into()),
        ]);
        for headers in [nothing, plain([]), Sample::Undefined, Sample::Null] {
            assert_eq!(read(&headers), Ok(CallerHeaders::default()));
        }
    }

    #[test]
    fn headers_of_a_wrong_type_are_named_all_at_once() {
        let headers = plain([
            ("networkLatencyMs", "5".into()),
            ("timestamp", object([])),
            ("correlationId", 5.0.into()),
            ("traceId", plain([])),
            ("idempotencyKey", "ok".into()),
        ]);
        assert_eq!(
            faults(headers),
            [
                "headers.correlationId: expected a string",
                "headers.traceId: expected a string",
                "headers.timestamp: expected a string",
                "headers.networkLatencyMs: expected a number, 0 or more",
            ]
        );
    }

    #[test]
    fn headers_are_an_object() {
        for headers in [
            "".into(),
            "text".into(),
            0.0.into(),
            5.0.into(),
            true.into(),
            Sample::List(vec![]),
            Sample::List(vec![plain([])]),
            FUNCTION,
            Sample::Symbol,
        ] {
            assert_eq!(faults(headers), ["headers: expected an object"]);
        }
    }

    #[test]
    fn network_latency_is_a_whole_number_that_fits_the_wire() {
        for (right, whole) in [
            (0.0, 0),
            (0.4, 0),
            (12.5, 13),
            (30.0, 30),
            (4_294_967_295.0, u32::MAX),
            (4_294_967_295.9, u32::MAX),
        ] {
            let headers = read(&plain([("networkLatencyMs", right.into())])).unwrap();
            assert_eq!(headers.network_latency_ms, Some(whole));
        }
        for wrong in [
            (-1.0).into(),
            f64::NAN.into(),
            f64::INFINITY.into(),
            4_294_967_296.0.into(),
            "5".into(),
            true.into(),
            Sample::List(vec![7.0.into()]),
            plain([]),
            Sample::Symbol,
        ] {
            let headers = plain([("networkLatencyMs", wrong)]);
            let expected = ["headers.networkLatencyMs: expected a number, 0 or more"];
            assert_eq!(faults(headers), expected);
        }
    }

    // --- The text ---

    const IDS: Ids = Ids {
        correlation: "c",
        trace: "t",
        idempotency: "k",
    };

    fn head(caller: &CallerHeaders) -> Head<'_> {
        Head {
            action: Action::CustomerInteraction,
            ids: IDS,
            caller,
            sdk_version: "1.2.3",
            tenant_id: None,
            called_at: CALLED,
            network_latency_ms: None,
        }
    }

    /// The whole envelope, written at that time.
    fn envelope(head: &str, issued_at: &str, payload: &str) -> String {
        [head, issued_at, BEFORE_PAYLOAD, payload, AFTER_PAYLOAD].concat()
    }

    #[test]
    fn an_envelope_has_every_header_that_there_is_in_their_order_and_the_payload_apart() {
        let none = CallerHeaders::default();
        let printed = head(&none).print();
        let text = envelope(&printed, LATER, "{\"session\":{}}");
        let expected = concat!(
            "{\"action\":\"message\",\"headers\":{\"correlationId\":\"c\",\"traceId\":\"t\",\"idempotencyKey\":\"k\",",
            "\"identifier\":\"message\",\"action\":\"customerinteraction\",\"schemaRef\":\"optave.message.v3\",",
            "\"sdkVersion\":\"1.2.3\",\"timestamp\":\"2024-01-15T10:30:00.000Z\",",
            "\"issuedAt\":\"2024-01-15T10:30:01.500Z\"},\"payload\":{\"session\":{}}}",
        );
        assert_eq!(text, expected);
        let more = Head {
            tenant_id: Some("acme"),
            network_latency_ms: Some(7),
            ..head(&none)
        };
        let more = envelope(&more.print(), LATER, "{}");
        let expected = concat!(
            "\"sdkVersion\":\"1.2.3\",\"tenantId\":\"acme\",\"timestamp\":\"2024-01-15T10:30:00.000Z\",",
            "\"networkLatencyMs\":7,\"issuedAt\":\"2024-01-15T10:30:01.500Z\"},\"payload\":{}}",
        );
        assert!(more.ends_with(expected), "{more}");
    }

    #[test]
    fn what_the_caller_sets_goes_before_what_is_known_otherwise() {
        let caller = CallerHeaders {
            correlation_id: Some("own c".to_owned()),
            trace_id: Some("own t".to_owned()),
            idempotency_key: Some("own k".to_owned()),
            timestamp: Some("yesterday".to_owned()),
            network_latency_ms: Some(0),
        };
        let head = Head {
            network_latency_ms: Some(7),
            ..head(&caller)
        };
        let text = envelope(&head.print(), LATER, "{}");
        let json: Json = serde_json::from_str(&text).unwrap();
        let headers = &json["headers"];
        assert_eq!(headers["correlationId"], "own c");
        assert_eq!(headers["traceId"], "own t");
        assert_eq!(headers["idempotencyKey"], "own k");
        assert_eq!(headers["timestamp"], "yesterday");
        assert_eq!(headers["networkLatencyMs"], 0);
        assert_eq!(headers["issuedAt"], LATER);
    }

    /// Quotes, escapes, control characters, and what looks like the end of a header.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "\"", "\\", "\0", "\n", "\x1f", "\x7f", "\u{2028}", "😀", "}", ",", ":"
            ])
            .prop_map(str::to_owned),
            prop::sample::select(vec![
                "issuedAt",
                "\",\"issuedAt\":\"",
                "\"},\"payload\":",
                "\\\"",
                "\\u0000"
            ])
            .prop_map(str::to_owned),
            any::<String>(),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    const NAMES: &[&str] = &[
        "correlationId",
        "traceId",
        "idempotencyKey",
        "timestamp",
        "networkLatencyMs",
        "tenantId",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn any_headers_are_read_or_named_as_wrong(headers in prop_oneof![
            any_sample(),
            any_object(NAMES, prop_oneof![any::<f64>().prop_map(Sample::Number), hostile().prop_map(Sample::Text)]),
        ]) {
            match read(&headers) {
                Ok(given) => {
                    for text in [given.correlation_id, given.trace_id, given.idempotency_key, given.timestamp] {
                        prop_assert!(text.is_none_or(|text| !text.is_empty()));
                    }
                }
                Err(faults) => {
                    prop_assert!(!faults.is_empty());
                    for fault in faults {
                        let named = fault.strip_prefix("headers").and_then(|rest| rest.split_once(": expected "));
                        let (name, _) = named.unwrap();
                        prop_assert!(name.is_empty() || NAMES.contains(&&name[1..]), "{fault}");
                    }
                }
            }
        }

        #[test]
        fn an_envelope_is_json_of_what_was_given(
            texts in prop::collection::vec(prop::option::of(hostile()), 4),
            [sdk_version, tenant_id, called_at, payload] in [hostile(), hostile(), hostile(), hostile()],
            has_tenant in any::<bool>(),
            latencies in any::<(Option<u32>, Option<u32>)>(),
            action in prop::sample::select(Action::ALL.to_vec()),
        ) {
            let caller = CallerHeaders {
                correlation_id: texts[0].clone(),
                trace_id: texts[1].clone(),
                idempotency_key: texts[2].clone(),
                timestamp: texts[3].clone(),
                network_latency_ms: latencies.0,
            };
            let head = Head {
                action,
                sdk_version: &sdk_version,
                tenant_id: has_tenant.then_some(&tenant_id),
                called_at: &called_at,
                network_latency_ms: latencies.1,
                ..head(&caller)
            };
            let mut headers = json!({
                "correlationId": texts[0].as_deref().unwrap_or("c"),
                "traceId": texts[1].as_deref().unwrap_or("t"),
                "idempotencyKey": texts[2].as_deref().unwrap_or("k"),
                "identifier": "message",
                "action": action.wire(),
                "schemaRef": SCHEMA_REF,
                "sdkVersion": &sdk_version,
                "timestamp": texts[3].as_ref().unwrap_or(&called_at),
                "issuedAt": LATER,
            });
            if has_tenant {
                headers["tenantId"] = tenant_id.clone().into();
            }
            if let Some(ms) = latencies.0.or(latencies.1) {
                headers["networkLatencyMs"] = ms.into();
            }
            let body = json!({ "issuedAt": payload });
            let text = envelope(&head.print(), LATER, &body.to_string());
            let expected = json!({ "action": "message", "headers": headers, "payload": body });
            prop_assert_eq!(serde_json::from_str::<Map<String, Json>>(&text).unwrap(), expected.as_object().unwrap().clone());
        }
    }
}
