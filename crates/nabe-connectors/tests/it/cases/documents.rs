//! Documents, their categories, and files.

use serde_json::{Value, json};

use super::{Answer, Case, Family, Form};

/// Files: the operation, whose, which, and the call for it.
pub(super) const FILES: &[(&str, &str, Option<&str>, &str)] = &[
    ("hris_download_employee_document", "7", Some("5512"), "/v2/document-management/documents/5512/download"),
    (
        "ats_download_application_document",
        "495039",
        Some("5512"),
        "/v2/document-management/documents/5512/download",
    ),
    ("hris_download_employee_avatar", "7", None, "/v1/company/employees/7/profile-picture"),
];

pub(super) fn cases() -> Vec<Case> {
    [categories(), of_employees(), of_applications()].into_iter().flat_map(Family::cases).collect()
}

fn category() -> Value {
    json!({ "id": 41201, "type": "DocumentCategory", "attributes": { "name": "Verträge" } })
}

fn categories() -> Family {
    Family::of(
        &["hris_list_employee_categories"],
        &["hris_get_employee_document_category"],
        ["/v1/company/document-categories", ""],
        [category(), json!({ "id": 41200 })],
        [
            json!({ "id": "41201", "remote_id": "41201", "name": "Verträge" }),
            json!({ "id": "41200", "remote_id": "41200" }),
        ],
    )
    .of_v1()
}

/// A document with all that clients read of it.
fn document(owner: &str) -> Value {
    json!({
        "id": "5512", "name": "Arbeitsvertrag Zoë.PDF", "date": "2021-01-31T00:00:00+01:00", "comment": "Kopie",
        "category": { "id": "41201" }, "owner": { "id": owner }, "document_type": "pdf", "size": 1234,
        "created_at": "2021-02-01T10:11:12+01:00",
    })
}

fn records(owners: &str) -> [Value; 2] {
    let format = json!({ "value": "pdf", "source_value": "PDF" });
    let category = json!({ "value": "unmapped_value", "source_value": "Verträge" });
    let url = |id: &str| format!("https://nabe.example.com/unified/{owners}/documents/{id}/download");
    [
        json!({
            "id": "5512", "remote_id": "5512", "name": "Arbeitsvertrag Zoë.PDF", "category": category, "type": category,
            "contents": [{ "unified_url": url("5512"), "file_format": format }], "category_id": "41201",
            "file_format": format, "comment": "Kopie", "date": "2021-01-31T00:00:00.000Z", "size": 1234,
            "created_at": "2021-02-01T09:11:12.000Z",
        }),
        json!({ "id": "5513", "remote_id": "5513", "contents": [{ "unified_url": url("5513") }] }),
    ]
}

fn of_employees() -> Family {
    let names =
        Answer::new("/v1/company/document-categories", Form::ListOfV1, [category(), json!({ "id": 41200 })]);
    let person = Answer::new("/v1/company/employees/7", Form::OneOfV1, [json!({})]);
    Family {
        parent: Some("7"),
        feeds: &[
            ("name", &["contents"]),
            ("document_type", &["contents"]),
            ("category.id", &["category", "type"]),
            ("id", &["category", "type"]),
            // A document of somebody else's is not given out.
            ("owner.id", &["id"]),
        ],
        beside: vec![names.told("category"), person],
        ..Family::of(
            &["hris_list_employee_documents"],
            &["hris_get_employee_document"],
            ["/v2/document-management/documents", ""],
            [document("7"), json!({ "id": "5513" })],
            records("hris/employees/7"),
        )
    }
}

/// They are given out when there is the application, and nobody with its number.
fn of_applications() -> Family {
    let application =
        Answer::new("/v2/recruiting/applications/495039", Form::One, [json!({ "id": "495039" })]);
    let employees = of_employees();
    Family {
        lists: &["ats_list_application_documents"],
        ones: &["ats_get_application_document"],
        parent: Some("495039"),
        rows: vec![document("495039"), json!({ "id": "5513" })],
        records: records("ats/applications/495039").into(),
        beside: vec![employees.beside[0].clone(), application],
        ..employees
    }
}
