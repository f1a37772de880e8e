//! Recruiting of both generations, and the career site.

use serde_json::json;

use super::step::{Step, bare, get, multipart, send};
use crate::kit::File;

const SITE: (&str, &str) = ("host", "nordlicht.jobs.localhost");
const CV: File<'static> =
    File { field: "file", name: "cv.pdf", media_type: "application/pdf", bytes: b"%PDF-1.7" };
const SLIDES: File<'static> = File { field: "file", name: "slides.ppt", media_type: "", bytes: b"x" };
const PROGRAM: File<'static> = File { field: "file", name: "cv.exe", media_type: "", bytes: b"x" };
/// Who sends the old form.
const ACCESS: [(&str, &str); 2] = [("company_id", "{company}"), ("access_token", "{recruiting}")];

pub(super) fn steps() -> Vec<Step> {
    [reading(), applying(), career_site()].into_iter().flatten().collect()
}

fn reading() -> Vec<Step> {
    vec![
        get("applications", "/v2/recruiting/applications").keep("applications", "/_data/*/id"),
        get("applications without opting in", "/v2/recruiting/applications").without_beta().expect(404),
        get("too large a page of applications", "/v2/recruiting/applications?limit=1000").expect(400),
        get("each application", "/v2/recruiting/applications/{applications}"),
        get("an unknown application", "/v2/recruiting/applications/1").expect(404),
        get("the stages of each", "/v2/recruiting/applications/{applications}/stage-transitions"),
        get("the stages of an unknown one", "/v2/recruiting/applications/1/stage-transitions").expect(404),
        get("candidates", "/v2/recruiting/candidates").keep("candidates", "/_data/*/id"),
        get("candidates without opting in", "/v2/recruiting/candidates").without_beta().expect(404),
        get("too large a page of candidates", "/v2/recruiting/candidates?limit=1000").expect(400),
        get("each candidate", "/v2/recruiting/candidates/{candidates}"),
        get("an unknown candidate", "/v2/recruiting/candidates/1").expect(404),
        get("advertised jobs", "/v2/recruiting/jobs").keep("jobs", "/_data/*/id").keep("job", "/_data/0/id"),
        get("advertised jobs without opting in", "/v2/recruiting/jobs").without_beta().expect(404),
        get("too large a page of advertised jobs", "/v2/recruiting/jobs?limit=1000").expect(400),
        get("each advertised job", "/v2/recruiting/jobs/{jobs}"),
        get("an unknown job", "/v2/recruiting/jobs/1").expect(404),
        get("categories", "/v2/recruiting/categories").keep("categories", "/_data/*/id"),
        get("categories without opting in", "/v2/recruiting/categories").without_beta().expect(404),
        get("categories without a token", "/v2/recruiting/categories").without_token().expect(401),
        get("each category", "/v2/recruiting/categories/{categories}"),
        get("an unknown category", "/v2/recruiting/categories/1").expect(404),
    ]
}

fn applying() -> Vec<Step> {
    let apply = "/v1/recruiting/applications";
    let upload = "/v1/recruiting/applications/documents";
    let recruiting = |step: Step| step.token("{recruiting}").header("x-company-id", "{company}");
    let ada = json!({
        "first_name": "Ada", "last_name": "Beispiel", "email": "ada@example.com", "job_position_id": "{job}",
        "phase": {"type": "system", "id": "offer"}, "tags": ["new"],
        "files": [{"uuid": "{cv}", "original_filename": "cv.pdf", "category": "cv"}],
        "attributes": [{"id": "phone", "value": "0"}],
    });
    let form = [
        ACCESS,
        [("job_position_id", "{job}"), ("first_name", "Grace")],
        [("last_name", "Beispiel"), ("email", "grace@example.com")],
    ];
    let form: &'static [(&str, &str)] = Box::leak(form.concat().into_boxed_slice());
    vec![
        get("the company", "/_sandbox/company")
            .keep("recruiting", "/recruiting_access_token")
            .keep("company", "/id"),
        send("publish a job", "PATCH", "/_sandbox/recruiting/jobs/{job}", json!({"published": true})),
        recruiting(multipart("upload", upload, &[], &[CV])).keep("cv", "/uuid"),
        recruiting(multipart("upload what the file spells otherwise", upload, &[], &[SLIDES])),
        recruiting(multipart("upload a program", upload, &[], &[PROGRAM])).expect(422),
        multipart("upload as nobody", upload, &[], &[CV]).without_token().expect(401),
        recruiting(send("apply", "POST", apply, ada.clone())).expect(201),
        recruiting(send("apply again", "POST", apply, ada)).expect(400),
        recruiting(send("apply without a name", "POST", apply, json!({}))).expect(400),
        send("apply as nobody", "POST", apply, json!({})).without_token().expect(401),
        get("what arrived", "/v2/recruiting/applications?candidate.email=ada%40example.com&limit=1")
            .keep("application", "/_data/0/id"),
        get("all of it", "/_sandbox/recruiting/applications/{application}").keep("candidate", "/candidate"),
        send(
            "move it",
            "POST",
            "/_sandbox/recruiting/applications/{application}/stage",
            json!({"stage": "rejected"}),
        ),
        bare("forget the candidate", "POST", "/_sandbox/recruiting/candidates/{candidate}/anonymize")
            .expect(204),
        get("what is left", "/v2/recruiting/applications/{application}"),
        multipart("the old form", "/recruiting/applicant", form, &[]).without_token(),
        multipart("the old form again", "/recruiting/applicant", form, &[]).without_token().expect(400),
        multipart("the old form of nobody", "/recruiting/applicant", &[("company_id", "1")], &[])
            .without_token()
            .expect(403),
        send("without an API", "PUT", "/_sandbox/recruiting/settings", json!({"public_api": false})),
        recruiting(send("apply without an API", "POST", apply, json!({}))).expect(403),
        recruiting(multipart("upload without an API", upload, &[], &[CV])).expect(403),
    ]
}

fn career_site() -> Vec<Step> {
    let site = |step: Step| step.without_token().header(SITE.0, SITE.1);
    vec![
        site(get("positions", "/xml?language=en")),
        site(get("positions in German", "/xml")),
        get("positions of nobody", "/xml")
            .without_token()
            .header("host", "nobody.jobs.localhost")
            .expect(404),
        site(get("robots", "/robots.txt")),
        get("robots elsewhere", "/robots.txt").without_token().expect(404),
    ]
}
