//! Documents of both generations.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};
use crate::kit::{Answer, File};

pub(super) const SHOWN: &[Shown] = &[
    ("document-virus-scan", &[("at-once", "200"), ("10s", "409")]),
    ("v1-document-too-large", &[("422", "422"), ("413", "413")]),
    ("v2-document-patch", &[("200", "200, a document"), ("204", "204, nothing")]),
    ("v2-document-invalid", &[("400", "400"), ("422", "422")]),
];

const DOCUMENTS: &str = "/v2/document-management/documents";

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "document-virus-scan" => {
            let path = format!("{}/download", made(it).await);
            it.get(&path).await.status.to_string()
        }
        "v1-document-too-large" => upload(it, &vec![b'x'; 31 << 20]).await.status.to_string(),
        "v2-document-patch" => {
            let told = it.call("PATCH", &made(it).await, json!({"name": "Another"})).await;
            let shape = shape(&told);
            format!("{}, {}", told.status, if shape.contains("name") { "a document" } else { &shape })
        }
        "v2-document-invalid" => {
            it.call("PATCH", &made(it).await, json!({"name": Value::Null})).await.status.to_string()
        }
        _ => panic!("{switch}"),
    }
}

async fn upload(it: &Scene, bytes: &[u8]) -> Answer {
    let categories = it.get("/v1/company/document-categories").await.expect(200).json();
    let category = categories["data"][0]["id"].to_string();
    let person = it.people().await.swap_remove(0);
    let fields = [("title", "A title"), ("employee_id", person.as_str()), ("category_id", &category)];
    let file = File { field: "file", name: "a.txt", media_type: "text/plain", bytes };
    it.local.multipart(&it.v1, "/v1/company/documents", &fields, &[file]).await
}

/// The path of a document that was just uploaded.
async fn made(it: &Scene) -> String {
    let made = upload(it, b"x").await.expect(201).json();
    format!("{DOCUMENTS}/{}", made["data"]["id"])
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
