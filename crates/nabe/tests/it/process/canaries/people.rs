//! People: a company full of canaries, read in every way, and asked for, broken, refused and cut off in every other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::asking::{ASKED, NUMBERS};
use super::defects::HEX_NAME;
use super::places::{answers_of, files, log_of};
use super::planted::{AMOUNT, BORN, CANARY, LABEL, plant};
use super::reading::everything;
use super::routes::Routes;
use super::search::Haystack;
use super::{asking, defects, failing, places};
use crate::process::kit::client::{Client, Session};
use crate::process::kit::home::{Home, Server};
use crate::process::kit::personio::LocalPersonio;
use crate::process::kit::walk::Reader;

/// What was planted and is told to nobody, since Nabe doesn't read it.
const NOT_READ: [&str; 6] = [
    "kanarienvogel-application_files.name",
    "kanarienvogel-applications.message",
    "kanarienvogel-candidate_attributes.name",
    "kanarienvogel-candidates.salary_expectations",
    "kanarienvogel-recruiting_tags.name",
    "kanarienvogel-reports.description",
];
/// What the product says of its customer, which is stored: the search must find it.
const CUSTOMER: &str = "kontrollvogel";
/// The key of the metrics.
const SCRAPER: &str = "scrape-me";

/// A server, an account, and a Personio full of canaries.
pub(super) struct Stage {
    pub(super) client: Client,
    pub(super) account: String,
    pub(super) session: Session,
    pub(super) personio: LocalPersonio,
    server: Server,
    home: Home,
}

impl Stage {
    /// Everything in its place. Answers what was planted, too.
    async fn new(mut home: Home) -> (Self, BTreeSet<String>) {
        let personio = LocalPersonio::of(12).await;
        let planted = plant(&personio).await;
        personio.control("PUT", "switches", Some(&json!({ "v2-salary-band-fields": "full" }))).await;
        personio.control("POST", "faults", Some(&labels())).await;
        let temporary = home.path().join("tmp");
        std::fs::create_dir(&temporary).unwrap();
        home.write("tmp/control", CUSTOMER);
        home.use_personio(&personio.url)
            .set("TMPDIR", temporary.to_str().unwrap())
            .set("NABE_METRICS__KEY", SCRAPER)
            .set("NABE_LIMITS__REQUEST_SECONDS", "2");
        let (server, client) = home.serve_first().await;
        let account = client.link(CUSTOMER, &personio.credentials()).await;
        let session = client.session(CUSTOMER).await;
        (Self { client, account, session, personio, server, home }, planted)
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { client: &self.client, account: &self.account }
    }

    /// Reads, whatever comes of it.
    pub(super) async fn try_out(&self, path: &str) {
        if let Ok(answer) = self.client.open(&self.account, path).await {
            let _ = answer.bytes().await;
        }
    }

    /// Lets these faults stand, and no others but the canaries in labels.
    pub(super) async fn befall(&self, faults: &[Value]) {
        self.personio.control("DELETE", "faults", None).await;
        for fault in faults.iter().chain([&labels()]) {
            self.personio.control("POST", "faults", Some(fault)).await;
        }
    }

    /// The metrics.
    pub(super) async fn metrics(&self) -> String {
        let bearer = format!("Bearer {SCRAPER}");
        self.client.send("GET", "/metrics", &[("authorization", &bearer)], None).await.expect(200).body
    }

    /// Looks at what is told of the account, and at refusals that have to do with nothing before.
    async fn look(&self) {
        let account = format!("/accounts/{}", self.account);
        for path in ["", "/meta", "/quarantine?page_size=100", "/diagnosis", "/field_mappings"] {
            self.client.get(&format!("{account}{path}")).await.expect(200);
        }
        self.client.get("/accounts").await.expect(200);
        for path in
            ["/unified/hris/employees/0", "/unified/hris/employees?page_size=x", "/unified/ats/offers"]
        {
            let refused = self.reader().get(path).await;
            assert!(refused.status >= 400, "{refused:?}");
        }
        self.client.send("GET", &self.session.link, &[], None).await.expect(200);
    }
}

