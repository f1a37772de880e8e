//! Recording time by hand, and deciding on what waits.

use serde_json::{Value, json};

use super::form::{Filled, action, error_at};
use super::{page, submit};
use crate::kit::{Local, Tokens};

async fn nobody_busy(local: &Local, tokens: &Tokens) -> String {
    let person = json!({"first_name": "Ada", "last_name": "Beispiel", "email": "ada.b@example.com"});
    let made = local.post(&tokens.v2, "/v2/persons", person).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn periods(local: &Local, tokens: &Tokens, person: &str) -> Vec<Value> {
    let path = format!("/v2/attendance-periods?person.id={person}");
    let all = local.get(&tokens.v2, &path).await.expect(200).json();
    all["_data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn recorded_time_is_there_in_both_generations_and_told() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = nobody_busy(&local, &tokens).await;
    let form = Filled::at(&local, &format!("/attendance/new?person={id}"), "period").await;
    assert_eq!(form.get("person"), format!("Ada Beispiel ({id})"));
    let form = form.with("start", "2026-06-02T08:00").with("end", "2026-06-02T16:30");
    let shown = form.with("break_minutes", "30").with("comment", "Büro & mehr").save(&local).await.body;
    assert!(shown.contains("2 events went out: <code>attendance-period.created</code>"), "{shown}");
    assert!(shown.contains("8 hours worked.") && shown.contains("Büro &#38; mehr"), "{shown}");
    assert!(shown.contains("08:00–16:30") && shown.contains("12:00–12:30"), "{shown}");
    assert_eq!(periods(&local, &tokens, &id).await.len(), 2);
    let path = format!("/v1/company/attendances?employees[]={id}&start_date=2026-06-01&end_date=2026-06-07");
    let v1 = local.get(&tokens.v1, &path).await.expect(200).json();
    assert_eq!(v1["data"][0]["attributes"]["break"], 30, "{v1}");
    let before = page(&local, &format!("/people/{id}/attendance?week=2026-05-28")).await.expect(200).body;
    assert!(
        before.contains("2026-05-25 to 2026-05-31") && before.contains("Nothing was recorded"),
        "{before}"
    );
}

#[tokio::test]
async fn what_can_not_be_recorded_is_told_at_its_field() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = nobody_busy(&local, &tokens).await;
    let form = Filled::at(&local, "/attendance/new", "period").await;
    let said = async |form: Filled, field: &str| {
        let refused = form.send(&local).await.expect(400);
        error_at(&refused, "period", field).unwrap_or_else(|| panic!("{field}: {}", refused.body))
    };
    assert_eq!(said(form.clone(), "person").await, "Enter who worked.");
    assert_eq!(
        said(form.clone().with("person", "Nemo"), "person").await,
        "Nobody here has this name, email or ID."
    );
    let form = form.with("person", &id);
    for (field, value, text) in [
        ("start", "soon", "Enter a day and a time, like 2027-01-31 09:00."),
        ("end", "2026-06-03T09:00Z", "Enter a day and a time, like 2027-01-31 09:00."),
        ("end", "2026-06-03T08:00", "It must end after it starts."),
        ("end", "2026-06-05T08:00", "It can't be longer than 24 hours."),
        ("break_minutes", "2.5", "Enter whole minutes, like 45."),
        ("break_minutes", "500", "The break is longer than the work."),
        ("comment", &"x".repeat(1_001), "Enter at most 1,000 characters."),
        ("project", "99", "This project is not there."),
    ] {
        assert_eq!(said(form.clone().with(field, value), field).await, text, "{field} {value}");
    }
    form.save(&local).await;
    assert_eq!(said(form, "start").await, "Something else is recorded at this time already.");
    assert_eq!(periods(&local, &tokens, &id).await.len(), 1);
}

#[tokio::test]
async fn what_waits_is_approved_or_rejected_with_its_break() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = nobody_busy(&local, &tokens).await;
    for (start, end) in [("2026-06-01T08:00", "2026-06-01T12:00"), ("2026-06-02T08:00", "2026-06-02T12:00")] {
        let form = Filled::at(&local, &format!("/attendance/new?person={id}"), "period").await;
        let form = form.with("start", start).with("end", end).with("break_minutes", "15");
        form.with("approval", "pending").save(&local).await;
    }
    let path = format!("/attendance?person={id}&week=2026-06-01");
    let waiting = page(&local, &path).await.expect(200).body;
    assert!(waiting.contains("4 periods wait for approval"), "{waiting}");
    let all = page(&local, &format!("/attendance?person={id}&week=2020-01-01&waiting=yes")).await.expect(200);
    assert!(all.body.contains("4 periods wait for approval") && !all.body.contains("hours worked"));
    let press = action(&waiting, "Approve work of Ada Beispiel, 2026-06-01");
    let decided = submit(&local, &press, &[]).await.expect(303);
    let back = decided.headers["location"].to_str().unwrap();
    assert!(back.starts_with("/attendance?person=") && back.contains("week=2026-06-01"), "{back}");
    let shown = page(&local, back).await.expect(200).body;
    assert!(shown.contains("2 events went out: <code>attendance-period.updated</code>"), "{shown}");
    submit(&local, &action(&shown, "Reject work of Ada Beispiel, 2026-06-02"), &[]).await.expect(303);
    let mut statuses: Vec<String> = periods(&local, &tokens, &id)
        .await
        .iter()
        .map(|it| it["approval"]["status"].as_str().unwrap().to_lowercase())
        .collect();
    statuses.sort();
    assert_eq!(statuses, ["confirmed", "confirmed", "rejected", "rejected"]);
    let late = action(&shown, "Approve work of Ada Beispiel, 2026-06-02");
    submit(&local, &late, &[]).await.expect(303);
    let last = page(&local, &path).await.expect(200).body;
    assert_eq!(last.matches(">Rejected<").count(), 2, "what is decided stays: {last}");
    assert!(last.contains("3.75 hours worked."), "what was rejected doesn't count: {last}");
    submit(&local, &action(&last, "Delete work of Ada Beispiel, 2026-06-01"), &[]).await.expect(303);
    assert_eq!(periods(&local, &tokens, &id).await.len(), 2, "its break goes with it");
    let foreign = press.split('?').next().unwrap().replace("approve", "delete") + "?back=//evil.example.com";
    submit(&local, &foreign, &[]).await.expect(404);
}

