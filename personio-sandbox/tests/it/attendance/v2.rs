//! `/v2/attendance-periods` (facts §7, §9.3).

use serde_json::{Value, json};

use super::{Setting, id, period, texts, title};

const PATH: &str = "/v2/attendance-periods";
const DAY: (&str, &str) = ("2027-03-01T09:00:00", "2027-03-01T17:30:00");

#[tokio::test]
async fn a_period_is_recorded_read_changed_and_deleted() {
    let it = Setting::new().await;
    let mut body = period(&it.people[0], "WORK", DAY.0, DAY.1);
    body["comment"] = json!("x");
    body["project"] = json!({"id": "82173"});
    let made = it.local.post(&it.v2, PATH, body).await.expect(201);
    let at = format!("{PATH}/{}", id(&made));
    let shown = it.local.get(&it.v2, &at).await.expect(200).json();
    let expected = json!({
        "id": id(&made), "type": "WORK", "person": {"id": it.people[0]}, "approval": {"status": "PENDING"},
        "start": {"date_time": DAY.0}, "end": {"date_time": DAY.1}, "attribution_date": "2027-03-01",
        "comment": "x", "project": {"id": "82173"}, "is_auto_generated": false,
        "created_at": "2026-10-14T09:30:00Z", "updated_at": "2026-10-14T09:30:00Z",
    });
    assert_eq!(shown, expected);
    assert_eq!(made.json()["affected_periods"], json!([expected]));

    it.local.clock().advance(60);
    let change = json!({"end": null, "comment": null, "project": null, "person": {"id": "1"}});
    let answer = it.local.patch(&it.v2, &format!("{at}?skip_approval=true"), change).await.expect(204);
    assert_eq!(answer.body, "");
    let shown = it.local.get(&it.v2, &at).await.expect(200).json();
    for gone in ["end", "comment", "project"] {
        assert_eq!(shown[gone], Value::Null, "{gone}");
    }
    assert_eq!(shown["person"]["id"], json!(it.people[0]), "a period never changes hands");
    assert_eq!(shown["approval"]["status"], "CONFIRMED");
    assert_eq!(shown["updated_at"], "2026-10-14T09:31:00Z");

    it.local.delete(&it.v2, &at, Value::Null).await.expect(204);
    it.local.get(&it.v2, &at).await.expect(404);
    it.local.patch(&it.v2, &at, json!({})).await.expect(404);
    it.local.delete(&it.v2, &at, Value::Null).await.expect(404);
    it.local.get(&it.v2, &format!("{PATH}/1")).await.expect(404);
    let happened: Vec<String> = it.events().await.into_iter().map(|it| it.0).collect();
    let expected = ["attendance-period.created", "attendance-period.updated", "attendance-period.deleted"];
    assert_eq!(happened, expected);
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_no_event() {
    let it = Setting::new().await;
    let made = it.record("WORK", DAY.0, DAY.1).await.expect(201);
    let at = format!("{PATH}/{}", id(&made));
    for same in [json!({}), json!({"start": {"date_time": DAY.0}}), json!({"comment": null})] {
        it.local.patch(&it.v2, &at, same).await.expect(204);
    }
    assert_eq!(it.events().await.len(), 1);
    assert_eq!(it.local.get(&it.v2, &at).await.json()["approval"]["status"], "CONFIRMED");
    it.local.patch(&it.v2, &at, json!({"comment": "x"})).await.expect(204);
    assert_eq!(it.local.get(&it.v2, &at).await.json()["approval"]["status"], "PENDING");
    it.local.patch(&it.v2, &format!("{at}?skip_approval=true"), json!({})).await.expect(204);
    assert_eq!(it.local.get(&it.v2, &at).await.json()["approval"]["status"], "CONFIRMED");
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_bad_requests() {
    let it = Setting::new().await;
    let good = period(&it.people[0], "WORK", DAY.0, DAY.1);
    let made = it.local.post(&it.v2, PATH, good.clone()).await.expect(201);
    let at = format!("{PATH}/{}", id(&made));
    for (pointer, value) in [
        ("/type", json!("LUNCH")),
        ("/type", Value::Null),
        ("/person", Value::Null),
        ("/person", json!({})),
        ("/start", Value::Null),
        ("/start/date_time", json!("2027-03-01T09:00:00Z")),
        ("/start/date_time", json!("2027-03-01T09:00:00+01:00")),
        ("/start/date_time", json!("2027-03-01")),
        ("/end/date_time", json!(5)),
        ("/end", json!("2027-03-01T09:00:00")),
        ("/comment", json!("x".repeat(1_001))),
        ("/comment", json!(1)),
        ("/project", json!("82173")),
    ] {
        let mut bad = good.clone();
        bad["comment"] = json!("x");
        bad["project"] = json!({"id": "82173"});
        *bad.pointer_mut(pointer).unwrap() = value;
        let refused = it.local.post(&it.v2, PATH, bad.clone()).await.expect(400);
        assert_eq!(refused.json()["errors"][0]["detail"], "Invalid request content.", "{pointer}");
        if !matches!(pointer, "/type" | "/person") && bad["start"].is_object() {
            it.local.patch(&it.v2, &at, bad).await.expect(400);
        }
    }
    for bad in [json!([]), json!("x")] {
        it.local.post(&it.v2, PATH, bad.clone()).await.expect(400);
        it.local.patch(&it.v2, &at, bad).await.expect(400);
    }
    it.local.post(&it.v2, &format!("{PATH}?skip_approval=maybe"), good).await.expect(400);
    let form = [("person", "1")];
    it.local.form(&it.v2, PATH, &form).await.expect(400);
}

#[tokio::test]
async fn rules_that_are_broken_are_unprocessable() {
    let it = Setting::new().await;
    it.record("WORK", DAY.0, DAY.1).await.expect(201);
    let with_project = |kind: &str, project: &str| {
        let mut body = period(&it.people[0], kind, "2027-03-05T09:00:00", "2027-03-05T10:00:00");
        body["project"] = json!({"id": project});
        body
    };
    let night = ("2027-03-03T20:00:00", "2027-03-04T20:00:00");
    for (body, expected) in [
        (period(&it.people[0], "WORK", DAY.1, DAY.0), "Start date greater than end date"),
        (period(&it.people[0], "WORK", night.0, "2027-03-04T20:00:01"), "Period time range too long"),
        (with_project("BREAK", "82173"), "Break periods with project"),
        (with_project("WORK", "1"), "Project not found"),
        (with_project("WORK", "x"), "Project not found"),
        (period("1", "WORK", DAY.0, DAY.1), "Person not found"),
        (period("x", "WORK", DAY.0, DAY.1), "Person not found"),
        (period(&it.people[0], "WORK", "2027-03-01T17:00:00", "2027-03-01T18:00:00"), "Overlapping periods"),
    ] {
        let refused = it.local.post(&it.v2, PATH, body).await.expect(422);
        assert_eq!(title(&refused), expected);
    }
    let made = it.record("WORK", night.0, night.1).await.expect(201);
    let at = format!("{PATH}/{}", id(&made));
    let refused = it.local.patch(&it.v2, &at, json!({"end": {"date_time": DAY.0}})).await.expect(422);
    assert_eq!(title(&refused), "Start date greater than end date");
    // Side by side, at the same time as a break, or of another person is fine.
    it.record("WORK", DAY.1, "2027-03-01T18:00:00").await.expect(201);
    it.record("BREAK", "2027-03-01T12:00:00", "2027-03-01T12:30:00").await.expect(201);
    let other = period(&it.people[1], "WORK", DAY.0, DAY.1);
    it.local.post(&it.v2, PATH, other).await.expect(201);
    let refused = it.record("BREAK", "2027-03-01T12:15:00", "2027-03-01T13:00:00").await.expect(422);
    assert_eq!(title(&refused), "Overlapping periods");
}

#[tokio::test]
async fn what_goes_on_blocks_the_rest_of_its_day() {
    let it = Setting::new().await;
    let made = it.record("WORK", "2027-03-01T09:00:00", "").await.expect(201);
    let at = format!("{PATH}/{}", id(&made));
    assert_eq!(it.local.get(&it.v2, &at).await.json()["end"], Value::Null);
    it.record("WORK", "2027-03-01T20:00:00", "2027-03-01T21:00:00").await.expect(422);
    it.record("WORK", "2027-03-02T00:00:00", "2027-03-02T01:00:00").await.expect(201);
    let end = json!({"end": {"date_time": "2027-03-01T17:00:00"}});
    it.local.patch(&it.v2, &at, end).await.expect(204);
    it.record("WORK", "2027-03-01T20:00:00", "2027-03-01T21:00:00").await.expect(201);
}

#[tokio::test]
async fn unknown_answers_are_switched() {
    let it = Setting::new().await;
    let made = it.record("WORK", DAY.0, DAY.1).await.expect(201);
    let at = format!("{PATH}/{}", id(&made));
    it.switch("v2-attendance-patch", "200").await;
    let bearer = format!("Bearer {}", it.v2);
    let headers = [("authorization", bearer.as_str())];
    let changed = it.local.send_unchecked("PATCH", &at, &headers, r#"{"comment":"x"}"#).await.expect(200);
    assert_eq!(id(&changed), id(&made));
    it.switch("v2-affected-periods", "left-out").await;
    let other = it.record("WORK", "2027-03-02T09:00:00", "2027-03-02T10:00:00").await.expect(201);
    assert_eq!(other.json(), json!({"id": id(&other)}));

    it.switch("v2-attendance-overlap", "409").await;
    let body = period(&it.people[0], "WORK", DAY.0, DAY.1).to_string();
    it.local.send_unchecked("POST", PATH, &headers, &body).await.expect(409);
    it.switch("v2-attendance-overlap", "allowed").await;
    it.local.send_unchecked("POST", PATH, &headers, &body).await.expect(201);
}

#[tokio::test]
async fn lists_are_filtered_with_local_times() {
    let it = Setting::new().await;
    let mut ids = Vec::new();
    for day in 1..=4 {
        let (start, end) = (format!("2027-03-0{day}T22:00:00"), format!("2027-03-0{}T06:00:00", day + 1));
        let end = if day == 4 { "" } else { &end };
        ids.push(id(&it.record("WORK", &start, end).await.expect(201)));
        it.local.clock().advance(3_600);
    }
    let mut body = period(&it.people[1], "WORK", "2027-03-01T08:00:00", "2027-03-01T09:00:00");
    body["project"] = json!({"id": "82173"});
    it.local.post(&it.v2, PATH, body).await.expect(201);
    let from = "attribution_date.gte=2027-03-01";
    let [first, second] = [&it.people[0], &it.people[1]];
    let count = async |query: &str| it.periods(&format!("{from}&{query}")).await.len();
    for (query, rows) in [
        ("limit=2", 5),
        ("attribution_date.lte=2027-03-02", 3),
        ("start.date_time.gte=2027-03-02T22:00:00", 3),
        ("start.date_time.lte=2027-03-02T22:00:00", 3),
        ("end.date_time.lte=2027-03-03T06:00:00", 3),
        ("end.date_time.gte=2027-03-03T06:00:01", 1),
        ("updated_at.gte=2026-10-14T11:30:00", 3),
        ("updated_at.lte=2026-10-14T10:29:59", 1),
        ("status=PENDING", 1),
        ("status=CONFIRMED", 4),
        ("status=PENDING,CONFIRMED", 5),
        ("status=REJECTED", 0),
        ("project.id=82173", 1),
        ("project.id=1,82173", 1),
        ("person.id=x", 0),
        ("id=x", 0),
    ] {
        assert_eq!(count(query).await, rows, "{query}");
    }
    assert_eq!(count(&format!("person.id={first}")).await, 4);
    assert_eq!(count(&format!("person.id={first},{second}")).await, 5);
    assert_eq!(count(&format!("person.id={first}&person.id={second}")).await, 5);
    assert_eq!(count(&format!("id={},{}", ids[0], ids[1])).await, 2);
    assert_eq!(count(&format!("id={}&id={}", ids[0], ids[1])).await, 2);
    it.switch("attendance-updated-zone", "company").await;
    assert_eq!(count("updated_at.gte=2026-10-14T13:30:00").await, 3);
}

#[tokio::test]
async fn filters_that_cannot_be_read_are_bad_requests() {
    let it = Setting::new().await;
    for bad in [
        "updated_at.gte=2023-01-01T12:00:00Z",
        "start.date_time.gte=2023-01-01T12:00:00Z",
        "end.date_time.lte=2023-01-01T12:00:00%2B01:00",
        "start.date_time.lte=2023-01-01",
        "attribution_date.gte=2023-01-01T00:00:00",
        "status=APPROVED",
        "sort=name",
        "sort=person.id,-",
    ] {
        let refused = it.local.get(&it.v2, &format!("{PATH}?{bad}")).await.expect(400);
        assert_eq!(refused.json()["errors"][0]["detail"], "Invalid request content.", "{bad}");
    }
    for bad in
        ["limit=0", "limit=101", "limit=x", "person=1", "start.date_time=2023-01-01T12:00:00", "cursor=x"]
    {
        it.local.get(&it.v2, &format!("{PATH}?{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn lists_are_sorted_with_open_ends_last_or_first() {
    let it = Setting::new().await;
    let times = [
        ("2027-03-02T09:00:00", "2027-03-02T12:00:00"),
        ("2027-03-03T09:00:00", ""),
        ("2027-03-01T09:00:00", "2027-03-01T10:00:00"),
        ("2027-03-04T09:00:00", "2027-03-04T09:30:00"),
    ];
    let mut ids = Vec::new();
    for (start, end) in times {
        ids.push(id(&it.record("WORK", start, end).await.expect(201)));
        it.local.clock().advance(60);
    }
    it.local.patch(&it.v2, &format!("{PATH}/{}", ids[0]), json!({"comment": "x"})).await.expect(204);
    for (sort, order) in [
        ("", [2, 0, 1, 3]),
        ("&sort=start.date_time", [2, 0, 1, 3]),
        ("&sort=-start.date_time", [3, 1, 0, 2]),
        ("&sort=end.date_time", [2, 0, 3, 1]),
        ("&sort=-end.date_time", [1, 3, 0, 2]),
        ("&sort=updated_at", [1, 2, 3, 0]),
        ("&sort=-status,-start.date_time", [0, 3, 1, 2]),
        ("&sort=person.id&sort=-end.date_time&limit=1", [1, 3, 0, 2]),
    ] {
        let rows = it.periods(&format!("attribution_date.gte=2027-03-01{sort}")).await;
        let expected: Vec<&str> = order.map(|at| ids[at].as_str()).into();
        assert_eq!(texts(&Value::Array(rows), "", "/id"), expected, "{sort}");
    }
}

#[tokio::test]
async fn a_stamp_that_was_shown_finds_its_row_again() {
    let it = Setting::new().await;
    it.local.control("POST", "/_sandbox/clock", json!({"now": "2026-10-14T09:30:01.5Z"})).await.expect(200);
    let made = it.record("WORK", DAY.0, DAY.1).await.expect(201);
    let shown = it.local.get(&it.v2, &format!("{PATH}/{}", id(&made))).await.expect(200).json();
    let at = shown["updated_at"].as_str().unwrap();
    let same = format!("{PATH}?updated_at.gte={at}&updated_at.lte={at}").replace('Z', "");
    let found = it.local.get(&it.v2, &same).await.expect(200).json();
    assert_eq!(found["_data"], json!([shown]));
    let upper = id(&made).to_uppercase();
    let found = it.local.get(&it.v2, &format!("{PATH}?id={upper}")).await.expect(200).json();
    assert_eq!(found["_data"], json!([shown]));
}
