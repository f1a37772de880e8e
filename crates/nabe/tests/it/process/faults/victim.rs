//! A list that is read while Personio fails, as an account of its own: faults strike its credentials only, so that
//! many lists suffer at once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use nabe_model::unified::operation;
use serde_json::{Value, json};

use crate::process::kit::client::Client;
use crate::process::kit::control::Control;
use crate::process::kit::home::{Home, Server};
use crate::process::kit::lists::List;
use crate::process::kit::personio::{Credentials, LocalPersonio};
use crate::process::kit::walk::{Reader, Walked, with};

/// A server and a Personio.
pub(super) struct Stage {
    pub(super) client: Client,
    pub(super) personio: LocalPersonio,
    _server: Server,
    _home: Home,
}

impl Stage {
    pub(super) async fn of(personio: LocalPersonio) -> Self {
        let mut home = Home::new();
        home.use_personio(&personio.url).set("NABE_LIMITS__REQUEST_SECONDS", "5");
        let (server, client) = home.serve_first().await;
        Self { client, personio, _server: server, _home: home }
    }

    pub(super) fn control(&self) -> Control<'_> {
        Control::new(&self.client, &self.personio)
    }

    /// An account with all rights of its own: what it keeps for a moment is nobody else's.
    pub(super) async fn account(&self, owner: &str) -> Account {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let owner = format!("{owner} {}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let credentials = self.personio.credentials();
        Account { id: self.client.link(&owner, &credentials).await, credentials }
    }

    pub(super) fn reader<'s>(&'s self, account: &'s Account) -> Reader<'s> {
        Reader { client: &self.client, account: &account.id }
    }

    /// The lists that Personio gives the rows of, with their addresses.
    pub(super) async fn lists(&self) -> Vec<(&'static List, String)> {
        let account = self.account("finder").await;
        let all = self.reader(&account).lists().await;
        let paths = all.into_iter().filter(|(list, _)| list.route().is_some());
        paths.map(|(list, path)| (list, with(&path, &self.query(list)))).collect()
    }

    /// Without a range, pay is that of the month that it is outside.
    fn query(&self, list: &List) -> String {
        let day = self.personio.day();
        let is_pay = operation(list.operation).unwrap().path == "/compensations";
        let (from, to) = (day.first_of_month(), day.last_of_month());
        if is_pay { format!("filter[start_date]={from}&filter[end_date]={to}") } else { String::new() }
    }
}

/// An account and its credentials.
pub(super) struct Account {
    pub(super) id: String,
    pub(super) credentials: Credentials,
}

/// A list that is read as an account of its own.
pub(super) struct Victim<'s> {
    stage: &'s Stage,
    account: Account,
    pub(super) path: String,
    /// Which calls can be struck.
    route: &'static str,
    /// What there is, undisturbed.
    pub(super) all: BTreeSet<String>,
    /// How many calls it takes, undisturbed.
    pub(super) calls: u64,
}

/// What came of reading while something failed.
pub(super) struct Struck {
    pub(super) walked: Walked,
    pub(super) fired: u64,
}

impl<'s> Victim<'s> {
    /// The list that is read at `path` in at least three pages, if it has so many records.
    pub(super) async fn new(stage: &'s Stage, path: &str, route: &'static str) -> Self {
        let account = stage.account(path).await;
        let ids = stage.reader(&account).walk(&with(path, "page_size=100")).await.whole(path);
        let size = (ids.len() / 3).clamp(1, 100);
        Self::on_pages(stage, account, &with(path, &format!("page_size={size}")), route).await
    }

    /// The list that is read at `path` as it stands.
    pub(super) async fn as_it_stands(stage: &'s Stage, path: &str, route: &'static str) -> Self {
        let account = stage.account(path).await;
        Self::on_pages(stage, account, path, route).await
    }

    async fn on_pages(stage: &'s Stage, account: Account, path: &str, route: &'static str) -> Self {
        let path = path.to_owned();
        let mut victim = Self { stage, account, path, route, all: BTreeSet::new(), calls: 0 };
        let quiet = json!({ "kind": "latency", "ms": 0 });
        let Struck { walked, fired } = victim.struck(&json!({ "nth": "every" }), &quiet).await;
        let ids = walked.whole(&victim.path);
        victim.all = ids.iter().cloned().collect();
        assert_eq!(victim.all.len(), ids.len(), "{} has something twice", victim.path);
        assert!(!ids.is_empty() && fired > 0, "{} has nothing", victim.path);
        victim.calls = fired;
        victim
    }

    fn reader(&self) -> Reader<'_> {
        self.stage.reader(&self.account)
    }

    /// Reads the list to its end while these calls fail like this.
    pub(super) async fn struck(&self, moment: &Value, effect: &Value) -> Struck {
        let control = self.stage.control();
        let mut matching = moment.clone();
        matching["route"] = self.route.into();
        // The careers page doesn't know who calls.
        if self.route != "/xml" {
            matching["credential"] = self.account.credentials.id.clone().into();
        }
        let fault = control.fault(&matching, effect).await;
        let walked = self.reader().walk(&self.path).await;
        Struck { walked, fired: control.heal(&fault).await }
    }

    /// The answers of Personio to the list's own calls, undisturbed.
    pub(super) async fn originals(&self) -> Vec<Value> {
        let page = self.reader().get(&with(&self.path, "raw=true")).await.expect(200).json();
        let fits = |url: &str| {
            let url = url.split('?').next().unwrap();
            let parts = || url.split('/').zip(self.route.split('/'));
            url.split('/').count() == self.route.split('/').count()
                && parts().all(|(is, named)| is == named || named.starts_with('{'))
        };
        let raw = page["raw"].as_array().unwrap().iter();
        raw.filter(|it| fits(it["url"].as_str().unwrap())).map(|it| it["response"].clone()).collect()
    }

    /// How many rows were counted as lost since this was asked last.
    pub(super) async fn lost(&self) -> u64 {
        let path = format!("/accounts/{}/quarantine", self.account.id);
        let told = self.stage.client.get(&format!("{path}?page_size=100")).await.expect(200).json();
        self.stage.client.call("DELETE", &path, None).await.expect(200);
        let entries = told["data"].as_array().unwrap().iter();
        // A row that can't be read has no place but itself.
        let lost = entries.filter(|it| it["kind"] == "no_id" || it["path"] == "[]" || it["path"] == "data[]");
        lost.map(|it| it["count"].as_u64().unwrap()).sum()
    }
}
