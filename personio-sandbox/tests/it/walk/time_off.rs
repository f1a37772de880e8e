//! Absences and their types, of both generations.

use serde_json::{Value, json};

use super::step::{Step, bare, form, get, send};

pub(super) fn steps() -> Vec<Step> {
    [types(), time_offs(), hours(), periods(), changes()].into_iter().flatten().collect()
}

fn types() -> Vec<Step> {
    vec![
        get("types of v1", "/v1/company/time-off-types").keep("vacation", "/data/0/attributes/id"),
        get("types of v1 without a token", "/v1/company/time-off-types").without_token().expect(401),
        get("types of v2", "/v2/absence-types").keep("types", "/_data/*/id").keep("type", "/_data/0/id"),
        get("types of v2 without a token", "/v2/absence-types").without_token().expect(401),
        get("each type", "/v2/absence-types/{types}"),
        get("an unknown type", "/v2/absence-types/0").expect(404),
        get("somebody", "/v2/persons?status=ACTIVE&limit=2").keep("person", "/_data/1/id"),
        get("a balance", "/v1/company/employees/{person}/absences/balance"),
        get("nobody's balance", "/v1/company/employees/1/absences/balance").expect(404),
    ]
}

fn time_offs() -> Vec<Step> {
    const PATH: &str = "/v1/company/time-offs";
    let row = |start: &str, end: &str| json!({"employee_id": "{person}", "time_off_type_id": "{vacation}", "start_date": start, "end_date": end, "half_day_start": false, "half_day_end": false});
    let unknown = |field: &str| {
        let mut row = row("2028-03-06", "2028-03-06");
        row[field] = json!(1);
        row
    };
    vec![
        get("time offs", "/v1/company/time-offs?start_date=2024-01-01&end_date=2027-12-31"),
        get("a page of time offs", "/v1/company/time-offs?limit=2&offset=2"),
        get("time offs from no date", "/v1/company/time-offs?start_date=x").expect(400),
        send("take days off", "POST", PATH, row("2028-03-06", "2028-03-10"))
            .keep("off", "/data/attributes/id"),
        form(
            "take half a day off by a form",
            PATH,
            &[
                ("employee_id", "{person}"),
                ("time_off_type_id", "{vacation}"),
                ("start_date", "2028-03-20"),
                ("end_date", "2028-03-20"),
                ("half_day_start", "1"),
                ("half_day_end", "0"),
                ("skip_approval", "false"),
            ],
        ),
        send("take them off again", "POST", PATH, row("2028-03-10", "2028-03-13")).expect(400),
        send("take days off for nothing", "POST", PATH, unknown("time_off_type_id")).expect(404),
        send("give nobody days off", "POST", PATH, unknown("employee_id")).expect(404),
        send("take days off backwards", "POST", PATH, row("2028-03-06", "2028-03-01")).expect(422),
        get("days off", "/v1/company/time-offs/{off}"),
        get("nobody's days off", "/v1/company/time-offs/1").expect(404),
        bare("delete days off", "DELETE", "/v1/company/time-offs/{off}"),
        bare("delete them again", "DELETE", "/v1/company/time-offs/{off}").expect(404),
        bare("delete what can't be", "DELETE", "/v1/company/time-offs/x").expect(400),
    ]
}