/// The labels of attributes, which no table of the sandbox has.
fn labels() -> Value {
    json!({
        "match": { "route": "/v1/company/employees*" },
        "effect": { "kind": "set", "field": "label", "value": LABEL },
    })
}

/// What a server leaves behind.
struct Left {
    log: Haystack,
    metrics: Haystack,
    stored: Haystack,
    files: Haystack,
    /// What was answered to those who asked for no records.
    told: Haystack,
}

impl Left {
    /// Ends the server. `since` counts the answers that are no matter.
    async fn of(stage: Stage, since: usize) -> Self {
        stage.look().await;
        let metrics = Haystack::of("metrics", &stage.metrics().await);
        let Stage { client, server, home, .. } = stage;
        let mut stored = places::stored(&home).await;
        let ended = server.program.stop().await;
        assert!(ended.is_good(), "{}", ended.stderr);
        stored.extend(places::stored(&home).await);
        let told = answers_of(&client.answers()[since..]);
        Self { log: log_of(&ended), metrics, stored, files: files(home.path()), told }
    }

    /// Fails unless each place was looked into, and the search finds what may be there.
    fn is_there(&self, account: &str) {
        assert!(self.log.finds(account) && self.log.finds("answered"), "the log");
        assert!(self.metrics.finds("attributes.dynamic_*.value"), "the metrics");
        assert!(self.stored.finds(CUSTOMER) && self.stored.finds(LABEL), "the database");
        assert!(self.files.finds(CUSTOMER), "the files");
        assert!(self.told.finds("wrong_type") && self.told.finds(LABEL), "the quarantine and the diagnosis");
        let caught = std::panic::catch_unwind(|| {
            let mut log = self.log.clone();
            log.add("here", &format!("x={}", CANARY.to_uppercase()));
            log.must_have_none(&[CANARY]);
        });
        assert!(caught.is_err(), "the search finds what was put there");
    }

    /// Fails if a canary is anywhere, or a label anywhere but where it may be.
    fn has_none(&self) {
        let Self { log, metrics, stored, files, told } = self;
        let canaries = [&[CANARY, BORN, AMOUNT, HEX_NAME, ASKED][..], &NUMBERS].concat();
        for place in [log, metrics, stored, files, told] {
            place.must_have_none(&canaries);
        }
        // In the files of SQLite all tables are one.
        for place in [log, metrics, &stored.but(&["diagnoses.", "nabe.db"])] {
            place.must_not_have(LABEL);
        }
    }
}

/// Reads all that there is, and asks for all that there isn't.
async fn nothing_of_people_is_kept(home: Home) {
    let (stage, planted) = Stage::new(home).await;
    let served = everything(&stage).await;
    let read = answers_of(&stage.client.answers());
    let unread: Vec<&String> = planted.iter().filter(|it| !read.finds(it)).collect();
    assert_eq!(unread, NOT_READ, "planted and not read");
    let routes = Routes::of(&stage.client);
    asking::oddly(&stage, &served).await;
    let since = stage.client.answers().len();
    defects::meet(&stage, &served, &routes).await;
    failing::meet(&stage, &served, &routes).await;
    let account = stage.account.clone();
    let left = Left::of(stage, since).await;
    left.is_there(&account);
    left.has_none();
}

// What is logged at other levels is a part of this.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_people_is_kept_on_sqlite() {
    let mut home = Home::new();
    home.set("NABE_LOG__LEVEL", "trace").set("NABE_LOG__FORMAT", "json");
    nothing_of_people_is_kept(home).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_people_is_kept_on_postgres() {
    if let Some(mut home) = Home::on_postgres().await {
        home.set("NABE_LOG__LEVEL", "trace").set("NABE_LOG__FORMAT", "text").set("NO_COLOR", "1");
        nothing_of_people_is_kept(home).await;
    }
}
