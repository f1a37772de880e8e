//! The files of documents.

use serde_json::{Value, json};

use super::{Setting, TEST_FILE};

#[tokio::test]
async fn the_very_bytes_come_back_with_their_type_and_name() {
    let setting = Setting::new().await;
    let every: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    for (name, media_type) in [
        ("a.pdf", "application/pdf"),
        ("a.JPEG", "image/jpeg"),
        ("a.7z", "application/x-7z-compressed"),
        ("a.html", "text/html"),
        ("a.fax", "application/octet-stream"),
    ] {
        let id = setting.uploaded(name, &every).await;
        let file = setting.download(&id).await.expect(200);
        assert_eq!(file.bytes, every, "{name}");
        assert_eq!(file.headers["content-type"], media_type);
        let ending = name.rsplit_once('.').unwrap().1.to_lowercase();
        let named = format!("attachment; filename=\"A title.{ending}\"; filename*=UTF-8''A%20title.{ending}");
        assert_eq!(file.headers["content-disposition"].to_str().unwrap(), named);
    }
}

#[tokio::test]
async fn a_file_that_is_not_safe_is_kept_back() {
    let setting = Setting::new().await;
    let text = format!("before {} after", TEST_FILE.concat());
    let id = setting.uploaded("rechnung.txt", text.as_bytes()).await;
    assert_eq!(setting.document(&id).await["virus_scan"], json!({"status": "INFECTED"}));
    let refused = setting.download(&id).await.expect(409).json();
    assert_eq!(refused["errors"][0]["title"], "Unsafe file");
    setting.delete(&id).await.expect(204);
    setting.download(&id).await.expect(404);
}

#[tokio::test]
async fn a_scan_may_take_its_time() {
    let setting = Setting::new().await;
    setting.local.switch("document-virus-scan", "10s").await;
    let id = setting.uploaded("a.pdf", b"x").await;
    let bad = setting.uploaded("b.pdf", TEST_FILE.concat().as_bytes()).await;
    assert_eq!(setting.events().await.len(), 2, "a document is told before it can be read");
    for id in [&id, &bad] {
        assert_eq!(setting.document(id).await["virus_scan"]["status"], "PENDING");
        setting.download(id).await.expect(409);
    }
    setting.local.clock().advance(10);
    assert_eq!(setting.document(&id).await["virus_scan"]["status"], "CLEAN");
    assert_eq!(setting.document(&bad).await["virus_scan"]["status"], "INFECTED");
    setting.download(&id).await.expect(200);
    setting.download(&bad).await.expect(409);
}

#[tokio::test]
async fn unknown_documents_are_not_found() {
    let setting = Setting::new().await;
    for id in ["1", "0", "-1", "x", "99999999999999", "%F0%9F%92%A9"] {
        setting.download(id).await.expect(404);
        setting.delete(id).await.expect(404);
        setting.patch(id, json!({"name": "x"})).await.expect(404);
    }
}

#[tokio::test]
async fn a_document_goes_with_its_person() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    setting
        .local
        .delete(&setting.v2, &format!("/v2/persons/{}", setting.person), Value::Null)
        .await
        .expect(204);
    assert!(setting.documents(&format!("owner_id={}", setting.person)).await.is_empty());
    setting.download(&id).await.expect(404);
}
