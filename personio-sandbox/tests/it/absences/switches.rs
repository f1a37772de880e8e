//! What no source tells of absences: each answer that is plausible, with plain calls.

use serde_json::{Value, json};

use super::{DOCTOR, Setting, V1_HOURS, V2, VACATION, id};

#[tokio::test]
async fn the_errors_of_hourly_absences_have_either_media_type() {
    let it = Setting::new().await;
    for (position, kind) in [("problem", "application/problem+json"), ("json", "application/json")] {
        it.local.switch("v1-absence-periods-errors", position).await;
        for (query, status) in [("start_date=x", 400), ("absence_types[]=x", 404)] {
            let refused = it.local.get(&it.v1, &format!("{V1_HOURS}?{query}")).await.expect(status);
            assert_eq!(refused.headers["content-type"], kind);
            assert_eq!(refused.json()["success"], false);
        }
    }
}

#[tokio::test]
async fn hourly_absences_have_either_unit_and_come_alone_or_in_a_list() {
    let it = Setting::new().await;
    for (unit, created, day) in [("hour", "object", "2028-06-06"), ("minutes", "list", "2028-06-07")] {
        it.local.switch("v1-absence-unit", unit).await;
        it.local.switch("v1-absence-period-created", created).await;
        let made = it.take_hours(it.people[0], DOCTOR, day, ("09:00", "10:00")).await.expect(201).json();
        let row = if created == "list" { &made["data"][0] } else { &made["data"] };
        assert_eq!(row["attributes"]["measurement_unit"], unit);
        assert_eq!(row["attributes"]["effective_duration"], 60);
    }
}

#[tokio::test]
async fn times_of_filters_overlap_or_are_compared() {
    let it = Setting::new().await;
    let person = it.people[0];
    it.clear(person).await;
    it.ask("", it.body(person, VACATION, "2028-06-06", "2028-06-10").await).await.expect(201);
    let open = json!({"ends_at": null});
    let last = id(it.ask("", it.body(person, VACATION, "2028-06-20", "2028-06-22").await).await);
    it.local.patch(&it.v2, &format!("{V2}/{last}"), open).await.expect(204);
    for (query, overlap, fields) in [
        ("starts_from.date_time.gte=2028-06-08T00:00:00", 2, 1),
        ("ends_at.date_time.lte=2028-06-08T00:00:00", 1, 0),
        ("ends_at.date_time.lte=2028-06-10T00:00:00", 1, 1),
        ("starts_from.date_time.lte=2028-06-06T00:00:00", 1, 1),
        ("ends_at.date_time.gte=2028-06-10T00:00:00", 1, 1),
    ] {
        for (position, rows) in [("overlap", overlap), ("fields", fields)] {
            it.local.switch("v2-absence-range", position).await;
            let found = it.list(&format!("person.id={person}&{query}")).await.len();
            assert_eq!(found, rows, "{query} {position}");
        }
    }
}

#[tokio::test]
async fn the_end_that_is_written_is_exclusive_or_inclusive() {
    let it = Setting::new().await;
    let mut body = it.body(it.people[0], VACATION, "2028-06-06", "2028-06-07").await;
    for (position, days) in [("exclusive", 1), ("inclusive", 2)] {
        it.local.switch("v2-absence-end", position).await;
        let id = id(it.ask("", body.clone()).await);
        assert_eq!(it.days(&id).await.len(), days, "{position}");
        it.local.delete(&it.v2, &format!("{V2}/{id}"), Value::Null).await.expect(204);
    }
    body["ends_at"]["date_time"] = body["starts_from"]["date_time"].clone();
    it.ask("", body.clone()).await.expect(201);
    it.local.switch("v2-absence-end", "exclusive").await;
    it.ask("", body).await.expect(422);
}

