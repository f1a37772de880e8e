//! What the server says of a connector, against what it does.

use nabe_model::unified::operations;
use serde_json::{Value, json};

use super::kit::home::Home;

fn rows<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of[name].as_array().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_field_says_where_it_comes_from_and_what_it_costs() {
    let home = Home::new();
    let (_server, client) = home.serve_first().await;
    let coverage = client.get("/connectors/meta/personio").await.expect(200).json()["coverage"].clone();
    let objects = rows(&coverage, "objects");
    let served: usize = objects.iter().map(|it| rows(it, "operations").len()).sum();
    let not_served = rows(&coverage, "not_served");
    assert_eq!(served + not_served.len(), operations().count(), "each operation is somewhere");
    for it in not_served {
        assert!(it["why"].as_str().unwrap().ends_with('.'), "{it}");
    }
    for object in objects {
        let mut names = Vec::new();
        for field in rows(object, "fields") {
            let text = |name: &str| field[name].as_str().unwrap_or_default();
            let at = format!("{}: {field}", object["object"]);
            assert!(!text("rule").is_empty() && text("permission").contains(':'), "{at}");
            assert_eq!(field["covered"] == true, !text("path").is_empty(), "{at}");
            assert!(
                text("cost") != "call_per_record" || !text("asked_by").is_empty(),
                "what costs a call a record must be asked for: {at}"
            );
            let is_employee = object["object"] == "hris/employees";
            assert!(is_employee || rows(field, "mappable").is_empty(), "only employees have mappings: {at}");
            names.push(text("field"));
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), rows(object, "fields").len(), "{}", object["object"]);
    }
    let employees = objects.iter().find(|it| it["object"] == "hris/employees").unwrap();
    let mappable = |name: &str| {
        rows(employees, "fields").iter().find(|it| it["field"] == name).unwrap()["mappable"].clone()
    };
    assert_eq!((mappable("title"), mappable("first_name")), (json!(["title"]), json!([])));
    assert_eq!(mappable("unified_custom_fields"), json!(["unified_custom_fields.{name}"]));
    let listed = client.get("/connectors/meta").await.expect(200).json();
    assert_eq!(listed[0]["coverage"], Value::Null, "the list stays short");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_says_the_same() {
    let home = Home::new();
    let (_server, client) = home.serve_first().await;
    let coverage = client.get("/connectors/meta/personio").await.expect(200).json()["coverage"].clone();
    let page = client.send("GET", "/docs/connectors/personio/coverage", &[], None).await.expect(200).body;
    for object in rows(&coverage, "objects") {
        for field in rows(object, "fields") {
            assert!(page.contains(&format!("<code>{}</code>", field["field"].as_str().unwrap())), "{field}");
        }
    }
    for it in rows(&coverage, "not_served") {
        assert!(page.contains(it["operation"].as_str().unwrap()), "{it}");
    }
    let markdown = [("accept", "text/markdown")];
    let plain =
        client.send("GET", "/docs/connectors/personio/coverage", &markdown, None).await.expect(200).body;
    assert!(plain.starts_with("# What of Personio is covered") && plain.contains("| `hire_date` |"));
    assert!(plain.contains("| `title` | not there, or a mapping of the account |"), "{plain}");
    client.send("GET", "/docs/connectors/nobody/coverage", &[], None).await.expect(404);
}
