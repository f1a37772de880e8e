//! Changing people by hand, letting them leave and come back, and deleting them.

use serde_json::{Value, json};

use super::form::{Filled, error_at};
use super::page;
use crate::kit::{Local, Tokens};

/// Two people who work there.
async fn people(local: &Local, tokens: &Tokens) -> [Value; 2] {
    let all = local.get(&tokens.v2, "/v2/persons?limit=50").await.expect(200).json();
    let mut active = all["_data"].as_array().unwrap().iter().filter(|it| it["status"] == "ACTIVE").cloned();
    [active.next().unwrap(), active.next().unwrap()]
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name}: {value}")).to_owned()
}

async fn employment(local: &Local, tokens: &Tokens, id: &str) -> Value {
    let all = local.get(&tokens.v2, &format!("/v2/persons/{id}/employments")).await.expect(200).json();
    all["_data"][0].clone()
}

#[tokio::test]
async fn a_person_is_changed_by_form_and_only_changes_are_told() {
    let local = Local::new();
    let tokens = local.all().await;
    let [person, _] = people(&local, &tokens).await;
    let id = text(&person, "id");
    let form = Filled::at(&local, &format!("/people/{id}/edit"), "person").await;
    assert_eq!(form.get("last_name"), text(&person, "last_name"));
    let same = form.save(&local).await;
    assert!(same.body.contains("Saved. No event went out."), "{}", same.body);
    let saved = form.with("last_name", "Neu-Name").with("preferred_name", "Ina").save(&local).await;
    assert!(saved.body.contains("Saved. One event went out: <code>person.updated</code>"), "{}", saved.body);
    let after = local.get(&tokens.v2, &format!("/v2/persons/{id}")).await.expect(200).json();
    assert_eq!(
        (text(&after, "last_name"), text(&after, "preferred_name")),
        ("Neu-Name".into(), "Ina".into())
    );
}

#[tokio::test]
async fn custom_attributes_are_changed_by_form_and_refused_in_plain_words() {
    let local = Local::new();
    let tokens = local.all().await;
    let [person, _] = people(&local, &tokens).await;
    let id = text(&person, "id");
    let attributes = local.get(&tokens.v1, "/v1/company/employees/attributes").await.expect(200).json();
    let key = |kind: &str| {
        let all = attributes["data"].as_array().unwrap().iter();
        let mut fit = all.filter(|it| it["type"] == kind && text(it, "key").starts_with("dynamic_"));
        text(fit.next().unwrap(), "key")
    };
    let form = Filled::at(&local, &format!("/people/{id}/edit"), "person").await;
    let wrong = form.clone().with(&key("date"), "2026-02-30").with(&key("integer"), "many");
    let refused = wrong.with(&key("tags"), "no such tag").send(&local).await.expect(400);
    let said = |kind: &str| error_at(&refused, "person", &key(kind)).unwrap();
    assert_eq!(said("date"), "Enter a day like 2027-01-31.");
    assert_eq!(said("integer"), "Enter a whole number.");
    assert!(said("tags").starts_with("Enter some of "), "{}", said("tags"));
    form.with(&key("date"), "2026-02-28").with(&key("integer"), "42").save(&local).await;
    let shown = local.get(&tokens.v1, &format!("/v1/company/employees/{id}")).await.expect(200).json();
    let shown = &shown["data"]["attributes"];
    assert_eq!(shown[key("integer")]["value"], 42, "{shown}");
    assert!(shown[key("date")]["value"].as_str().unwrap().starts_with("2026-02-28"), "{shown}");
}

#[tokio::test]
async fn whoever_saves_later_is_told_of_the_other_change() {
    let local = Local::new();
    let tokens = local.all().await;
    let [person, _] = people(&local, &tokens).await;
    let path = format!("/v2/persons/{}", text(&person, "id"));
    let form = Filled::at(&local, &format!("/people/{}/edit", text(&person, "id")), "person").await;
    local.patch(&tokens.v2, &path, json!({"first_name": "Anders"})).await.expect(204);
    let late = form.with("last_name", "Spät");
    let refused = late.send(&local).await.expect(400);
    assert!(refused.body.contains("Somebody else changed this in the meantime"), "{}", refused.body);
    assert_eq!(text(&local.get(&tokens.v2, &path).await.json(), "first_name"), "Anders");
    let again = Filled::of(&refused, "person");
    assert_eq!(again.get("last_name"), "Spät", "what was entered stays");
    again.save(&local).await;
    assert_eq!(text(&local.get(&tokens.v2, &path).await.json(), "last_name"), "Spät");
}

