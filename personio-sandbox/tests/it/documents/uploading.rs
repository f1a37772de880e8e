//! `POST /v1/company/documents`.

use serde_json::{Value, json};

use super::{DOCUMENTS, Setting, UPLOAD, told};
use crate::kit::{JSON, Local};
use personio_sandbox::{Clock, Options};

#[tokio::test]
async fn a_document_is_uploaded_and_found_in_v2() {
    let setting = Setting::new().await;
    let fields = [("title", "Zeugnis 計 \"A\""), ("comment", "original"), ("date", "2026-02-28")];
    let made = setting.upload_with(&fields, "zeugnis.PDF", b"%PDF-1.4 x").await.expect(201).json();
    let data = &made["data"];
    assert_eq!(made["success"], true);
    assert_eq!(data["type"], "Document");
    let attributes = &data["attributes"];
    assert_eq!(attributes["title"], "Zeugnis 計 \"A\"");
    assert_eq!((&attributes["date"], &attributes["comment"]), (&json!("2026-02-28"), &json!("original")));
    assert_eq!(attributes["employee"]["attributes"]["id"]["value"].to_string(), setting.person);
    assert_eq!(attributes["category"]["id"].to_string(), setting.category);

    let id = data["id"].to_string();
    let shown = setting.document(&id).await;
    let expected = json!({
        "id": id, "name": "Zeugnis 計 \"A\"", "date": "2026-02-28", "comment": "original",
        "category": {"id": setting.category}, "owner": {"id": setting.person}, "document_type": "pdf",
        "size": 10, "created_at": "2026-10-14T09:30:00Z", "virus_scan": {"status": "CLEAN"},
    });
    assert_eq!(shown, expected);
    assert_eq!(setting.events().await, [("document.created".to_owned(), told(&id, &setting.person))]);
}

#[tokio::test]
async fn what_can_be_left_out_is_null() {
    let setting = Setting::new().await;
    let made = setting.upload_with(&[("comment", ""), ("date", "")], "a.txt", b"").await.expect(201).json();
    let attributes = &made["data"]["attributes"];
    assert_eq!((&attributes["date"], &attributes["comment"]), (&Value::Null, &Value::Null));
    let id = made["data"]["id"].to_string();
    assert_eq!(setting.document(&id).await["size"], 0);
    assert!(setting.download(&id).await.expect(200).bytes.is_empty());
}

#[tokio::test]
async fn unknown_categories_and_employees_are_not_found() {
    let setting = Setting::new().await;
    for (field, value, model) in [
        ("category_id", "1", "[DocumentCategory] 1"),
        ("category_id", "99999999999999", "[DocumentCategory] 0"),
        ("employee_id", "1", "[Employee] 1"),
        ("employee_id", "-5", "[Employee] 0"),
    ] {
        let refused = setting.upload_with(&[(field, value)], "a.pdf", b"x").await.expect(404).json();
        let message = format!("No query results for model {model}");
        assert_eq!(refused, json!({"success": false, "error": {"code": 0, "message": message}}));
    }
    assert!(setting.events().await.is_empty());
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let setting = Setting::new().await;
    let long = "x".repeat(256);
    let fields =
        [("title", long.as_str()), ("employee_id", "me"), ("category_id", ""), ("date", "28.02.2026")];
    let refused = setting.upload_with(&fields, "virus.exe", b"x").await.expect(422).json();
    let error = &refused["error"];
    assert_eq!((&error["code"], &error["message"]), (&json!(0), &json!("The given data was invalid.")));
    let wrong = error["error_data"].as_object().unwrap();
    let fields: Vec<&str> = wrong.keys().map(String::as_str).collect();
    assert_eq!(fields, ["category_id", "date", "employee_id", "file", "title"]);
    let of_file = wrong["file"][0].as_str().unwrap();
    assert!(of_file.starts_with("The file must be a file of type: pdf, docx, doc, jpg,"), "{of_file}");
    assert!(of_file.ends_with("xps, md, fax."), "{of_file}");
    setting.upload_with(&[("title", &long[1..])], "a.fax", b"x").await.expect(201);
    setting.upload_with(&[("date", "2026-02-30")], "a.pdf", b"x").await.expect(422);
    setting.upload_with(&[("title", " ")], "a.pdf", b"x").await.expect(422);
    setting.upload("pdf", b"x").await.expect(422);
}

#[tokio::test]
async fn a_form_without_a_file_is_refused_whatever_it_is() {
    let setting = Setting::new().await;
    let bearer = format!("Bearer {}", setting.v1);
    for (kind, body) in [
        ("multipart/form-data", "broken"),
        ("multipart/form-data; boundary=x", "broken"),
        (JSON.1, r#"{"title": 7, "employee_id": true, "comment": [], "file": "x"}"#),
        (JSON.1, "nonsense"),
        ("application/x-www-form-urlencoded", "title=a&file=b"),
    ] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let refused = setting.local.send("POST", UPLOAD, &headers, body).await.expect(422).json();
        assert_eq!(refused["error"]["error_data"]["file"], json!(["The file field is required."]), "{kind}");
    }
}

#[tokio::test]
async fn a_file_may_have_thirty_megabytes() {
    let setting = Setting::new().await;
    let mut file = vec![b'x'; 30 << 20];
    let id = setting.uploaded("big.txt", &file).await;
    assert_eq!(setting.download(&id).await.expect(200).bytes, file);
    file.push(b'x');
    let refused = setting.upload("big.txt", &file).await.expect(422).json();
    let text = refused["error"]["error_data"]["file"][0].as_str().unwrap().to_owned();
    assert_eq!(text, "The file may not be greater than 30720 kilobytes.");
    setting.local.switch("v1-document-too-large", "413").await;
    setting.upload("big.txt", &file).await.expect(413);
}

#[tokio::test]
async fn sixty_a_minute_are_taken() {
    let clock = Clock::settable(super::NOW.parse().unwrap());
    let local = Local::of(Options { clock, ..Options::default() });
    let token = local.may(&[("documents", "read_write")]).await.v1;
    for _ in 0..60 {
        local.multipart(&token, UPLOAD, &[], &[]).await.expect(422);
    }
    local.multipart(&token, UPLOAD, &[], &[]).await.expect(429);
    local.get(&token, "/v1/company/document-categories").await.expect(200);
    local.clock().advance(61);
    local.multipart(&token, UPLOAD, &[], &[]).await.expect(422);
}

#[tokio::test]
async fn reading_and_writing_are_rights_of_their_own() {
    let setting = Setting::new().await;
    let id = setting.uploaded("a.pdf", b"x").await;
    let local = &setting.local;
    let reader = local.may(&[("documents", "read")]).await;
    local.multipart(&reader.v1, UPLOAD, &[], &[]).await.expect(403);
    local.patch(&reader.v2, &format!("{DOCUMENTS}/{id}"), json!({"name": "b"})).await.expect(403);
    local.delete(&reader.v2, &format!("{DOCUMENTS}/{id}"), Value::Null).await.expect(403);
    local.get(&reader.v2, &format!("{DOCUMENTS}/{id}/download")).await.expect(200);
    let writer = local.may(&[("documents", "write")]).await;
    local.get(&writer.v2, &format!("{DOCUMENTS}/{id}/download")).await.expect(403);
    local.multipart(&writer.v1, UPLOAD, &[], &[]).await.expect(422);
}
