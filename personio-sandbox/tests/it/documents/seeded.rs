//! The documents that an invented company has.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Setting;
use crate::kit::File;

/// The documents of everybody.
async fn everybodys(setting: &Setting) -> Vec<Value> {
    let people = setting.local.get(&setting.v2, "/v2/persons?limit=50").await.expect(200).json();
    let mut all = Vec::new();
    for person in people["_data"].as_array().unwrap() {
        let id = person["id"].as_str().unwrap();
        let documents = setting.documents(&format!("owner_id={id}")).await;
        assert!(documents.iter().all(|it| it["owner"]["id"] == id));
        assert!(!documents.is_empty(), "{id} has a contract");
        all.extend(documents);
    }
    all
}

#[tokio::test]
async fn every_file_opens_has_its_size_and_stays_the_same() {
    let setting = Setting::new().await;
    let all = everybodys(&setting).await;
    let mut kinds = BTreeSet::new();
    for document in &all {
        let id = document["id"].as_str().unwrap();
        if document["virus_scan"]["status"] == "INFECTED" {
            setting.download(id).await.expect(409);
            kinds.insert("infected");
            continue;
        }
        let file = setting.download(id).await.expect(200).bytes;
        assert_eq!(document["size"], file.len(), "{document}");
        assert_eq!(setting.download(id).await.bytes, file);
        let (kind, first): (_, &[u8]) = match document["document_type"].as_str().unwrap() {
            "pdf" => ("pdf", b"%PDF-1.4\n"),
            "png" => ("png", b"\x89PNG\r\n\x1a\n"),
            "csv" => ("csv", b"week;hours\r\n"),
            "txt" => ("txt", b"20"),
            other => panic!("{other}"),
        };
        assert!(file.starts_with(first), "{document}");
        kinds.insert(kind);
    }
    assert_eq!(kinds, BTreeSet::from(["csv", "infected", "pdf", "png", "txt"]));
    let ids: BTreeSet<&str> = all.iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
}

#[tokio::test]
async fn a_file_does_not_change_when_its_document_does() {
    let setting = Setting::new().await;
    let document = &setting.documents(&format!("owner_id={}", setting.person)).await[0];
    let id = document["id"].as_str().unwrap();
    let before = setting.download(id).await.expect(200).bytes;
    setting.patch(id, json!({"name": "other", "category": {"id": "41206"}})).await.expect(200);
    assert_eq!(setting.download(id).await.expect(200).bytes, before);
}

#[tokio::test]
async fn signatures_are_done_asked_for_or_not_needed() {
    let setting = Setting::new().await;
    let all = everybodys(&setting).await;
    let states: BTreeSet<String> = all.iter().map(|it| it["esignature"]["status"].to_string()).collect();
    assert_eq!(states, BTreeSet::from(["\"PENDING\"", "\"SIGNED\"", "null"].map(str::to_owned)));
}

#[tokio::test]
async fn documents_of_an_application_are_those_that_came_with_it() {
    let setting = Setting::new().await;
    let path = "/v2/recruiting/applications?limit=200";
    let list = setting.local.get(&setting.v2, path).await.expect(200).json();
    let mut documents = Vec::new();
    for application in list["_data"].as_array().unwrap() {
        let query = format!("owner_id={}", application["id"].as_str().unwrap());
        documents.extend(setting.documents(&query).await);
    }
    assert!(documents.len() > 3);
    for document in &documents {
        let file = setting.download(document["id"].as_str().unwrap()).await.expect(200).bytes;
        assert!(file.starts_with(b"%PDF-1.4"));
        assert_eq!(document["size"], file.len());
    }
}

#[tokio::test]
async fn a_file_of_an_applicant_becomes_a_document_until_they_are_forgotten() {
    let setting = Setting::new().await;
    let about = setting.local.control("GET", "/_sandbox/company", Value::Null).await.expect(200).json();
    let company = about["id"].to_string();
    let jobs = setting.local.get(&setting.v2, "/v2/recruiting/jobs?limit=1").await.expect(200).json();
    let job = jobs["_data"][0]["id"].as_str().unwrap().to_owned();
    let published = format!("/_sandbox/recruiting/jobs/{job}");
    setting.local.control("PATCH", &published, json!({"published": true})).await.expect(200);
    let form = [
        ("company_id", company.as_str()),
        ("access_token", about["recruiting_access_token"].as_str().unwrap()),
        ("job_position_id", &job),
        ("first_name", "Grace"),
        ("last_name", "Beispiel"),
        ("email", "grace@example.com"),
    ];
    let cv = File { field: "document1", name: "cv.pdf", media_type: "application/pdf", bytes: b"%PDF grace" };
    setting.local.multipart("", "/recruiting/applicant", &form, &[cv]).await.expect(200);
    let path = "/v2/recruiting/applications?candidate.email=grace%40example.com";
    let found = setting.local.get(&setting.v2, path).await.expect(200).json();
    let application = found["_data"][0]["id"].as_str().unwrap().to_owned();
    let documents = setting.documents(&format!("owner_id={application}")).await;
    assert_eq!((&documents[0]["name"], &documents[0]["size"]), (&json!("cv.pdf"), &json!(10)));
    let id = documents[0]["id"].as_str().unwrap();
    assert_eq!(setting.download(id).await.expect(200).bytes, b"%PDF grace");
    setting.patch(id, json!({"comment": "good"})).await.expect(200);
    setting.local.control("POST", &format!("/_sandbox/documents/{id}/sign"), Value::Null).await.expect(400);
    assert!(setting.events().await.is_empty(), "only documents of people are told");

    let candidate = found["_data"][0]["candidate"]["id"].as_str().unwrap();
    let path = format!("/_sandbox/recruiting/candidates/{candidate}/anonymize");
    setting.local.control("POST", &path, Value::Null).await.expect(204);
    assert!(setting.documents(&format!("owner_id={application}")).await.is_empty());
    setting.download(id).await.expect(404);
}
