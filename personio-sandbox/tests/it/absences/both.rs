//! What one generation writes, the other shows.

use serde_json::{Value, json};

use super::{DOCTOR, Setting, V1, V1_HOURS, V2, VACATION, id, made, text};

#[tokio::test]
async fn days_of_v1_end_before_the_midnight_of_v2() {
    let it = Setting::new().await;
    let more = json!({"half_day_start": true, "comment": "x"});
    let (number, uuid) = made(it.take(it.people[0], VACATION, "2028-06-05", "2028-06-08", more).await);
    let shown = it.shown(&uuid).await;
    assert_eq!(shown["starts_from"], json!({"date_time": "2028-06-05T00:00:00", "type": "SECOND_HALF"}));
    assert_eq!(shown["ends_at"], json!({"date_time": "2028-06-09T00:00:00", "type": "SECOND_HALF"}));
    assert_eq!((&shown["comment"], &shown["approval"]["status"]), (&json!("x"), &json!("APPROVED")));
    let change = json!({
        "starts_from": {"date_time": "2028-06-06T00:00:00"},
        "ends_at": {"date_time": "2028-06-13T00:00:00", "type": "FIRST_HALF"},
        "absence_type": {"id": it.kind(113_441).await},
    });
    it.local.patch(&it.v2, &format!("{V2}/{uuid}?skip_approval=true"), change).await.expect(204);
    let row = it.local.get(&it.v1, &format!("{V1}/{number}")).await.expect(200).json();
    let row = &row["data"]["attributes"];
    assert_eq!(row["start_date"], "2028-06-06T00:00:00+0200");
    assert_eq!(row["end_date"], "2028-06-12T00:00:00+0200");
    assert_eq!((&row["half_day_start"], &row["half_day_end"]), (&json!(false), &json!(true)));
    assert_eq!((&row["days_count"], &row["status"]), (&json!(4.5), &json!("approved")));
    assert_eq!(row["time_off_type"]["attributes"]["id"], 113_441);
    it.local.delete(&it.v2, &format!("{V2}/{uuid}"), Value::Null).await.expect(204);
    it.local.get(&it.v1, &format!("{V1}/{number}")).await.expect(404);
}

#[tokio::test]
async fn days_of_v2_are_days_of_v1() {
    let it = Setting::new().await;
    let person = it.people[0];
    it.clear(person).await;
    let mut body = it.body(person, VACATION, "2028-06-06", "2028-06-08").await;
    // What isn't a midnight is that of its day.
    body["starts_from"]["date_time"] = json!("2028-06-06T09:00:00");
    body["ends_at"]["date_time"] = json!("2028-06-07T17:30:00");
    let uuid = id(it.ask("", body).await);
    assert_eq!(it.shown(&uuid).await["ends_at"]["date_time"], "2028-06-08T00:00:00");
    let rows = it.rows(V1, &format!("employees[]={person}")).await;
    assert_eq!((rows.len(), &rows[0]["id_v2"], &rows[0]["status"]), (1, &json!(uuid), &json!("pending")));
    assert_eq!(rows[0]["end_date"], "2028-06-07T00:00:00+0200");
    it.local.delete(&it.v1, &format!("{V1}/{}", rows[0]["id"]), Value::Null).await.expect(200);
    it.local.get(&it.v2, &format!("{V2}/{uuid}")).await.expect(404);
    let events = it.events().await;
    let told: Vec<&str> = events.iter().rev().take(2).map(|it| it.0.as_str()).collect();
    assert_eq!(told, ["absence-period.deleted", "absence-period.created"]);
    assert!(events.iter().rev().take(2).all(|it| it.1 == uuid));
}

#[tokio::test]
async fn hours_are_the_same_in_both() {
    let it = Setting::new().await;
    let person = it.people[0];
    let made = it.take_hours(person, DOCTOR, "2028-06-07", ("09:00", "10:45")).await.expect(201).json();
    let uuid = text(&made["data"]["attributes"]["id"]);
    let shown = it.shown(&uuid).await;
    assert_eq!(shown["starts_from"], json!({"date_time": "2028-06-07T09:00:00", "type": null}));
    assert_eq!(it.days(&uuid).await, [("2028-06-07".to_owned(), 1.75)]);
    let later = json!({"ends_at": {"date_time": "2028-06-07T12:00:00"}});
    it.local.patch(&it.v2, &format!("{V2}/{uuid}"), later).await.expect(204);
    let rows = it.rows(V1_HOURS, &format!("absence_periods[]={uuid}")).await;
    assert_eq!(rows[0]["effective_duration"], 180);
    assert!(it.rows(V1, &format!("employees[]={person}")).await.iter().all(|it| it["id_v2"] != json!(uuid)));
    it.local.delete(&it.v1, &format!("{V1_HOURS}/{uuid}"), Value::Null).await.expect(200);
    it.local.get(&it.v2, &format!("{V2}/{uuid}")).await.expect(404);
}

#[tokio::test]
async fn attendances_know_of_holidays_and_days_off() {
    let it = Setting::new().await;
    let person = it.people[0];
    it.take(person, VACATION, "2028-06-06", "2028-06-07", json!({})).await.expect(200);
    let pending = json!({"skip_approval": false});
    it.take(person, VACATION, "2028-06-08", "2028-06-08", pending).await.expect(200);
    for (day, holiday, off) in [
        ("2028-06-05", true, false),
        ("2028-06-06", false, true),
        ("2028-06-08", false, false),
        ("2028-06-09", false, false),
    ] {
        let row =
            json!({"employee": person, "date": day, "start_time": "09:00", "end_time": "10:00", "break": 0});
        let body = json!({"attendances": [row]});
        it.local.post(&it.v1, "/v1/company/attendances", body).await.expect(200);
        let path = format!("/v1/company/attendances?start_date={day}&end_date={day}");
        let list = it.local.get(&it.v1, &path).await.expect(200).json();
        let told = &list["data"][0]["attributes"];
        assert_eq!((&told["is_holiday"], &told["is_on_time_off"]), (&json!(holiday), &json!(off)), "{day}");
    }
}
