//! Traffic of every kind: what works, what doesn't, what nobody should send.

use serde_json::{Value, json};

use super::leaky::{
    CLIENT_ID, CLIENT_SECRET, EMAIL, Leaky, Mood, PEOPLE, RECRUITING, WRONG_SECRET, bad_data, bad_tokens,
};
use crate::process::kit::client::{Client, Session};

/// Where an account is edited: there its client id is shown, as the contract has it.
pub(super) const EDITS: &[&str] = &["GET /hub/accounts/", "GET http", "POST http"];
/// The hosted page, whose own address is the link.
pub(super) const PAGES: &[&str] = &["GET http", "POST http"];

/// What was planted besides secrets and people.
pub(super) struct Planted {
    pub(super) account: String,
    pub(super) session_tokens: Vec<String>,
    pub(super) query_values: Vec<String>,
    pub(super) secret_in_another_form: String,
}

/// What callers put where it is only looked up, never stored.
const QUERY_VALUES: [&str; 12] = [
    "kanarie-nummer-4711",
    "kanarie-kontonummer",
    "kanarie-pfad-teil",
    "kanarie-unbekannter-filter",
    "kanarie-seitenzeiger",
    "kanarie-agent",
    "kanarie-falscher-schluessel",
    "kanarie-falsches-token",
    "kanarie-feldname",
    "kanarie-integration",
    "kanarie-unbekannte-adresse",
    "kanarie-herkunft",
];

/// Runs it.
pub(super) async fn run(client: &Client, provider: &Leaky) -> Planted {
    let mut tokens = Vec::new();
    refused_links(client, provider, &mut tokens).await;
    let account = good_links(client, &mut tokens).await;
    reads(client, &account).await;
    strangers(client, &account).await;
    failing_reads(client, provider, &account).await;
    Planted {
        account,
        session_tokens: tokens,
        query_values: QUERY_VALUES.map(str::to_owned).to_vec(),
        secret_in_another_form: "kanarie-geheimnis-im-kaputten-json".to_owned(),
    }
}

fn entered(secret: &str) -> Value {
    json!({ "integration_id": "personio", "credentials": {
        "client_id": CLIENT_ID, "client_secret": secret, "personio_app_id": "ACME_GMBH",
        "recruiting_access_token": RECRUITING, "recruiting_company_id": "4711",
    }})
}

async fn session(client: &Client, owner: &str, account: Option<&str>, tokens: &mut Vec<String>) -> Session {
    let wanted = json!({
        "origin_owner_id": owner, "origin_owner_name": "Kunde", "provider": "personio", "account_id": account,
    });
    let made = client.call("POST", "/connect_sessions", Some(&wanted)).await.expect(201).json();
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    tokens.push(text("token"));
    let body = json!({ "token": text("token") });
    client.call("POST", "/connect_sessions/authenticate", Some(&body)).await.expect(201);
    Session::of(&made)
}

async fn hub(client: &Client, session: &Session, method: &str, path: &str, body: Option<String>) -> u16 {
    let headers = [("x-hub-session-token", session.token.as_str()), ("content-type", "application/json")];
    client.send(method, path, &headers, body).await.status
}

async fn form(client: &Client, session: &Session, secret: &str) -> u16 {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let mut url = reqwest::Url::parse("http://localhost").unwrap();
    url.query_pairs_mut().append_pair("integration", "personio").extend_pairs([
        ("client_id", CLIENT_ID),
        ("client_secret", secret),
        ("personio_app_id", "ACME_GMBH"),
        ("recruiting_access_token", RECRUITING),
    ]);
    let body = url.query().unwrap().to_owned();
    client.send("POST", &session.link, &headers, Some(body)).await.status
}

