//! Absences by hand.

use serde_json::{Value, json};

use super::form::{Filled, action, error_at};
use super::{page, submit};
use crate::kit::{Local, Tokens};

async fn somebody(local: &Local, tokens: &Tokens) -> String {
    let person = json!({
        "first_name": "Ada", "last_name": "Beispiel", "email": "ada.b@example.com",
        "employments": [{"employment_start_date": "2025-01-01", "type": "INTERNAL", "status": "ACTIVE"}],
    });
    let made = local.post(&tokens.v2, "/v2/persons", person).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

async fn absences(local: &Local, tokens: &Tokens, person: &str) -> Vec<Value> {
    let path = format!("/v2/absence-periods?person.id={person}");
    let all = local.get(&tokens.v2, &path).await.expect(200).json();
    all["_data"].as_array().unwrap().clone()
}

/// The form for an absence of this type.
async fn blank(local: &Local, id: &str, kind: &str) -> Filled {
    let shown = page(local, &format!("/absences/new?person={id}")).await.expect(200);
    let (before, _) = shown.body.split_once(&format!("\">{kind}</option>")).unwrap();
    let kind = before.rsplit("value=\"").next().unwrap();
    Filled::of(&shown, "absence").with("kind", kind)
}

#[tokio::test]
async fn what_is_requested_is_there_for_the_api_in_the_calendar_and_told() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = somebody(&local, &tokens).await;
    let form = blank(&local, &id, "Paid vacation")
        .await
        .with("first_day", "2026-06-08")
        .with("last_day", "2026-06-10");
    let shown = form.with("comment", "<b>").save(&local).await.body;
    assert!(
        shown.contains("<code>absence-period.created</code>") && shown.contains("&#60;b&#62;"),
        "{shown}"
    );
    assert!(shown.contains("2026-06-08 to 2026-06-10") && shown.contains("3 days"), "{shown}");
    assert_eq!(absences(&local, &tokens, &id).await.len(), 1);
    let month = page(&local, "/absences?month=2026-06").await.expect(200).body;
    let (_, line) = month.split_once(&format!("/people/{id}/absences\"")).unwrap();
    let line = line.split("</tr>").next().unwrap();
    assert_eq!(line.matches("<td").count(), 30, "{line}");
    assert_eq!(line.matches("class=\"away\"").count(), 3, "{line}");
    assert!(line.contains("2026-06-08 to 2026-06-10, waiting"), "{line}");
    let other = page(&local, "/absences?month=2031-02").await.expect(200).body;
    assert!(other.contains("February 2031") && other.contains("Nobody is away"), "{other}");
    page(&local, "/absences?month=soon&department=x").await.expect(200);
}

