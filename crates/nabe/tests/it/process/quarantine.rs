//! What of a provider's rows could not be read: told without its values, counted, and forgotten.

use serde_json::{Value, json};

use super::kit::client::Client;
use super::kit::database::count;
use super::kit::fake::{EMPLOYEES, Fake, Reply, employee, good};
use super::kit::home::Home;
use super::kit::personio::Credentials;

/// One good row, one whose hire date is none, one that is no row, and one without an id.
async fn provider() -> Fake {
    Fake::start(|asked| {
        if asked.path != EMPLOYEES {
            return good(asked);
        }
        let mut odd = employee(2, "Grace", "grace@example.com");
        odd["attributes"]["hire_date"] = json!({ "label": "Hired", "value": "in her youth", "type": "date" });
        let nobody = json!({ "type": "Employee", "attributes": { "first_name": { "value": "Nobody" } } });
        let rows = json!([employee(1, "Ada", "ada@example.com"), odd, 7, nobody]);
        let metadata = json!({ "total_elements": 4, "current_page": 0, "total_pages": 1 });
        Reply::json(200, &json!({ "success": true, "metadata": metadata, "data": rows }))
    })
    .await
}

async fn quarantine(client: &Client, account: &str, query: &str) -> Value {
    client.get(&format!("/accounts/{account}/quarantine{query}")).await.expect(200).json()
}

async fn what_cant_be_read_is_told_where(mut home: Home) {
    let provider = provider().await;
    home.use_personio(&provider.url);
    let (server, client) = home.serve_first().await;
    let credentials = Credentials { id: "papi-id".to_owned(), secret: "papi-secret".to_owned() };
    let account = client.link("odd", &credentials).await;
    let other = client.link("other", &credentials).await;
    assert_eq!(quarantine(&client, &account, "").await, json!({ "total": 0, "data": [] }));
    for _ in 0..3 {
        let page = client.read(&account, "").await.expect(200).json();
        assert_eq!(page["data"].as_array().unwrap().len(), 2, "the readable ones are answered");
    }
    let told = quarantine(&client, &account, "").await;
    let mut found: Vec<_> = told["data"].as_array().unwrap().iter().collect();
    found.sort_by_key(|it| it["path"].to_string());
    assert_eq!(told["total"], found.len());
    let hired = found.iter().find(|it| it["path"] == "attributes.hire_date.value").unwrap();
    assert_eq!(
        (&hired["operation"], &hired["record_id"], &hired["kind"], &hired["count"]),
        (&json!("hris_list_employees"), &json!("2"), &json!("not_a_date"), &json!(3))
    );
    let lost = found.iter().filter(|it| it["path"] == "attributes.id.value" && it["kind"] == "no_id");
    let lost: Vec<_> = lost.collect();
    assert_eq!((lost.len(), &lost[0]["record_id"], &lost[0]["count"]), (1, &Value::Null, &json!(6)));
    let seen = |it: &Value, key: &str| it[key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(seen(hired, "first_seen") <= seen(hired, "last_seen"));
    assert!(!told.to_string().contains("youth"), "no value");
    let second = quarantine(&client, &account, "?page_size=1&page=2").await;
    assert_eq!((&second["total"], second["data"].as_array().unwrap().len()), (&told["total"], 1));
    let meta = client.get(&format!("/accounts/{account}/meta")).await.expect(200).json();
    assert_eq!(meta["quarantined"], told["total"]);
    assert_eq!(quarantine(&client, &other, "").await["total"], 0);

    // What was only in memory is written at the end.
    client.read(&account, "").await.expect(200);
    server.program.stop().await;
    let server = home.serve().await;
    let client = server.client(&client.key);
    let again = quarantine(&client, &account, "").await;
    let hired = again["data"].as_array().unwrap().iter().find(|it| it["kind"] == "not_a_date").unwrap();
    assert_eq!(hired["count"], 4);

    let path = format!("/accounts/{account}/quarantine");
    let cleared = client.call("DELETE", &path, None).await.expect(200).json();
    assert_eq!(cleared, json!({ "cleared": told["total"] }));
    assert_eq!(quarantine(&client, &account, "").await["total"], 0);
    client.read(&account, "").await.expect(200);
    assert_eq!(quarantine(&client, &account, "").await["total"], told["total"], "met again");
    client.call("DELETE", &format!("/accounts/{account}"), None).await.expect(200);
    assert_eq!(count(&home.database(), "select count(*) from quarantine").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cant_be_read_is_told_where_on_sqlite() {
    what_cant_be_read_is_told_where(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cant_be_read_is_told_where_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        what_cant_be_read_is_told_where(home).await;
    }
}
