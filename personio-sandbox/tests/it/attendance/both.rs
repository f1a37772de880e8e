//! What one generation writes, the other shows; and the minutes worked are the same in both.

use serde_json::{Value, json};

use super::{Setting, YEAR, between, id, minutes, texts};

/// All work of v2 less all breaks of the year in which nothing was invented.
async fn worked_in_v2(it: &Setting) -> i64 {
    let rows = it.periods("attribution_date.gte=2027-01-01").await;
    let length = |it: &Value| {
        let end = it["end"]["date_time"].as_str();
        let length = end.map_or(0, |end| minutes(end) - minutes(it["start"]["date_time"].as_str().unwrap()));
        if it["type"] == "WORK" { length } else { -length }
    };
    rows.iter().map(length).sum()
}

/// All spans of v1 less their breaks.
async fn worked_in_v1(it: &Setting) -> i64 {
    let rows = it.attendances(&format!("{YEAR}&includePending=true")).await;
    let length = |it: &Value| {
        let it = &it["attributes"];
        let span = if it["end_time"].is_null() { 0 } else { between(&it["start_time"], &it["end_time"]) };
        span - it["break"].as_i64().unwrap()
    };
    rows.iter().map(length).sum()
}

async fn both_agree(it: &Setting, expected: i64) {
    assert_eq!((worked_in_v1(it).await, worked_in_v2(it).await), (expected, expected));
}

fn breaks(rows: &[Value]) -> Vec<(String, String)> {
    let breaks = rows.iter().filter(|it| it["type"] == "BREAK");
    let text = |it: &Value| it["date_time"].as_str().unwrap().to_owned();
    breaks.map(|it| (text(&it["start"]), text(&it["end"]))).collect()
}

#[tokio::test]
async fn the_minutes_of_break_of_v1_are_a_period_of_v2() {
    let it = Setting::new().await;
    let row = json!({"date": "2027-03-01", "start_time": "09:00", "end_time": "18:00", "break": 60});
    let made = it.attend(row).await.expect(200).json();
    let rows = it.periods("attribution_date.gte=2027-01-01").await;
    let kinds = texts(&json!(rows), "", "/type");
    assert_eq!(kinds, ["WORK", "BREAK"]);
    assert_eq!(rows[0]["id"], made["data"]["id_v2"][0]);
    assert_eq!(breaks(&rows), [("2027-03-01T13:00:00".to_owned(), "2027-03-01T14:00:00".to_owned())]);
    assert_eq!(rows.iter().map(|it| &it["is_auto_generated"]).collect::<Vec<_>>(), [false, true]);
    both_agree(&it, 480).await;

    let path = format!("/v1/company/attendances/{}", made["data"]["id"][0]);
    let change = async |body: Value| it.local.patch(&it.v1, &path, body).await.expect(200);
    // The break moves with its work, grows and shrinks with its minutes, and keeps its id.
    change(json!({"date": "2027-04-01"})).await;
    both_agree(&it, 480).await;
    change(json!({"break": 30, "end_time": "12:00"})).await;
    both_agree(&it, 150).await;
    let after = it.periods("attribution_date.gte=2027-01-01").await;
    assert_eq!(breaks(&after), [("2027-04-01T10:15:00".to_owned(), "2027-04-01T10:45:00".to_owned())]);
    assert_eq!(after[1]["id"], rows[1]["id"]);
    change(json!({"break": 0})).await;
    both_agree(&it, 180).await;
    change(json!({"break": 5, "skip_approval": false})).await;
    let statuses = texts(&json!(it.periods("attribution_date.gte=2027-01-01").await), "", "/approval/status");
    assert_eq!(statuses, ["PENDING", "PENDING"]);
    it.local.delete(&it.v1, &path, Value::Null).await.expect(200);
    assert!(it.periods("attribution_date.gte=2027-01-01").await.is_empty());
    let mut counts = [0; 3];
    for (name, _) in it.events().await {
        let at = ["created", "updated", "deleted"].iter().position(|it| name.ends_with(it)).unwrap();
        counts[at] += 1;
    }
    assert_eq!(counts, [3, 5, 3], "work, a break, and another one after the first was taken away");
}

