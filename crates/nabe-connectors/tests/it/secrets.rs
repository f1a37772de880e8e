//! Secrets: what a call, a token or an error prints never holds one.

use http::{HeaderMap, StatusCode};
use nabe_connector::{Answer, Credentials};

use crate::fixtures::fixtures;

const CANARY: &str = "papi-canary-0123456789-abcdefghij";

fn credentials(fixture: &crate::fixtures::Fixture) -> Credentials {
    let mut credentials = Credentials::default();
    for field in &fixture.provider.manifest().fields {
        credentials.set(&field.key, if field.secret { CANARY } else { "plain" });
    }
    credentials
}

#[test]
fn what_is_entered_never_prints() {
    for fixture in fixtures() {
        let credentials = credentials(&fixture);
        assert!(!format!("{credentials:?} {credentials:#?}").contains(CANARY));
        for scheme in &fixture.provider.manifest().schemes {
            let call = fixture.provider.authenticate(scheme, &credentials).unwrap();
            assert!(!format!("{call:?} {call:#?}").contains(CANARY), "{scheme}");
            let sent = match &call.body {
                nabe_connector::Body::Form(fields) => fields.iter().any(|it| it.1 == CANARY),
                nabe_connector::Body::Json(json) => String::from_utf8_lossy(json).contains(CANARY),
                nabe_connector::Body::Empty => false,
            };
            assert!(sent, "{scheme}: the secret goes in the body, where no log looks");
            assert!(!call.path_and_query().contains(CANARY), "{scheme}");
        }
    }
}

#[test]
fn a_token_never_prints() {
    for fixture in fixtures() {
        for scheme in &fixture.provider.manifest().schemes {
            let body = format!(
                r#"{{"success":true,"data":{{"token":"{CANARY}","expires_in":86400}},
                    "access_token":"{CANARY}","token_type":"Bearer","expires_in":86400,"scope":"a b"}}"#
            );
            let headers = HeaderMap::new();
            let answer = Answer { status: StatusCode::OK, headers: &headers, body: body.as_bytes() };
            let token = fixture.provider.read_token(scheme, &answer).unwrap();
            assert!(!format!("{token:?} {token:#?}").contains(CANARY), "{scheme}");
        }
    }
}

#[test]
fn every_secret_field_is_marked() {
    for fixture in fixtures() {
        for field in &fixture.provider.manifest().fields {
            let sounds_secret = ["secret", "token", "password"].iter().any(|it| field.key.contains(it));
            assert_eq!(field.secret, sounds_secret, "{}", field.key);
        }
    }
}
