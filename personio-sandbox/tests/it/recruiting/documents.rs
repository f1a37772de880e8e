//! `POST /v1/recruiting/applications/documents`: files that applications name.

use serde_json::json;

use super::{Recruiting, number, reasons, smallest};
use crate::kit::{File, JSON, multipart};

#[tokio::test]
async fn a_file_is_told_by_its_extension() {
    let recruiting = Recruiting::new().await;
    let file = recruiting.upload("Zeugnis Müller.PDF", b"%PDF-1.7 x").await.expect(200).json();
    let expected = json!({
        "uuid": file["uuid"], "size": 10, "mimetype": "application/pdf",
        "original_filename": "Zeugnis Müller.PDF", "extension": "pdf",
    });
    assert_eq!(file, expected);
    for (name, media_type) in [
        ("a.7z", "application/x-7z-compressed"),
        ("b.tar.gz", "application/gzip"),
        ("c.wmv", "video/x-ms-wmv"),
    ] {
        assert_eq!(recruiting.upload(name, b"x").await.expect(200).json()["mimetype"], media_type);
    }
    for name in ["a.exe", "a", "a.jpeg", ".", "a.pdf.html"] {
        let refused = recruiting.upload(name, b"x").await.expect(422);
        assert_eq!(reasons(&refused), [("file".to_owned(), "errors.invalid-file-type".to_owned())], "{name}");
    }
}

#[tokio::test]
async fn a_file_has_at_most_20_mb() {
    let recruiting = Recruiting::new().await;
    let most = 20 * 1_024 * 1_024;
    assert_eq!(recruiting.upload("a.mp4", &vec![0; most]).await.expect(200).json()["size"], most);
    let refused = recruiting.upload("a.mp4", &vec![0; most + 1]).await.expect(413);
    assert_eq!(reasons(&refused), [("file".to_owned(), "errors.file-too-big".to_owned())]);
    let refused = recruiting.upload("a.mp4", &vec![0; 65 << 20]).await.expect(413);
    assert_eq!(refused.json()["errors"][0]["status"], "413");
}

#[tokio::test]
async fn without_a_file_nothing_is_uploaded() {
    let recruiting = Recruiting::new().await;
    let bearer = format!("Bearer {}", recruiting.token);
    let (form, other) = multipart(&[("file", "no file")], &[]);
    let elsewhere = File { field: "document", name: "a.pdf", media_type: "application/pdf", bytes: b"x" };
    let (_, elsewhere) = multipart(&[], &[elsewhere]);
    for (kind, body, general) in [
        (JSON.1, b"{}".to_vec(), false),
        ("text/plain", b"x".to_vec(), false),
        (form.as_str(), other, false),
        (form.as_str(), elsewhere, false),
        (form.as_str(), b"broken".to_vec(), true),
        ("multipart/form-data", b"x".to_vec(), true),
    ] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("x-company-id", &recruiting.company),
            ("content-type", kind),
        ];
        let path = "/v1/recruiting/applications/documents";
        let refused = recruiting.local.send("POST", path, &headers, body).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"].is_null(), general, "{refused}");
    }
}

#[tokio::test]
async fn a_file_goes_with_one_application() {
    let recruiting = Recruiting::new().await;
    let job = recruiting.job("Allgemein").await;
    let file = recruiting.upload("a.pdf", b"x").await.expect(200).json();
    let with = |email: &str| {
        let mut application = smallest(&job, email);
        application["files"] =
            json!([{"uuid": file["uuid"], "original_filename": "a.pdf", "category": "other"}]);
        application
    };
    let mut refused = with("a@example.com");
    refused["last_name"] = json!("");
    recruiting.apply(refused).await.expect(400);
    recruiting.apply(with("a@example.com")).await.expect(201);
    let again = recruiting.apply(with("b@example.com")).await.expect(400);
    assert_eq!(
        reasons(&again),
        [("files[0].uuid".to_owned(), "errors.file-validation.file-not-exists".to_owned())]
    );
    assert!(number(&job["id"]) > 0);
}