#[tokio::test]
async fn an_offset_shifts_times_or_is_refused() {
    let it = Setting::new().await;
    let mut body = it.body(it.people[0], DOCTOR, "2028-06-06", "2028-06-07").await;
    body["starts_from"] = json!({"date_time": "2028-06-06T09:00:00Z"});
    body["ends_at"] = json!({"date_time": "2028-06-06T10:00:00+01:00"});
    it.local.switch("v2-absence-offsets", "400").await;
    it.ask("", body.clone()).await.expect(400);
    it.local.switch("v2-absence-offsets", "shifted").await;
    it.ask("", body.clone()).await.expect(422);
    body["ends_at"] = json!({"date_time": "2028-06-06T10:00:00Z"});
    let shown = it.shown(&id(it.ask("", body).await)).await;
    assert_eq!(shown["starts_from"]["date_time"], "2028-06-06T11:00:00");
    assert_eq!(shown["ends_at"]["date_time"], "2028-06-06T12:00:00");
    // So a day in UTC is two where it is later.
    let mut day = it.body(it.people[0], VACATION, "2028-06-07", "2028-06-08").await;
    day["starts_from"]["date_time"] = json!("2028-06-07T00:00:00Z");
    day["ends_at"]["date_time"] = json!("2028-06-08T00:00:00Z");
    assert_eq!(it.days(&id(it.ask("", day).await)).await.len(), 2);
}

#[tokio::test]
async fn a_change_answers_with_nothing_or_the_id_and_may_leave_the_comment() {
    let it = Setting::new().await;
    let body = it.body(it.people[0], VACATION, "2028-06-06", "2028-06-07").await;
    let id = id(it.ask("", body).await);
    let path = format!("{V2}/{id}");
    it.local.patch(&it.v2, &path, json!({"comment": "one"})).await.expect(204);
    it.local.switch("v2-absence-comment", "ignored").await;
    it.local.switch("v2-absence-patch", "200").await;
    let changed = it.local.patch(&it.v2, &path, json!({"comment": "two"})).await.expect(200).json();
    assert_eq!((changed, &it.shown(&id).await["comment"]), (json!({"id": id}), &json!("one")));
}

#[tokio::test]
async fn a_new_absence_is_an_id_or_all_of_it_and_may_tell_its_substitute() {
    let it = Setting::new().await;
    let mut body = it.body(it.people[0], VACATION, "2028-06-06", "2028-06-07").await;
    body["substitute"] = json!({"id": it.people[1].to_string()});
    it.local.switch("v2-absence-created", "period").await;
    let created = it.ask("", body).await.expect(201).json();
    let id = super::text(&created["id"]);
    assert_eq!(created, it.shown(&id).await);
    assert!(created.get("substitute").is_none());
    it.local.switch("v2-absence-substitute", "shown").await;
    assert_eq!(it.shown(&id).await["substitute"], json!({"id": it.people[1].to_string()}));
}

#[tokio::test]
async fn types_of_v2_have_short_or_long_units() {
    let it = Setting::new().await;
    for (position, units) in [("DAY", ["DAY", "HOUR"]), ("DAILY", ["DAILY", "HOURLY"])] {
        it.local.switch("v2-absence-type-unit", position).await;
        for (kind, unit) in [VACATION, DOCTOR].into_iter().zip(units) {
            let path = format!("/v2/absence-types/{}", it.kind(kind).await);
            assert_eq!(it.local.get(&it.v2, &path).await.expect(200).json()["unit"], unit);
        }
    }
}

#[tokio::test]
async fn a_change_of_the_comment_may_be_told_as_one_of_times() {
    let it = Setting::new().await;
    for (position, day, count) in [("changed", "2028-06-06", 0), ("always", "2028-06-07", 1)] {
        it.local.switch("absence-timerange-event", position).await;
        let body = it.body(it.people[0], VACATION, day, "2028-06-08").await;
        let id = id(it.ask("", body).await);
        let path = format!("{V2}/{id}");
        it.local.patch(&it.v2, &path, json!({"comment": "x"})).await.expect(204);
        let told = it.events().await.into_iter().filter(|it| it.1 == id && it.0.ends_with("timerange"));
        assert_eq!(told.count(), count, "{position}");
        it.local.delete(&it.v2, &path, Value::Null).await.expect(204);
    }
}
