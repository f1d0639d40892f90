use super::*;

fn faults(mut options: Options) -> (Code, Vec<String>) {
    let fault = options.check().unwrap_err();
    (fault.code, serde_json::from_str(&fault.details).unwrap())
}

fn text(text: &str) -> Given {
    Given::Text(text.to_owned())
}

#[test]
fn all_faults_are_listed_at_once() {
    let mut options = Options::default();
    for (name, value) in [
        ("websocketUrl", Given::Number(1.0)),
        ("transport", text("carrier pigeon")),
        ("authTransport", text("cookie")),
        ("requestTimeoutMs", Given::Number(-1.0)),
        ("idleTimeoutMs", Given::Number(f64::NAN)),
        ("connectionTimeoutMs", Given::Number(3e9)),
        ("queue", text("big")),
        ("queue.maxRequests", Given::Flag(true)),
        ("until", Given::List(vec![])),
        ("until.dance", text("completed")),
        ("until.adjust", text("never")),
        ("tokenProvider", text("token")),
        ("session", Given::Function),
        ("tenantId", Given::Other),
        ("location", text("always")),
        ("deviceInfo", text("true")),
    ] {
        assert_eq!(options.set(name, value), Then::Done, "{name}");
    }
    let (code, places) = faults(options);
    assert_eq!(code, Code::InvalidConfig);
    assert_eq!(places.len(), 16, "{places:#?}");
    assert_eq!(places[1], "transport: expected one of websocket rest");
    assert_eq!(places[7], "queue.maxRequests: expected a number, 0 or more");
}

#[test]
fn good_values_are_taken() {
    let mut options = Options::default();
    for (name, value) in [
        ("websocketUrl", text("wss://example.com")),
        ("transport", text("rest")),
        ("authTransport", text("query")),
        ("authRequired", Given::Flag(false)),
        ("requestTimeoutMs", Given::Number(0.0)),
        ("queue.maxRequests", Given::Number(7.0)),
        ("until", text("idle")),
        ("until.summarize", Given::List(vec!["summarize".into()])),
        ("until.customerInteraction", Given::Function),
        ("location", Given::Flag(true)),
        ("payloadDefaults", text("compact")),
        ("correlation", text("strict")),
        ("logger", Given::Object),
    ] {
        assert_eq!(options.set(name, value), Then::Done);
    }
    assert!(options.check().is_ok());
    let config = options.config();
    assert_eq!(options.text(Text::WebSocketUrl), Some("wss://example.com"));
    assert_eq!(config.transport, Transport::Rest);
    assert_eq!(config.auth_transport, AuthTransport::Query);
    assert_eq!(options.deadlines().total_ms, 0);
    assert_eq!(
        config.queue,
        Some(QueueLimits {
            max_requests: 7,
            ..QueueLimits::default()
        })
    );
    assert_eq!(options.until[Action::Interaction as usize], Until::Idle);
    assert_eq!(
        options.until[Action::Summarize as usize],
        Until::Types(vec!["summarize".into()])
    );
    assert_eq!(
        options.until[Action::CustomerInteraction as usize],
        Until::Asked
    );
    assert!(config.strict_correlation && !config.auth_required);
    assert_eq!(
        (
            options.choice(Choice::Location),
            options.choice(Choice::PayloadDefaults)
        ),
        (1, 1)
    );
}

#[test]
fn without_options_the_config_is_the_default() {
    assert_eq!(Options::default().config(), Config::default());
    assert_eq!(Options::default().deadlines(), Deadlines::default());
    assert_eq!(
        Options::default().text(Text::SdkVersion),
        Some(env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn queue_false_turns_queueing_off() {
    let mut options = Options::default();
    options.set("queue", Given::Flag(false));
    assert_eq!(options.config().queue, None);
}

#[test]
fn a_request_has_options_of_its_own() {
    let mut options = Options::default();
    assert!(options.set_for_call("timeoutMs", Given::Number(5.0)));
    assert!(options.set_for_call("until", Given::Function));
    assert!(options.set_for_call("onUpdate", Given::Function));
    assert!(options.set_for_call("signal", Given::Object));
    assert!(!options.set_for_call("websocketUrl", text("wss://example.com")));
    assert!(options.check().is_ok());
    assert_eq!(options.deadlines().total_ms, 5);
    options.set_for_call("onUpdate", text("x"));
    options.set_for_call("signal", Given::Number(1.0));
    let (_, places) = faults(options);
    assert_eq!(
        places,
        [
            "onUpdate: expected a function",
            "signal: expected an object"
        ]
    );
}

#[test]
fn a_client_secret_is_named_first_and_never_quoted() {
    let mut options = Options::default();
    options.set("transport", text("x"));
    options.set("clientSecret", text("hush"));
    let (code, places) = faults(options);
    assert_eq!(code, Code::ClientSecretInClientEnv);
    assert_eq!(places.len(), 2);
    assert!(!places.concat().contains("hush"));
}

#[test]
fn an_unknown_option_names_the_nearest_known_one() {
    let mut options = Options::default();
    for (name, near) in [
        ("webSocketURL", Some("websocketUrl")),
        ("requestTimeout", Some("requestTimeoutMs")),
        ("tokenprovider", Some("tokenProvider")),
        ("queue.maxRequest", Some("queue.maxRequests")),
        ("colour", None),
    ] {
        assert_eq!(
            options.set(name, Given::Other),
            Then::Unknown(near),
            "{name}"
        );
    }
    assert!(options.check().is_ok());
}

#[test]
fn urls_are_encrypted_or_local() {
    for (scheme, host, is_good) in [
        ("wss:", "example.com", true),
        ("ws:", "localhost", true),
        ("ws:", "example.com", false),
        ("https:", "example.com", false),
        ("", "", false),
    ] {
        let mut options = Options::default();
        options.check_url("websocketUrl", ["wss:", "ws:"], scheme, host);
        assert_eq!(options.check().is_ok(), is_good, "{scheme}//{host}");
    }
}
