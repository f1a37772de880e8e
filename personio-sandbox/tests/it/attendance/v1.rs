//! `/v1/company/attendances` (facts §4.1, §5, §6, §8).

use serde_json::{Value, json};

use super::{Setting, YEAR};
use crate::kit::Local;

const PATH: &str = "/v1/company/attendances";

fn row(date: &str, start: &str, end: &str) -> Value {
    json!({"date": date, "start_time": start, "end_time": end, "break": 60, "comment": "x"})
}

#[tokio::test]
async fn a_row_is_recorded_read_changed_and_deleted() {
    let it = Setting::new().await;
    let made = it.attend(row("2027-03-01", "09:00", "18:00")).await.expect(200).json();
    let id = made["data"]["id"][0].as_u64().unwrap();
    assert_eq!(made["data"]["message"], "success");
    let rows = it.attendances(YEAR).await;
    let expected = json!({
        "employee": it.people[0].parse::<u32>().unwrap(), "date": "2027-03-01", "start_time": "09:00",
        "end_time": "18:00", "break": 60, "comment": "x", "updated_at": "2026-10-14T09:30:00+00:00",
        "status": "confirmed", "is_holiday": false, "is_on_time_off": false, "project": null,
        "id_v2": made["data"]["id_v2"][0],
    });
    assert_eq!(rows, [json!({"id": id, "type": "AttendancePeriod", "attributes": expected})]);

    let path = format!("{PATH}/{id}");
    let changed = it.local.patch(&it.v1, &path, json!({"end_time": null, "comment": null, "break": 0})).await;
    assert_eq!(changed.expect(200).json()["data"]["message"], "The attendance period was updated.");
    let attributes = it.attendances(YEAR).await[0]["attributes"].clone();
    assert_eq!((&attributes["end_time"], &attributes["break"]), (&Value::Null, &json!(0)));
    assert_eq!(attributes["comment"], "");

    let gone = it.local.delete(&it.v1, &path, Value::Null).await.expect(200).json();
    assert_eq!(gone["data"]["message"], "The attendance period was deleted.");
    for method in ["PATCH", "DELETE"] {
        let bearer = format!("Bearer {}", it.v1);
        let body = if method == "PATCH" { r#"{"break":1}"# } else { "" };
        let lost = it.local.send(method, &path, &[("authorization", &bearer)], body).await.expect(404);
        assert_eq!(
            lost.json()["error"],
            json!({"code": 404, "message": "The attendance period was not found."})
        );
    }
    assert!(it.attendances(YEAR).await.is_empty());
}

#[tokio::test]
async fn good_rows_stay_when_others_fail() {
    let it = Setting::new().await;
    let employee: u32 = it.people[0].parse().unwrap();
    let with = |employee: u32, mut row: Value| {
        row["employee"] = json!(employee);
        row
    };
    let rows = json!({"attendances": [
        with(employee, row("2027-03-01", "09:00", "18:00")),
        with(employee, row("2027-03-01", "17:00", "19:00")),
        with(employee, row("2027-03-01", "18:00", "20:00")),
        with(employee, row("2027-03-02", "18:00", "09:00")),
        with(employee, row("2027-03-03", "09:00", "09:30")),
        with(4_000_000, row("2027-03-04", "09:00", "18:00")),
        with(employee, json!({"date": "2027-03-05", "start_time": "09:00", "break": 0, "project_id": 1})),
    ]});
    let answer = it.local.post(&it.v1, PATH, rows).await.expect(400).json();
    assert_eq!(answer["error"]["code"], 400);
    assert_eq!(answer["error"]["message"], "Error when trying to insert Attendances periods rows");
    let told = answer["error"]["detailed_message"].as_array().unwrap();
    let messages: Vec<&Value> = told.iter().map(|it| &it["error_msg"]).collect();
    let expected = [
        Value::Null,
        json!("Existing overlapping attendances periods"),
        Value::Null,
        json!("Start time has to be smaller than end time"),
        json!("Break has to be smaller than the attendance period"),
        json!("Employee not found"),
        json!("Project not found"),
    ];
    assert_eq!(messages, expected.iter().collect::<Vec<_>>());
    assert!(told.iter().all(|it| it["success"] == it["id"].is_u64()), "{told:?}");
    assert_eq!(told[1]["id"], Value::Null);
    let ids: Vec<_> = it.attendances(YEAR).await.iter().map(|it| it["id"].clone()).collect();
    assert_eq!(ids, [told[0]["id"].clone(), told[2]["id"].clone()]);
    // In the order in which they came.
    assert_eq!((&told[6]["start_time"], &told[6]["end_time"]), (&json!("09:00"), &Value::Null));
}

#[tokio::test]
async fn a_call_that_lacks_something_stores_nothing() {
    let it = Setting::new().await;
    let good = row("2027-03-01", "09:00", "18:00");
    for (field, value) in [
        ("date", Value::Null),
        ("date", json!("01.03.2027")),
        ("start_time", Value::Null),
        ("start_time", json!("9 am")),
        ("start_time", json!("25:00")),
        ("end_time", json!("18:00:00:00")),
        ("break", Value::Null),
        ("break", json!(-5)),
        ("comment", json!(5)),
        ("project_id", json!("x")),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let refused = it.attend(bad).await.expect(400).json();
        assert_eq!(refused["error"]["code"], 400);
    }
    for bad in [json!({}), json!({"attendances": []}), json!({"attendances": [5]}), json!([])] {
        it.local.post(&it.v1, PATH, bad).await.expect(400);
    }
    let many: Vec<Value> = (0..101)
        .map(|at| {
            let mut row = good.clone();
            row["employee"] = json!(100_000 + at);
            row
        })
        .collect();
    let refused = it.local.post(&it.v1, PATH, json!({"attendances": many})).await.expect(400);
    assert!(refused.body.contains("100 employees"), "{refused:?}");
    assert!(it.attendances(YEAR).await.is_empty());
    let made = it.attend(good).await.expect(200).json();
    let path = format!("{PATH}/{}", made["data"]["id"][0]);
    for bad in [json!({}), json!({"employee": 1}), json!({"start_time": "18:00"}), json!({"break": 600})] {
        it.local.patch(&it.v1, &path, bad).await.expect(400);
    }
}

#[tokio::test]
async fn an_overlap_is_told_when_a_row_is_moved() {
    let it = Setting::new().await;
    it.attend(row("2027-03-01", "09:00", "18:00")).await.expect(200);
    let other = it.attend(row("2027-03-02", "09:00", "18:00")).await.expect(200).json();
    let path = format!("{PATH}/{}", other["data"]["id"][0]);
    let refused = it.local.patch(&it.v1, &path, json!({"date": "2027-03-01"})).await.expect(400).json();
    assert_eq!(refused["error"]["message"], "Error when trying to insert Attendances periods rows.");
    it.local.patch(&it.v1, &path, json!({"date": "2027-03-03"})).await.expect(200);
    // As a client sends what it made of a time, and what it knows without asking for a change.
    it.local.patch(&it.v1, &path, json!({"start_time": "9:00:00", "end_time": "18:30:00"})).await.expect(200);
    assert_eq!(it.attendances(YEAR).await[1]["attributes"]["end_time"], "18:30");
}

#[tokio::test]
async fn a_form_records_rows_as_well() {
    let it = Setting::new().await;
    let employee = it.people[0].as_str();
    let fields = [
        ("attendances[][employee]", employee),
        ("attendances[][date]", "2027-03-01"),
        ("attendances[][start_time]", "09:00"),
        ("attendances[][end_time]", "12:00"),
        ("attendances[]break", "15"),
        ("attendances[][employee]", employee),
        ("attendances[][date]", "2027-03-02"),
        ("attendances[][start_time]", "09:00"),
        ("attendances[]break", "0"),
        ("skip_approval", "false"),
    ];
    it.local.form(&it.v1, PATH, &fields).await.expect(200);
    let numbered = [
        ("attendances[0][employee]", employee),
        ("attendances[0][date]", "2027-03-03"),
        ("attendances[0][start_time]", "09:00"),
        ("attendances[0][break]", "0"),
        ("project_id", "82173"),
    ];
    it.local.form(&it.v1, PATH, &numbered).await.expect(200);
    let rows = it.attendances(&format!("{YEAR}&includePending=true")).await;
    let seen = |at: usize, name: &str| rows[at]["attributes"][name].clone();
    assert_eq!((rows.len(), seen(0, "break"), seen(0, "status")), (3, json!(15), json!("pending")));
    assert_eq!((seen(1, "end_time"), seen(1, "status")), (Value::Null, json!("pending")));
    assert_eq!((seen(2, "project")["id"].clone(), seen(2, "status")), (json!(82_173), json!("confirmed")));
    assert_eq!(it.attendances(YEAR).await.len(), 1, "only what is confirmed");
}

#[tokio::test]
async fn lists_are_filtered() {
    let it = Setting::new().await;
    for person in &it.people[..2] {
        for day in 1..=3 {
            let mut row = row(&format!("2027-03-0{day}"), "09:00", "18:00");
            row["employee"] = json!(person.parse::<u32>().unwrap());
            it.local.post(&it.v1, PATH, json!({"attendances": [row]})).await.expect(200);
            it.local.clock().advance(3 * 3_600);
        }
    }
    let count = async |query: &str| it.attendances(query).await.len();
    assert_eq!(count(YEAR).await, 6);
    assert_eq!(count("start_date=2027-03-02&end_date=2027-03-02").await, 2);
    let [first, second] = [&it.people[0], &it.people[1]];
    assert_eq!(count(&format!("{YEAR}&employees[]={first}")).await, 3);
    assert_eq!(count(&format!("{YEAR}&employees[]={first}&employees[]={second}")).await, 6);
    assert_eq!(count(&format!("{YEAR}&employees[]=999999")).await, 0);
    for (query, rows) in [
        ("updated_from=2026-10-15", 1),
        ("updated_to=2026-10-14", 5),
        ("updated_from=2026-10-14T12:30:00&updated_to=2026-10-14T15:29:59Z", 1),
        ("updated_from=2026-10-14T14:30:00%2B02:00&updated_to=2026-10-14", 4),
        ("updated_from=2027-01-01", 0),
    ] {
        assert_eq!(count(&format!("{YEAR}&{query}")).await, rows, "{query}");
    }
    it.switch("attendance-updated-zone", "company").await;
    assert_eq!(count(&format!("{YEAR}&updated_from=2026-10-14T14:30:00&updated_to=2026-10-14")).await, 4);
    for bad in ["", "?start_date=2027-01-01", "?start_date=x&end_date=y"] {
        it.local.get(&it.v1, &format!("{PATH}{bad}")).await.expect(400);
    }
    for bad in ["updated_from=x", "limit=0", "limit=x", "offset=-1"] {
        it.local.get(&it.v1, &format!("{PATH}?{YEAR}&{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn pages_count_rows_and_parameters_come_back_as_texts() {
    let it = Setting::new().await;
    let everything = "start_date=2025-01-01&end_date=2027-12-31&includePending=1";
    let whole = it.local.get(&it.v1, &format!("{PATH}?{everything}")).await.expect(200).json();
    let total = usize::try_from(whole["metadata"]["total_elements"].as_u64().unwrap()).unwrap();
    assert!(total > 200, "{total}");
    assert_eq!(whole["data"].as_array().unwrap().len(), 200);
    assert_eq!((&whole["offset"], &whole["limit"]), (&json!(0), &json!(200)));
    assert_eq!(whole["metadata"]["total_pages"], total.div_ceil(200));
    let second = it.local.get(&it.v1, &format!("{PATH}?{everything}&limit=500&offset=150")).await.json();
    assert_eq!((&second["offset"], &second["limit"]), (&json!("150"), &json!("200")));
    assert_eq!(second["data"][0], whole["data"][150]);
    let past = it.local.get(&it.v1, &format!("{PATH}?{everything}&offset={total}")).await.expect(200).json();
    assert_eq!((&past["data"], &past["limit"]), (&json!([]), &json!(200)));
    assert_eq!(past["metadata"]["total_elements"], total);
    let third = it.local.get(&it.v1, &format!("{PATH}?{everything}&limit=10&offset=20")).await.json();
    assert_eq!(third["metadata"]["current_page"], 2);
}

#[tokio::test]
async fn a_deletion_can_wait_for_approval() {
    let it = Setting::new().await;
    for (position, status) in [("pending", json!("pending")), ("deleted", Value::Null)] {
        it.switch("v1-attendance-delete-approval", position).await;
        let made = it.attend(row("2027-03-01", "09:00", "18:00")).await.expect(200).json();
        let path = format!("{PATH}/{}", made["data"]["id"][0]);
        let asked = it.local.delete(&it.v1, &format!("{path}?skip_approval=false"), Value::Null).await;
        asked.expect(200);
        let rows = it.attendances(&format!("{YEAR}&includePending=true")).await;
        let now = rows.first().map_or(Value::Null, |it| it["attributes"]["status"].clone());
        assert_eq!(now, status, "{position}");
        for row in rows {
            it.local.delete(&it.v1, &format!("{PATH}/{}", row["id"]), Value::Null).await.expect(200);
        }
    }
    it.local.delete(&it.v1, &format!("{PATH}/1?skip_approval=x"), Value::Null).await.expect(400);
}

#[tokio::test]
async fn the_whole_family_can_be_gone() {
    let it = Setting::new().await;
    let projects = format!("{PATH}/projects");
    let calls = [
        ("GET", format!("{PATH}?{YEAR}")),
        ("POST", PATH.to_owned()),
        ("PATCH", format!("{PATH}/1")),
        ("DELETE", format!("{PATH}/1")),
        ("GET", projects.clone()),
        ("POST", projects.clone()),
        ("PATCH", format!("{projects}/1")),
        ("DELETE", format!("{projects}/1")),
    ];
    let bearer = format!("Bearer {}", it.v1);
    for (position, status) in [("410", 410), ("404", 404)] {
        it.switch("v1-attendance", position).await;
        for (method, path) in &calls {
            let answer = it.local.send_unchecked(method, path, &[("authorization", &bearer)], "{}").await;
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(answer.json()["success"], false);
            assert!(answer.json()["error"]["message"].is_string());
        }
    }
    it.switch("v1-attendance", "live").await;
    it.local.get(&it.v1, &format!("{PATH}?{YEAR}")).await.expect(200);
}

#[tokio::test]
async fn writing_needs_a_right_of_its_own() {
    let local = Local::new();
    let tokens = local.may(&[("attendances", "read")]).await;
    local.get(&tokens.v1, &format!("{PATH}?{YEAR}")).await.expect(200);
    local.post(&tokens.v1, PATH, json!({})).await.expect(403);
    local.patch(&tokens.v1, &format!("{PATH}/1"), json!({})).await.expect(403);
    local.delete(&tokens.v1, &format!("{PATH}/1"), Value::Null).await.expect(403);
    local.post(&tokens.v1, &format!("{PATH}/projects"), json!({})).await.expect(403);
    local.post(&tokens.v2, "/v2/attendance-periods", json!({})).await.expect(403);
    local.post(&tokens.v2, "/v2/projects", json!({})).await.expect(403);
    local.delete(&tokens.v2, "/v2/projects/82173/members", Value::Null).await.expect(403);
    let others = local.may(&[("employees", "write"), ("time_off", "write")]).await;
    local.get(&others.v1, &format!("{PATH}?{YEAR}")).await.expect(403);
    local.get(&others.v2, "/v2/attendance-periods").await.expect(403);
    local.get(&others.v2, "/v2/projects").await.expect(403);
}

#[tokio::test]
async fn lists_of_people_are_spelled_as_clients_spell_them() {
    let it = Setting::new().await;
    it.attend(row("2027-03-01", "09:00", "18:00")).await.expect(200);
    let count = async |query: &str| {
        let path = format!("{PATH}?start_date=2026-01-01&end_date=2027-12-31&includePending=True&{query}");
        it.local.get(&it.v1, &path).await.expect(200).json()["metadata"]["total_elements"].as_u64().unwrap()
    };
    let person = &it.people[0];
    let own = count(&format!("employees={person}")).await;
    assert!(own > 0 && own < count("").await);
    for name in ["employees[]", "employees[0]", "employees%5B12%5D"] {
        assert_eq!(count(&format!("{name}={person}")).await, own, "{name}");
    }
    assert_eq!(count(&format!("employees[x]={person}")).await, count("").await, "that is no list");
}
