//! `/v2/absence-periods` and `/v2/absence-types` (facts §7, §9.2).

use serde_json::{Value, json};

use super::{DOCTOR, HOME_OFFICE, Setting, V2, VACATION, id, title};

#[tokio::test]
async fn an_absence_is_asked_for_read_changed_and_deleted() {
    let it = Setting::new().await;
    let person = it.people[0];
    let mut body = it.body(person, VACATION, "2028-06-05", "2028-06-10").await;
    body["comment"] = json!("Berge");
    let created = it.ask("?skip_approval=true", body.clone()).await.expect(201).json();
    assert_eq!(created.as_object().unwrap().keys().collect::<Vec<_>>(), ["id"]);
    let id = super::text(&created["id"]);
    let expected = json!({
        "id": id, "person": {"id": person.to_string()},
        "starts_from": {"date_time": "2028-06-05T00:00:00", "type": "FIRST_HALF"},
        "ends_at": {"date_time": "2028-06-10T00:00:00", "type": "SECOND_HALF"},
        "timezone_id": "Europe/Berlin", "comment": "Berge", "absence_type": {"id": it.kind(VACATION).await},
        "approval": {"status": "APPROVED"},
        "created_at": "2026-10-14T09:30:00Z", "updated_at": "2026-10-14T09:30:00Z",
    });
    assert_eq!(it.shown(&id).await, expected);
    // Whit Monday isn't worked.
    let days = it.days(&id).await;
    assert_eq!(days.iter().map(|it| it.1).collect::<Vec<_>>(), [0.0, 1.0, 1.0, 1.0, 1.0]);
    assert_eq!(days[0].0, "2028-06-05");

    it.local.clock().advance(60);
    let path = format!("{V2}/{id}");
    let change = json!({
        "starts_from": {"date_time": "2028-06-06T00:00:00", "type": "SECOND_HALF"},
        "ends_at": {"date_time": "2028-06-09T00:00:00", "type": "FIRST_HALF"}, "comment": null,
    });
    let changed = it.local.patch(&it.v2, &path, change.clone()).await.expect(204);
    assert!(changed.bytes.is_empty());
    let shown = it.shown(&id).await;
    assert_eq!((&shown["starts_from"], &shown["ends_at"]), (&change["starts_from"], &change["ends_at"]));
    assert_eq!((&shown["comment"], &shown["updated_at"]), (&Value::Null, &json!("2026-10-14T09:31:00Z")));
    assert_eq!(shown["approval"]["status"], "PENDING", "whoever moves it asks again");
    let values: Vec<f64> = it.days(&id).await.iter().map(|it| it.1).collect();
    assert_eq!(values, [0.5, 1.0, 0.5]);

    let gone = it.local.delete(&it.v2, &path, Value::Null).await.expect(204);
    assert!(gone.bytes.is_empty());
    for method in ["GET", "PATCH", "DELETE"] {
        let bearer = format!("Bearer {}", it.v2);
        let lost = it.local.send(method, &path, &[("authorization", &bearer)], "{}").await.expect(404);
        assert_eq!(title(&lost), "Resource not found");
    }
    it.local.get(&it.v2, &format!("{path}/breakdowns")).await.expect(404);
}

#[tokio::test]
async fn hours_have_times_and_no_halves() {
    let it = Setting::new().await;
    let mut body = it.body(it.people[0], DOCTOR, "2028-06-06", "2028-06-07").await;
    body["starts_from"] = json!({"date_time": "2028-06-06T09:00:00", "type": "FIRST_HALF"});
    body["ends_at"] = json!({"date_time": "2028-06-06T11:20:00"});
    let id = id(it.ask("", body.clone()).await);
    let shown = it.shown(&id).await;
    assert_eq!(shown["starts_from"], json!({"date_time": "2028-06-06T09:00:00", "type": null}));
    assert_eq!(shown["ends_at"], json!({"date_time": "2028-06-06T11:20:00", "type": null}));
    assert_eq!(it.days(&id).await, [("2028-06-06".to_owned(), 2.33)]);
    // No part of a day takes more than the day has.
    body["starts_from"]["date_time"] = json!("2028-06-07T06:00:00");
    body["ends_at"]["date_time"] = json!("2028-06-07T20:00:00");
    let long = super::id(it.ask("", body.clone()).await);
    assert_eq!(it.days(&long).await, [("2028-06-07".to_owned(), 8.0)]);
    for (start, end) in [
        // Nothing ends at midnight (facts §13.13), nor goes on into another day.
        ("2028-06-08T18:00:00", json!({"date_time": "2028-06-09T00:00:00"})),
        ("2028-06-08T18:00:00", json!({"date_time": "2028-06-09T02:00:00"})),
        ("2028-06-08T18:00:00", Value::Null),
        ("2028-06-08T18:00:00", json!({"date_time": "2028-06-08T18:00:00"})),
    ] {
        body["starts_from"]["date_time"] = json!(start);
        body["ends_at"] = end;
        let refused = it.ask("", body.clone()).await.expect(422);
        assert_eq!(title(&refused), "Unprocessable absence period request");
    }
}

