//! Errors: every status with every shape of body has a class, and the sentence in it is found.

use http::{HeaderMap, StatusCode};
use nabe_connector::{Answer, CallError};
use proptest::prelude::*;

use crate::fixtures::{Fixture, fixtures};

fn classify(fixture: &Fixture, status: u16, body: &[u8]) -> Vec<Result<(), CallError>> {
    let (status, headers) = (StatusCode::from_u16(status).unwrap(), HeaderMap::new());
    let answer = Answer { status, headers: &headers, body };
    let operations = fixture.provider.operations().iter();
    operations.map(|it| fixture.provider.classify(it, &answer)).collect()
}

/// The class that a status has by itself, whatever the body says.
fn has_its_class(status: u16, error: &CallError) -> bool {
    match status {
        401 | 403 => matches!(error, CallError::Denied { .. } | CallError::CredentialsRefused { .. }),
        // Where the host is the customer's own, a field is wrong and no record is missing.
        404 => {
            matches!(error, CallError::NotFound | CallError::Rejected { .. } | CallError::BadField { .. })
        }
        429 => matches!(error, CallError::RateLimited { .. }),
        500 | 502..=504 => matches!(error, CallError::Unavailable { .. }),
        _ => true,
    }
}

#[test]
fn every_status_has_a_class_with_every_body() {
    for fixture in fixtures() {
        for status in (300..600).filter(|it| StatusCode::from_u16(*it).is_ok()) {
            for (body, sentence) in fixture.errors {
                for result in classify(&fixture, status, body.as_bytes()) {
                    let error = result.expect_err("an error is none of the good answers");
                    assert!(has_its_class(status, &error), "{status} {body}: {error:?}");
                    if let CallError::Rejected { message, .. } = &error {
                        assert!(message.contains(sentence), "{status} {body}: {message}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_rejection_says_what_the_provider_said() {
    for fixture in fixtures() {
        for (body, sentence) in fixture.errors {
            for result in classify(&fixture, 422, body.as_bytes()) {
                let error = result.unwrap_err();
                assert!(
                    matches!(&error, CallError::Rejected { message, .. } if message.contains(sentence)),
                    "{error:?}"
                );
            }
        }
    }
}

#[test]
fn a_denial_is_known_by_its_words() {
    for fixture in fixtures() {
        for sentence in fixture.denials {
            let body = format!(r#"{{"error":{{"message":"{sentence}"}}}}"#);
            for result in classify(&fixture, 400, body.as_bytes()) {
                assert_eq!(result, Err(CallError::Denied { status: 400 }));
            }
        }
    }
}

#[test]
fn a_success_that_says_it_failed_is_none() {
    for fixture in fixtures() {
        let failed = fixture.errors.iter().filter(|it| it.0.starts_with(r#"{"success":false"#));
        for (body, _) in failed {
            let operations = fixture.provider.operations().iter();
            for (operation, result) in operations.zip(classify(&fixture, 200, body.as_bytes())) {
                let may_say_anything = fixture.files.contains(&operation.id.as_str());
                assert_eq!(result.is_ok(), may_say_anything, "{}: {body}", operation.id);
            }
        }
        assert!(classify(&fixture, 200, br#"{"success":true}"#).iter().all(Result::is_ok));
    }
}

proptest! {
    #[test]
    fn no_body_is_too_odd(status in 200_u16..600, body in prop::collection::vec(any::<u8>(), 0..300), text in any::<String>()) {
        for fixture in fixtures() {
            for body in [body.as_slice(), text.as_bytes()] {
                for result in classify(&fixture, status, body) {
                    prop_assert!(status < 300 || result.is_err());
                }
            }
        }
    }
}
