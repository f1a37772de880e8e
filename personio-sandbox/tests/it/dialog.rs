//! The dialog in which an administrator makes credentials, step by step, as a browser without script sends it.

use serde_json::{Value, json};

use crate::kit::{Answer, FORM, Local};

const LIST: &str = "/settings/integrations/api-credentials";

/// The rows, with whether they can be written.
const ROWS: [(&str, bool); 12] = [
    ("Employees", true),
    ("Attendances", true),
    ("Time Off", true),
    ("Documents", true),
    ("Custom Reports", false),
    ("Compensations", true),
    ("Recruiting", true),
    ("Webhooks", true),
    ("Org Units", false),
    ("Legal Entities", false),
    ("Cost Centers", false),
    ("Workplaces", false),
];

async fn page(local: &Local, path: &str) -> Answer {
    local.send("GET", path, &[], "").await
}

async fn submit(local: &Local, form: &str) -> Answer {
    local.send("POST", &format!("{LIST}/new/permissions"), &[FORM], form).await
}

async fn credentials(local: &Local) -> Vec<Value> {
    let list = page(local, "/_sandbox/credentials").await.expect(200).json();
    list["credentials"].as_array().unwrap().clone()
}

/// The value of the field with this id.
fn field(page: &Answer, id: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("id=\"{id}\"")).unwrap();
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_way_to_the_dialog_is_the_documented_one() {
    let local = Local::new();
    for (from, to) in [("/", "/settings"), ("/settings/integrations", LIST)] {
        assert_eq!(page(&local, from).await.expect(303).headers["location"], to);
    }
    for (at, words) in [
        ("/settings", &["Settings", "Integrations", "API credentials"][..]),
        (LIST, &["Connected integrations", "Create custom integration", "No integration is connected yet"]),
        (&format!("{LIST}/new"), &["Create custom integration", "name=\"name\"", "required"]),
    ] {
        let page = page(&local, at).await.expect(200);
        assert!(words.iter().all(|it| page.body.contains(it)), "{at}: {}", page.body);
    }
}

#[tokio::test]
async fn the_second_step_has_twelve_rows_and_every_attribute() {
    let local = Local::new();
    let step = page(&local, &format!("{LIST}/new/permissions?name=Nabe+%26+Co")).await.expect(200);
    assert!(step.body.contains("Nabe &#38; Co"), "the name is kept: {}", step.body);
    for (row, writable) in ROWS {
        let box_of = |verb: &str| {
            let (_, rest) = step.body.split_once(&format!("aria-label=\"{verb} {row}\"")).unwrap();
            rest.split('>').next().unwrap().to_owned()
        };
        assert!(!box_of("Read").contains("disabled"), "{row}");
        assert_eq!(box_of("Write").contains("disabled"), !writable, "{row}");
    }
    let token = local.all().await.v1;
    let attributes = local.get(&token, "/v1/company/employees/attributes").await.expect(200).json();
    let attributes = attributes["data"].as_array().unwrap();
    assert!(attributes.len() > 40);
    for attribute in attributes {
        let key = attribute["key"].as_str().unwrap();
        let offered = step.body.contains(&format!("name=\"attribute\" value=\"{key}\""));
        assert_eq!(offered, key != "id", "{key}");
    }
}