#[tokio::test]
async fn an_absence_may_have_no_end() {
    let mut it = Setting::new().await;
    let person = it.people[0];
    it.clear(person).await;
    let mut body = it.body(person, 113_438, "2026-10-12", "2026-10-13").await;
    body["ends_at"] = Value::Null;
    let id = id(it.ask("", body).await);
    assert_eq!(it.shown(&id).await["ends_at"], Value::Null);
    assert_eq!(it.days(&id).await.len(), 3, "until today");
    it.move_to("2026-10-19T09:30:00Z").await;
    let values: Vec<f64> = it.days(&id).await.iter().map(|it| it.1).collect();
    assert_eq!(values, [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0]);
    let rows = it.rows(super::V1, &format!("employees[]={person}")).await;
    assert_eq!((&rows[0]["end_date"], &rows[0]["days_count"]), (&Value::Null, &json!(6)));
    assert_eq!(rows[0]["certificate"]["status"], "required", "after three days");
    let other = it.body(person, VACATION, "2029-01-08", "2029-01-09").await;
    let overlap = it.ask("", other.clone()).await.expect(409);
    assert_eq!(title(&overlap), "Absence period conflict");
    let end = json!({"ends_at": {"date_time": "2026-10-20T00:00:00", "type": "SECOND_HALF"}});
    it.local.patch(&it.v2, &format!("{V2}/{id}"), end).await.expect(204);
    it.ask("", other).await.expect(201);
}

#[tokio::test]
async fn long_absences_have_pages_of_days() {
    let it = Setting::new().await;
    let id = id(it.ask("", it.body(it.people[0], VACATION, "2028-06-05", "2028-09-01").await).await);
    let page = it.local.get(&it.v2, &format!("{V2}/{id}/breakdowns")).await.expect(200).json();
    assert_eq!(page["_data"].as_array().unwrap().len(), 28);
    let all = it.days(&id).await;
    assert_eq!((all.len(), all[0].0.as_str(), all[87].0.as_str()), (88, "2028-06-05", "2028-08-31"));
    it.local.get(&it.v2, &format!("{V2}/{id}/breakdowns?limit=29")).await.expect(400);
    it.local.get(&it.v2, &format!("{V2}/{id}/breakdowns?cursor=x")).await.expect(400);
}

#[tokio::test]
async fn bodies_that_cant_be_read_are_refused() {
    let it = Setting::new().await;
    let good = it.body(it.people[0], VACATION, "2028-06-05", "2028-06-10").await;
    for (pointer, value) in [
        ("person", Value::Null),
        ("person", json!("3001")),
        ("absence_type", json!({})),
        ("starts_from", Value::Null),
        ("starts_from", json!({"type": "FIRST_HALF"})),
        ("starts_from", json!({"date_time": "2028-06-05"})),
        ("starts_from", json!({"date_time": "2028-06-05T00:00:00", "type": "WHOLE"})),
        ("starts_from", json!({"date_time": "2028-02-30T00:00:00"})),
        ("ends_at", json!({"date_time": 5})),
        ("comment", json!(5)),
        ("comment", json!("x".repeat(2_001))),
        ("substitute", json!({"id": null})),
    ] {
        let mut bad = good.clone();
        bad[pointer] = value;
        let refused = it.ask("", bad).await.expect(400);
        assert_eq!(refused.json()["errors"][0]["detail"], "Invalid request content.", "{pointer}");
    }
    for body in ["", "[]", "{"] {
        let bearer = format!("Bearer {}", it.v2);
        it.local.send("POST", V2, &[("authorization", &bearer)], body).await.expect(400);
    }
    it.ask("?skip_approval=maybe", good.clone()).await.expect(400);
    for (pointer, value) in [
        ("person", json!({"id": "1"})),
        ("person", json!({"id": "99999999999"})),
        ("absence_type", json!({"id": "x"})),
        ("absence_type", json!({"id": VACATION})),
        ("ends_at", json!({"date_time": "2028-06-05T00:00:00"})),
        ("ends_at", json!({"date_time": "2060-06-05T00:00:00"})),
        ("starts_from", json!({"date_time": "0001-01-01T00:00:00"})),
        ("ends_at", json!({"date_time": "9999-12-31T00:00:00"})),
    ] {
        let mut bad = good.clone();
        bad[pointer] = value;
        let refused = it.ask("", bad).await.expect(422);
        assert_eq!(title(&refused), "Unprocessable absence period request", "{pointer}");
    }
    let id = id(it.ask("", good).await);
    let other = json!({"person": {"id": it.people[1].to_string()}});
    it.local.patch(&it.v2, &format!("{V2}/{id}"), other).await.expect(422);
    let same = json!({"person": {"id": it.people[0].to_string()}});
    it.local.patch(&it.v2, &format!("{V2}/{id}"), same).await.expect(204);
    for field in ["person", "absence_type", "starts_from"] {
        it.local.patch(&it.v2, &format!("{V2}/{id}"), json!({field: null})).await.expect(400);
    }
}

