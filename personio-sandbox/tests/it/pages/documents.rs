//! Documents by hand.

use serde_json::{Value, json};

use super::form::{Filled, error_at};
use super::{page, submit};
use crate::kit::{Answer, File, Local, Tokens, multipart};

async fn somebody(local: &Local, tokens: &Tokens) -> String {
    let person = json!({"first_name": "Ada", "last_name": "Beispiel", "email": "ada.b@example.com"});
    let made = local.post(&tokens.v2, "/v2/persons", person).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn documents(local: &Local, tokens: &Tokens, person: &str) -> Vec<Value> {
    let path = format!("/v2/document-management/documents?owner_id={person}");
    let all = local.get(&tokens.v2, &path).await.expect(200).json();
    all["_data"].as_array().unwrap().clone()
}

async fn upload(local: &Local, fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> Answer {
    let files = [File { field: "file", name, media_type: "text/plain", bytes }];
    let (kind, body) = multipart(fields, if name.is_empty() { &[] } else { &files });
    local.send("POST", "/documents/new", &[("content-type", &kind)], body).await
}

async fn category(local: &Local) -> String {
    Filled::at(local, "/documents/new", "upload").await.get("category").to_owned()
}

#[tokio::test]
async fn what_is_uploaded_is_there_for_the_api_and_told() {
    let local = Local::new();
    let tokens = local.all().await;
    let (id, category) = (somebody(&local, &tokens).await, category(&local).await);
    let fields = [("person", &*id), ("category", &category), ("date", "2026-05-01"), ("comment", "<b>")];
    let sent = upload(&local, &fields, "Vertrag.TXT", b"Hallo").await.expect(303);
    let shown = page(&local, sent.headers["location"].to_str().unwrap()).await.expect(200).body;
    assert!(shown.contains("<code>document.created</code>") && shown.contains("&#60;b&#62;"), "{shown}");
    let kept = documents(&local, &tokens, &id).await;
    assert_eq!((kept.len(), &kept[0]["name"]), (1, &json!("Vertrag.TXT")), "{kept:?}");
    let path = shown.split("/file\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let file = page(&local, &format!("{path}/file")).await.expect(200);
    assert_eq!(file.body, "Hallo");
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert!(page(&local, "/documents").await.expect(200).body.contains("Vertrag.TXT"));
}

#[tokio::test]
async fn what_can_not_be_uploaded_is_told_at_its_field() {
    let local = Local::new();
    let tokens = local.all().await;
    let (id, category) = (somebody(&local, &tokens).await, category(&local).await);
    let nothing = upload(&local, &[], "", b"").await.expect(400);
    assert_eq!(error_at(&nothing, "upload", "file").as_deref(), Some("Choose a file."));
    assert!(error_at(&nothing, "upload", "person").is_some());
    assert!(error_at(&nothing, "upload", "category").is_some());
    let fields = [("person", &*id), ("category", &*category)];
    let program = upload(&local, &fields, "setup.exe", b"MZ").await.expect(400);
    assert!(error_at(&program, "upload", "file").unwrap().starts_with("Choose a file of one of these types"));
    let unknown = upload(&local, &[("person", &*id), ("category", "9")], "a.txt", b"x").await.expect(400);
    assert_eq!(error_at(&unknown, "upload", "category").as_deref(), Some("This category is not there."));
    let large = vec![b' '; (30 << 20) + 1];
    let large = upload(&local, &fields, "a.txt", &large).await.expect(400);
    assert_eq!(error_at(&large, "upload", "file").as_deref(), Some("Choose a file of at most 30 MB."));
    let broken = [("content-type", "multipart/form-data")];
    local.send("POST", "/documents/new", &broken, "x").await.expect(400);
    assert!(documents(&local, &tokens, &id).await.is_empty());
}

#[tokio::test]
async fn a_file_is_saved_once_it_is_known_to_be_safe() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let tokens = local.all().await;
    let (id, category) = (somebody(&local, &tokens).await, category(&local).await);
    local.switch("document-virus-scan", "10s").await;
    let fields = [("person", &*id), ("category", &*category)];
    upload(&local, &fields, "a.txt", b"x").await.expect(303);
    let bad = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
    upload(&local, &fields, "b.txt", bad).await.expect(303);
    let path = format!("/people/{id}/documents");
    let shown = page(&local, &path).await.expect(200).body;
    assert_eq!(shown.matches("not scanned yet").count(), 2, "{shown}");
    local.clock().advance(11);
    let shown = page(&local, &path).await.expect(200).body;
    assert!(shown.contains("not safe") && shown.matches("/file\"").count() == 1, "{shown}");
    page(&local, "/documents/1/file").await.expect(404);
}

#[tokio::test]
async fn a_document_is_changed_signed_and_deleted() {
    let local = Local::new();
    let tokens = local.all().await;
    let (id, category) = (somebody(&local, &tokens).await, category(&local).await);
    upload(&local, &[("person", &*id), ("category", &*category)], "a.txt", b"x").await.expect(303);
    let own = documents(&local, &tokens, &id).await[0]["id"].as_str().unwrap().to_owned();
    let form = Filled::at(&local, &format!("/documents/{own}/edit"), "document").await;
    let refused = form.clone().with("name", "").with("date", "soon").send(&local).await.expect(400);
    assert_eq!(error_at(&refused, "document", "name").as_deref(), Some("Enter a name."));
    assert!(error_at(&refused, "document", "date").is_some());
    let saved = form.with("name", "Neu.txt").with("date", "2026-02-01").save(&local).await.body;
    assert!(saved.contains("<code>document.updated</code>") && saved.contains("Neu.txt"), "{saved}");
    let signed = submit(&local, &format!("/documents/{own}/sign"), &[]).await.expect(303);
    let signed = page(&local, signed.headers["location"].to_str().unwrap()).await.body;
    assert!(signed.contains("<code>document.signed</code>"), "{signed}");
    let again = submit(&local, &format!("/documents/{own}/sign"), &[]).await.expect(404).body;
    assert!(again.contains("signed already"), "{again}");
    submit(&local, &format!("/documents/{own}/delete"), &[]).await.expect(303);
    assert!(documents(&local, &tokens, &id).await.is_empty());
    page(&local, &format!("/documents/{own}/edit")).await.expect(404);
    submit(&local, &format!("/documents/{own}/delete"), &[]).await.expect(404);
}
