//! Random lives of a few people: after each step both generations and the events tell the same story.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{NOW, employee, employments, events, hire, newest, person};
use crate::kit::{Local, Tokens};

/// What is done, to one of the people there are.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Days until the first day of work, in v1 or v2.
    Hire(i8, bool),
    Rename(usize, u8, bool),
    /// A status by its number.
    Put(usize, usize),
    /// Days until the last day.
    Terminate(usize, i8),
    Rehire(usize, i8),
    Delete(usize),
    /// Days; few enough that no event is forgotten.
    Wait(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0..4_usize;
    prop_oneof![
        3 => (-40..40_i8, any::<bool>()).prop_map(|(days, v1)| Deed::Hire(days, v1)),
        2 => (who.clone(), any::<u8>(), any::<bool>()).prop_map(|(who, name, v1)| Deed::Rename(who, name, v1)),
        1 => (who.clone(), 0..4_usize).prop_map(|(who, status)| Deed::Put(who, status)),
        2 => (who.clone(), -20..20_i8).prop_map(|(who, days)| Deed::Terminate(who, days)),
        2 => (who.clone(), -20..40_i8).prop_map(|(who, days)| Deed::Rehire(who, days)),
        1 => who.prop_map(Deed::Delete),
        2 => (1..4_u8).prop_map(Deed::Wait),
    ]
}

/// What should be there: last name and number of employments of each person, and how many employments went with theirs.
#[derive(Default)]
struct Story {
    people: BTreeMap<u64, (String, usize)>,
    hired: usize,
    gone_employments: usize,
}

struct Stage {
    local: Local,
    tokens: Tokens,
    story: Story,
    before: usize,
}

const STATUSES: [&str; 4] = ["ACTIVE", "INACTIVE", "ONBOARDING", "LEAVE"];

impl Stage {
    async fn new() -> Self {
        let local = Local::at(NOW);
        let tokens = local.all().await;
        let before = events(&local).await.len();
        Self { local, tokens, story: Story::default(), before }
    }

    /// So many days from today.
    fn day(&self, days: i8) -> String {
        let at = self.local.clock().now() + jiff::Span::new().hours(24 * i32::from(days));
        at.strftime("%Y-%m-%d").to_string()
    }

    fn somebody(&self, who: usize) -> Option<u64> {
        self.story.people.keys().nth(who).copied()
    }

    async fn act(&mut self, deed: Deed) {
        match deed {
            Deed::Hire(days, v1) => self.hire(&self.day(days), v1).await,
            Deed::Wait(days) => {
                let wait = json!({"advance": 86_400 * u64::from(days)});
                self.local.control("POST", "/_sandbox/clock", wait).await.expect(200);
                self.tokens = self.local.all().await;
            }
            Deed::Rename(who, ..)
            | Deed::Put(who, _)
            | Deed::Terminate(who, _)
            | Deed::Rehire(who, _)
            | Deed::Delete(who) => {
                let Some(id) = self.somebody(who) else { return };
                self.act_on(deed, id).await;
            }
        }
    }

    async fn hire(&mut self, day: &str, v1: bool) {
        let number = self.story.hired;
        self.story.hired += 1;
        let email = format!("p{number}@example.com");
        let id = if v1 {
            hire(&self.local, &self.tokens, json!({"email": email, "hire_date": day})).await
        } else {
            let body = json!({
                "email": email, "first_name": "Ada", "last_name": "Lind",
                "employments": [{"employment_start_date": day}],
            });
            let made = self.local.post(&self.tokens.v2, "/v2/persons", body).await.expect(201).json();
            made["id"].as_str().unwrap().parse().unwrap()
        };
        assert!(self.story.people.insert(id, ("Lind".to_owned(), 1)).is_none(), "no number is given twice");
    }

