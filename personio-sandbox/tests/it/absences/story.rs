//! Random absences of a few people, written in either generation: after each step v1, v2, events and balances tell the
//! same story, which is told here by rules of its own.

mod told;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};
use serde_json::{Value, json};

use super::{DOCTOR, HOME_OFFICE, Setting, V1, V1_HOURS, V2, VACATION};

const SICK: u32 = 113_438;
const OVERTIME: u32 = 113_450;
/// The first day of the weeks in which everything happens; none of them has a holiday in Berlin.
const FIRST: Date = date(2026, 10, 26);
const KINDS: [u32; 3] = [VACATION, SICK, HOME_OFFICE];
const STATUSES: [&str; 3] = ["approved", "pending", "rejected"];

/// When somebody is away.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    /// First day, further days, halves at the start and at the end.
    Days(i64, i64, bool, bool),
    /// Day, and minutes of it.
    Hours(i64, i64, i64),
}

impl When {
    /// The minutes that are blocked.
    fn span(self) -> (i64, i64) {
        match self {
            Self::Days(first, more, start, end) => {
                let half = |it: bool| if it { 720 } else { 0 };
                (first * 1_440 + half(start), (first + more + 1) * 1_440 - half(end))
            }
            Self::Hours(day, from, to) => (day * 1_440 + from, day * 1_440 + to),
        }
    }

    /// Nobody is away for both outer halves of a single day.
    fn is_possible(self) -> bool {
        !matches!(self, Self::Days(_, 0, true, true))
    }
}

/// What is done; people and absences by their place among those there are.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Person, kind, whether v1 writes, whether approval is skipped.
    Take(usize, usize, bool, bool, When),
    Move(usize, When),
    /// Whether v1 does it.
    Drop(usize, bool),
    Decide(usize, usize),
    /// Days; few enough that no event is forgotten.
    Wait(u8),
    Forget(usize),
    /// Person, and days until the last one.
    Leave(usize, u8),
}

fn days() -> impl Strategy<Value = When> {
    let halves = (any::<bool>(), prop::bool::weighted(0.3));
    // Close together, so that many are in each other's way.
    (0..24_i64, 0..5_i64, halves).prop_map(|(first, more, (start, end))| When::Days(first, more, start, end))
}

fn hours() -> impl Strategy<Value = When> {
    let minutes =
        (0..80_i64, 1..30_i64).prop_map(|(from, length)| (from * 15, (from * 15 + length * 15).min(1_425)));
    (0..24_i64, minutes).prop_map(|(day, (from, to))| When::Hours(day, from, to))
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0..3_usize;
    let flags = (any::<bool>(), any::<bool>());
    prop_oneof![
        6 => (who.clone(), 0..3_usize, flags, days())
            .prop_map(|(who, kind, (v1, skip), when)| Deed::Take(who, kind, v1, skip, when)),
        3 => (who.clone(), 0..2_usize, flags, hours())
            .prop_map(|(who, kind, (v1, skip), when)| Deed::Take(who, kind, v1, skip, when)),
        3 => (0..6_usize, days()).prop_map(|(which, when)| Deed::Move(which, when)),
        2 => (0..6_usize, any::<bool>()).prop_map(|(which, v1)| Deed::Drop(which, v1)),
        2 => (0..6_usize, 0..3_usize).prop_map(|(which, status)| Deed::Decide(which, status)),
        2 => (1..3_u8).prop_map(Deed::Wait),
        1 => who.clone().prop_map(Deed::Forget),
        1 => (who, 0..60_u8).prop_map(|(who, days)| Deed::Leave(who, days)),
    ]
}

/// An absence as it should be.
#[derive(Clone, Debug)]
struct Expected {
    id: String,
    person: u32,
    kind: u32,
    when: When,
    status: &'static str,
}

/// A company in which these things happen, and what should be there.
struct Stage {
    it: Setting,
    /// The state before anything happened, and the yearly vacation of each person.
    saved: Value,
    yearly: Vec<f64>,
    /// The ids that v2 has for the types.
    kinds: BTreeMap<u32, String>,
    people: Vec<u32>,
    /// The last days of those who leave.
    ends: BTreeMap<u32, Date>,
    absences: Vec<Expected>,
    events: Vec<(String, String)>,
    before: usize,
}