#[tokio::test]
async fn breaks_of_v2_are_minutes_of_the_work_they_lie_in_or_follow() {
    let it = Setting::new().await;
    for (kind, start, end) in [
        ("BREAK", "07:00", "07:05"),
        ("WORK", "08:00", "12:00"),
        ("BREAK", "09:00", "09:15"),
        ("BREAK", "10:00", "10:10"),
        ("BREAK", "12:00", "12:30"),
        ("WORK", "13:00", "17:00"),
        ("BREAK", "15:00", "15:20"),
    ] {
        let (start, end) = (format!("2027-03-01T{start}:00"), format!("2027-03-01T{end}:00"));
        it.record(kind, &start, &end).await.expect(201);
    }
    let rows = it.attendances(YEAR).await;
    let found: Vec<_> = rows.iter().map(|it| it["attributes"]["break"].as_i64().unwrap()).collect();
    assert_eq!(found, [60, 20]);
    both_agree(&it, 400).await;
    // A break alone is no attendance of v1, and its number nothing that v1 can change.
    let first = rows[0]["id"].as_u64().unwrap();
    for other in [first - 1, first + 1] {
        let path = format!("/v1/company/attendances/{other}");
        it.local.patch(&it.v1, &path, json!({"break": 1})).await.expect(404);
        it.local.delete(&it.v1, &path, Value::Null).await.expect(404);
    }
    // v1 knows only their sum: as long as that stays, they stay; to set another one makes them one.
    let path = format!("/v1/company/attendances/{first}");
    let count = async || breaks(&it.periods("attribution_date.gte=2027-01-01").await).len();
    it.local.patch(&it.v1, &path, json!({"comment": "x", "break": 60})).await.expect(200);
    assert_eq!(count().await, 5);
    it.local.patch(&it.v1, &path, json!({"break": 55})).await.expect(200);
    assert_eq!(count().await, 2, "55 minutes and 20");
    both_agree(&it, 405).await;
}

#[tokio::test]
async fn a_night_counts_to_the_day_on_which_it_began() {
    let it = Setting::new().await;
    // The break comes first and belongs to its own day, until the work around it is known.
    let pause = it.record("BREAK", "2027-03-02T02:00:00", "2027-03-02T02:30:00").await.expect(201);
    let work = it.record("WORK", "2027-03-01T22:00:00", "2027-03-02T06:00:00").await.expect(201);
    let affected = texts(&work.json(), "/affected_periods", "/id");
    assert_eq!(affected, [id(&work), id(&pause)]);
    let late = it.record("BREAK", "2027-03-02T04:00:00", "2027-03-02T04:15:00").await.expect(201);
    for period in [&pause, &work, &late] {
        let shown = it.local.get(&it.v2, &format!("/v2/attendance-periods/{}", id(period))).await.json();
        assert_eq!(shown["attribution_date"], "2027-03-01");
    }
    let rows = it.attendances("start_date=2027-03-01&end_date=2027-03-01").await;
    let attributes = &rows[0]["attributes"];
    assert_eq!((&attributes["start_time"], &attributes["end_time"]), (&json!("22:00"), &json!("06:00")));
    assert_eq!((rows.len(), &attributes["break"]), (1, &json!(45)));
    both_agree(&it, 435).await;

    // v1 can't write a night, but it can change one.
    let night = json!({"date": "2027-03-03", "start_time": "22:00", "end_time": "06:00", "break": 0});
    it.attend(night).await.expect(400);
    let path = format!("/v1/company/attendances/{}", rows[0]["id"]);
    it.local.patch(&it.v1, &path, json!({"date": "2027-03-10", "end_time": "05:30"})).await.expect(200);
    both_agree(&it, 405).await;
    let moved = it.periods("attribution_date.gte=2027-03-10").await;
    assert_eq!(moved[0]["end"]["date_time"], "2027-03-11T05:30:00");
    assert_eq!(moved.len(), 2);
    it.local.patch(&it.v1, &path, json!({"start_time": "08:00", "end_time": "16:00"})).await.expect(200);
    let moved = it.periods("attribution_date.gte=2027-03-10").await;
    assert_eq!(moved[0]["end"]["date_time"], "2027-03-10T16:00:00");
}

#[tokio::test]
async fn times_that_a_change_of_clocks_leaves_out_are_as_good_as_others() {
    let it = Setting::new().await;
    // On 2027-03-28 there is no half past two, on 2027-10-31 it is there twice: nothing tells of it.
    for day in ["2027-03-28", "2027-10-31"] {
        it.record("WORK", &format!("{day}T02:30:00"), &format!("{day}T03:30:00")).await.expect(201);
    }
    both_agree(&it, 120).await;
}

#[tokio::test]
async fn time_is_refused_on_projects_of_others_if_the_switch_says_so() {
    let it = Setting::new().await;
    let archived = it.local.get(&it.v2, "/v2/projects?status=ARCHIVED").await.expect(200).json();
    let project = texts(&archived, "/_data", "/id")[0].clone();
    let row = json!({"date": "2027-03-01", "start_time": "09:00", "break": 0, "project_id": project});
    let mut body = super::period(&it.people[0], "WORK", "2027-03-02T09:00:00", "2027-03-02T10:00:00");
    body["project"] = json!({"id": project});
    it.switch("attendance-project-assignment", "enforced").await;
    let refused = it.attend(row.clone()).await.expect(400);
    assert!(refused.body.contains("Project not available"), "{refused:?}");
    it.local.post(&it.v2, "/v2/attendance-periods", body.clone()).await.expect(422);
    it.switch("attendance-project-assignment", "ignored").await;
    it.attend(row).await.expect(200);
    it.local.post(&it.v2, "/v2/attendance-periods", body).await.expect(201);
}