fn hours() -> Vec<Step> {
    const PATH: &str = "/v1/company/absence-periods";
    vec![
        get("absences by the hour", "/v1/company/absence-periods?start_date=2024-01-01&end_date=2027-12-31"),
        get("absences by the hour without a token", PATH).without_token().expect(401),
        get("absences by the hour from no date", "/v1/company/absence-periods?start_date=x").expect(400),
        get("absences of no type", "/v1/company/absence-periods?absence_types[]=x").expect(404),
        form(
            "take hours off",
            PATH,
            &[
                ("employee_id", "{person}"),
                ("time_off_type_id", "113451"),
                ("start_date", "2028-04-03"),
                ("end_date", "2028-04-03"),
                ("start_time", "09:00"),
                ("end_time", "10:30"),
            ],
        )
        .expect(201)
        .keep("hours", "/data/attributes/id"),
        form(
            "take hours off until midnight",
            PATH,
            &[
                ("employee_id", "{person}"),
                ("time_off_type_id", "113451"),
                ("start_date", "2028-04-04"),
                ("end_date", "2028-04-04"),
                ("start_time", "20:00"),
                ("end_time", "00:00"),
            ],
        )
        .expect(422),
        form(
            "take days off by the hour",
            PATH,
            &[
                ("employee_id", "{person}"),
                ("time_off_type_id", "{vacation}"),
                ("start_date", "2028-04-04"),
                ("end_date", "2028-04-05"),
            ],
        )
        .expect(400),
        bare("delete hours off", "DELETE", "/v1/company/absence-periods/{hours}"),
        bare("delete them again", "DELETE", "/v1/company/absence-periods/{hours}").expect(404),
        bare("delete hours that can't be", "DELETE", "/v1/company/absence-periods/x").expect(400),
    ]
}

fn boundary(day: &str, half: &str) -> Value {
    json!({"date_time": format!("{day}T00:00:00"), "type": half})
}

fn periods() -> Vec<Step> {
    const PATH: &str = "/v2/absence-periods";
    let row = |start: &str, end: &str| json!({"person": {"id": "{person}"}, "absence_type": {"id": "{type}"}, "starts_from": boundary(start, "FIRST_HALF"), "ends_at": boundary(end, "SECOND_HALF")});
    let halves = json!({
        "person": {"id": "{person}"}, "absence_type": {"id": "{type}"},
        "starts_from": boundary("2028-05-01", "SECOND_HALF"), "ends_at": boundary("2028-05-02", "FIRST_HALF"),
    });
    vec![
        get("absences of v2", PATH),
        get("a page of absences", "/v2/absence-periods?limit=3").keep("next", "/_meta/links/next/href"),
        get("the next page of absences", "{next}"),
        get("too large a page of absences", "/v2/absence-periods?limit=1000").expect(400),
        send("ask for days off", "POST", PATH, row("2028-06-05", "2028-06-08"))
            .expect(201)
            .keep("asked", "/id"),
        send("ask for them again", "POST", PATH, row("2028-06-07", "2028-06-08")).expect(409),
        send("ask for both halves", "POST", PATH, halves).expect(422),
        send("ask for nothing", "POST", PATH, json!({})).expect(400),
        get("an absence", "/v2/absence-periods/{asked}"),
        get("nobody's absence", "/v2/absence-periods/1").expect(404),
        get("what it takes", "/v2/absence-periods/{asked}/breakdowns?limit=2"),
        get("what takes nothing", "/v2/absence-periods/1/breakdowns").expect(404),
        get("more than four weeks of it", "/v2/absence-periods/{asked}/breakdowns?limit=29").expect(400),
    ]
}

fn changes() -> Vec<Step> {
    const PATH: &str = "/v2/absence-periods/{asked}";
    let end = |day: &str| json!({"ends_at": boundary(day, "SECOND_HALF")});
    vec![
        send("shorten an absence", "PATCH", PATH, end("2028-06-07")).expect(204),
        send("end it before it begins", "PATCH", PATH, end("2028-06-01")).expect(422),
        send("leave its end open", "PATCH", PATH, json!({"ends_at": null})).expect(204),
        get("time offs of somebody", "/v1/company/time-offs?employees[]={person}")
            .keep("off", "/data/*/attributes/id"),
        get("each of them", "/v1/company/time-offs/{off}"),
        send("change nobody's absence", "PATCH", "/v2/absence-periods/1", json!({})).expect(404),
        send("change it to a text", "PATCH", PATH, json!("x")).expect(400),
        bare("delete an absence", "DELETE", PATH).expect(204),
        bare("delete it again", "DELETE", PATH).expect(404),
    ]
}
