//! Which absences exclude each other, and who may stand in for whom.

use serde_json::{Value, json};

use super::{DOCTOR, HOME_OFFICE, PARENTAL, Setting, V2, VACATION, id, title};

/// A single day, or a half of it.
async fn day(it: &Setting, person: u32, start: &str, end: &str) -> Value {
    let mut body = it.body(person, VACATION, "2028-06-06", "2028-06-07").await;
    body["starts_from"]["type"] = json!(start);
    body["ends_at"]["type"] = json!(end);
    body
}

#[tokio::test]
async fn halves_of_a_day_go_beside_each_other() {
    let it = Setting::new().await;
    let person = it.people[0];
    let morning = day(&it, person, "FIRST_HALF", "FIRST_HALF").await;
    let afternoon = day(&it, person, "SECOND_HALF", "SECOND_HALF").await;
    let whole = day(&it, person, "FIRST_HALF", "SECOND_HALF").await;
    let neither = day(&it, person, "SECOND_HALF", "FIRST_HALF").await;
    assert_eq!(title(&it.ask("", neither).await.expect(422)), "Unprocessable absence period request");
    let first = id(it.ask("", morning.clone()).await);
    assert_eq!(it.days(&first).await, [("2028-06-06".to_owned(), 0.5)]);
    for again in [&morning, &whole] {
        assert_eq!(title(&it.ask("", again.clone()).await.expect(409)), "Absence period conflict");
    }
    let second = id(it.ask("", afternoon.clone()).await);
    let taken = it.take(person, VACATION, "2028-06-06", "2028-06-06", json!({})).await.expect(400).json();
    assert_eq!(taken["error"]["message"], "Error when trying to insert absence period");
    // Neither can become the whole, until the other is gone.
    let path = format!("{V2}/{first}");
    let change = json!({"ends_at": whole["ends_at"]});
    it.local.patch(&it.v2, &path, change.clone()).await.expect(409);
    it.local.delete(&it.v2, &format!("{V2}/{second}"), Value::Null).await.expect(204);
    it.local.patch(&it.v2, &path, change).await.expect(204);
    // Others may be away on the same day.
    it.ask("", day(&it, it.people[1], "FIRST_HALF", "SECOND_HALF").await).await.expect(201);
}

#[tokio::test]
async fn hours_and_halves_exclude_each_other_at_noon() {
    let it = Setting::new().await;
    let person = it.people[0];
    it.ask("", day(&it, person, "FIRST_HALF", "FIRST_HALF").await).await.expect(201);
    it.take_hours(person, DOCTOR, "2028-06-06", ("11:30", "12:30")).await.expect(400);
    it.take_hours(person, DOCTOR, "2028-06-06", ("12:00", "13:00")).await.expect(201);
    it.ask("", day(&it, person, "SECOND_HALF", "SECOND_HALF").await).await.expect(409);
}

#[tokio::test]
async fn what_was_rejected_is_in_nobodys_way() {
    let it = Setting::new().await;
    let body = day(&it, it.people[0], "FIRST_HALF", "SECOND_HALF").await;
    let first = id(it.ask("", body.clone()).await);
    it.ask("", body.clone()).await.expect(409);
    let path = format!("/_sandbox/absences/{first}/approval");
    it.local.control("POST", &path, json!({"status": "rejected"})).await.expect(204);
    it.ask("", body).await.expect(201);
    // It can't come back to where something else is now.
    it.local.control("POST", &path, json!({"status": "approved"})).await.expect(400);
}

#[tokio::test]
async fn types_say_whether_there_is_a_substitute() {
    let it = Setting::new().await;
    let [person, other] = [it.people[0], it.people[1]];
    let with = |mut body: Value, substitute: Value| {
        body["substitute"] = json!({"id": substitute});
        body
    };
    let parental = it.body(person, PARENTAL, "2028-06-06", "2028-07-06").await;
    let refused = it.ask("", parental.clone()).await.expect(422).json();
    // As one live answer has it (facts §4.2).
    let error = json!({
        "title": "Substitute required", "detail": "A substitute is required for this absence type.",
        "type": null, "_meta": {},
    });
    assert_eq!(refused["errors"], json!([error]));
    let office = it.body(person, HOME_OFFICE, "2028-06-06", "2028-06-07").await;
    let refused = it.ask("", with(office.clone(), json!(other.to_string()))).await.expect(422);
    assert_eq!(title(&refused), "Substitute not allowed");
    let leaver = it.local.get(&it.v2, "/v2/persons?status=INACTIVE&limit=1").await.json();
    let leaver = &leaver["_data"][0]["id"];
    for invalid in [json!("1"), json!("x"), json!(person.to_string()), leaver.clone()] {
        let refused = it.ask("", with(parental.clone(), invalid)).await.expect(409);
        assert_eq!(title(&refused), "Substitute is invalid");
    }
    it.ask("", with(parental, json!(other))).await.expect(201);
    // v1 can't name one, so it asks for none.
    it.take(other, PARENTAL, "2029-06-06", "2029-07-06", json!({})).await.expect(200);
}

