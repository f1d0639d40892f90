//! Where a client may connect to.

use super::super::sample::object;
use super::*;

#[test]
fn the_url_of_the_transport_has_to_be_there_the_other_one_only_to_be_right() {
    let faults = |options: Sample| read(&options).findings.faults;
    let (socket, rest) = (
        || Sample::from("wss://example.com"),
        || Sample::from("https://example.com"),
    );
    let over = |transport: &str| ("transport", Sample::from(transport));
    assert_eq!(faults(plain([over("rest")])), [REST_FAULT]);
    assert_eq!(faults(plain([over("auto")])), [SOCKET_FAULT, REST_FAULT]);
    assert_eq!(faults(plain([("restUrl", rest())])), [SOCKET_FAULT]);
    assert_eq!(
        faults(plain([
            ("websocketUrl", socket()),
            ("restUrl", "ftp://x".into())
        ])),
        [REST_FAULT]
    );
    assert_eq!(
        faults(plain([
            ("restUrl", rest()),
            over("rest"),
            ("websocketUrl", "ftp://x".into())
        ])),
        [SOCKET_FAULT]
    );
    let client = read(&plain([("websocketUrl", socket()), ("restUrl", rest())]));
    assert_eq!(client.faults(), [""; 0]);
    assert_eq!(
        (client.websocket_url, client.rest_url),
        (Some(socket()), Some(rest()))
    );
}

#[test]
fn a_url_is_encrypted_or_leads_to_this_machine() {
    for (url, is_good) in [
        ("wss://example.com", true),
        ("ws://localhost/path", true),
        ("ws://acme.localhost", true),
        ("ws://127.0.0.1", true),
        ("ws://example.com", false),
        ("https://example.com", false),
        ("nonsense", false),
    ] {
        let client = read(&plain([("websocketUrl", url.into())]));
        let expected: &[&str] = if is_good { &[] } else { &[SOCKET_FAULT] };
        assert_eq!(client.faults(), expected, "{url}");
        let taken = is_good.then(|| Sample::from(url));
        assert_eq!(client.websocket_url, taken, "{url}");
    }
}

#[test]
fn a_url_is_a_text_that_says_something() {
    for url in [
        Sample::Null,
        5.0.into(),
        "".into(),
        ["wss://example.com"].into(),
        object([]),
    ] {
        let client = read(&plain([("websocketUrl", url)]));
        let expected = ["websocketUrl: expected a non-empty string", SOCKET_FAULT];
        assert_eq!(client.faults(), expected);
    }
}
