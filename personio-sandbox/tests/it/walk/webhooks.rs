//! Webhooks.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
        get("webhooks", "/v2/webhooks"),
        get("webhooks without a token", "/v2/webhooks").without_token().expect(401),
    ]
}