#[tokio::test]
async fn what_waits_is_approved_rejected_changed_and_deleted() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = somebody(&local, &tokens).await;
    let path = format!("/absences/list?person={id}");
    for day in ["2026-06-08", "2026-06-15"] {
        let form = blank(&local, &id, "Paid vacation").await;
        form.with("first_day", day).with("last_day", day).save(&local).await;
    }
    for (label, day) in [("Approve", "2026-06-08"), ("Reject", "2026-06-15")] {
        let shown = page(&local, &path).await.expect(200).body;
        let press = action(&shown, &format!("{label} Paid vacation of Ada Beispiel, {day}"));
        let decided = submit(&local, &press, &[]).await.expect(303);
        let shown = page(&local, decided.headers["location"].to_str().unwrap()).await.expect(200).body;
        assert!(shown.contains("<code>absence-period.updated.status</code>"), "{shown}");
    }
    let statuses = async || {
        let all = absences(&local, &tokens, &id).await;
        let mut all: Vec<String> = all.iter().map(|it| it["approval"]["status"].to_string()).collect();
        all.sort();
        all
    };
    assert_eq!(statuses().await, ["\"APPROVED\"", "\"REJECTED\""]);
    let approved = page(&local, &format!("{path}&status=approved")).await.expect(200).body;
    let own = approved.split("/edit\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let edit = Filled::at(&local, &format!("{own}/edit"), "absence").await;
    let moved =
        edit.clone().with("first_day", "2026-06-09").with("last_day", "2026-06-09").save(&local).await;
    assert!(moved.body.contains("<code>absence-period.updated.timerange</code>"), "{}", moved.body);
    assert_eq!(statuses().await, ["\"PENDING\"", "\"REJECTED\""]);
    let late = edit.with("comment", "zu spät").send(&local).await.expect(400);
    assert!(late.body.contains("Somebody else changed this in the meantime"), "{}", late.body);
    let again = blank(&local, &id, "Paid vacation").await;
    again.with("first_day", "2026-06-15").with("last_day", "2026-06-15").save(&local).await;
    let rejected = page(&local, &format!("{path}&status=rejected")).await.expect(200).body;
    let own = rejected.split("/edit\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let refused = submit(&local, &format!("{own}/approve"), &[]).await.expect(400);
    assert!(refused.body.contains("The person is away at this time already."), "{}", refused.body);
    assert_eq!(Filled::of(&refused, "absence").get("first_day"), "2026-06-15");
    for _ in 0..3 {
        let shown = page(&local, &path).await.expect(200).body;
        submit(&local, &action(&shown, "Delete"), &[]).await.expect(303);
    }
    assert!(absences(&local, &tokens, &id).await.is_empty());
    submit(&local, "/absences/1/approve", &[]).await.expect(404);
    page(&local, "/absences/1/edit").await.expect(404);
}

#[tokio::test]
async fn what_can_not_be_requested_is_told_at_its_field() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = somebody(&local, &tokens).await;
    let form = blank(&local, &id, "Paid vacation")
        .await
        .with("first_day", "2026-06-08")
        .with("last_day", "2026-06-10");
    for (changes, field, text) in [
        (&[("person", "Nemo")][..], "person", "Nobody here has this name, email or ID."),
        (&[("kind", "9")], "kind", "This type is not there."),
        (&[("first_day", "")], "first_day", "Enter a day like 2027-01-31."),
        (&[("last_day", "2026-06-07")], "last_day", "It must end after it begins."),
        (&[("last_day", "2046-06-07")], "last_day", "It can't be longer than ten years."),
        (&[("last_day", "9999-12-31")], "first_day", "Enter days from 1970 to 2199."),
        (&[("from", "9 o'clock")], "from", "Enter a time like 09:30."),
        (&[("substitute", "Nemo")], "substitute", "Nobody here has this name, email or ID."),
        (&[("comment", &"x".repeat(2_001))], "comment", "Enter at most 2,000 characters."),
    ] {
        let form = changes.iter().fold(form.clone(), |form, (name, value)| form.with(name, value));
        let refused = form.send(&local).await.expect(400);
        assert_eq!(error_at(&refused, "absence", field).as_deref(), Some(text), "{changes:?}");
    }
    form.save(&local).await;
    let again = form.send(&local).await.expect(400);
    let text = "The person is away at this time already.";
    assert_eq!(error_at(&again, "absence", "first_day").as_deref(), Some(text));
    assert_eq!(absences(&local, &tokens, &id).await.len(), 1);
}

#[tokio::test]
async fn hours_have_times_and_balances_are_shown() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let id = somebody(&local, &tokens).await;
    let form = blank(&local, &id, "Krankes Kind (Stunden)").await;
    let form = form.with("first_day", "2026-06-08").with("last_day", "2026-06-08");
    let form = form.with("from", "09:00").with("until", "11:30").with("approval", "skip");
    let shown = form.save(&local).await.body;
    assert!(shown.contains("2026-06-08 09:00–11:30") && shown.contains("2.5 hours"), "{shown}");
    let own = shown.split("/edit\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let edit = Filled::at(&local, &format!("{own}/edit"), "absence").await;
    assert_eq!((edit.get("from"), edit.get("until")), ("09:00", "11:30"));
    let people = local.get(&tokens.v2, "/v2/persons?limit=1").await.expect(200).json();
    let known = people["_data"][0]["id"].as_str().unwrap();
    let shown = page(&local, &format!("/people/{known}/absences")).await.expect(200).body;
    let path = format!("/v1/company/employees/{known}/absences/balance");
    let balances = local.get(&tokens.v1, &path).await.expect(200).json();
    for it in balances["data"].as_array().unwrap() {
        let name = it["name"].as_str().unwrap().replace('&', "&#38;");
        assert!(shown.contains(&format!("{name}</th><td>{} ", it["balance"])), "{it}: {shown}");
    }
}