#[tokio::test]
async fn an_employment_is_changed_by_form() {
    let local = Local::new();
    let tokens = local.all().await;
    let [person, other] = people(&local, &tokens).await;
    let id = text(&person, "id");
    let before = employment(&local, &tokens, &id).await;
    let path = format!("/people/{id}/employments/{}/edit", text(&before, "id"));
    let form = Filled::at(&local, &path, "employment").await;
    let own = form.clone().with("supervisor", &id).send(&local).await.expect(400);
    assert!(error_at(&own, "employment", "supervisor").unwrap().contains("nobody leads themselves"));
    let leader = format!("{} {}", text(&other, "first_name"), text(&other, "last_name"));
    let form = form.with("supervisor", &leader).with("position", "Chief of <b>").with("weekly_hours", "12");
    let saved = form.with("contract_end", "2031-12-31").save(&local).await;
    assert!(saved.body.contains("<code>employment.updated</code>"), "{}", saved.body);
    assert!(saved.body.contains("Chief of &#60;b&#62;"));
    let after = employment(&local, &tokens, &id).await;
    assert_eq!(after["supervisor"]["id"], other["id"]);
    assert_eq!(after["contract_end_date"], "2031-12-31");
    assert_eq!(after["weekly_working_hours"].as_f64(), Some(12.0));
    page(&local, &format!("/people/{id}/employments/{id}/edit")).await.expect(400);
    let unknown = format!("/people/{id}/employments/00000000-0000-4000-8000-000000000000/edit");
    assert!(page(&local, &unknown).await.expect(404).body.contains("This employment is not there"));
}

#[tokio::test]
async fn a_life_goes_on_by_forms_and_by_the_clock() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let tokens = local.all().await;
    let [person, _] = people(&local, &tokens).await;
    let id = text(&person, "id");
    let ending = Filled::at(&local, &format!("/people/{id}/terminate"), "terminate").await;
    assert_eq!(ending.get("date"), "2026-06-01");
    let wrong = ending.clone().with("date", "1990-01-01").send(&local).await.expect(400);
    assert_eq!(
        error_at(&wrong, "terminate", "date").as_deref(),
        Some("The employment starts after this day.")
    );
    let wrong = ending.clone().with("last_working_day", "2026-06-02").send(&local).await.expect(400);
    assert!(error_at(&wrong, "terminate", "last_working_day").unwrap().contains("after the end"));
    let ended = ending.with("type", "QUIT").with("reason", "Weltreise").save(&local).await;
    assert!(
        ended.body.contains("Quit (Weltreise)") && ended.body.contains("employment.updated"),
        "{}",
        ended.body
    );
    let back = Filled::at(&local, &format!("/people/{id}/rehire"), "rehire").await;
    let early = back.clone().with("date", "2026-06-01").send(&local).await.expect(400);
    assert_eq!(
        error_at(&early, "rehire", "date").as_deref(),
        Some("This person has not left before this day.")
    );
    local.clock().advance(86_400);
    let left = page(&local, &format!("/people/{id}")).await.expect(200).body;
    assert!(left.contains("Inactive") && left.contains("employment.terminated"), "{left}");
    let gone = Filled::at(&local, &format!("/people/{id}/terminate"), "terminate").await;
    assert!(gone.send(&local).await.expect(400).body.contains("This person has left already."));
    let returned = back.with("date", "2026-07-01").save(&local).await;
    assert!(returned.body.contains("<code>employment.created</code>"), "{}", returned.body);
    let token = local.all().await.v2;
    let person = local.get(&token, &format!("/v2/persons/{id}")).await.expect(200).json();
    assert_eq!(person["employments"].as_array().unwrap().len(), 2, "{person}");
}

#[tokio::test]
async fn deleting_asks_first_and_is_for_good() {
    let local = Local::new();
    let tokens = local.all().await;
    let [person, _] = people(&local, &tokens).await;
    let id = text(&person, "id");
    let asked = page(&local, &format!("/people/{id}/delete")).await.expect(200);
    assert!(asked.body.contains("deleted for good"));
    local.get(&tokens.v2, &format!("/v2/persons/{id}")).await.expect(200);
    let list = Filled::of(&asked, "delete").save(&local).await;
    assert!(list.body.contains("<code>person.deleted</code>"), "{}", list.body);
    local.get(&tokens.v2, &format!("/v2/persons/{id}")).await.expect(404);
    assert_eq!(Filled::of(&asked, "delete").send(&local).await.status, 404, "gone is gone");
    for page_of in ["edit", "terminate", "rehire", "delete"] {
        page(&local, &format!("/people/{id}/{page_of}")).await.expect(404);
    }
}
