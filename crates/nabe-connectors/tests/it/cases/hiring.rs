//! Recruiting: applications, candidates, jobs, stages, and what is advertised.

use serde_json::{Value, json};

use super::{Answer, Case, Family, Form};

pub(super) fn cases() -> Vec<Case> {
    let families = [
        applications(),
        changes(),
        candidates(),
        jobs(),
        stages_of_a_job(),
        stages(),
        departments(),
        users(),
        postings(),
        offices(),
    ];
    families.into_iter().flat_map(Family::cases).map(advertised).chain(fixed()).collect()
}

/// The account says where its careers page is.
fn advertised(mut case: Case) -> Case {
    case.question.account.entered.insert("careers_host".to_owned(), "acme.jobs.personio.com".to_owned());
    case
}

fn rejected() -> Value {
    json!({ "id": "44", "kind": "REJECTED", "name": "Absage", "type": "SYSTEM" })
}

fn interview() -> Value {
    json!({ "id": "42", "kind": "CUSTOM", "name": "Interview", "type": "CUSTOM" })
}

/// A moment in the zone in which it was written.
fn moment(at: &str) -> Value {
    json!({ "date-time": at, "timezone": "Europe/Berlin" })
}

/// An application that was refused.
fn applications() -> Family {
    let row = json!({
        "id": "495039", "application_date": "2026-01-31",
        "candidate": {
            "id": "77", "email": "zoe@example.com", "first_name": "Zoë", "last_name": "Größe", "gender": "FEMALE",
        },
        "job": { "id": "5", "name": "Baker", "department": { "id": "3", "name": "Bakery" }, "category": null },
        "current_stage": rejected(), "channel": { "id": "8", "name": "LinkedIn" },
        "hiring_team": [{ "person": { "id": "9" }, "role": { "name": "Recruiter" } }], "is_anonymized": false,
        "created_at": moment("2026-01-31T08:15:30Z"), "updated_at": moment("2026-02-01T08:15:30+01:00"),
    });
    let stage = json!({
        "id": "44", "remote_id": "44", "name": "Absage", "kind": "REJECTED", "stage_source": "observed",
    });
    let record = json!({
        "id": "495039", "remote_id": "495039", "candidate_id": "77", "remote_candidate_id": "77", "job_id": "5",
        "remote_job_id": "5", "interview_stage": stage, "application_stage": stage, "interview_stage_id": "44",
        "remote_interview_stage_id": "44", "application_stage_id": "44", "remote_application_stage_id": "44",
        "rejected_at": "2026-03-01T00:00:00.000Z",
        "application_status": { "value": "rejected", "source_value": "REJECTED" },
        "candidate": {
            "name": "Zoë Größe", "first_name": "Zoë", "last_name": "Größe", "email": "zoe@example.com",
            "emails": [{ "value": "zoe@example.com" }], "gender": { "value": "female", "source_value": "FEMALE" },
        },
        "source": { "id": "8", "remote_id": "8", "name": "LinkedIn" }, "created_at": "2026-01-31T08:15:30.000Z",
        "updated_at": "2026-02-01T07:15:30.000Z", "application_date": "2026-01-31T00:00:00.000Z",
        "hiring_team": [{ "user_id": "9", "remote_user_id": "9", "role": "Recruiter" }], "is_anonymized": false,
    });
    Family {
        // When it was refused is asked for by its id, if it stands there.
        feeds: &[("id", &["rejected_at"]), ("current_stage", &["rejected_at"])],
        beside: vec![
            Answer::new(
                "/v2/recruiting/applications/495039/stage-transitions",
                Form::List,
                [step(&rejected())],
            )
            .at("_data[]"),
        ],
        ..Family::of(
            &["ats_list_applications"],
            &["ats_get_application"],
            ["/v2/recruiting/applications", "/v2/recruiting/applications/495039"],
            [row, json!({ "id": "2" })],
            [record, json!({ "id": "2", "remote_id": "2" })],
        )
    }
}

/// The moment at which an application came to a stage.
fn step(stage: &Value) -> Value {
    json!({ "entered_at": moment("2026-03-01T00:00:00Z"), "stage": stage })
}

