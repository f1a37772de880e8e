//! The faults that are wanted most, by name.

use serde_json::Value;

/// Key, what people read, and the effect as the control API spells it.
pub(super) const COMMON: &[(&str, &str, &str)] = &[
    ("too-many", "Too many calls (429)", r#"{"kind":"too-many"}"#),
    ("bad-gateway", "The gateway fails (502)", r#"{"kind":"bad-gateway"}"#),
    ("unavailable", "The service is down (503)", r#"{"kind":"service-unavailable"}"#),
    ("timeout", "The gateway gives up (504)", r#"{"kind":"gateway-timeout"}"#),
    (
        "timeout-done",
        "The gateway gives up (504), but the call took effect",
        r#"{"kind":"gateway-timeout","carried_out":true}"#,
    ),
    ("server-error", "The server fails (500, no body)", r#"{"kind":"answer","status":500}"#),
    ("proxy", "The error page of a proxy, in HTML", r#"{"kind":"proxy-page"}"#),
    ("proxy-ok", "A proxy's page in HTML, with status 200", r#"{"kind":"proxy-page","status":200}"#),
    ("forbidden", "The right is missing", r#"{"kind":"forbidden"}"#),
    ("not-found", "It is not there (404)", r#"{"kind":"not-found"}"#),
    ("german", "Errors in German", r#"{"kind":"german-error"}"#),
    ("slow", "The answer comes after 5 seconds", r#"{"kind":"latency","ms":5000}"#),
    ("stall", "The answer stops in its middle for good", r#"{"kind":"stall"}"#),
    ("cut", "The connection ends before the answer", r#"{"kind":"cut","at":"before-answer"}"#),
    (
        "cut-done",
        "The connection ends before the answer, but the call took effect",
        r#"{"kind":"cut","at":"before-answer","carried_out":true}"#,
    ),
    ("cut-body", "The connection ends within the body", r#"{"kind":"cut","at":"mid-body"}"#),
    ("truncated", "The body ends too early", r#"{"kind":"truncated"}"#),
    ("extra", "Fields that nobody expects", r#"{"kind":"extra-fields"}"#),
    ("self-next", "The next page is this one", r#"{"kind":"self-next"}"#),
    ("row-deleted", "A row is deleted while pages are read", r#"{"kind":"row-deleted"}"#),
    ("row-inserted", "A row is inserted while pages are read", r#"{"kind":"row-inserted"}"#),
];

/// The effect with this key.
pub(super) fn effect(key: &str) -> Option<Value> {
    let effect = COMMON.iter().find(|it| it.0 == key)?.2;
    serde_json::from_str(effect).ok()
}

/// What people read of an effect that is one of these.
pub(super) fn label(effect: &Value) -> Option<&'static str> {
    COMMON.iter().find(|it| serde_json::from_str::<Value>(it.2).is_ok_and(|it| it == *effect)).map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use super::COMMON;
    use crate::faults::fault::Fault;

    #[test]
    fn every_common_fault_can_be_and_has_a_name_of_its_own() {
        for (at, (key, label, effect)) in COMMON.iter().enumerate() {
            let fault = format!("{{\"effect\":{effect}}}");
            Fault::read(fault.as_bytes(), |_| false).unwrap_or_else(|error| panic!("{key}: {error}"));
            assert!(COMMON[..at].iter().all(|it| it.0 != *key && it.1 != *label && it.2 != *effect), "{key}");
        }
    }
}
