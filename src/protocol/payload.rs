//! What every payload holds before the caller's own values are laid over it (wire protocol, section 3).

/// The default payload as JSON: parsed once by whoever sends, and shown to users as `OptaveClient.defaultPayload`.
///
/// `session.sessionId` and `request.requestId` are filled in per client and per request; arrays are empty, because an
/// empty placeholder object in one of them would be sent as if the caller had meant it.
pub const DEFAULT: &str = r#"{"session":{"sessionId":"","channel":{"browser":"","deviceInfo":"","deviceType":"","language":"","location":"","medium":"chat","metadata":[],"section":""},"interface":{"appVersion":"","category":"","language":"","name":"","type":""}},"request":{"requestId":"","attributes":{"content":"","instruction":"","variant":"A"},"connections":{"journeyId":"","parentId":"","threadId":""},"context":{"caseId":"","departmentId":"","operatorId":"","organizationId":"","userId":""},"reference":{"ids":[],"labels":[],"tags":[]},"resources":{"codes":[],"links":[],"offers":[]},"scope":{"accounts":[],"appointments":[],"assets":[],"bookings":[],"cases":[],"conversations":[],"documents":[],"events":[],"interactions":[],"items":[],"locations":[],"offers":[],"operators":[],"orders":[],"organizations":[],"persons":[],"policies":[],"products":[],"properties":[],"services":[],"subscriptions":[],"tickets":[],"transactions":[],"users":[]},"settings":{"disableBrowsing":false,"disableSearch":false,"disableSources":false,"disableStream":true,"disableTools":false,"maxResponseLength":0,"overrideInterfaceLanguage":"","overrideOutputLanguage":""},"a2a":[],"cursor":{"since":"","until":""}}}"#;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn defaults_are_json_with_empty_arrays_and_every_array_of_the_scope() {
        let payload: Value = serde_json::from_str(DEFAULT).unwrap();
        let scope = payload["request"]["scope"].as_object().unwrap();
        assert_eq!(scope.len(), 24);
        assert!(
            scope
                .values()
                .all(|value| value.as_array().is_some_and(Vec::is_empty))
        );
        assert_eq!(payload["request"]["settings"]["disableStream"], true);
        assert_eq!(payload["request"]["attributes"]["variant"], "A");
        assert_eq!(payload["session"]["channel"]["medium"], "chat");
    }
}
