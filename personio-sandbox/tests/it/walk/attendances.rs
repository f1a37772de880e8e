//! Attendances and projects, of both generations.

use serde_json::{Value, json};

use super::step::{Step, bare, form, get, send};

pub(super) fn steps() -> Vec<Step> {
    let topics = [attendances_of_v1(), projects_of_v1(), periods(), projects(), members(), refusals()];
    topics.into_iter().flatten().collect()
}

fn attendances_of_v1() -> Vec<Step> {
    let row = |day: &str, start: &str| json!({"employee": "{number}", "date": day, "start_time": start, "end_time": "18:00", "break": 30});
    let open = json!({"employee": "{number}", "date": "2027-03-05", "start_time": "09:00", "break": 0});
    let rows = |rows: Vec<Value>| json!({"attendances": rows});
    let path = "/v1/company/attendances";
    vec![
        get(
            "attendances of v1",
            "/v1/company/attendances?start_date=2026-01-01&end_date=2026-12-31&includePending=true",
        )
        .keep("number", "/data/0/attributes/employee"),
        get(
            "a page of v1",
            "/v1/company/attendances?start_date=2026-01-01&end_date=2026-12-31&limit=1&offset=1",
        ),
        get("attendances of v1 without dates", path).expect(400),
        send(
            "record attendances",
            "POST",
            path,
            rows(vec![row("2027-03-01", "09:00"), row("2027-03-02", "09:00")]),
        )
        .keep("attendance", "/data/id/0"),
        send(
            "record one of two",
            "POST",
            path,
            rows(vec![row("2027-03-01", "10:00"), row("2027-03-03", "09:00"), open]),
        )
        .expect(400),
        form(
            "record by a form",
            path,
            &[
                ("attendances[0][employee]", "{number}"),
                ("attendances[0][date]", "2027-03-04"),
                ("attendances[0][start_time]", "09:00"),
                ("attendances[0][break]", "0"),
                ("skip_approval", "false"),
            ],
        ),
        send("change an attendance", "PATCH", "/v1/company/attendances/{attendance}", json!({"break": 45})),
        send("change nothing", "PATCH", "/v1/company/attendances/{attendance}", json!({})).expect(400),
        send("change nobody's attendance", "PATCH", "/v1/company/attendances/1", json!({"break": 1}))
            .expect(404),
        bare("delete an attendance", "DELETE", "/v1/company/attendances/{attendance}"),
        bare("delete it again", "DELETE", "/v1/company/attendances/{attendance}").expect(404),
    ]
}

fn projects_of_v1() -> Vec<Step> {
    let path = "/v1/company/attendances/projects";
    vec![
        get("projects of v1", path),
        get("projects of v1 without a token", path).without_token().expect(401),
        send("name a project", "POST", path, json!({"name": "Walk of v1"})).keep("named", "/data/id"),
        send("name it again", "POST", path, json!({"name": "Walk of v1"})).expect(400),
        send("open a project", "PATCH", "/v1/company/attendances/projects/{named}", json!({"active": true})),
        send(
            "half open a project",
            "PATCH",
            "/v1/company/attendances/projects/{named}",
            json!({"active": "half"}),
        )
        .expect(400),
        send("open no project", "PATCH", "/v1/company/attendances/projects/1", json!({"active": true}))
            .expect(404),
        bare("delete a named project", "DELETE", "/v1/company/attendances/projects/{named}").expect(204),
        bare("delete it again", "DELETE", "/v1/company/attendances/projects/{named}").expect(404),
    ]
}

