//! A provider that leaks: it repeats tokens, secrets and people wherever an answer has room for them.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::process::kit::fake::{
    Asked, EMPLOYEES, Fake, Reply, V1_AUTH, V2_AUTH, employee, token_v1, token_v2,
};

pub(super) const CLIENT_ID: &str = "kanarie-client-id-0815";
/// With characters that every encoding writes differently.
pub(super) const CLIENT_SECRET: &str = r#"kanarie"GEHEIM\mit/Zeichen+und&mehr%41=Ende"#;
/// Not in Personio's own form: known only to those to whom it was given, and so shown only to them.
const TOKEN_V1: &str = "kanarie.eyJ0b2tlbiI6InYxIn0.unter/schrift+eins==";
const TOKEN_V2: &str = "papi-kanarie-token-of-v2-0123456789";
pub(super) const RECRUITING: &str = "kanarie-recruiting-zugang-99";
/// What was entered and refused is as secret as what was taken.
pub(super) const WRONG_SECRET: &str = r#"kanarie-FALSCH"\mit/Zeichen+auch&so"#;
pub(super) const SECRETS: &[&str] = &[CLIENT_SECRET, TOKEN_V1, TOKEN_V2, RECRUITING, WRONG_SECRET];

pub(super) const FIRST_NAME: &str = "Kanariella-Zoë";
pub(super) const LAST_NAME: &str = "Vögelchen-Größenwahn";
pub(super) const EMAIL: &str = "kanariella.voegelchen@example.com";
/// Names of files, what is written about them, and what they hold.
const FILE_NAME: &str = "Abmahnung Kanariella größte.pdf";
const FILE_COMMENT: &str = "Kanarien-Vermerk über Fehlzeiten";
const FILE_CONTENT: &str = "Kanarienhaftes Geständnis im Wortlaut";
pub(super) const PEOPLE: &[&str] = &[FIRST_NAME, LAST_NAME, EMAIL, FILE_NAME, FILE_COMMENT, FILE_CONTENT];

/// How the provider answers.
#[derive(Clone, Debug)]
pub(super) enum Mood {
    /// With what was asked for, and secrets beside it.
    Well,
    /// Every route for data: with this status and body.
    Data(u16, String),
    /// Every route for tokens and data: with this status and body.
    Tokens(u16, String),
}

/// The provider.
pub(super) struct Leaky {
    pub(super) url: String,
    mood: Arc<Mutex<Mood>>,
    _fake: Fake,
}

impl Leaky {
    pub(super) async fn start() -> Self {
        let mood = Arc::new(Mutex::new(Mood::Well));
        let now = Arc::clone(&mood);
        let fake = Fake::start(move |asked| answer(asked, &now.lock().unwrap())).await;
        Self { url: fake.url.clone(), mood, _fake: fake }
    }

