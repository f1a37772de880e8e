//! Hiring people by hand.

use serde_json::Value;

use super::form::{Filled, error_at};
use super::page;
use crate::kit::{Answer, Local};

fn id_of(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("href=\"/people/").unwrap();
    let link = page.body.split("/edit\"").next().unwrap().rsplit("/people/").next().unwrap();
    assert!(!rest.is_empty());
    link.to_owned()
}

async fn count(local: &Local) -> u64 {
    page(local, "/_sandbox/company").await.expect(200).json()["people"]["total"].as_u64().unwrap()
}

#[tokio::test]
async fn whoever_is_hired_by_form_is_there_in_both_generations_and_told() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let tokens = local.all().await;
    let form = Filled::at(&local, "/people/new", "hire").await;
    let hired = form
        .with("first_name", "Ada")
        .with("last_name", "Beispiel & <Söhne>")
        .with("email", "ada.beispiel@example.com")
        .with("gender", "female")
        .with("position", "Engineer")
        .with("start", "2026-07-01")
        .with("weekly_hours", "38.5")
        .save(&local)
        .await;
    assert!(
        hired.body.contains("2 events went out: <code>person.created</code> <code>employment.created</code>")
    );
    assert!(hired.body.contains("Ada Beispiel &#38; &#60;Söhne&#62;") && hired.body.contains("Onboarding"));
    let id = id_of(&hired);
    let person = local.get(&tokens.v2, &format!("/v2/persons/{id}")).await.expect(200).json();
    assert_eq!(person["email"], "ada.beispiel@example.com");
    assert_eq!(person["last_name"], "Beispiel & <Söhne>");
    let employee = local.get(&tokens.v1, &format!("/v1/company/employees/{id}")).await.expect(200).json();
    let attributes = &employee["data"]["attributes"];
    assert_eq!(attributes["weekly_working_hours"]["value"], "38.5");
    assert!(attributes["hire_date"]["value"].as_str().unwrap().starts_with("2026-07-01"), "{attributes}");
    assert_eq!(attributes["status"]["value"], "onboarding");
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_nothing_that_was_entered_is_lost() {
    let local = Local::new();
    let before = count(&local).await;
    let wrong = Filled::at(&local, "/people/new", "hire")
        .await
        .with("last_name", "Beispiel")
        .with("email", "no address")
        .with("supervisor", "Nobody Atall")
        .with("start", "soon")
        .with("weekly_hours", "200")
        .with("office", "999999999999999999999")
        .with("cost_share_1", "50");
    let refused = wrong.send(&local).await.expect(400);
    let errors = [
        ("first_name", "Enter a first name."),
        ("email", "Enter an address like ada@example.com."),
        ("supervisor", "Nobody here has this name, email or ID."),
        ("start", "Enter a day like 2027-01-31."),
        ("weekly_hours", "Enter a number of hours from 0 to 168, like 38.5."),
        ("office", "Choose one of the list."),
        ("cost_center_1", "Choose the cost center that has this share."),
    ];
    for (field, text) in errors {
        assert_eq!(error_at(&refused, "hire", field).as_deref(), Some(text), "{field}");
    }
    assert!(refused.body.contains("Nothing was saved: 7 fields need another look."));
    let shown = Filled::of(&refused, "hire");
    assert_eq!((shown.get("last_name"), shown.get("email")), ("Beispiel", "no address"));
    assert_eq!(refused.body.matches(" autofocus").count(), 1, "one begins at the first wrong field");
    assert_eq!(count(&local).await, before);
}

#[tokio::test]
async fn an_address_has_one_person_and_shares_are_all_of_it() {
    let local = Local::new();
    let token = local.all().await.v2;
    let person = local.get(&token, "/v2/persons?limit=1").await.expect(200).json()["_data"][0].clone();
    let form = Filled::at(&local, "/people/new", "hire").await;
    let form = form.with("first_name", "Ada").with("last_name", "Beispiel");
    let second = form.clone().with("email", &person["email"].as_str().unwrap().to_uppercase());
    let refused = second.send(&local).await.expect(400);
    assert_eq!(error_at(&refused, "hire", "email").as_deref(), Some("Somebody else has this email."));

    let centers = local.get(&token, "/v2/cost-centers").await.expect(200).json();
    let center = |at: usize| centers["_data"][at]["id"].as_str().unwrap().to_owned();
    let half = form.with("cost_center_1", &center(0)).with("cost_share_1", "50");
    let refused = half.send(&local).await.expect(400);
    assert_eq!(
        error_at(&refused, "hire", "cost_share_1").as_deref(),
        Some("The shares must be 100 % together.")
    );
    let twice = half.clone().with("cost_center_2", &center(0)).with("cost_share_2", "50");
    let refused = twice.send(&local).await.expect(400);
    assert_eq!(error_at(&refused, "hire", "cost_center_2").as_deref(), Some("Choose each cost center once."));
    let whole = half.with("cost_center_2", &center(1)).with("cost_share_2", "50");
    let id = id_of(&whole.save(&local).await);
    let employments = local.get(&token, &format!("/v2/persons/{id}/employments")).await.expect(200).json();
    let centers: Vec<&Value> = employments["_data"][0]["cost_centers"].as_array().unwrap().iter().collect();
    assert_eq!(centers.len(), 2, "{employments}");
}