fn periods() -> Vec<Step> {
    let period = |kind: &str, start: &str, end: &str| {
        json!({
            "person": {"id": "{person}"}, "type": kind,
            "start": {"date_time": start}, "end": {"date_time": end},
        })
    };
    let work = period("WORK", "2027-04-01T22:00:00", "2027-04-02T06:00:00");
    let wrong = period("WORK", "2027-04-05T22:00:00", "2027-04-05T21:00:00");
    let path = "/v2/attendance-periods";
    vec![
        get("attendances of v2", path).keep("person", "/_data/0/person/id"),
        get("too large a page of attendances", "/v2/attendance-periods?limit=1000").expect(400),
        send("record work", "POST", path, work).expect(201).keep("period", "/id"),
        send(
            "record a break",
            "POST",
            "/v2/attendance-periods?skip_approval=true",
            period("BREAK", "2027-04-02T02:00:00", "2027-04-02T02:30:00"),
        )
        .expect(201),
        send("record backwards", "POST", path, wrong).expect(422),
        send("record nothing", "POST", path, json!({})).expect(400),
        get("work", "/v2/attendance-periods/{period}"),
        get("nobody's work", "/v2/attendance-periods/1").expect(404),
        send("change work", "PATCH", "/v2/attendance-periods/{period}", json!({"comment": "x"})).expect(204),
        send(
            "stretch work",
            "PATCH",
            "/v2/attendance-periods/{period}",
            json!({"end": {"date_time": "2027-05-01T00:00:00"}}),
        )
        .expect(422),
        bare("delete work", "DELETE", "/v2/attendance-periods/{period}").expect(204),
        bare("delete it again", "DELETE", "/v2/attendance-periods/{period}").expect(404),
    ]
}

fn projects() -> Vec<Step> {
    vec![
        get("projects of v2", "/v2/projects?include=tracked_minutes,sub_projects_tracked_minutes"),
        get("projects of v2 without a token", "/v2/projects").without_token().expect(401),
        get("projects with what isn't there", "/v2/projects?include=nothing").expect(422),
        get("a name that is nearly right", "/v2/projects?includes=tracked_minutes").expect(400),
        send("add a project", "POST", "/v2/projects", json!({"name": "Walk of v2", "status": "ACTIVE"}))
            .expect(201)
            .keep("project", "/id"),
        send("add it again", "POST", "/v2/projects", json!({"name": "Walk of v2", "status": "ACTIVE"}))
            .expect(422),
        get("a project", "/v2/projects/{project}?include=sub_projects_count,tracked_periods_count"),
        get("a project with what isn't there", "/v2/projects/{project}?include=nothing").expect(422),
        get("no project", "/v2/projects/1").expect(404),
        send("archive a project", "PATCH", "/v2/projects/{project}", json!({"status": "ARCHIVED"}))
            .expect(204),
        send("lose a project", "PATCH", "/v2/projects/{project}", json!({"status": "LOST"})).expect(400),
    ]
}

fn members() -> Vec<Step> {
    let person = |id: &str| json!([{"person": {"id": id}}]);
    let path = "/v2/projects/{project}/members";
    vec![
        send("add a member", "POST", path, person("{person}")).expect(201),
        send("add nobody", "POST", path, person("1")).expect(422),
        get("members", path),
        get("too many members", "/v2/projects/{project}/members?limit=201").expect(422),
        bare("remove a member", "DELETE", "/v2/projects/{project}/members?person_id={person}").expect(204),
        bare("remove members of nothing", "DELETE", "/v2/projects/1/members").expect(404),
    ]
}

/// A project with time on it stays.
fn refusals() -> Vec<Step> {
    vec![
        send(
            "record on a project",
            "POST",
            "/v2/attendance-periods",
            json!({
                "person": {"id": "{person}"}, "type": "WORK", "project": {"id": "{project}"},
                "start": {"date_time": "2027-06-01T09:00:00"}, "end": {"date_time": "2027-06-01T10:00:00"},
            }),
        )
        .expect(201)
        .keep("tracked", "/id"),
        bare("delete a project with time", "DELETE", "/v2/projects/{project}").expect(422),
        bare("take the time away", "DELETE", "/v2/attendance-periods/{tracked}").expect(204),
        bare("delete a project", "DELETE", "/v2/projects/{project}").expect(204),
        bare("delete it again", "DELETE", "/v2/projects/{project}").expect(404),
    ]
}