#[tokio::test]
async fn work_and_breaks_are_changed_by_form() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = nobody_busy(&local, &tokens).await;
    let form = Filled::at(&local, &format!("/attendance/new?person={id}"), "period").await;
    let form = form.with("start", "2026-06-01T08:00").with("end", "2026-06-01T12:00");
    let shown = form.with("break_minutes", "20").save(&local).await.body;
    let link = |says: &str| {
        let (before, _) = shown.split_once(&format!("class=\"hidden\">, change {says}")).unwrap();
        before.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned()
    };
    let work = Filled::at(&local, &link("work"), "period").await;
    assert_eq!((work.get("break_minutes"), work.get("start")), ("20", "2026-06-01T08:00"));
    let rest = Filled::at(&local, &link("break"), "period").await;
    rest.clone().with("end", "2026-06-01T10:40").save(&local).await;
    let late = work.with("break_minutes", "0").send(&local).await.expect(400);
    assert!(late.body.contains("Somebody else changed this in the meantime"), "{}", late.body);
    let work = Filled::of(&late, "period").with("end", "");
    let shown = work.save(&local).await.body;
    assert!(shown.contains("08:00–goes on") && !shown.contains("Break "), "{shown}");
    assert_eq!(rest.send(&local).await.status, 404, "the break is gone");
    page(&local, "/attendance/1/edit").await.expect(404);
    page(&local, "/people/1/attendance").await.expect(404);
}
