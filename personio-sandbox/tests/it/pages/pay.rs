//! What people are paid, by hand.

use serde_json::json;

use super::form::{Filled, error_at};
use super::page;
use crate::kit::Local;

#[tokio::test]
async fn a_salary_is_added_and_shown_by_both_generations() {
    let local = Local::at("2026-06-03T10:00:00Z");
    let tokens = local.all().await;
    let person = json!({"first_name": "Ada", "last_name": "Beispiel", "email": "ada.b@example.com"});
    let made = local.post(&tokens.v2, "/v2/persons", person).await.expect(201).json();
    let id = made["id"].as_str().unwrap();
    let path = format!("/people/{id}/compensations");
    let shown = page(&local, &path).await.expect(200);
    assert!(shown.body.contains("Nothing is known of what this person is paid."));
    let types = local.get(&tokens.v2, "/v2/compensations/types").await.expect(200).json();
    let fixed = types["_data"].as_array().unwrap().iter().find(|it| it["category"] == "FIXED").unwrap();
    let form = Filled::of(&shown, "pay").with("type", fixed["id"].as_str().unwrap());
    for (field, value, text) in [
        ("value", "", "Enter an amount like 3500 or 17.25."),
        ("value", "1e30", "Enter an amount like 3500 or 17.25."),
        ("currency", "ABC", "Choose one of the list."),
        ("from", "soon", "Enter a day like 2027-01-31."),
        ("type", "x", "Choose one of the list."),
    ] {
        let refused = form.clone().with("value", "1").with(field, value).send(&local).await.expect(400);
        assert_eq!(error_at(&refused, "pay", field).as_deref(), Some(text), "{field} {value}");
    }
    let saved = form.with("value", "3500.5").with("currency", "EUR").save(&local).await.body;
    assert!(
        saved.contains("3500.5 EUR") && saved.contains("Monthly") && saved.contains(">today<"),
        "{saved}"
    );
    let v1 = local.get(&tokens.v1, &format!("/v1/company/employees/{id}")).await.expect(200).json();
    assert_eq!(v1["data"]["attributes"]["fix_salary"]["value"], json!(3500.5), "{v1}");
    page(&local, "/people/1/compensations").await.expect(404);
}