#[tokio::test]
async fn what_is_ticked_is_what_the_credentials_may_do() {
    let local = Local::new();
    let form = "name=Nabe&permission=employees.read&permission=time_off.read&permission=time_off.write\
                &attribute=first_name&attribute=email";
    let made = submit(&local, form).await.expect(201);
    assert!(made.body.contains("It is not shown again") && made.body.contains("type=\"password\""));
    assert_eq!(made.headers["cache-control"], "no-store");
    let (id, secret) = (field(&made, "client-id"), field(&made, "client-secret"));

    let stored = &credentials(&local).await[0];
    assert_eq!((&stored["name"], &stored["client_id"]), (&json!("Nabe"), &json!(id)));
    assert_eq!(
        (&stored["permissions"]["employees"], &stored["permissions"]["time_off"]),
        (&json!("read"), &json!("read_write"))
    );
    assert_eq!(stored["permissions"]["documents"], "none");
    let login = format!("client_id={id}&client_secret={secret}");
    let token = local.send("POST", "/v1/auth", &[FORM], &login).await.expect(200).json();
    let token = token["data"]["token"].as_str().unwrap();
    let people = local.get(token, "/v1/company/employees").await.expect(200).json();
    let attributes = people["data"][0]["attributes"].as_object().unwrap();
    assert_eq!(attributes.keys().collect::<Vec<_>>(), ["email", "first_name", "id"]);
    local.get(token, "/v1/company/document-categories").await.expect(403);

    let list = page(&local, LIST).await.expect(200);
    assert!(list.body.contains(&id) && list.body.contains("Time Off: read and write"), "{}", list.body);
    assert!(!list.body.contains(&secret), "the secret is shown once");
}

#[tokio::test]
async fn a_mistake_is_told_and_what_was_entered_stays() {
    let local = Local::new();
    let refused = submit(&local, "name=Nabe&attribute=email").await.expect(400);
    assert!(refused.body.contains("Select at least one permission"), "{}", refused.body);
    assert!(refused.body.contains("value=\"email\" checked"), "{}", refused.body);
    let refused = submit(&local, "name=+&permission=employees.read").await.expect(400);
    assert!(
        refused.body.contains("`name` must have")
            && refused.body.contains("value=\"employees.read\" aria-label=\"Read Employees\" checked"),
        "{}",
        refused.body
    );
    // What the page doesn't offer is refused all the same.
    submit(&local, "name=Nabe&permission=org_units.write").await.expect(400);
    submit(&local, "name=Nabe&permission=employees.read&attribute=shoe_size").await.expect(400);
    assert_eq!(
        page(&local, &format!("{LIST}/new/permissions")).await.expect(303).headers["location"],
        format!("{LIST}/new")
    );
    assert!(credentials(&local).await.is_empty());
}

#[tokio::test]
async fn a_name_is_text_and_never_markup() {
    let local = Local::new();
    submit(&local, "name=%3Cb%3Ebold%3C%2Fb%3E&permission=employees.read").await.expect(201);
    let list = page(&local, LIST).await.expect(200);
    assert!(list.body.contains("&#60;b&#62;bold") && !list.body.contains("<b>bold"), "{}", list.body);
    let policy = list.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
}

#[tokio::test]
async fn a_deleted_integration_is_gone_with_its_tokens() {
    let local = Local::new();
    let token = local.all().await.v1;
    local.get(&token, "/v1/company/employees").await.expect(200);
    let id = credentials(&local).await[0]["client_id"].as_str().unwrap().to_owned();
    let delete = format!("{LIST}/{id}/delete");
    local.send("POST", &delete, &[FORM], "").await.expect(303);
    assert!(credentials(&local).await.is_empty());
    local.get(&token, "/v1/company/employees").await.expect(403);
    local.send("POST", &delete, &[FORM], "").await.expect(303);
}

#[tokio::test]
async fn another_sites_page_cant_send_these_forms() {
    let local = Local::new();
    local.all().await;
    let id = credentials(&local).await[0]["client_id"].as_str().unwrap().to_owned();
    for site in ["cross-site", "same-site"] {
        let headers = [FORM, ("sec-fetch-site", site)];
        let create = format!("{LIST}/new/permissions");
        local.send("POST", &create, &headers, "name=x&permission=employees.read").await.expect(403);
        local.send("POST", &format!("{LIST}/{id}/delete"), &headers, "").await.expect(403);
    }
    assert_eq!(credentials(&local).await.len(), 1);
}

#[tokio::test]
async fn pages_load_only_what_is_there() {
    let local = Local::new();
    let page_text = page(&local, LIST).await.expect(200).body;
    for asset in ["/_sandbox/assets/pages.css", "/_sandbox/assets/pages.js"] {
        assert!(page_text.contains(asset));
        page(&local, asset).await.expect(200);
    }
    page(&local, "/_sandbox/assets/other.js").await.expect(404);
}
