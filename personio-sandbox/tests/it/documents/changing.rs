//! `PATCH` and `DELETE` of documents, and signatures.

use serde_json::{Value, json};

use super::{Setting, told};

#[tokio::test]
async fn each_field_changes_alone_and_is_told() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    let before = setting.document(&id).await;
    for (field, value) in [
        ("name", json!("Renamed.pdf")),
        ("date", json!("2025-01-31")),
        ("comment", json!("a comment")),
        ("category", json!({"id": "41206"})),
    ] {
        let mut expected = setting.document(&id).await;
        expected[field] = value.clone();
        let changed = setting.patch(&id, json!({field: value})).await.expect(200).json();
        assert_eq!(changed, expected);
        assert_eq!(setting.document(&id).await, expected);
    }
    assert_eq!(setting.document(&id).await["created_at"], before["created_at"]);
    let updates = setting.events().await.into_iter().filter(|it| it.0 == "document.updated");
    let updates: Vec<Value> = updates.map(|it| it.1).collect();
    assert_eq!(updates, vec![told(&id, &setting.person); 4]);
    let named = setting.download(&id).await.expect(200);
    assert!(named.headers["content-disposition"].to_str().unwrap().contains("\"Renamed.pdf\""));
}

#[tokio::test]
async fn a_change_of_nothing_is_not_told() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    setting.patch(&id, json!({})).await.expect(200);
    setting.patch(&id, json!({"name": "A title", "unknown": null})).await.expect(200);
    assert_eq!(setting.events().await.len(), 1);
}

#[tokio::test]
async fn null_and_empty_texts_are_refused_for_every_field() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    let before = setting.document(&id).await;
    for (position, status) in [("400", 400), ("422", 422)] {
        setting.local.switch("v2-document-invalid", position).await;
        for field in ["name", "date", "comment", "category"] {
            for value in [Value::Null, json!(""), json!(7), json!([])] {
                setting.patch(&id, json!({field: value})).await.expect(status);
            }
        }
        setting.patch(&id, json!({"name": "x".repeat(257)})).await.expect(status);
        setting.patch(&id, json!({"date": "2026-02-30"})).await.expect(status);
        setting.patch(&id, json!([])).await.expect(status);
    }
    assert_eq!(setting.document(&id).await, before);
    setting.patch(&id, json!({"name": "é".repeat(256)})).await.expect(200);
}

#[tokio::test]
async fn an_unknown_category_changes_nothing() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    for category in ["1", "x", "99999999999"] {
        setting.patch(&id, json!({"name": "other", "category": {"id": category}})).await.expect(404);
    }
    assert_eq!(setting.document(&id).await["name"], "A title");
}

#[tokio::test]
async fn a_change_may_be_answered_with_nothing() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    let bearer = format!("Bearer {}", setting.v2);
    setting.local.switch("v2-document-patch", "204").await;
    let path = format!("{}/{id}", super::DOCUMENTS);
    let headers = [("authorization", bearer.as_str()), crate::kit::JSON];
    let answer = setting.local.send("PATCH", &path, &headers, r#"{"name": "b"}"#).await.expect(204);
    assert!(answer.bytes.is_empty());
    assert_eq!(setting.document(&id).await["name"], "b");
}

#[tokio::test]
async fn a_deleted_document_is_gone_and_told() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    setting.delete(&id).await.expect(204);
    setting.delete(&id).await.expect(404);
    let events = setting.events().await;
    assert_eq!(events[1], ("document.deleted".to_owned(), told(&id, &setting.person)));
    let next = setting.uploaded("b.pdf", b"x").await;
    assert!(next.parse::<u32>().unwrap() > id.parse().unwrap(), "no number is given twice");
}

#[tokio::test]
async fn a_signature_is_shown_and_told() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    let path = format!("/_sandbox/documents/{id}/sign");
    let signed = setting.local.control("POST", &path, Value::Null).await.expect(200).json();
    assert_eq!(signed, json!({"id": id, "esignature": {"status": "SIGNED"}}));
    assert_eq!(setting.document(&id).await["esignature"], json!({"status": "SIGNED"}));
    setting.local.control("POST", &path, Value::Null).await.expect(400);
    setting.local.control("POST", "/_sandbox/documents/x/sign", Value::Null).await.expect(404);
    let events = setting.events().await;
    assert_eq!(events[1..], [("document.signed".to_owned(), told(&id, &setting.person))]);
}
