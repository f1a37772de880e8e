//! `GET /v2/document-management/documents`.

use serde_json::{Value, json};

use super::{DOCUMENTS, Setting};
use crate::kit::HOST;

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|it| it["name"].as_str().unwrap()).collect()
}

/// Somebody new, with three documents of three days.
async fn three(setting: &mut Setting) {
    let body = json!({"first_name": "Ada", "last_name": "Neu", "email": "ada@example.com"});
    let made = setting.local.post(&setting.v2, "/v2/persons", body).await.expect(201).json();
    made["id"].as_str().unwrap().clone_into(&mut setting.person);
    for (title, category) in [("first", "41201"), ("second", "41202"), ("third", "41201")] {
        setting.upload_with(&[("title", title), ("category_id", category)], "a.pdf", b"x").await.expect(201);
        setting.local.clock().advance(24 * 60 * 60);
        let tokens = setting.local.all().await;
        (setting.v1, setting.v2) = (tokens.v1, tokens.v2);
    }
}

#[tokio::test]
async fn categories_and_days_narrow_the_list() {
    let mut setting = Setting::new().await;
    three(&mut setting).await;
    let person = setting.person.clone();
    for (query, expected) in [
        ("", &["first", "second", "third"][..]),
        ("&category_id=41201", &["first", "third"]),
        ("&category_id=9", &[]),
        ("&category_id=x", &[]),
        ("&created_at.gte=2026-10-15", &["second", "third"]),
        ("&created_at.lt=2026-10-15", &["first"]),
        ("&created_at.gte=2026-10-15&created_at.lt=2026-10-16", &["second"]),
        ("&created_at.gte=2026-10-15&category_id=41201", &["third"]),
    ] {
        let rows = setting.documents(&format!("owner_id={person}{query}")).await;
        assert_eq!(names(&rows), expected, "{query}");
    }
    for owner in ["1", "x", "0", "-1", "99999999999", &format!("+{person}"), &format!("0{person}")] {
        assert!(setting.documents(&format!("owner_id={owner}")).await.is_empty(), "{owner}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_with_a_cursor_alone() {
    let mut setting = Setting::new().await;
    three(&mut setting).await;
    let path = format!("{DOCUMENTS}?owner_id={}&category_id=41201&limit=1", setting.person);
    let page = setting.local.get(&setting.v2, &path).await.expect(200).json();
    assert_eq!(names(page["_data"].as_array().unwrap()), ["first"]);
    let next = page["_meta"]["links"]["next"]["href"].as_str().unwrap();
    let next = next.strip_prefix(&format!("http://{HOST}")).unwrap();
    assert!(!next.contains("owner_id"), "{next}");
    let page = setting.local.get(&setting.v2, next).await.expect(200).json();
    assert_eq!(names(page["_data"].as_array().unwrap()), ["third"]);
    assert!(page["_meta"]["links"].get("next").is_none());
}

#[tokio::test]
async fn a_list_needs_an_owner_a_limit_and_days_that_are_some() {
    let setting = Setting::new().await;
    for query in [
        "",
        "?owner_id=",
        "?category_id=41201",
        "?owner_id=1&limit=300",
        "?owner_id=1&limit=0",
        "?owner_id=1&limit=x",
        "?owner_id=1&created_at.gte=yesterday",
        "?owner_id=1&created_at.lt=2026-10-15T00:00:00Z",
        "?owner_id=1&created_at.lt=2026-02-30",
        "?owner_id=1&created_at.gt=2026-10-15",
        "?owner_id=1&name=a",
    ] {
        setting.local.get(&setting.v2, &format!("{DOCUMENTS}{query}")).await.expect(400);
    }
    setting.local.get(&setting.v2, &format!("{DOCUMENTS}?owner_id=1&limit=200")).await.expect(200);
}

#[tokio::test]
async fn two_who_write_at_once_both_succeed() {
    let setting = Setting::new().await;
    let (a, b) = tokio::join!(setting.upload("a.pdf", b"a"), setting.upload("b.pdf", b"b"));
    let id = |it: crate::kit::Answer| it.expect(201).json()["data"]["id"].to_string();
    let (a, b) = (id(a), id(b));
    assert_ne!(a, b);
    assert_eq!(setting.download(&a).await.bytes, b"a");
    assert_eq!(setting.download(&b).await.bytes, b"b");
}
