//! Which attributes feed which fields: told, decided, tried out, and forgotten with the account. The attributes are
//! the sandbox's own.

use serde_json::{Value, json};

use super::kit::client::{Answer, Client};
use super::kit::control::Control;
use super::kit::database::{assert_sound, count};
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    personio: LocalPersonio,
    server: Server,
    home: Home,
}

impl Stage {
    async fn at(mut home: Home) -> Self {
        let personio = LocalPersonio::start().await;
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let account = client.link("mapper", &personio.credentials()).await;
        Self { client, account, personio, server, home }
    }

    fn path(&self) -> String {
        format!("/accounts/{}/field_mappings", self.account)
    }

    async fn told(&self) -> Value {
        self.client.get(&self.path()).await.expect(200).json()
    }

    async fn put(&self, mappings: &Value) -> Answer {
        self.client.call("PUT", &self.path(), Some(&json!({ "mappings": mappings }))).await
    }

    async fn preview(&self, body: &Value) -> Answer {
        self.client.call("POST", &format!("{}/preview", self.path()), Some(body)).await
    }

    async fn people(&self, query: &str) -> Vec<Value> {
        let page =
            self.client.read(&self.account, &format!("?page_size=100&{query}")).await.expect(200).json();
        page["data"].as_array().unwrap().clone()
    }

    /// The key of the sandbox's attribute with this label.
    async fn key(&self, label: &str) -> String {
        let told = self.told().await;
        let found = attributes(&told).iter().find(|it| it["label"] == label).unwrap()["id"].clone();
        found.as_str().unwrap().to_owned()
    }

    /// Mappings of attributes, by their labels, to fields.
    async fn mappings(&self, pairs: &[(&str, &str)]) -> Value {
        let mut mappings = Vec::new();
        for (label, field) in pairs {
            mappings.push(json!({ "attribute": self.key(label).await, "field": field }));
        }
        mappings.into()
    }
}

fn attributes(told: &Value) -> &Vec<Value> {
    told["attributes"].as_array().unwrap()
}

/// What an employee's custom attribute with this label holds, as Personio says it.
fn custom<'v>(employee: &'v Value, key: &str) -> &'v Value {
    let fields = employee["custom_fields"].as_array().unwrap();
    &fields.iter().find(|it| it["id"] == key).unwrap()["value"]
}

const PAIRS: [(&str, &str); 9] = [
    ("Titel", "title"),
    ("Personal email", "personal_email"),
    ("Personnel number", "employee_number"),
    ("Marital status", "marital_status"),
    ("City", "home_location.city"),
    ("Country", "home_location.country"),
    ("Tax ID", "national_identity_numbers.tin"),
    ("T-shirt size", "unified_custom_fields.shirt_size"),
    ("Number of children", "unified_custom_fields.children"),
];