    async fn act_on(&mut self, deed: Deed, id: u64) {
        let (local, tokens) = (&self.local, &self.tokens);
        let by_hand = format!("/_sandbox/people/{id}");
        match deed {
            Deed::Rename(_, name, v1) => {
                let name = format!("Lind {name}");
                if v1 {
                    let body = json!({"employee": {"last_name": name}});
                    local.patch(&tokens.v1, &format!("/v1/company/employees/{id}"), body).await.expect(200);
                } else {
                    let body = json!({"last_name": name});
                    local.patch(&tokens.v2, &format!("/v2/persons/{id}"), body).await.expect(204);
                }
                self.story.people.get_mut(&id).unwrap().0 = name;
            }
            Deed::Put(_, status) => {
                let path = newest(local, tokens, id).await;
                local.patch(&tokens.v2, &path, json!({"status": STATUSES[status]})).await.expect(204);
            }
            Deed::Terminate(_, days) => {
                let body = json!({"date": self.day(days)});
                let told = local.control("POST", &format!("{by_hand}/terminate"), body).await;
                assert!([200, 400].contains(&told.status), "{told:?}");
            }
            Deed::Rehire(_, days) => {
                let body = json!({"date": self.day(days)});
                let told = local.control("POST", &format!("{by_hand}/rehire"), body).await;
                assert!([201, 400].contains(&told.status), "{told:?}");
                self.story.people.get_mut(&id).unwrap().1 += usize::from(told.status == 201);
            }
            Deed::Delete(_) => {
                local.delete(&tokens.v2, &format!("/v2/persons/{id}"), Value::Null).await.expect(204);
                self.story.gone_employments += self.story.people.remove(&id).unwrap().1;
            }
            Deed::Hire(..) | Deed::Wait(_) => {}
        }
    }

    /// Fails where two tellers differ.
    async fn check(&self) {
        let (local, tokens) = (&self.local, &self.tokens);
        for (id, (last_name, count)) in &self.story.people {
            let v1 = employee(local, tokens, *id).await;
            let v2 = person(local, tokens, *id).await;
            let all = employments(local, tokens, *id).await;
            assert_eq!((&v1["last_name"], &v2["last_name"]), (&json!(last_name), &json!(last_name)));
            assert_eq!((v2["employments"].as_array().unwrap().len(), all.len()), (*count, *count));
            assert_eq!(v1["email"], v2["email"]);
            let status = all[0]["status"].as_str().unwrap();
            assert_eq!(v1["status"], status.to_ascii_lowercase());
            assert_eq!(v2["status"], if status == "INACTIVE" { "INACTIVE" } else { "ACTIVE" });
            let day = |it: &Value| it.as_str().map(|it| it[..10].to_owned());
            assert_eq!(day(&v1["hire_date"]), day(&all[0]["employment_start_date"]));
            assert_eq!(day(&v1["termination_date"]), day(&all[0]["employment_end_date"]));
            let moment = |it: &Value| it.as_str().unwrap().parse::<Timestamp>().unwrap();
            assert_eq!(moment(&v1["last_modified_at"]), moment(&v2["updated_at"]));
            assert!(all.iter().all(|it| moment(&it["updated_at"]) <= moment(&v2["updated_at"])));
        }
        let list = local.get(&tokens.v1, "/v1/company/employees?limit=1").await.expect(200).json();
        assert_eq!(list["metadata"]["total_elements"], 25 + self.story.people.len());
        self.check_events().await;
    }

    async fn check_events(&self) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (name, ..) in events(&self.local).await.into_iter().skip(self.before) {
            *counts.entry(name).or_default() += 1;
        }
        let count = |name: &str| counts.get(name).copied().unwrap_or_default();
        let there: usize = self.story.people.values().map(|it| it.1).sum();
        assert_eq!(count("person.created"), self.story.hired);
        assert_eq!(count("person.deleted"), self.story.hired - self.story.people.len());
        assert_eq!(count("employment.deleted"), self.story.gone_employments);
        assert_eq!(count("employment.created"), there + self.story.gone_employments);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_generations_and_the_events_tell_one_story(deeds in prop::collection::vec(deed(), 1..10)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut stage = Stage::new().await;
            for deed in deeds {
                stage.act(deed).await;
                stage.check().await;
            }
        });
    }
}
