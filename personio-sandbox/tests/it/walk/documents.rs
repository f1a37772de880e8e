//! Documents and their categories, of both generations.

use serde_json::json;

use super::step::{Step, bare, get, multipart, send};
use crate::kit::File;

const FILE: File<'static> =
    File { field: "file", name: "contract.pdf", media_type: "application/pdf", bytes: b"%PDF-1.7" };
const PROGRAM: File<'static> = File { field: "file", name: "a.exe", media_type: "", bytes: b"x" };
const UNSAFE: File<'static> = File {
    field: "file",
    name: "a.txt",
    media_type: "",
    bytes: concat!("EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE").as_bytes(),
};

pub(super) fn steps() -> Vec<Step> {
    let upload = "/v1/company/documents";
    let one = "/v2/document-management/documents/{document}";
    let fields = &[("title", "Contract"), ("employee_id", "{person}"), ("category_id", "{category}")];
    vec![
        get("categories", "/v1/company/document-categories").keep("category", "/data/0/id"),
        get("categories without a token", "/v1/company/document-categories").without_token().expect(401),
        get("people", "/v2/persons?limit=50").keep("people", "/_data/*/id").keep("person", "/_data/0/id"),
        get("everybody's documents", "/v2/document-management/documents?owner_id={people}"),
        get("applications", "/v2/recruiting/applications").keep("applications", "/_data/*/id"),
        get("documents of applications", "/v2/document-management/documents?owner_id={applications}"),
        get("documents of nobody", "/v2/document-management/documents").expect(400),
        multipart("upload", upload, fields, &[FILE]).expect(201).keep("document", "/data/id"),
        multipart("upload a program", upload, fields, &[PROGRAM]).expect(422),
        multipart(
            "upload into no category",
            upload,
            &[("title", "a"), ("employee_id", "{person}"), ("category_id", "1")],
            &[FILE],
        )
        .expect(404),
        multipart("upload as nobody", upload, fields, &[FILE]).without_token().expect(401),
        send("rename", "PATCH", one, json!({"name": "Contract 2026", "category": {"id": "{category}"}}))
            .expect(200),
        send("rename to nothing", "PATCH", one, json!({"name": ""})).expect(400),
        send("move into no category", "PATCH", one, json!({"category": {"id": "1"}})).expect(404),
        send("switch", "PUT", "/_sandbox/switches", json!({"v2-document-patch": "204"})),
        send("rename without an answer", "PATCH", one, json!({"name": "Contract"})).expect(204),
        get("download", "/v2/document-management/documents/{document}/download"),
        get("download nothing", "/v2/document-management/documents/1/download").expect(404),
        bare("sign", "POST", "/_sandbox/documents/{document}/sign"),
        bare("sign again", "POST", "/_sandbox/documents/{document}/sign").expect(400),
        bare("delete", "DELETE", one).expect(204),
        bare("delete again", "DELETE", one).expect(404),
        multipart("upload something unsafe", upload, fields, &[UNSAFE])
            .expect(201)
            .keep("unsafe", "/data/id"),
        get("download it", "/v2/document-management/documents/{unsafe}/download").expect(409),
    ]
}