async fn what_is_put_is_read_and_stays(home: Home) {
    let stage = Stage::at(home).await;
    let mappings = stage.mappings(&PAIRS).await;
    let [title, email, number, marital, city, _, tax, size, children] =
        std::array::from_fn(|at| mappings[at]["attribute"].as_str().unwrap().to_owned());
    for employee in stage.people("fields=title,unified_custom_fields").await {
        assert_eq!(
            employee,
            json!({ "title": null, "unified_custom_fields": null }),
            "nothing is mapped yet"
        );
    }
    let put = stage.put(&mappings).await.expect(200).json();
    assert_eq!(put["mappings"].as_array().unwrap().len(), PAIRS.len());
    assert_eq!(stage.told().await, put);

    let fields = "fields=title,personal_email,employee_number,marital_status,home_location,custom_fields,\
                  national_identity_numbers,unified_custom_fields";
    let people = stage.people(fields).await;
    let mut filled = 0;
    for employee in &people {
        let is = |field: &Value, key: &str| assert_eq!(field, custom(employee, key), "{employee}");
        is(&employee["title"], &title);
        is(&employee["personal_email"], &email);
        is(&employee["unified_custom_fields"]["shirt_size"], &size);
        is(&employee["unified_custom_fields"]["children"], &children);
        is(&employee["home_location"]["city"], &city);
        is(&employee["marital_status"]["source_value"], &marital);
        is(&employee["national_identity_numbers"][0]["value"], &tax);
        let digits = custom(employee, &number).as_i64().map(|it| it.to_string());
        assert_eq!(employee["employee_number"].as_str(), digits.as_deref());
        let partnership = employee["marital_status"]["source_value"] == "registered partnership";
        assert_eq!(employee["marital_status"]["value"] == "unmapped_value", partnership);
        filled += usize::from(!employee["personal_email"].is_null());
    }
    assert!(filled > 0, "somebody has told an address");

    // A filter sees what is mapped.
    let wanted = people.iter().find_map(|it| it["employee_number"].as_str()).unwrap();
    let found = stage.people(&format!("fields=employee_number&filter[employee_number]={wanted}")).await;
    assert_eq!(found, [json!({ "employee_number": wanted })]);

    let Stage { client, account, server, home, personio: _personio, .. } = stage;
    server.program.stop().await;
    let server = home.serve().await;
    let client = server.client(&client.key);
    assert_eq!(client.get(&format!("/accounts/{account}/field_mappings")).await.expect(200).json(), put);
    let again = client.read(&account, &format!("?page_size=100&{fields}")).await.expect(200).json();
    assert_eq!(again["data"].as_array().unwrap(), &people);
    client.call("DELETE", &format!("/accounts/{account}"), None).await.expect(200);
    assert_eq!(count(&home.database(), "select count(*) from field_mappings").await, 0);
    assert_sound(&home.database()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_put_is_read_and_stays_on_sqlite() {
    what_is_put_is_read_and_stays(Home::new()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_put_is_read_and_stays_on_postgres() {
    if let Some(home) = Home::on_postgres().await {
        what_is_put_is_read_and_stays(home).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_put_holds_from_the_next_read_on() {
    let stage = Stage::at(Home::new()).await;
    let (title, size) = (stage.key("Titel").await, stage.key("T-shirt size").await);
    for attribute in [&title, &size, &title] {
        stage.put(&json!([{ "attribute": attribute, "field": "title" }])).await.expect(200);
        for employee in stage.people("fields=title,custom_fields").await {
            assert_eq!(employee["title"], *custom(&employee, attribute));
        }
    }
    stage.put(&json!([])).await.expect(200);
    assert!(stage.people("fields=title").await.iter().all(|it| it["title"].is_null()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_at_once_one_stands_whole() {
    let stage = Stage::at(Home::new()).await;
    let sets = [
        stage.mappings(&[("Titel", "title"), ("City", "home_location.city")]).await,
        stage.mappings(&[("T-shirt size", "title"), ("Titel", "unified_custom_fields.t")]).await,
    ];
    for _ in 0..5 {
        let (one, other) = tokio::join!(stage.put(&sets[0]), stage.put(&sets[1]));
        assert_eq!((one.status, other.status), (200, 200));
        let told = stage.told().await;
        let pair = |it: &Value| json!({ "attribute": it["attribute"], "field": it["field"] });
        let mut stands: Vec<Value> = told["mappings"].as_array().unwrap().iter().map(pair).collect();
        stands.sort_by_key(|it| it["field"].to_string());
        let is_one = sets.iter().any(|set| {
            let mut set = set.as_array().unwrap().clone();
            set.sort_by_key(|it| it["field"].to_string());
            set == stands
        });
        assert!(is_one, "{stands:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_feeds_what_is_told_with_its_reason() {
    let stage = Stage::at(Home::new()).await;
    let mappings = [("Marital status", "marital_status"), ("City", "home_location.city")];
    stage.put(&stage.mappings(&mappings).await).await.expect(200);
    let told = stage.told().await;
    let attribute = |label: &str| attributes(&told).iter().find(|it| it["label"] == label).unwrap();
    let birthday = attribute("Birthday");
    assert_eq!(birthday["universal_id"], "date_of_birth");
    assert_eq!(birthday["type"], json!({ "value": "date", "source_value": "date" }));
    assert_eq!(birthday["mapped_to"], json!([{ "field": "date_of_birth", "source": "universal_id" }]));
    assert_eq!(
        attribute("City")["mapped_to"],
        json!([{ "field": "home_location.city", "source": "account" }])
    );
    let size = attribute("T-shirt size");
    assert_eq!(
        (&size["mapped_to"], &size["custom"], &size["options"][1]),
        (&json!([]), &json!(true), &json!("S"))
    );
    let system = attributes(&told).iter().find(|it| it["id"] == "hire_date").unwrap();
    let fixed = ["hire_date", "start_date"].map(|field| json!({ "field": field, "source": "system" }));
    assert_eq!((&system["custom"], &system["mapped_to"]), (&json!(false), &json!(fixed)));

    let marital =
        told["mappings"].as_array().unwrap().iter().find(|it| it["field"] == "marital_status").unwrap();
    assert_eq!(marital["state"], "active");
    assert_eq!(marital["unmapped_options"], json!(["registered partnership"]));
    let target =
        |field: &str| told["targets"].as_array().unwrap().iter().find(|it| it["field"] == field).unwrap();
    assert_eq!(
        (&target("date_of_birth")["type"], &target("date_of_birth")["fed_by"]),
        (&json!("date"), &birthday["id"])
    );
    assert_eq!(target("title")["fed_by"], Value::Null);
    // The ids are those of the definitions.
    let key = format!("Bearer {}", stage.client.key);
    let headers = [("x-account-id", stage.account.as_str()), ("authorization", key.as_str())];
    let path = "/unified/hris/custom_field_definitions/employees?page_size=100";
    let defined = stage.client.send("GET", path, &headers, None).await.expect(200).json();
    let mut defined: Vec<&Value> = defined["data"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    let mut listed: Vec<&Value> =
        attributes(&told).iter().filter(|it| it["custom"] == true).map(|it| &it["id"]).collect();
    defined.sort_by_key(ToString::to_string);
    listed.sort_by_key(ToString::to_string);
    assert_eq!(defined, listed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cant_be_mapped_is_refused_by_its_entry_and_changes_nothing() {
    let stage = Stage::at(Home::new()).await;
    let (title, birthday) = (stage.key("Titel").await, stage.key("Birthday").await);
    let good = json!([{ "attribute": title, "field": "title" }]);
    stage.put(&good).await.expect(200);
    for (attribute, field, words) in [
        ("dynamic_0", "title", "no attribute `dynamic_0`"),
        ("Titel", "title", "no attribute `Titel`"),
        ("first_name", "title", "an attribute of Personio itself"),
        (&title, "first_name", "comes from `attributes.first_name.value`"),
        (&title, "avatar_url", "comes from `attributes.profile_picture.value`"),
        (&title, "birthday", "what can is `date_of_birth`"),
        (&title, "home_location", "`home_location.street_1`"),
        (&title, "unified_custom_fields.shirt size", "A name has at most 64 letters"),
        (&title, "national_identity_numbers.passport_of_mars", "`national_identity_numbers.{type}`"),
        (&title, "shoe_size", "no field `shoe_size`"),
        (&title, "date_of_birth", &format!("is fed by `{birthday}`, whose universal id is `date_of_birth`")),
        (&title, "work_anniversary", "`work_anniversary` takes date"),
        (&birthday, "personal_email", "is of the type date"),
    ] {
        let mappings = json!([{ "attribute": title, "field": "unified_custom_fields.t" }, { "attribute": attribute, "field": field }]);
        for answer in [stage.put(&mappings).await, stage.preview(&json!({ "mappings": mappings })).await] {
            let refused = answer.expect(400).json();
            let message = refused["message"].as_str().unwrap();
            assert!(refused["code"] == "bad_request" && message.contains("`mappings[1]`"), "{message}");
            assert!(message.contains(words), "{attribute} to {field}: {message}");
        }
    }
    let twice =
        json!([{ "attribute": title, "field": "tenure" }, { "attribute": birthday, "field": "tenure" }]);
    let refused = stage.put(&twice).await.expect(400).json();
    let message = refused["message"].as_str().unwrap();
    assert!(message.contains("`mappings[1]`: `tenure` is fed by `mappings[0]` already"), "{message}");
    assert!(
        message.contains("`mappings[0]`: ") && message.contains("takes integer, float"),
        "all at once: {message}"
    );
    for body in [json!({}), json!({ "mappings": {} }), json!({ "mappings": [{ "attribute": title }] })] {
        stage.client.call("PUT", &stage.path(), Some(&body)).await.expect(400);
    }
    let many: Vec<Value> = (0..501).map(|_| json!({ "attribute": title, "field": "title" })).collect();
    stage.put(&many.into()).await.expect(400);
    assert_eq!(stage.told().await["mappings"].as_array().unwrap().len(), 1, "nothing of it was stored");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_shows_one_person_before_and_after_and_stores_nothing() {
    let stage = Stage::at(Home::new()).await;
    let people = stage.people("include=custom_fields").await;
    let (email, size) = (stage.key("Personal email").await, stage.key("T-shirt size").await);
    let person =
        people.iter().find(|it| !custom(it, &email).is_null()).expect("somebody has told an address");
    let proposed = json!([
        { "attribute": email, "field": "personal_email" }, { "attribute": size, "field": "unified_custom_fields.shirt_size" },
    ]);
    let asked = json!({ "mappings": proposed, "employee_id": person["id"] });
    let shown = stage.preview(&asked).await.expect(200).json();
    assert_eq!(shown["employee_id"], person["id"]);
    assert_eq!(shown["changed"], json!(["personal_email", "unified_custom_fields"]));
    assert_eq!(
        (&shown["before"]["personal_email"], &shown["after"]["personal_email"]),
        (&Value::Null, custom(person, &email))
    );
    assert_eq!(shown["before"]["explain"]["personal_email"]["null"], "not_provided");
    let why = &shown["after"]["explain"]["personal_email"];
    assert_eq!(
        (&why["path"], &why["rule"], &why["raw"], &why["evidence"]),
        (
            &json!(format!("attributes.{email}.value")),
            &json!("mapped for this account"),
            custom(person, &email),
            &json!("account")
        )
    );
    assert_eq!(why["null"], Value::Null);
    assert_eq!(shown["after"]["date_of_birth"], person["date_of_birth"], "what nobody mapped stays");
    assert_eq!(stage.told().await["mappings"], json!([]));

    // Without a person it is the first; without mappings it is what stands.
    let first = stage.preview(&json!({})).await.expect(200).json();
    assert_eq!((&first["employee_id"], &first["changed"]), (&people[0]["id"], &json!([])));
    assert_eq!(first["before"], first["after"]);
    for nobody in ["0", "x", "../1"] {
        let refused = stage.preview(&json!({ "employee_id": nobody })).await.expect(404).json();
        assert_eq!(refused["code"], "record_not_found");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_null_says_whether_the_attribute_is_empty_or_may_not_be_read() {
    let stage = Stage::at(Home::new()).await;
    let (title, size, city) =
        (stage.key("Titel").await, stage.key("T-shirt size").await, stage.key("City").await);
    let url = format!("{}/_sandbox/credentials", stage.personio.url);
    let headers = [("content-type", "application/json")];
    let wanted = json!({ "name": "narrow", "permissions": { "employees": "read" }, "attributes": [title, size, city] });
    let made = stage.client.send("POST", &url, &headers, Some(wanted.to_string())).await.expect(201).json();
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    let credentials = Credentials { id: text("client_id"), secret: text("client_secret") };
    let account = stage.client.link("narrow", &credentials).await;
    let stage = Stage { account, ..stage };
    stage
        .put(&json!([
            { "attribute": title, "field": "title" }, { "attribute": size, "field": "unified_custom_fields.shirt_size" },
            { "attribute": city, "field": "home_location.city" },
        ]))
        .await
        .expect(200);
    let people = stage.people("explain=true&expand=home_location").await;
    for employee in &people {
        let why = &employee["explain"]["title"];
        let expected = if employee["title"].is_null() { json!("not_set") } else { Value::Null };
        assert_eq!((&why["null"], &why["path"]), (&expected, &json!(format!("attributes.{title}.value"))));
        let why = &employee["explain"]["unified_custom_fields.shirt_size"];
        assert_eq!(why["raw"], employee["unified_custom_fields"]["shirt_size"]);
        assert_eq!(employee["explain"]["home_location.city"]["rule"], "mapped for this account");
        assert_eq!(employee["explain"]["work_anniversary"]["null"], "not_provided");
    }
    let unasked = stage.people("explain=true").await;
    assert_eq!(unasked[0]["explain"]["home_location"]["null"], "not_fetched");

    // The admin unticks what is mapped: now it is not granted, and the mapping says so.
    let unticked = json!({ "permissions": { "employees": "read" }, "attributes": [size] }).to_string();
    let of_credential = format!("{url}/{}", credentials.id);
    stage.client.send("PUT", &of_credential, &headers, Some(unticked)).await.expect(204);
    let people = stage.people("explain=true&expand=home_location").await;
    for employee in &people {
        for field in ["title", "home_location", "home_location.city"] {
            assert_eq!(employee["explain"][field]["null"], "not_granted", "{field}");
        }
    }
    let told = stage.told().await;
    let states: Vec<_> =
        told["mappings"].as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["attribute_missing", "attribute_missing", "active"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_of_attributes_that_is_refused_alone_is_not_said_to_lack_a_right() {
    let stage = Stage::at(Home::new()).await;
    let route = json!({ "route": "/v1/company/employees/attributes" });
    let effect = json!({ "kind": "quirk", "quirk": "attributes-403" });
    Control::new(&stage.client, &stage.personio).fault(&route, &effect).await;
    let key = format!("Bearer {}", stage.client.key);
    let headers = [("authorization", key.as_str()), ("x-account-id", stage.account.as_str())];
    let list = "/unified/hris/custom_field_definitions/employees";
    let definitions = stage.client.send("GET", list, &headers, None).await.expect(403).json();
    let mappings = stage.client.get(&stage.path()).await.expect(403).json();
    for refused in [definitions, mappings] {
        assert_eq!(refused["code"], "permission_missing");
        let message = refused["message"].as_str().unwrap();
        assert!(message.contains("If people can be read, nothing is missing"), "{message}");
    }
}
