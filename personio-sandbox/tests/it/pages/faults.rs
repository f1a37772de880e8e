//! Faults by hand.

use serde_json::json;

use super::form::{Filled, error_at};
use super::{page, submit};
use crate::kit::Local;

#[tokio::test]
async fn a_common_fault_strikes_until_it_is_deleted() {
    let local = Local::new();
    let token = local.all().await.v2;
    let form = Filled::at(&local, "/faults", "fault").await;
    let form = form.with("effect", "unavailable").with("route", "GET /v2/persons").with("nth", "2");
    let shown = form.save(&local).await.body;
    assert!(
        shown.contains("The service is down (503)</th>") && shown.contains("route /v2/persons"),
        "{shown}"
    );
    let bearer = format!("Bearer {token}");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let headers = [("authorization", bearer.as_str())];
        statuses.push(local.send_unchecked("GET", "/v2/persons?limit=1", &headers, "").await.status);
    }
    assert_eq!(statuses, [200, 503, 200]);
    let listed = page(&local, "/_sandbox/faults").await.expect(200).json()["faults"][0].clone();
    assert_eq!((&listed["calls"], &listed["fired"]), (&json!(3), &json!(1)));
    assert_eq!(listed["effect"], json!({"kind": "service-unavailable"}));
    let shown = page(&local, "/faults").await.body;
    let numbers = "data-label=\"Met\">3</td><td class=\"number\" data-label=\"Struck\">1</td>";
    assert!(shown.contains(numbers), "{shown}");
    submit(&local, "/faults/fault-1/delete", &[]).await.expect(303);
    assert!(page(&local, "/faults").await.body.contains("Nothing goes wrong on purpose."));
    submit(&local, "/faults/fault-1/delete", &[]).await.expect(303);
}

#[tokio::test]
async fn what_a_fault_can_not_be_is_told_at_its_field() {
    let local = Local::new();
    let form = Filled::at(&local, "/faults", "fault").await;
    for (field, value, text) in [
        ("nth", "0", "Enter a whole number from 1."),
        ("times", "-1", "Enter a whole number from 1."),
        ("percent", "101", "Enter a number from 0 to 100."),
        ("effect", "nothing", "Choose one of the list."),
    ] {
        let refused = form.clone().with(field, value).send(&local).await.expect(400);
        assert_eq!(error_at(&refused, "fault", field).as_deref(), Some(text));
    }
    let unfit = form.with("effect", "self-next").with("route", "/v1/*").send(&local).await.expect(400);
    assert!(error_at(&unfit, "fault", "effect").unwrap().starts_with("This fault can't be: "));
    let any = Filled::at(&local, "/faults", "json").await;
    let refused = any.clone().with("json", "{\"effect\": \"<b>\"}").send(&local).await.expect(400);
    assert!(error_at(&refused, "json", "json").is_some());
    assert_eq!(Filled::of(&refused, "json").get("json"), "{\"effect\": \"<b>\"}");
    assert!(page(&local, "/faults").await.body.contains("Nothing goes wrong on purpose."));
    any.save(&local).await;
    submit(&local, "/faults", &[("effect", "slow"), ("percent", "50")]).await.expect(303);
    let listed = page(&local, "/_sandbox/faults").await.json();
    assert_eq!(listed["faults"][1]["match"], json!({"probability": 0.5}), "{listed}");
    submit(&local, "/faults/clear", &[]).await.expect(303);
    assert_eq!(page(&local, "/_sandbox/faults").await.json()["faults"], json!([]));
}
