//! Strings with well-known values. None of them is closed: the server may know more than this crate does,
//! so any other string passes in both directions.

open_name! {
    /// What a conversation is held over.
    Medium,
    r#""chat" | "voice" | "email" | (string & {})"#,
    ["chat", "voice", "email"]
}

open_name! {
    /// Kind of device.
    DeviceType,
    r#""mobile" | "tablet" | "desktop" | (string & {})"#,
    ["mobile", "tablet", "desktop"]
}

open_name! {
    /// How a conversation is built into an application.
    AppType,
    r#""custom_components" | "chat" | (string & {})"#,
    ["custom_components", "chat"]
}

open_name! {
    /// Which of two answers is asked for. Sent in upper case.
    Variant,
    r#""A" | "B" | (string & {})"#,
    ["A", "B"]
}

open_name! {
    /// Part that somebody plays in a conversation.
    ParticipantRole,
    r#""user" | "operator" | "bot" | (string & {})"#,
    ["user", "operator", "bot"]
}

open_name! {
    /// Who caused an interaction.
    InteractionRole,
    r#""user" | "operator" | "bot" | "system" | (string & {})"#,
    ["user", "operator", "bot", "system"]
}

open_name! {
    /// How far a superpower has come. Only `completed` and `error` end anything; other states are progress.
    SuperpowerState,
    r#""started" | "streaming" | "completed" | "error" | (string & {})"#,
    ["started", "streaming", "completed", "error"]
}

open_name! {
    /// Which superpower speaks: the request's own action for the reply itself, another name for each analysis
    /// that comes with it, `"error"` for a failure of the whole request.
    ActionType,
    "SuperpowerName | ReplyName | (string & {})",
    ["interaction", "recommend", "sentiment", "error"]
}

open_name! {
    /// What an answer's envelope carries: an answer or an error, and the version of its form.
    AnswerSchemaRef,
    r#""optave.response.v3" | "optave.error.v3" | (string & {})"#,
    ["optave.response.v3", "optave.error.v3"]
}