#[tokio::test]
async fn whoever_stands_in_stays_and_whoever_is_away_does_not_stand_in() {
    let it = Setting::new().await;
    let [person, other, third] = [it.people[0], it.people[1], it.people[2]];
    let body = async |person: u32, start: &str, end: &str, substitute: Option<u32>| {
        let mut body = it.body(person, VACATION, start, end).await;
        body["substitute"] = substitute.map_or(Value::Null, |it| json!({"id": it.to_string()}));
        it.ask("", body).await
    };
    let first = id(body(person, "2028-06-06", "2028-06-10", Some(other)).await);
    let refused = body(other, "2028-06-09", "2028-06-12", None).await.expect(409);
    assert_eq!(title(&refused), "Requesting absence while substituting");
    it.take(other, VACATION, "2028-06-09", "2028-06-12", json!({})).await.expect(400);
    body(other, "2028-06-13", "2028-06-17", None).await.expect(201);
    let refused = body(third, "2028-06-13", "2028-06-14", Some(other)).await.expect(409);
    assert_eq!(title(&refused), "Substitute is invalid");
    // The absence can't be moved to when its substitute is away, unless somebody else stands in, or nobody.
    let path = format!("{V2}/{first}");
    let ends = json!({"date_time": "2028-06-14T00:00:00", "type": "SECOND_HALF"});
    it.local.patch(&it.v2, &path, json!({"ends_at": ends})).await.expect(409);
    let change = json!({"ends_at": ends, "substitute": {"id": third.to_string()}});
    it.local.patch(&it.v2, &path, change).await.expect(204);
    body(other, "2028-06-08", "2028-06-09", None).await.expect(201);
    body(third, "2028-06-08", "2028-06-09", None).await.expect(409);
    it.local.patch(&it.v2, &path, json!({"substitute": null})).await.expect(204);
    body(third, "2028-06-08", "2028-06-09", None).await.expect(201);
}

#[tokio::test]
async fn whoever_is_deleted_takes_absences_and_substitutions_along() {
    let it = Setting::new().await;
    it.local.switch("v2-absence-substitute", "shown").await;
    let [person, other] = [it.people[0], it.people[1]];
    let mut body = it.body(person, VACATION, "2028-06-06", "2028-06-10").await;
    body["substitute"] = json!({"id": other.to_string()});
    let first = id(it.ask("", body).await);
    it.local.delete(&it.v2, &format!("/v2/persons/{other}"), Value::Null).await.expect(204);
    assert_eq!(it.shown(&first).await["substitute"], Value::Null);
    assert!(it.list(&format!("person.id={other}")).await.is_empty());
    it.local.delete(&it.v2, &format!("/v2/persons/{person}"), Value::Null).await.expect(204);
    it.local.get(&it.v2, &format!("{V2}/{first}")).await.expect(404);
    assert!(it.rows(super::V1, &format!("employees[]={person}")).await.is_empty());
    it.local.get(&it.v1, &format!("/v1/company/employees/{person}/absences/balance")).await.expect(404);
    let saved = it.local.control("GET", "/_sandbox/snapshot", Value::Null).await.json();
    let tables = &saved["companies"][0]["tables"];
    let absences: std::collections::BTreeSet<u64> =
        tables["absences"].as_array().unwrap().iter().map(|it| it["id"].as_u64().unwrap()).collect();
    let substitutions = tables["substitutions"].as_array().unwrap();
    assert!(substitutions.iter().all(|it| absences.contains(&it["id"].as_u64().unwrap())));
}
