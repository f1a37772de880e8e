//! Documents of employees: what stands on the wire, and what becomes of it.
//!
//! Rows are written from what clients read of them, not read from the sandbox.

use nabe_connector::{Answer, CallError, FileAsk, Filters};
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use serde_json::{Value, json};

use crate::ask::{Question, Read, file, filters, resource};

fn question() -> Question {
    let resource = resource(registry().get("personio").unwrap(), "hris_list_employee_documents");
    Question { parent: Some("7".to_owned()), ..Question::new(resource) }
}

/// A caller who doesn't name the category.
fn plain() -> Question {
    Question { asked: Asked::default(), ..question() }
}

fn row() -> Value {
    json!({
        "id": "5512", "name": "Arbeitsvertrag Zoë.PDF", "date": "2021-01-31T00:00:00+01:00", "comment": "Kopie",
        "category": { "id": "41201" }, "owner": { "id": "7" }, "document_type": "pdf", "size": 1234,
        "created_at": "2021-02-01T10:11:12+01:00", "virus_scan": { "status": "CLEAN" }, "esignature": { "status": "x" },
    })
}

fn page(rows: &[Value]) -> Vec<u8> {
    json!({ "_data": rows, "_meta": { "links": {} } }).to_string().into_bytes()
}

fn categories() -> Vec<u8> {
    let category =
        |id: u32, name: &str| json!({ "id": id, "type": "DocumentCategory", "attributes": { "name": name } });
    let data = json!([7, null, category(41200, "Lohn"), category(41201, "Verträge"), { "id": 3 }]);
    json!({ "success": true, "data": data }).to_string().into_bytes()
}

