//! Documents and pictures as a product reads them, and what becomes of files that Personio breaks off.

use std::time::Instant;

use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::kit::PATIENCE;
use super::kit::client::Client;
use super::kit::home::{Home, Server};
use super::kit::personio::{Credentials, LocalPersonio};

/// What scanners agree to find in a file.
const UNSAFE: &[u8] = br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
/// The route of files at Personio.
const DOWNLOAD: &str = "/v2/document-management/documents/{id}/download";

/// A server, a Personio, and an account with all rights.
struct Stage {
    client: Client,
    account: String,
    personio: LocalPersonio,
    credentials: Credentials,
    server: Server,
    _home: Home,
}

/// A file that was given out.
struct File {
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl File {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

impl Stage {
    async fn new() -> Self {
        Self::at(Home::new()).await
    }

    async fn at(mut home: Home) -> Self {
        let personio = LocalPersonio::start().await;
        home.use_personio(&personio.url);
        let (server, client) = home.serve_first().await;
        let credentials = personio.credentials();
        let account = client.link("reader", &credentials).await;
        Self { client, account, personio, credentials, server, _home: home }
    }

    async fn get(&self, path: &str) -> Value {
        self.client.read(&self.account, path).await.expect(200).json()
    }

    /// A refusal with this code.
    async fn refused(&self, path: &str, status: u16, code: &str) -> Value {
        let refused = self.client.read(&self.account, path).await.expect(status).json();
        assert_eq!(refused["code"], code, "{refused}");
        refused
    }

    async fn file(&self, path: &str) -> File {
        let answer = self.client.open(&self.account, path).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}: {answer:?}");
        File { headers: answer.headers().clone(), bytes: answer.bytes().await.unwrap().into() }
    }

    async fn people(&self, query: &str) -> Vec<Value> {
        self.get(&format!("?page_size=100{query}")).await["data"].as_array().unwrap().clone()
    }

    async fn documents(&self, person: &str) -> Vec<Value> {
        self.get(&format!("/{person}/documents?page_size=100")).await["data"].as_array().unwrap().clone()
    }

    /// Some applications that have documents, with the ids of these.
    async fn applications_with_documents(&self) -> Vec<(String, Vec<String>)> {
        let ids = |list: &Value| -> Vec<String> {
            list["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
        };
        let bearer = format!("Bearer {}", self.client.key);
        let headers = [("authorization", bearer.as_str()), ("x-account-id", self.account.as_str())];
        let read = async |path: &str| {
            self.client.send("GET", &format!("/unified/ats/{path}"), &headers, None).await.expect(200).json()
        };
        let mut found = Vec::new();
        for id in ids(&read("applications?page_size=20&fields=id").await) {
            let documents = ids(&read(&format!("applications/{id}/documents?fields=id")).await);
            if !documents.is_empty() {
                found.push((id, documents));
            }
        }
        found
    }

    /// A person who has documents, and these.
    async fn somebody(&self) -> (String, Vec<Value>) {
        for person in self.people("").await {
            let id = person["id"].as_str().unwrap().to_owned();
            let documents = self.documents(&id).await;
            if documents.len() > 1 {
                return (id, documents);
            }
        }
        panic!("nobody has documents");
    }

    async fn token(&self, generation: u8) -> String {
        let Credentials { id, secret } = &self.credentials;
        let (path, body, kind, place) = if generation == 1 {
            let body = json!({ "client_id": id, "client_secret": secret }).to_string();
            ("/v1/auth", body, "application/json", "/data/token")
        } else {
            let body = format!("client_id={id}&client_secret={secret}&grant_type=client_credentials");
            ("/v2/auth/token", body, "application/x-www-form-urlencoded", "/access_token")
        };
        let url = format!("{}{path}", self.personio.url);
        let made =
            self.client.send("POST", &url, &[("content-type", kind)], Some(body)).await.expect(200).json();
        format!("Bearer {}", made.pointer(place).unwrap().as_str().unwrap())
    }

    /// The file as Personio itself gives it out.
    async fn original(&self, document: &str) -> Vec<u8> {
        let url = format!("{}{}", self.personio.url, DOWNLOAD.replace("{id}", document));
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let answer = http.get(url).header("authorization", self.token(2).await).send().await.unwrap();
        answer.error_for_status().unwrap().bytes().await.unwrap().into()
    }

    /// Uploads a document of a person at Personio.
    async fn upload(&self, person: &str, title: &str, file: &str, bytes: &[u8]) -> String {
        let mut body = Vec::new();
        for (name, value) in [("title", title), ("employee_id", person), ("category_id", "41201")] {
            let part =
                format!("--part\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head =
            format!("--part\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--part--\r\n");
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = http.post(format!("{}/v1/company/documents", self.personio.url));
        let request = request.header("authorization", self.token(1).await);
        let request = request.header("content-type", "multipart/form-data; boundary=part").body(body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 201, "{answer:?}");
        let made: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        made["data"]["id"].to_string()
    }

    /// Lets calls of a route go wrong.
    async fn fault(&self, route: &str, effect: Value, times: Option<u32>) {
        let body = json!({ "match": { "route": route, "times": times }, "effect": effect }).to_string();
        let url = format!("{}/_sandbox/faults", self.personio.url);
        self.client.send("POST", &url, &[("content-type", "application/json")], Some(body)).await.expect(201);
    }

    async fn no_faults(&self) {
        let url = format!("{}/_sandbox/faults", self.personio.url);
        self.client.send("DELETE", &url, &[], None).await;
    }

    /// How often Personio was asked for a file.
    async fn downloads(&self) -> usize {
        let url = format!("{}/_sandbox/requests?limit=1000", self.personio.url);
        let made = self.client.send("GET", &url, &[], None).await.expect(200).json();
        made["requests"].as_array().unwrap().iter().filter(|it| it["template"] == DOWNLOAD).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_document_is_listed_and_its_file_given_out_as_it_is() {
    let stage = Stage::new().await;
    let mut seen = 0;
    let mut kinds = std::collections::BTreeSet::new();
    for person in stage.people("").await {
        let id = person["id"].as_str().unwrap();
        for document in stage.documents(id).await {
            let number = document["id"].as_str().unwrap();
            let one = stage.get(&format!("/{id}/documents/{number}")).await;
            assert_eq!(one["data"], document);
            let content = &document["contents"][0];
            let url = content["unified_url"].as_str().unwrap();
            let path = format!("/unified/hris/employees/{id}/documents/{number}/download");
            assert_eq!(url, format!("{}{path}", stage.client.url));
            if stage.client.open(&stage.account, url).await.unwrap().status() == 502 {
                // One in the company is not safe.
                stage.refused(&path["/unified/hris/employees".len()..], 502, "provider_rejected").await;
                continue;
            }
            let file = stage.file(url).await;
            assert_eq!(file.bytes, stage.original(number).await);
            assert_eq!(document["size"], file.bytes.len());
            assert_eq!(file.header("content-length"), file.bytes.len().to_string());
            assert_eq!(file.header("x-nabe-provider-calls"), "4");
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            let ending = format!(".{}", content["file_format"]["value"].as_str().unwrap());
            let disposition = file.header("content-disposition");
            assert!(
                disposition.starts_with("attachment; ") && disposition.ends_with(&ending),
                "{disposition}"
            );
            kinds.insert(file.header("content-type").to_owned());
            seen += 1;
        }
        if seen > 60 {
            break;
        }
    }
    for kind in ["application/pdf", "image/png", "text/plain", "text/csv"] {
        assert!(kinds.contains(kind), "{kinds:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_category_is_named_for_whom_asks() {
    let stage = Stage::new().await;
    let (person, documents) = stage.somebody().await;
    let path =
        format!("/{person}/documents?fields=id,category,category_id,updated_at,file_format&explain=true");
    let answer = stage.client.read(&stage.account, &path).await.expect(200);
    assert_eq!(answer.headers["x-nabe-provider-calls"], "4");
    let named = answer.json()["data"][0].clone();
    assert_eq!(named["category"]["value"], "unmapped_value");
    assert!(named["category"]["source_value"].as_str().is_some_and(|it| !it.is_empty()), "{named}");
    assert_eq!(named["explain"]["category"]["raw"], named["category"]["source_value"]);
    assert_eq!(named["explain"]["updated_at"]["null"], "not_provided");
    assert_eq!(named["explain"]["file_format"]["permission"], "documents:read");
    let path = format!("/{person}/documents/{}?explain=true", documents[0]["id"].as_str().unwrap());
    let one = stage.get(&path).await;
    assert_eq!(one["data"]["explain"]["category"]["null"], "not_fetched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_not_had_by_the_id_of_somebody_else() {
    let stage = Stage::new().await;
    let (person, documents) = stage.somebody().await;
    let document = documents[0]["id"].as_str().unwrap();
    let people = stage.people("").await;
    let other = people.iter().find_map(|it| it["id"].as_str().filter(|it| *it != person)).unwrap();
    for nobody in [other, "1", "x", "00000000-0000-4000-8000-000000000000"] {
        for path in
            [format!("/{nobody}/documents/{document}/download"), format!("/{nobody}/documents/{document}")]
        {
            stage.refused(&path, 404, "record_not_found").await;
        }
    }
    for nothing in ["1", "x", "..%2F1", "00000000-0000-4000-8000-000000000000"] {
        stage.refused(&format!("/{person}/documents/{nothing}/download"), 404, "record_not_found").await;
    }
    // What is an employee's is not given out as an application's.
    let ats = format!("/unified/ats/applications/{person}/documents/{document}/download");
    let refused = stage.client.open(&stage.account, &ats).await.unwrap();
    assert_eq!(refused.status(), 404, "{refused:?}");
    // Nor the other way round.
    let applications = stage.applications_with_documents().await;
    for (application, documents) in &applications {
        stage.refused(&format!("/{application}/documents"), 404, "record_not_found").await;
        let path = format!("/{application}/documents/{}/download", documents[0]);
        stage.refused(&path, 404, "record_not_found").await;
    }
    assert!(!applications.is_empty());
    let converted = format!("/{person}/documents/{document}/download?export_format=text/plain");
    let refused = stage.refused(&converted, 400, "bad_request").await;
    assert!(refused["message"].as_str().unwrap().contains("`export_format` must be left out"), "{refused}");
    assert_eq!(stage.downloads().await, 0, "Personio was not even asked");
    stage.file(&format!("/unified/hris/employees/{person}/documents/{document}/download")).await;
    assert_eq!(stage.downloads().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unsafe_file_is_refused_in_plain_words() {
    let stage = Stage::new().await;
    let (person, _) = stage.somebody().await;
    let id = stage.upload(&person, "Anlage", "anlage.txt", UNSAFE).await;
    let refused =
        stage.refused(&format!("/{person}/documents/{id}/download"), 502, "provider_rejected").await;
    assert!(refused["message"].as_str().unwrap().contains("flagged as unsafe"), "{refused}");
    assert!(refused["provider_response"].as_str().unwrap().contains("not safe"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_told_exactly_and_harms_nobody() {
    let stage = Stage::new().await;
    let (person, _) = stage.somebody().await;
    let title = "Größe \"A\"; filename=evil.exe / 面談";
    // It reads like a failure of Personio's, and is a file all the same.
    let text = b"{\"success\":false,\"error\":{}}";
    let id = stage.upload(&person, title, "x.md", text).await;
    let file = stage.file(&format!("/unified/hris/employees/{person}/documents/{id}/download")).await;
    assert_eq!((&file.bytes[..], file.header("content-type")), (&text[..], "application/octet-stream"));
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"Gr__e _A__ filename=evil.exe _ __.md\"; \
         filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22A%22%3B%20filename%3Devil.exe%20_%20%E9%9D%A2%E8%AB%87.md"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_breaks_off_or_stalls_is_never_taken_for_whole() {
    let mut home = Home::new();
    home.set("NABE_LIMITS__REQUEST_SECONDS", "3");
    let stage = Stage::at(home).await;
    let (person, _) = stage.somebody().await;
    let large: Vec<u8> = (0..3_000_000_u32).map(|it| u8::try_from(it % 251).unwrap()).collect();
    let id = stage.upload(&person, "Geheimer-Vertragsname", "large.zip", &large).await;
    let path = format!("/unified/hris/employees/{person}/documents/{id}/download");
    assert_eq!(stage.file(&path).await.bytes, large);

    for effect in [
        json!({ "kind": "cut", "at": "mid-body", "after_bytes": 1_500_000 }),
        json!({ "kind": "stall", "after_bytes": 1_500_000 }),
    ] {
        stage.fault(DOWNLOAD, effect.clone(), None).await;
        let begun = Instant::now();
        let mut answer = stage.client.open(&stage.account, &path).await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.content_length()), (200, Some(3_000_000)));
        let mut got = Vec::new();
        let end = loop {
            match answer.chunk().await {
                Ok(Some(piece)) => got.extend_from_slice(&piece),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        assert!(end.is_some(), "{effect}: {} bytes were taken for the whole", got.len());
        assert!(got.len() <= 1_500_000 && large.starts_with(&got), "{effect}");
        assert!(begun.elapsed() < PATIENCE, "{effect}: {:?}", begun.elapsed());
        stage.no_faults().await;
    }
    // Before the first byte all can still be told, or made good.
    stage.fault(DOWNLOAD, json!({ "kind": "bad-gateway" }), Some(1)).await;
    assert_eq!(stage.file(&path).await.bytes, large);
    stage.no_faults().await;
    stage.fault(DOWNLOAD, json!({ "kind": "service-unavailable" }), None).await;
    stage.refused(&path["/unified/hris/employees".len()..], 502, "provider_unavailable").await;
    stage.no_faults().await;
    stage.fault(DOWNLOAD, json!({ "kind": "stall", "after_bytes": 0 }), None).await;
    stage.refused(&path["/unified/hris/employees".len()..], 408, "timeout").await;
    stage.no_faults().await;
    assert_eq!(stage.file(&path).await.bytes, large);

    let ended = stage.server.program.stop().await;
    let broken = ended.stderr.lines().filter(|it| it.contains("a file broke off on its way"));
    assert_eq!(broken.count(), 2, "{}", ended.stderr);
    assert!(!ended.stderr.contains("Vertragsname"), "{}", ended.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_given_out_where_there_is_one() {
    let stage = Stage::new().await;
    let people = stage.people("&include=avatar_url,avatar&explain=true").await;
    let has = |it: &&Value| it["avatar_url"].is_string();
    let with = people.iter().find(has).unwrap();
    let without = people.iter().find(|it| !has(it)).unwrap();
    assert_eq!(with["avatar"], json!({ "url": with["avatar_url"], "base64": null }));
    assert_eq!(without["explain"]["avatar_url"]["null"], "not_set");
    let url = with["avatar_url"].as_str().unwrap();
    let picture = stage.file(url).await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(picture.header("x-nabe-provider-calls"), "1");
    assert!(picture.bytes.starts_with(b"\x89PNG"));
    let small = stage.file(&format!("{url}?width=64")).await;
    assert_eq!(&small.bytes[16..24], &[0, 0, 0, 64, 0, 0, 0, 64]);
    for wrong in ["0", "-1", "x", "4097"] {
        let path = format!("/{}/avatar?width={wrong}", with["id"].as_str().unwrap());
        let refused = stage.refused(&path, 400, "bad_request").await;
        assert!(refused["message"].as_str().unwrap().contains("`width` must be"), "{refused}");
    }
    let path = format!("/{}/avatar", without["id"].as_str().unwrap());
    let refused = stage.refused(&path, 404, "record_not_found").await;
    assert!(refused["message"].as_str().unwrap().contains("Profile Picture"), "{refused}");
    let plain = stage.people("&explain=true").await;
    assert_eq!(plain[0]["explain"]["avatar_url"]["null"], "not_fetched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_need_their_right() {
    let stage = Stage::new().await;
    let (person, documents) = stage.somebody().await;
    let asked =
        json!({ "name": "few", "permissions": { "employees": "read" }, "attributes": "all" }).to_string();
    let url = format!("{}/_sandbox/credentials", stage.personio.url);
    let headers = [("content-type", "application/json")];
    let made = stage.client.send("POST", &url, &headers, Some(asked)).await.expect(201).json();
    let text = |key: &str| made[key].as_str().unwrap().to_owned();
    let few = Credentials { id: text("client_id"), secret: text("client_secret") };
    let account = stage.client.link("few", &few).await;
    let path = format!("/{person}/documents/{}/download", documents[0]["id"].as_str().unwrap());
    let refused = stage.client.read(&account, &path).await.expect(403).json();
    assert_eq!(refused["code"], "permission_missing");
    assert!(refused["message"].as_str().unwrap().contains("Documents"), "{refused}");
    assert_eq!(stage.downloads().await, 0);
}