/// Credentials that aren't taken: wrong ones, and a provider that refuses in every shape.
async fn refused_links(client: &Client, provider: &Leaky, tokens: &mut Vec<String>) {
    let fresh = session(client, "niemand", None, tokens).await;
    let wrong = entered(WRONG_SECRET).to_string();
    assert_eq!(hub(client, &fresh, "POST", "/hub/accounts", Some(wrong)).await, 400);
    assert_eq!(form(client, &fresh, WRONG_SECRET).await, 400);
    // Incomplete, unknown, and no JSON at all.
    let mut incomplete = entered(WRONG_SECRET);
    incomplete["credentials"]["client_secret"] = json!(format!("with spaces {WRONG_SECRET}"));
    assert_eq!(hub(client, &fresh, "POST", "/hub/accounts", Some(incomplete.to_string())).await, 400);
    assert_eq!(form(client, &fresh, &format!("with spaces {WRONG_SECRET}")).await, 400);
    let mut unknown = entered(WRONG_SECRET);
    unknown["integration_id"] = json!(QUERY_VALUES[9]);
    assert!(hub(client, &fresh, "POST", "/hub/accounts", Some(unknown.to_string())).await >= 400);
    for broken in [
        r#"{"integration_id":"personio","credentials":{"client_secret":"kanarie-geheimnis-im-kaputten-json"#,
        r#"{"integration_id":7,"credentials":{"client_secret":"kanarie-geheimnis-im-kaputten-json"}}"#,
        r#"{"integration_id":"personio","credentials":"kanarie-geheimnis-im-kaputten-json"}"#,
        r#"{"integration_id":"personio","credentials":{"client_secret":["kanarie-geheimnis-im-kaputten-json"]}}"#,
    ] {
        assert_eq!(
            hub(client, &fresh, "POST", "/hub/accounts", Some(broken.to_owned())).await,
            400,
            "{broken}"
        );
    }
    for body in bad_tokens() {
        // A session has ten tests; each of these has its own.
        let fresh = session(client, "niemand", None, tokens).await;
        for status in [200, 302, 400, 401, 403, 404, 422] {
            provider.turns(Mood::Tokens(status, body.clone()));
            let answered =
                hub(client, &fresh, "POST", "/hub/accounts", Some(entered(CLIENT_SECRET).to_string())).await;
            assert!(answered >= 400, "{answered}");
        }
        assert!(form(client, &fresh, CLIENT_SECRET).await >= 400);
    }
    for status in [429, 500] {
        let fresh = session(client, "niemand", None, tokens).await;
        provider.turns(Mood::Tokens(status, bad_tokens()[0].clone()));
        assert!(
            hub(client, &fresh, "POST", "/hub/accounts", Some(entered(CLIENT_SECRET).to_string())).await
                >= 400
        );
    }
    provider.turns(Mood::Well);
}

/// Credentials that are taken, by both doors, and what is shown of them later.
async fn good_links(client: &Client, tokens: &mut Vec<String>) -> String {
    let fresh = session(client, "kunde-der-da-ist", None, tokens).await;
    assert_eq!(hub(client, &fresh, "GET", "/hub/settings", None).await, 200);
    assert_eq!(hub(client, &fresh, "GET", "/hub/connectors/personio", None).await, 200);
    assert_eq!(hub(client, &fresh, "POST", "/hub/connection_attempts", None).await, 201);
    let good = entered(CLIENT_SECRET).to_string();
    assert_eq!(hub(client, &fresh, "POST", "/hub/accounts", Some(good)).await, 201);
    let accounts = client.get("/accounts?origin_owner_id=kunde-der-da-ist").await.expect(200).json();
    let account = accounts[0]["id"].as_str().unwrap().to_owned();

    let edit = session(client, "kunde-der-da-ist", Some(&account), tokens).await;
    let path = format!("/hub/accounts/{account}");
    assert_eq!(hub(client, &edit, "GET", &path, None).await, 200);
    client.send("GET", &edit.link, &[], None).await.expect(200);
    assert_eq!(form(client, &edit, WRONG_SECRET).await, 400);
    let unchanged =
        json!({ "integration_id": "personio", "credentials": { "recruiting_company_id": "4712" } });
    assert_eq!(hub(client, &edit, "PATCH", &path, Some(unchanged.to_string())).await, 200);

    let hosted = session(client, "zweiter-kunde", None, tokens).await;
    client.send("GET", &hosted.link, &[], None).await.expect(200);
    assert_eq!(form(client, &hosted, CLIENT_SECRET).await, 200);
    assert!(form(client, &hosted, CLIENT_SECRET).await >= 400, "the link is used");
    client.get(&format!("/accounts/{account}")).await.expect(200);
    client.get(&format!("/accounts/{account}/meta")).await.expect(200);
    account
}

async fn reads(client: &Client, account: &str) {
    let everything = "include=custom_fields,bank_details&expand=groups,employments,company,work_location";
    for path in [
        String::new(),
        "?raw=true".to_owned(),
        "?explain=true".to_owned(),
        format!("?raw=true&explain=true&{everything}"),
        "/7".to_owned(),
        format!("/7?raw=true&explain=true&{everything}"),
        "/7/documents?raw=true&explain=true&fields=id,name,comment,category,file_format,size".to_owned(),
        "/7/documents/5?raw=true&explain=true".to_owned(),
        "/7/documents/5/download".to_owned(),
        format!("?filter[email]={EMAIL}&raw=true"),
        format!("?filter%5Bemail%5D={}", EMAIL.replace('@', "%40")),
        format!("?filter[email]={EMAIL}&filter[updated_after]=2024-01-01T00:00:00Z&raw=true"),
    ] {
        client.read(account, &path).await.expect(200);
    }
    client.read(account, &format!("?filter[employee_number]={}&raw=true", QUERY_VALUES[0])).await.expect(200);
    mappings(client, account).await;
    client.read(account, "/8?raw=true").await;
    client.read(account, &format!("?fields=id,{}", QUERY_VALUES[8])).await;
}