/// That the owner is a person.
fn person() -> [(&'static str, Value); 1] {
    [("person", json!({ "data": {} }))]
}

fn read(row: Value) -> Read {
    plain().read(&[page(&[row])], &person()).unwrap()
}

#[test]
fn the_category_costs_a_call_only_for_whom_it_is_named() {
    let calls = |question: Question| -> Vec<String> {
        question.calls().unwrap().iter().map(nabe_connector::Call::path_and_query).collect()
    };
    let list = "/v2/document-management/documents?owner_id=7&limit=100";
    assert_eq!(calls(plain()), [list]);
    for named in ["category", "id,type"] {
        let asked = Asked { fields: Fields::parse(named), ..Asked::default() };
        assert_eq!(calls(Question { asked, ..question() }), [list, "/v1/company/document-categories"]);
    }
    let next = Question { position: Some("a+b".to_owned()), ..plain() };
    assert_eq!(calls(next), ["/v2/document-management/documents?cursor=a%2Bb"]);
    assert_eq!(read(row()).records[0]["category"], Value::Null);
}

#[test]
fn names_of_categories_that_cant_be_read_are_null_and_told() {
    let Read { records, defects, .. } = question().read(&[page(&[row()]), b"[".to_vec()], &person()).unwrap();
    assert_eq!((&records[0]["category"], &records[0]["category_id"]), (&Value::Null, &json!("41201")));
    assert_eq!(defects, ["category WrongType"]);
    let mut unknown = row();
    unknown["category"]["id"] = json!("9");
    // It may be what of the list can't be read.
    let read = |list: Vec<u8>| question().read(&[page(&[unknown.clone()]), list], &person()).unwrap();
    let Read { records, defects, .. } = read(categories());
    assert_eq!((&records[0]["category"], &defects[0][..]), (&Value::Null, "category WrongType"));
    let Read { records, defects, .. } = read(br#"{"data":[]}"#.to_vec());
    assert_eq!((&records[0]["category"], defects), (&Value::Null, vec![]));
}

#[test]
fn a_document_of_somebody_elses_is_not_given_out() {
    let mut strange = row();
    strange["owner"]["id"] = json!("8");
    let mut numbered = row();
    numbered["owner"]["id"] = json!(7);
    let mut unsaid = row();
    unsaid["owner"] = Value::Null;
    let Read { records, info, .. } = plain().read(&[page(&[strange, numbered, unsaid])], &person()).unwrap();
    assert_eq!((records.len(), info.rows, info.lost), (2, 3, vec![]));
}

#[test]
fn only_an_employee_has_documents_here() {
    for nobody in ["", "x", "0x7", "7/..", "00000000-0000-4000-8000-000000000000"] {
        let question = Question { parent: Some(nobody.to_owned()), ..plain() };
        assert_eq!(question.calls().err(), Some(CallError::NotFound), "{nobody}");
    }
}

#[test]
fn the_format_is_the_ending_or_a_type_that_is_one() {
    for (name, kind, value, source) in [
        ("a.docx", json!("pdf"), "docx", "docx"),
        ("Arbeitsvertrag", json!("pdf"), "pdf", "pdf"),
        ("Zeugnis Dr. Größe", json!("PNG"), "png", "PNG"),
        ("Vertrag v1.5", json!("pdf"), "pdf", "pdf"),
        ("a.fax", json!("CONTRACT"), "unmapped_value", "fax"),
        ("Arbeitsvertrag", json!("CONTRACT"), "unmapped_value", "CONTRACT"),
        ("a.fax", Value::Null, "unmapped_value", "fax"),
    ] {
        let mut row = row();
        (row["name"], row["document_type"]) = (json!(name), kind);
        let format = &read(row).records[0]["file_format"];
        assert_eq!(*format, json!({ "value": value, "source_value": source }), "{name}");
    }
    let mut row = row();
    (row["name"], row["document_type"]) = (json!("Arbeitsvertrag"), Value::Null);
    assert_eq!(read(row).records[0]["file_format"], Value::Null);
}

#[test]
fn an_id_is_one_part_of_an_address() {
    let mut strange = row();
    strange["id"] = json!("../x?y#z ü");
    let record = &read(strange).records[0];
    let url = record["contents"][0]["unified_url"].as_str().unwrap();
    assert_eq!(url.matches('/').count(), 9, "{url}");
    assert!(url.is_ascii() && !url.contains(['?', '#', ' ']), "{url}");
}

/// The call for a file, with its parameters.
fn call(operation: &str, parent: &str, id: Option<&str>, parameters: &Filters) -> Result<String, CallError> {
    let file = file(registry().get("personio").unwrap(), operation);
    file.call(&FileAsk { parent: Some(parent), id, parameters }).map(|it| it.path_and_query())
}

#[test]
fn documents_of_an_employee_are_given_out_only_when_no_application_has_their_number() {
    let provider = |person: bool, application: bool| {
        move |path: &str| match path {
            "/v1/company/employees/7" => person.then(|| json!({ "data": {} })),
            "/v2/recruiting/applications/7" => application.then(|| json!({ "id": "7" })),
            _ => Some(json!({ "_data": [row()], "_meta": { "links": {} } })),
        }
    };
    let (read, calls) = plain().page(provider(true, false)).unwrap();
    assert_eq!((read.records.len(), calls), (1, 3));
    assert!(matches!(plain().page(provider(false, true)), Err(CallError::NotFound)));
    assert!(matches!(plain().page(provider(true, true)), Err(CallError::Malformed { .. })));
}

#[test]
fn documents_of_an_application_are_given_out_only_when_nobody_has_its_number() {
    let resource = resource(registry().get("personio").unwrap(), "ats_list_application_documents");
    let list = Question { parent: Some("7".to_owned()), asked: Asked::default(), ..Question::new(resource) };
    let provider = |person: bool, application: bool| {
        move |path: &str| match path {
            "/v1/company/employees/7" => person.then(|| json!({ "data": {} })),
            "/v2/recruiting/applications/7" => application.then(|| json!({ "id": "7" })),
            _ => Some(json!({ "_data": [row()], "_meta": { "links": {} } })),
        }
    };
    let (read, calls) = list.page(provider(false, true)).unwrap();
    let url = &read.records[0]["contents"][0]["unified_url"];
    assert!(url.as_str().unwrap().ends_with("/unified/ats/applications/7/documents/5512/download"), "{url}");
    assert_eq!(calls, 3);
    assert!(matches!(list.page(provider(true, true)), Err(CallError::Malformed { .. })));
    assert!(matches!(list.page(provider(false, false)), Err(CallError::NotFound)));
    let typed = Question { filters: filters([("type", "resume")]), ..list };
    assert!(matches!(typed.calls(), Err(CallError::BadFilter { .. })));
}

#[test]
fn a_file_is_got_by_the_document_that_must_stand_in_its_owners_list() {
    let personio = registry().get("personio").unwrap();
    let download = "hris_download_employee_document";
    assert!(file(personio, download).listed().is_some());
    let plain = Filters::default();
    let url = call(download, "7", Some("5512"), &plain);
    assert_eq!(url.as_deref(), Ok("/v2/document-management/documents/5512/download"));
    for (parent, id) in [("x", "5512"), ("7", ""), ("7", "../1"), ("7", "a?b"), ("7", "..")] {
        assert_eq!(call(download, parent, Some(id), &plain), Err(CallError::NotFound), "{parent} {id}");
    }
    for name in ["format", "export_format"] {
        let refused = call(download, "7", Some("5512"), &filters([(name, "base64")]));
        assert!(
            matches!(refused, Err(CallError::BadParameter { name: it, .. }) if it == name),
            "{refused:?}"
        );
    }
}

#[test]
fn a_picture_is_got_in_its_own_size_or_as_wide_as_is_wanted() {
    let avatar = "hris_download_employee_avatar";
    let plain = call(avatar, "7", None, &Filters::default());
    assert_eq!(plain.as_deref(), Ok("/v1/company/employees/7/profile-picture"));
    let scaled = call(avatar, "7", None, &filters([("width", "75")]));
    assert_eq!(scaled.as_deref(), Ok("/v1/company/employees/7/profile-picture/75"));
    assert_eq!(call(avatar, "7/8", None, &Filters::default()), Err(CallError::NotFound));
    for width in ["0", "-1", "4097", "x", "1/2", "1e2"] {
        let refused = call(avatar, "7", None, &filters([("width", width)]));
        assert!(matches!(refused, Err(CallError::BadParameter { name: "width", .. })), "{refused:?}");
    }
}

#[test]
fn a_file_that_reads_like_a_failure_is_a_file() {
    let personio = registry().get("personio").unwrap();
    let headers = http::HeaderMap::new();
    let says = |operation: &str, status: u16| {
        let status = http::StatusCode::from_u16(status).unwrap();
        let answer =
            Answer { status, headers: &headers, body: br#"{"success":false,"error":{"message":"No"}}"# };
        personio.classify(personio.operations().get(operation).unwrap(), &answer)
    };
    assert_eq!(says("v2_download_document", 200), Ok(()));
    assert!(says("v2_download_document", 409).is_err() && says("v1_get_picture", 200).is_err());
    assert_eq!(says("v2_download_document", 404), Err(CallError::NotFound));
}
