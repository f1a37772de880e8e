//! Postings and offices, from the feed of the careers page.

use nabe_connector::CallError;
use serde_json::{Value, json};

use super::question;
use crate::ask::{Question, Read, filters};

const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<workzag-jobs>
<position>
  <id>4103</id><subcompany>ACME GmbH</subcompany><office>Munich</office>
  <additionalOffices><office>Köln</office></additionalOffices>
  <department>Management</department><recruitingCategory>Various</recruitingCategory>
  <name>Office &amp; Feelgood Manager (m/w)</name>
  <jobDescriptions>
    <jobDescription><name>Tasks &amp; more</name><value><![CDATA[<ul><li>A &amp; b</li></ul><script>x</script>]]></value></jobDescription>
    <jobDescription><name>Profile</name><value><![CDATA[<p>kind</p>]]></value></jobDescription>
  </jobDescriptions>
  <employmentType>permanent</employmentType><seniority>entry-level</seniority><schedule>part-time</schedule>
  <yearsOfExperience>lt-1</yearsOfExperience><keywords>office manager,büro</keywords>
  <occupation>office_management</occupation><occupationCategory>administrative_and_clerical</occupationCategory>
  <createdAt>2016-05-31T12:14:07+0200</createdAt>
</position>
<position><id>77</id><name>Trainee</name><office>Munich</office><jobDescriptions/><employmentType>trainee</employmentType>
  <schedule>full-or-part-time</schedule><createdAt>soon</createdAt></position>
<position><name>without an id</name></position>
</workzag-jobs>"#;

/// A question about an account that says where its careers page is.
fn asking(operation: &str) -> Question {
    let mut question = question(operation);
    question.account.entered.insert("careers_host".to_owned(), "acme.jobs.personio.com".to_owned());
    question
}

fn read(question: &Question) -> Read {
    question.read(&[FEED.as_bytes().to_vec()], &[]).unwrap()
}

#[test]
fn a_posting_has_all_that_the_feed_tells() {
    let Read { records, defects, info } = read(&asking("ats_list_job_postings"));
    assert_eq!(defects, ["createdAt NotADate"]);
    assert_eq!((info.rows, info.lost.len()), (2, 1));
    assert_eq!(
        records[1],
        json!({
            "id": "4103", "remote_id": "4103", "title": "Office & Feelgood Manager (m/w)",
            "locations": [
                { "id": "Munich", "remote_id": null, "name": "Munich" }, { "id": "Köln", "remote_id": null, "name": "Köln" },
            ],
            "internal": "false", "status": { "value": "live", "source_value": null },
            "job_id": "4103", "remote_job_id": "4103",
            "content": {
                "plain": null,
                "html": "<h2>Tasks &amp; more</h2>\n<ul><li>A &amp; b</li></ul><script>x</script>\n<h2>Profile</h2>\n<p>kind</p>\n",
                "sections": [
                    { "label": "Tasks & more", "content": "<ul><li>A &amp; b</li></ul><script>x</script>" },
                    { "label": "Profile", "content": "<p>kind</p>" },
                ],
            },
            "employment_type": { "value": "permanent", "source_value": "permanent" },
            "employment_contract_type": { "value": "part_time", "source_value": "part-time" },
            "external_url": "https://acme.jobs.personio.com/job/4103",
            "external_apply_url": "https://acme.jobs.personio.com/job/4103/apply",
            "created_at": "2016-05-31T10:14:07.000Z", "updated_at": null, "language": "en",
            "department": "Management", "company": "ACME GmbH", "category": "Various", "seniority": "entry-level",
            "years_of_experience": "lt-1", "keywords": "office manager,büro", "occupation": "office_management",
            "occupation_category": "administrative_and_clerical",
        })
    );
    let trainee = &records[0];
    assert_eq!(trainee["employment_type"], json!({ "value": "unmapped_value", "source_value": "trainee" }));
    assert_eq!(
        trainee["employment_contract_type"],
        json!({ "value": "unmapped_value", "source_value": "full-or-part-time" })
    );
    for null in ["content", "created_at", "seniority", "company", "department"] {
        assert!(trainee[null].is_null(), "{null}");
    }
    let mut fields: Vec<&str> = trainee.as_object().unwrap().keys().map(String::as_str).collect();
    let question = asking("ats_list_job_postings");
    let mut rules: Vec<&str> = question.resource.rules().iter().map(|it| it.field).collect();
    fields.sort_unstable();
    rules.sort_unstable();
    assert_eq!(fields, rules);
}

#[test]
fn without_a_careers_host_the_field_is_named() {
    for operation in ["ats_list_job_postings", "ats_get_job_posting", "ats_list_locations"] {
        let refused = question(operation).calls().unwrap_err();
        assert!(
            matches!(refused, CallError::BadField { field: "careers_host", .. }),
            "{operation}: {refused:?}"
        );
    }
}

#[test]
fn the_language_is_one_of_the_feeds() {
    let call = |language: &str| {
        let asked =
            Question { filters: filters([("language", language)]), ..asking("ats_list_job_postings") };
        asked.calls().map(|it| it[0].path_and_query())
    };
    assert_eq!(call("de"), Ok("/xml?language=de".to_owned()));
    assert!(matches!(call("xx"), Err(CallError::BadParameter { name: "language", .. })));
    assert_eq!(asking("ats_list_job_postings").calls().unwrap()[0].path_and_query(), "/xml?language=en");
    let operation = asking("ats_list_job_postings").calls().unwrap()[0].operation;
    assert_eq!(
        (operation.host.as_str(), operation.scheme.as_deref()),
        ("careers", None),
        "no token goes there"
    );
}

#[test]
fn pages_go_by_the_ids_of_the_feed() {
    let first = Question { limit: 1, ..asking("ats_list_job_postings") };
    let page = read(&first);
    assert_eq!((&page.records[0]["id"], page.info.next.as_deref()), (&json!("77"), Some("77")));
    let rest = Question { position: page.info.next, ..first };
    let page = read(&rest);
    assert_eq!((&page.records[0]["id"], page.info.next), (&json!("4103"), None));
    assert_eq!(read(&asking("ats_get_job_posting").one("4103")).records[0]["id"], "4103");
    assert!(read(&asking("ats_get_job_posting").one("0")).records.is_empty());
    let recent =
        Question { filters: filters([("created_after", "2020-01-01")]), ..asking("ats_list_job_postings") };
    let ids: Vec<Value> = read(&recent).records.iter().map(|it| it["id"].clone()).collect();
    assert_eq!(ids, [json!("77")], "one that doesn't tell when it was made is given");
}

#[test]
fn offices_are_given_once() {
    let records = read(&asking("ats_list_locations")).records;
    assert_eq!(
        records,
        [
            json!({ "id": "Köln", "remote_id": null, "name": "Köln" }),
            json!({ "id": "Munich", "remote_id": null, "name": "Munich" }),
        ]
    );
    assert_eq!(read(&asking("ats_get_location").one("Köln")).records[0]["name"], "Köln");
}

#[test]
fn what_is_no_feed_is_refused() {
    for body in ["", "<html></html>", "{}", "<workzag-jobs><position>"] {
        for operation in ["ats_list_job_postings", "ats_list_locations"] {
            let refused = asking(operation).read(&[body.as_bytes().to_vec()], &[]).map(|it| it.records);
            assert!(matches!(refused, Err(CallError::Malformed { .. })), "{operation} of {body}");
        }
    }
}