/// Mappings, which are stored, and their previews, which hold a person and are not.
async fn mappings(client: &Client, account: &str) {
    let path = format!("/accounts/{account}/field_mappings");
    let own = json!([{ "attribute": "dynamic_9", "field": "unified_custom_fields.nickname" }]);
    let asked = json!({ "mappings": own, "employee_id": "7" });
    let shown = client.call("POST", &format!("{path}/preview"), Some(&asked)).await.expect(200).json();
    assert_eq!(shown["after"]["unified_custom_fields"]["nickname"], EMAIL);
    client.call("PUT", &path, Some(&json!({ "mappings": own }))).await.expect(200);
    client.get(&path).await.expect(200);
    client.read(account, "?explain=true").await.expect(200);
    for wrong in [QUERY_VALUES[8], EMAIL] {
        for mapping in [(wrong, "title"), ("dynamic_9", wrong)] {
            let mappings = json!({ "mappings": [{ "attribute": mapping.0, "field": mapping.1 }] });
            client.call("PUT", &path, Some(&mappings)).await.expect(400);
        }
        let asked = json!({ "employee_id": wrong });
        client.call("POST", &format!("{path}/preview"), Some(&asked)).await.expect(404);
    }
    // A person among the keys and names of a body that can't be read.
    client.call("PUT", &path, Some(&json!({ "mappings": EMAIL }))).await.expect(400);
    // What could not be read is told with its place, and without the person that stands there.
    let met = client.get(&format!("/accounts/{account}/quarantine")).await.expect(200);
    assert!(met.body.contains("attributes.hire_date.value"), "{met:?}");
    for text in PEOPLE {
        assert!(!met.body.contains(text), "{met:?}");
    }
}

/// What nobody should send: wrong keys, tokens, ids, filters, cursors, addresses, methods, sizes.
async fn strangers(client: &Client, account: &str) {
    let [_, id, part, filter, cursor, agent, key, token, _, _, address, origin] = QUERY_VALUES;
    assert!(client.read(id, "").await.status >= 400);
    assert!(client.read(account, &format!("/{part}")).await.status >= 400);
    assert!(client.read(account, &format!("?filter[{filter}]={filter}")).await.status >= 400);
    assert!(client.read(account, &format!("?next={cursor}")).await.status >= 400);
    assert!(client.read(account, &format!("?page_size={cursor}")).await.status >= 400);
    let bearer = format!("Bearer {key}");
    client
        .send("GET", "/accounts", &[("authorization", &bearer), ("user-agent", agent)], None)
        .await
        .expect(401);
    let unsaid = ["/hub/settings", "/hub/connectors"];
    for path in unsaid {
        let headers = [("x-hub-session-token", token), ("origin", origin)];
        assert!(client.send("GET", path, &headers, None).await.status >= 400);
    }
    let link = format!("/connect/{token}");
    client.send("GET", &link, &[], None).await.expect(404);
    client.send("GET", &format!("{link}/{address}"), &[], None).await.expect(404);
    client.send("GET", &format!("/{address}?x={address}"), &[], None).await.expect(404);
    client.send("DELETE", &format!("/accounts?x={address}"), &[], None).await;
    client.send("KANARIE", &format!("/accounts/{address}"), &[], None).await;
    client.get(&format!("/accounts/{id}")).await.expect(404);
    client.get(&format!("/accounts?status={id}")).await;
    let large = json!({ "token": format!("{token}{}", "x".repeat(30_000)) });
    client.call("POST", "/connect_sessions/authenticate", Some(&large)).await.expect(413);
    client.call("POST", "/connect_sessions/authenticate", Some(&json!({ "token": token }))).await.expect(404);
}

/// Reads while the provider is unwell in every way, and at last refuses the credentials.
async fn failing_reads(client: &Client, provider: &Leaky, account: &str) {
    let path = format!("?raw=true&filter[email]={EMAIL}");
    for body in bad_data() {
        for status in [200, 302, 400, 401, 403, 404, 409, 422] {
            provider.turns(Mood::Data(status, body.clone()));
            client.read(account, &path).await;
            client.read(account, "/7?raw=true&explain=true").await;
            client.get(&format!("/accounts/{account}/field_mappings")).await;
            client.read(account, "/7/documents?raw=true").await;
            client.read(account, "/7/documents/5/download").await;
        }
    }
    for status in [429, 500] {
        provider.turns(Mood::Data(status, bad_data()[0].clone()));
        assert!(client.read(account, &path).await.status >= 400);
    }
    provider.turns(Mood::Tokens(401, bad_data()[0].clone()));
    assert!(client.read(account, &path).await.status >= 400);
    assert!(client.read(account, &path).await.status >= 400);
    provider.turns(Mood::Well);
    client.get(&format!("/accounts/{account}")).await.expect(200);
}