fn changes() -> Family {
    let at = "2026-03-01T00:00:00.000Z";
    let kind = json!({ "value": "interview_stage" });
    let record = json!({
        "id": "1772323200000-44", "created_at": at, "effective_at": at, "change_type": kind,
        "new_values": {
            "application_status": { "value": "rejected", "source_value": "REJECTED" }, "interview_stage_id": "44",
        },
    });
    let before = "2026-02-01T00:00:00.000Z";
    let other = json!({
        "id": "1769904000000", "created_at": before, "effective_at": before, "change_type": kind, "new_values": {},
    });
    Family {
        parent: Some("495039"),
        ..Family::of(
            &["ats_list_application_changes"],
            &[],
            ["/v2/recruiting/applications/495039/stage-transitions", ""],
            [step(&rejected()), json!({ "entered_at": before })],
            [record, other],
        )
    }
}

fn candidates() -> Family {
    let row = json!({
        "id": "77", "first_name": "Zoë", "last_name": "Größe", "email": "zoe@example.com", "gender": "FEMALE",
        "phone": "+49 221 1", "location": "Köln", "birthday": "1990-02-28",
        "linkedin_profile": "https://linkedin.example/in/zoe", "available_from": "sofort",
        "applications": [{ "id": "495039" }], "created_at": "2026-01-31T08:15:30Z",
        "updated_at": "2026-02-01T08:15:30Z",
    });
    let record = json!({
        "id": "77", "remote_id": "77", "name": "Zoë Größe", "first_name": "Zoë", "last_name": "Größe",
        "email": "zoe@example.com", "emails": [{ "value": "zoe@example.com" }],
        "social_links": [{ "type": "linkedin", "url": "https://linkedin.example/in/zoe" }], "phone": "+49 221 1",
        "phone_numbers": [{ "phone": "+49 221 1" }], "application_ids": ["495039"],
        "remote_application_ids": ["495039"], "created_at": "2026-01-31T08:15:30.000Z",
        "updated_at": "2026-02-01T08:15:30.000Z", "gender": { "value": "female", "source_value": "FEMALE" },
        "birthday": "1990-02-28T00:00:00.000Z", "location": "Köln", "available_from": "sofort",
    });
    Family::of(
        &["ats_list_candidates"],
        &["ats_get_candidate"],
        ["/v2/recruiting/candidates", "/v2/recruiting/candidates/77"],
        [row, json!({ "id": 78 })],
        [record, json!({ "id": "78", "remote_id": "78" })],
    )
}

/// A job with everything that is read.
fn job() -> Value {
    json!({
        "id": "5", "name": "Baker", "department": { "id": "3", "name": "Bakery" },
        "category": { "id": "6", "name": "Craft" },
        "hiring_team": [{ "person": { "id": "9" }, "role": { "name": "Recruiter" } }], "company": { "id": "1" },
        "created_at": moment("2026-01-31T08:15:30Z"), "updated_at": moment("2026-02-01T08:15:30Z"),
    })
}

/// A category of jobs with its stages.
fn category() -> Value {
    json!({ "id": "6", "name": "Craft", "stages": [interview()] })
}

fn record_of_stage() -> Value {
    json!({
        "id": "42", "remote_id": "42", "name": "Interview", "order": 1, "kind": "CUSTOM",
        "stage_source": "declared",
    })
}

fn jobs() -> Family {
    let record = json!({
        "id": "5", "remote_id": "5", "title": "Baker", "department_ids": ["3"], "remote_department_ids": ["3"],
        "department": "Bakery", "category": { "id": "6", "remote_id": "6", "name": "Craft" }, "company_id": "1",
        "hiring_team": [{ "user_id": "9", "remote_user_id": "9", "role": "Recruiter" }],
        "interview_stages": [record_of_stage()], "created_at": "2026-01-31T08:15:30.000Z",
        "updated_at": "2026-02-01T08:15:30.000Z",
    });
    Family {
        feeds: &[("category.id", &["interview_stages"])],
        beside: vec![Answer::new("/v2/recruiting/categories/6", Form::One, [category()])],
        ..Family::of(
            &["ats_list_jobs"],
            &["ats_get_job"],
            ["/v2/recruiting/jobs", "/v2/recruiting/jobs/5"],
            [job(), json!({ "id": "7" })],
            [record, json!({ "id": "7", "remote_id": "7" })],
        )
    }
}