#[tokio::test]
async fn lists_are_filtered() {
    let it = Setting::new().await;
    let [first, second] = [it.people[0], it.people[1]];
    let mut ids = Vec::new();
    for person in [first, second] {
        it.clear(person).await;
        for (kind, start, end) in
            [(VACATION, "2028-06-06", "2028-06-10"), (HOME_OFFICE, "2028-07-03", "2028-07-04")]
        {
            ids.push(id(it.ask("", it.body(person, kind, start, end).await).await));
            it.local.clock().advance(3_600);
        }
    }
    let both = format!("person.id={first},{second}");
    let count = async |query: &str| it.list(&format!("{both}&{query}")).await.len();
    let kind = it.kind(HOME_OFFICE).await;
    for (query, rows) in [
        ("", 4),
        ("limit=1", 4),
        (&format!("person.id={first}"), 4),
        (&format!("absence_type.id={kind}"), 2),
        (&format!("absence_type.id={kind},x"), 2),
        ("absence_type.id=x", 0),
        (&format!("id={},{}", ids[0], ids[3]), 2),
        ("id=x", 0),
        ("updated_at.gte=2026-10-14T11:30:00Z", 2),
        ("updated_at.lte=2026-10-14T09:30:00Z", 1),
        ("starts_from.date_time.gte=2028-06-09T00:00:00Z&ends_at.date_time.lte=2028-06-30T00:00:00Z", 2),
        ("starts_from.date_time.gte=2028-06-10T00:00:00Z", 2),
        ("starts_from.date_time.gte=2028-06-09T00:00:00", 4),
        ("ends_at.date_time.lte=2028-06-06T00:00:00", 2),
        ("ends_at.date_time.lte=2028-06-05T21:59:59Z", 0),
        ("starts_from.date_time.lte=2028-06-05T22:00:00Z&ends_at.date_time.gte=2028-06-01T00:00:00Z", 2),
    ] {
        assert_eq!(count(query).await, rows, "{query}");
    }
    assert_eq!(it.list(&format!("person.id={first}")).await.len(), 2);
    assert_eq!(it.list("person.id=x").await.len(), 0);
    for bad in [
        "starts_from.date_time.gte=x",
        "ends_at.date_time.lte=2028-06-05",
        "updated_at.gte=x",
        "limit=0",
        "limit=101",
        "status=APPROVED",
        "cursor=x",
    ] {
        it.local.get(&it.v2, &format!("{V2}?{bad}")).await.expect(400);
    }
    // A cursor goes on where the page ended, also when rows come and go.
    let page = it.local.get(&it.v2, &format!("{V2}?{both}&limit=2")).await.json();
    let next = super::text(&page["_meta"]["links"]["next"]["href"]);
    it.local.delete(&it.v2, &format!("{V2}/{}", ids[1]), Value::Null).await.expect(204);
    let rest = it.local.get(&it.v2, next.trim_start_matches("http://sandbox.test")).await.expect(200).json();
    let rest: Vec<&Value> = rest["_data"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(rest, [&json!(ids[2]), &json!(ids[3])]);
}

#[tokio::test]
async fn types_are_the_same_in_both_generations() {
    let it = Setting::new().await;
    let v1 = it.local.get(&it.v1, "/v1/company/time-off-types").await.expect(200).json();
    let v2 = it.local.get(&it.v2, "/v2/absence-types?limit=4").await.expect(200).json();
    assert!(v2["_meta"]["links"]["next"]["href"].is_string());
    let v2 = it.local.get(&it.v2, "/v2/absence-types").await.expect(200).json();
    let told = |row: &Value| {
        let it = &row["attributes"];
        let unit = it["unit"].as_str().unwrap().to_ascii_uppercase();
        let category = it["category"].as_str().map(str::to_ascii_uppercase);
        json!({"id": it["id_v2"], "name": it["name"], "category": category, "unit": unit})
    };
    let expected: Vec<Value> = v1["data"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(v2["_data"], json!(expected));
    for row in &expected {
        let path = format!("/v2/absence-types/{}", row["id"].as_str().unwrap());
        assert_eq!(it.local.get(&it.v2, &path).await.expect(200).json(), *row);
    }
    it.local.get(&it.v2, "/v2/absence-types/x").await.expect(404);
}