impl Stage {
    async fn new() -> Self {
        let mut it = Setting::new().await;
        it.people.truncate(3);
        let mut yearly = Vec::new();
        for person in &it.people {
            it.clear(*person).await;
            yearly.push(it.balance(*person, VACATION).await.unwrap().0);
        }
        let mut kinds = BTreeMap::new();
        for kind in KINDS.into_iter().chain([DOCTOR, OVERTIME]) {
            kinds.insert(kind, it.kind(kind).await);
        }
        let saved = it.local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
        let (people, before) = (it.people.clone(), it.events().await.len());
        Self {
            it,
            saved,
            yearly,
            kinds,
            people,
            ends: BTreeMap::new(),
            absences: Vec::new(),
            events: Vec::new(),
            before,
        }
    }

    /// Goes back to where nothing has happened yet.
    async fn begin(&mut self) {
        self.it.local.control("PUT", "/_sandbox/snapshot", self.saved.clone()).await.expect(204);
        self.it.move_to(super::NOW).await;
        self.people.clone_from(&self.it.people);
        (self.absences, self.events) = (Vec::new(), Vec::new());
        self.ends.clear();
    }

    async fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Take(who, kind, v1, skip, when) => {
                let Some(person) = self.people.get(who).copied() else { return };
                self.take(person, kind, v1, skip, when).await;
            }
            Deed::Wait(days) => {
                let later = self.it.local.clock().now() + jiff::Span::new().hours(24 * i32::from(days));
                self.it.move_to(&later.to_string()).await;
            }
            Deed::Forget(who) => {
                let Some(person) = self.people.get(who).copied() else { return };
                let path = format!("/v2/persons/{person}");
                self.it.local.delete(&self.it.v2, &path, Value::Null).await.expect(204);
                self.people.retain(|it| *it != person);
                self.absences.retain(|it| it.person != person);
            }
            Deed::Leave(who, days) => {
                let Some(person) = self.people.get(who).copied() else { return };
                let (today, path) = (self.today(), format!("/_sandbox/people/{person}/terminate"));
                let end = today.saturating_add(i64::from(days).days());
                let told = self.it.local.control("POST", &path, json!({"date": end})).await;
                if self.ends.get(&person).is_some_and(|it| *it < today) {
                    _ = told.expect(400);
                } else {
                    told.expect(200);
                    self.ends.insert(person, end);
                }
            }
            Deed::Move(which, when) => self.change(which, when).await,
            Deed::Drop(which, v1) => self.take_away(which, v1).await,
            Deed::Decide(which, status) => self.decide(which, STATUSES[status]).await,
        }
    }

    fn today(&self) -> Date {
        jiff::tz::Offset::UTC.to_datetime(self.it.local.clock().now()).date()
    }

    /// Whether somebody has nothing else in this time.
    fn is_free(&self, person: u32, own: &str, when: When) -> bool {
        let (from, until) = when.span();
        let mut others = self.absences.iter().filter(|it| it.person == person && it.id != own);
        !others.any(|it| it.status != "rejected" && it.when.span().0 < until && from < it.when.span().1)
    }

    async fn take(&mut self, person: u32, kind: usize, v1: bool, skip: bool, when: When) {
        let is_free = self.is_free(person, "", when);
        let kind = match when {
            When::Days(..) => KINDS[kind],
            When::Hours(..) => [DOCTOR, OVERTIME][kind],
        };
        let id = if v1 {
            let (path, made) = match when {
                When::Days(..) => (V1, 200),
                When::Hours(..) => (V1_HOURS, 201),
            };
            let body = told::request(person, kind, when, skip);
            let fields: Vec<(&str, &str)> =
                body.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = self.it.local.form(&self.it.v1, path, &fields).await;
            if !is_free || !when.is_possible() {
                _ = answer.expect(400);
                return;
            }
            let made = answer.expect(made).json();
            let attributes = &made["data"]["attributes"];
            super::text(&attributes["id_v2"])
        } else {
            let mut body = told::boundaries(when);
            body["person"] = json!({"id": person.to_string()});
            body["absence_type"] = json!({"id": self.kinds[&kind]});
            let answer = self.it.ask(&format!("?skip_approval={skip}"), body).await;
            if !when.is_possible() {
                _ = answer.expect(422);
                return;
            }
            if !is_free {
                _ = answer.expect(409);
                return;
            }
            super::id(answer)
        };
        let status = if skip || !needs_approval(kind) { "approved" } else { "pending" };
        self.tell("created", &id);
        self.absences.push(Expected { id, person, kind, when, status });
    }

    async fn change(&mut self, which: usize, when: When) {
        let Some(before) = self.absences.get(which).cloned() else { return };
        if matches!(before.when, When::Hours(..)) {
            return;
        }
        let path = format!("{V2}/{}", before.id);
        let answer = self.it.local.patch(&self.it.v2, &path, told::boundaries(when)).await;
        if !when.is_possible() {
            _ = answer.expect(422);
        } else if before.when.span() != when.span() && !self.is_free(before.person, &before.id, when) {
            _ = answer.expect(409);
        } else {
            answer.expect(204);
            if before.when.span() == when.span() {
                return;
            }
            self.tell("updated.timerange", &before.id);
            let status = if needs_approval(before.kind) { "pending" } else { "approved" };
            if status != before.status {
                self.tell("updated.status", &before.id);
            }
            self.absences[which] = Expected { when, status, ..before };
        }
    }

    async fn take_away(&mut self, which: usize, v1: bool) {
        let Some(gone) = self.absences.get(which).cloned() else { return };
        let local = &self.it.local;
        if v1 {
            let path = match gone.when {
                When::Hours(..) => format!("{V1_HOURS}/{}", gone.id),
                When::Days(..) => {
                    let rows = self.it.rows(V1, &format!("employees[]={}", gone.person)).await;
                    let row = rows.iter().find(|it| it["id_v2"] == gone.id).unwrap();
                    format!("{V1}/{}", row["id"])
                }
            };
            local.delete(&self.it.v1, &path, Value::Null).await.expect(200);
        } else {
            local.delete(&self.it.v2, &format!("{V2}/{}", gone.id), Value::Null).await.expect(204);
        }
        self.absences.remove(which);
        self.tell("deleted", &gone.id);
    }

    async fn decide(&mut self, which: usize, status: &'static str) {
        let Some(before) = self.absences.get(which).cloned() else { return };
        let comes_back = before.status == "rejected" && status != "rejected";
        let path = format!("/_sandbox/absences/{}/approval", before.id);
        let answer = self.it.local.control("POST", &path, json!({"status": status})).await;
        if comes_back && !self.is_free(before.person, &before.id, before.when) {
            _ = answer.expect(400);
            return;
        }
        answer.expect(204);
        if before.status != status {
            self.tell("updated.status", &before.id);
            self.absences[which].status = status;
        }
    }

    fn tell(&mut self, what: &str, id: &str) {
        self.events.push((format!("absence-period.{what}"), id.to_owned()));
    }
}

fn needs_approval(kind: u32) -> bool {
    [VACATION, HOME_OFFICE, OVERTIME].contains(&kind)
}

/// So many days after the first.
fn day(number: i64) -> Date {
    FIRST.saturating_add(number.days())
}

#[test]
fn both_generations_events_and_balances_tell_one_story() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stage = tokio::sync::Mutex::new(runtime.block_on(Stage::new()));
    let config = ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() };
    let story = prop::collection::vec(deed(), 1..12);
    let result = TestRunner::new(config).run(&story, |deeds| {
        runtime.block_on(async {
            let mut stage = stage.lock().await;
            stage.begin().await;
            for deed in deeds {
                stage.act(deed).await;
                stage.check().await;
            }
        });
        Ok(())
    });
    if let Err(TestError::Fail(why, deeds)) = result {
        panic!("{why}\n{deeds:#?}");
    }
}