/// Of one job: there is no other row in its answers.
fn stages_of_a_job() -> Family {
    let category =
        Answer::new("/v2/recruiting/categories/6", Form::One, [category()]).inside("stages[]").row();
    Family {
        feeds: &[("category.id", &["id"])],
        parent: Some("5"),
        forms: [Form::One, Form::One],
        rows: vec![job()],
        records: vec![record_of_stage()],
        beside: vec![category],
        path: "/v2/recruiting/jobs/5",
        one: None,
        lists: &["ats_list_job_application_stages"],
        ones: &["ats_get_job_application_stage"],
        ..jobs()
    }
}

fn stages() -> Family {
    let last = json!({ "id": "8", "name": "Office", "stages": [{ "id": "43" }] });
    let other = json!({ "id": "43", "remote_id": "43", "order": 1, "stage_source": "declared" });
    Family {
        inside: "stages[]",
        ..Family::of(
            &["ats_list_application_stages", "ats_list_interview_stages"],
            &["ats_get_application_stage", "ats_get_interview_stage"],
            ["/v2/recruiting/categories", ""],
            [category(), last],
            [record_of_stage(), other],
        )
    }
}

fn departments() -> Family {
    Family::of(
        &["ats_list_departments"],
        &["ats_get_department"],
        ["/v2/recruiting/jobs", ""],
        [job(), json!({ "id": "7", "department": { "id": "4" } })],
        [json!({ "id": "3", "remote_id": "3", "name": "Bakery" }), json!({ "id": "4", "remote_id": "4" })],
    )
}

/// What is told of somebody by their id.
const NAMES: &[&str] = &["email", "first_name", "last_name", "name"];

fn users() -> Family {
    let ada = json!({ "id": "9", "first_name": "Ada", "last_name": "Byron", "email": "ada@example.com" });
    let record = json!({
        "id": "9", "remote_id": "9", "email": "ada@example.com", "first_name": "Ada", "last_name": "Byron",
        "name": "Ada Byron",
    });
    Family {
        feeds: &[("id", NAMES), ("hiring_team[].person.id", NAMES)],
        beside: vec![Answer::new("/v2/persons", Form::List, [ada, json!({ "id": "10" })]).told("_data[]")],
        ..Family::of(
            &["ats_list_users"],
            &["ats_get_user"],
            ["/v2/recruiting/jobs", ""],
            [job(), json!({ "id": "7", "hiring_team": [{ "person": { "id": "10" } }] })],
            [record, json!({ "id": "10", "remote_id": "10" })],
        )
    }
}

/// A position of the feed, each element under its name; those that repeat stand in lists.
fn position() -> Value {
    let part = |name: &str, value: &str| json!({ "name": name, "value": value });
    json!({
        "id": "4103", "subcompany": "ACME GmbH", "office": "Munich", "additionalOffices": { "office": ["Köln"] },
        "department": "Management", "recruitingCategory": "Various", "name": "Office & Feelgood Manager",
        "jobDescriptions": { "jobDescription": [part("Tasks & more", "<p>A</p>"), part("Profile", "<p>kind</p>")] },
        "employmentType": "permanent", "seniority": "entry-level", "schedule": "part-time",
        "yearsOfExperience": "lt-1", "keywords": "office manager,büro", "occupation": "office_management",
        "occupationCategory": "administrative_and_clerical", "createdAt": "2016-05-31T12:14:07+0200",
    })
}

/// The feed with these positions.
pub(super) fn feed(positions: &[Value]) -> Vec<u8> {
    let positions: String = positions.iter().map(|it| element("position", it)).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<workzag-jobs>{positions}</workzag-jobs>")
        .into_bytes()
}