    pub(super) fn turns(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

fn answer(asked: &Asked, mood: &Mood) -> Reply {
    let is_token = asked.path == V1_AUTH || asked.path == V2_AUTH;
    let mut reply = match mood {
        Mood::Tokens(status, body) => Reply { status: *status, headers: Vec::new(), body: body.clone() },
        Mood::Data(status, body) if !is_token => {
            Reply { status: *status, headers: Vec::new(), body: body.clone() }
        }
        Mood::Well | Mood::Data(..) if is_token => tokens(asked),
        Mood::Well | Mood::Data(..) => data(asked),
    };
    reply.headers.extend([
        ("authorization", format!("Bearer {TOKEN_V1}")),
        ("set-cookie", format!("session={TOKEN_V2}; Path=/")),
        ("x-asked-with", asked.authorization.clone()),
        ("location", format!("/elsewhere?access_token={TOKEN_V1}")),
    ]);
    reply
}

/// Only these credentials are good. Who sends others is shown them in the refusal.
fn tokens(asked: &Asked) -> Reply {
    let sent: Vec<(String, String)> = form_urlencoded(&asked.body);
    let is = |key: &str, value: &str| sent.iter().any(|it| it.0 == key && it.1 == value);
    if !is("client_id", CLIENT_ID) || !is("client_secret", CLIENT_SECRET) {
        let message = format!("Wrong credentials: {} ({sent:?})", asked.body);
        return Reply::json(403, &json!({ "success": false, "error": { "code": 403, "message": message } }));
    }
    if asked.path == V1_AUTH { token_v1(TOKEN_V1) } else { token_v2(TOKEN_V2) }
}

fn form_urlencoded(body: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let url = reqwest::Url::parse(&format!("http://localhost/?x={text}")).unwrap();
        url.query_pairs().next().map(|it| it.1.into_owned()).unwrap_or_default()
    };
    body.split('&')
        .filter_map(|it| it.split_once('='))
        .map(|(key, value)| (key.to_owned(), decode(value)))
        .collect()
}

/// One person, and around them everything that is secret.
fn data(asked: &Asked) -> Reply {
    let mut row = employee(7, FIRST_NAME, EMAIL);
    row["attributes"]["last_name"]["value"] = json!(LAST_NAME);
    // A value of the wrong kind, which is noted.
    row["attributes"]["hire_date"] = json!({ "label": "Hire date", "value": FIRST_NAME, "type": "date" });
    row["attributes"]["status"] = json!({ "label": "Status", "value": LAST_NAME, "type": "standard" });
    row["attributes"]["dynamic_9"] = json!({ "label": "Nickname", "value": EMAIL, "type": "standard" });
    row["debug"] = secrets_in_every_form();
    let body = if asked.path == EMPLOYEES {
        let no_id = json!({ "type": "Employee", "attributes": { "first_name": { "value": FIRST_NAME } } });
        json!({
            "success": true, "metadata": { "total_elements": 2 }, "data": [row, no_id],
            "request": { "query": asked.query, "authorization": asked.authorization },
        })
    } else if asked.path == "/v1/company/employees/attributes" {
        let listed = json!({ "key": "dynamic_9", "label": "Nickname", "type": "standard", "options": [] });
        json!({ "success": true, "data": [listed], "debug": secrets_in_every_form() })
    } else if asked.path == "/v1/company/employees/7" {
        json!({ "success": true, "data": row })
    } else if asked.path == "/v2/recruiting/applications/7" {
        return Reply::json(404, &json!({ "title": "Not Found", "detail": LAST_NAME }));
    } else if asked.path == "/v2/document-management/documents" {
        let document = json!({
            "id": "5", "name": FILE_NAME, "comment": FILE_COMMENT, "owner": { "id": "7" }, "size": FILE_NAME,
            "created_at": FILE_COMMENT, "document_type": "pdf", "debug": secrets_in_every_form(),
        });
        json!({ "_data": [document, { "name": FILE_NAME }], "_meta": { "links": {} } })
    } else if asked.path == "/v2/document-management/documents/5/download" {
        let headers = vec![
            ("content-disposition", "attachment; filename=\"Abmahnung Kanariella.pdf\"".to_owned()),
            ("content-type", "application/pdf".to_owned()),
        ];
        return Reply { status: 200, headers, body: FILE_CONTENT.to_owned() };
    } else {
        json!({ "_data": [], "_meta": { "links": { "self": { "href": format!("/x?token={TOKEN_V2}") } } } })
    };
    // As Personio writes it: slashes escaped.
    Reply { status: 200, headers: Vec::new(), body: body.to_string().replace('/', "\\/") }
}

fn secrets_in_every_form() -> Value {
    let known = [CLIENT_SECRET, TOKEN_V1, TOKEN_V2, RECRUITING];
    let percent = |text: &str| -> String { text.bytes().map(percent).collect() };
    json!({
        "plain": known,
        "url": known.map(|it| format!("https://example.com/cb?token={}&x=1", percent(it))),
        "json": json!({ "inside": known }).to_string(),
    })
}

fn percent(it: u8) -> String {
    if it.is_ascii_alphanumeric() || b"-_.".contains(&it) {
        char::from(it).to_string()
    } else {
        format!("%{it:02X}")
    }
}

/// Errors for those who ask for data, and so have a token.
pub(super) fn bad_data() -> Vec<String> {
    bad_bodies(TOKEN_V1)
}

/// Errors for those who ask for a token.
pub(super) fn bad_tokens() -> Vec<String> {
    bad_bodies(TOKEN_V2)
}

/// Bodies that are errors, one of each shape, each with secrets and people in its sentences.
fn bad_bodies(token: &str) -> Vec<String> {
    let known = [CLIENT_SECRET, token, RECRUITING].join(" ");
    let told = format!("{known} {FIRST_NAME} {LAST_NAME} {EMAIL}");
    // A sentence that is cut in the middle of a secret.
    let long = format!("{}{CLIENT_SECRET}", "x".repeat(300 - CLIENT_SECRET.len() / 2));
    let encoded: String = CLIENT_SECRET.bytes().map(percent).collect();
    let shapes = [
        json!({ "success": false, "error": { "code": 42, "message": told } }),
        json!({ "success": false, "error": { "code": 42, "message": long } }),
        json!({ "success": false, "error": { "message": "bad", "error_data": { "email": told } } }),
        json!({ "error": "invalid_client", "error_description": told, "trace_id": known }),
        json!({ "title": told, "detail": told, "detailed_message": told }),
        json!({ "errors": [{ "_meta": told, "title": told, "detail": told }] }),
        json!({ "message": json!({ "client_secret": CLIENT_SECRET, "url": encoded }).to_string() }),
        json!({ "message": json!({ "message": { "token": token, "secret": CLIENT_SECRET } }).to_string() }),
        json!({ "error": { "details": [{ "field": ["is wrong", told] }] } }),
        json!([told]),
        json!(told),
    ];
    let mut bodies: Vec<String> = shapes.iter().map(Value::to_string).collect();
    bodies.extend([
        told.clone(),
        format!("<html><body>{told}</body></html>"),
        format!(r#"{{"success":true,"data":[{{"attributes":{{"email":{{"value":"{token} {EMAIL}"#),
        format!(r#"{{"success":true,"data":"{token} {EMAIL}"}}"#),
        String::new(),
    ]);
    bodies
}