fn element(name: &str, value: &Value) -> String {
    // What can't be the name of an element is none.
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric());
    if !is_name {
        return String::new();
    }
    let inside = match value {
        Value::Array(all) => return all.iter().map(|it| element(name, it)).collect(),
        Value::Object(all) => all.iter().map(|(name, value)| element(name, value)).collect(),
        Value::String(text) => escaped(text),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    format!("<{name}>{inside}</{name}>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn postings() -> Family {
    let office = |name: &str| json!({ "id": name, "name": name });
    let constant = |id: &str| {
        json!({
            "id": id, "remote_id": id, "job_id": id, "remote_job_id": id, "internal": "false",
            "status": { "value": "live" }, "external_url": format!("https://acme.jobs.personio.com/job/{id}"),
            "external_apply_url": format!("https://acme.jobs.personio.com/job/{id}/apply"), "language": "en",
        })
    };
    let mut record = constant("4103");
    let told = json!({
        "title": "Office & Feelgood Manager", "locations": [office("Munich"), office("Köln")],
        "content": {
            "html": "<h2>Tasks &amp; more</h2>\n<p>A</p>\n<h2>Profile</h2>\n<p>kind</p>\n",
            "sections": [
                { "label": "Tasks & more", "content": "<p>A</p>" }, { "label": "Profile", "content": "<p>kind</p>" },
            ],
        },
        "employment_type": { "value": "permanent", "source_value": "permanent" },
        "employment_contract_type": { "value": "part_time", "source_value": "part-time" },
        "created_at": "2016-05-31T10:14:07.000Z", "department": "Management", "company": "ACME GmbH",
        "category": "Various", "seniority": "entry-level", "years_of_experience": "lt-1",
        "keywords": "office manager,büro", "occupation": "office_management",
        "occupation_category": "administrative_and_clerical",
    });
    record.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
    let mut other = constant("4104");
    other["locations"] = json!([]);
    Family {
        forms: [Form::Feed, Form::Feed],
        feeds: &[
            ("jobDescriptions.jobDescription[]", &["content"]),
            ("additionalOffices.office[]", &["locations"]),
        ],
        ..Family::of(
            &["ats_list_job_postings"],
            &["ats_get_job_posting"],
            ["/xml", ""],
            [position(), json!({ "id": "4104" })],
            [record, other],
        )
    }
}

fn offices() -> Family {
    let mut row = position();
    row["additionalOffices"] = Value::Null;
    Family {
        forms: [Form::Feed, Form::Feed],
        ..Family::of(
            &["ats_list_locations"],
            &["ats_get_location"],
            ["/xml", ""],
            [row, json!({ "id": "4104", "additionalOffices": { "office": "Zürich" } })],
            [json!({ "id": "Munich", "name": "Munich" }), json!({ "id": "Zürich", "name": "Zürich" })],
        )
    }
}

/// What is known without asking, and what Personio has none of.
fn fixed() -> Vec<Case> {
    let kind = |it: &str| json!({ "id": it, "remote_id": it, "name": it });
    let kinds =
        ["cv", "cover-letter", "employment-reference", "certificate", "work-sample", "other"].map(kind);
    let of = |operation: &'static str, id: Option<&str>, records: Vec<Value>| {
        let case = Case::new(operation, [], records);
        Case { question: crate::ask::Question { id: id.map(str::to_owned), ..case.question }, ..case }
    };
    let none = [
        ("ats_list_rejected_reasons", "ats_get_rejected_reason"),
        ("ats_list_application_custom_field_definitions", "ats_get_application_custom_field_definition"),
        ("ats_list_candidate_custom_field_definitions", "ats_get_candidate_custom_field_definition"),
        ("ats_list_job_custom_field_definitions", "ats_get_job_custom_field_definition"),
    ];
    let none = none.into_iter().flat_map(|(list, one)| [of(list, None, vec![]), of(one, Some("1"), vec![])]);
    let kinds = [
        of("ats_list_application_document_categories", None, kinds.to_vec()),
        of("ats_get_application_document_category", Some("cv"), vec![kinds[0].clone()]),
    ];
    kinds.into_iter().chain(none).collect()
}
