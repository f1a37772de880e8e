//! Employments: what stands on the wire, what becomes of it, and which calls it takes.
//!
//! Rows are written from Personio's documentation, not read from the sandbox.

use std::collections::BTreeMap;

use nabe_connector::CallError;
use nabe_connectors::registry;
use nabe_model::select::{Asked, Fields};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::ask::{Question, Read, filters, resource};

fn question(operation: &str) -> Question {
    Question::new(resource(registry().get("personio").unwrap(), operation))
}

/// Asked for without what costs a call.
fn plain(question: Question) -> Question {
    Question { asked: Asked::default(), ..question }
}

fn of_person() -> Question {
    plain(question("hris_list_employee_employments").below("7"))
}

/// An employment with everything that v2 documents.
fn employment(id: &str) -> Value {
    json!({
        "id": id, "status": "ACTIVE", "type": "INTERNAL", "position": { "title": "Engineer" },
        "weekly_working_hours": 30, "full_time_weekly_working_hours": 40, "probation_end_date": "2019-09-30",
        "employment_start_date": "2019-04-01", "employment_end_date": null, "contract_end_date": "2027-03-31",
        "created_at": "2019-03-01T10:00:00Z", "updated_at": "2020-01-01T00:00:00Z",
        "supervisor": { "id": "3" }, "office": { "id": "8" }, "legal_entity": { "id": "6" }, "job": { "id": "0c9d" },
        "org_units": [{ "id": "5", "type": "team" }, { "id": "4", "type": "department" }], "person": { "id": "7" },
        "cost_centers": [{ "id": "9", "weight": 100 }], "termination": null,
    })
}

fn page(rows: &Value, next: Option<&str>) -> Value {
    let links = next.map_or(json!({}), |it| json!({ "next": { "href": format!("/v2/x?cursor={it}") } }));
    json!({ "_data": rows, "_meta": { "links": links } })
}

fn read(rows: &Value) -> Read {
    of_person().read(&[page(rows, None).to_string().into_bytes()], &[]).unwrap()
}

#[test]
fn what_isnt_there_is_null_and_no_more() {
    let Read { records, defects, .. } = read(&json!([{ "id": "e1" }]));
    assert_eq!(defects, Vec::<String>::new());
    let known = records[0].as_object().unwrap().iter().filter(|(_, it)| !it.is_null());
    let known: Vec<_> = known.map(|(key, _)| key.as_str()).collect();
    assert_eq!(known, ["employee_id", "id", "remote_employee_id", "remote_id"]);
}

#[test]
fn a_termination_is_told_part_by_part() {
    let mut ended = employment("e1");
    ended["status"] = json!("INACTIVE");
    ended["employment_end_date"] = json!("2026-02-28");
    ended["termination"] = json!({
        "termination_date": "2026-02-28", "last_working_date": "2026-02-20", "terminated_at": "2025-12-01",
        "type": "EMPLOYEE", "reason": "moves abroad",
    });
    let record = &read(&json!([ended])).records[0];
    for (field, value) in [
        ("termination_date", json!("2026-02-28T00:00:00.000Z")),
        ("last_working_day", json!("2026-02-20T00:00:00.000Z")),
        ("terminated_at", json!("2025-12-01T00:00:00.000Z")),
        ("termination_type", json!("EMPLOYEE")),
        ("termination_reason", json!("moves abroad")),
        ("employment_status", json!({ "value": "terminated", "source_value": "INACTIVE" })),
        ("active", json!(false)),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
}

#[test]
fn a_status_that_says_nothing_is_not_taken_for_a_no() {
    for (status, value, active) in [
        ("ACTIVE", "active", json!(true)),
        ("LEAVE", "leave", json!(true)),
        ("ONBOARDING", "pending", json!(false)),
        ("INACTIVE", "inactive", json!(false)),
        ("UNSPECIFIED", "unknown", Value::Null),
        ("PAUSED", "unmapped_value", Value::Null),
    ] {
        let record = &read(&json!([{ "id": "e1", "status": status }])).records[0];
        assert_eq!(record["employment_status"], json!({ "value": value, "source_value": status }));
        assert_eq!(record["active"], active, "{status}");
    }
}

#[test]
fn what_is_odd_costs_only_itself_and_is_told() {
    let odd = json!([
        7, { "status": "ACTIVE" },
        { "id": "e1", "status": 5, "org_units": [3, { "id": ["x"], "type": "team" }, { "id": 4, "type": "department" }],
          "cost_centers": [null, { "id": 9, "weight": "half" }], "termination": "soon", "employment_start_date": "1.4.2019" },
    ]);
    let Read { records, defects, info } = read(&odd);
    assert_eq!((records.len(), info.rows, info.lost.len()), (1, 3, 2));
    assert_eq!(records[0]["department"]["id"], "department_4");
    assert_eq!(records[0]["team"], Value::Null);
    for told in ["status", "org_units[]", "org_units[].id", "cost_centers[].weight", "termination"] {
        assert!(defects.contains(&format!("{told} WrongType")), "{told}: {defects:?}");
    }
    assert!(defects.contains(&"employment_start_date NotADate".to_owned()), "{defects:?}");
}

#[test]
fn an_employment_is_found_by_either_id_below_its_person_and_by_the_whole_one_elsewhere() {
    let path = |question: Question| {
        plain(question)
            .calls()
            .map(|it| it.iter().map(nabe_connector::Call::path_and_query).collect::<Vec<_>>())
    };
    let below = || question("hris_get_employee_employment").below("7");
    let found = Ok(vec!["/v2/persons/7/employments/e1".to_owned()]);
    assert_eq!(path(below().one("7_e1")), found);
    assert_eq!(path(below().one("e1")), found);
    assert_eq!(path(question("hris_get_employment").one("7_e1")), found);
    for (asked, id) in [(below(), "8_e1"), (below(), "7_"), (below(), "7_../e1"), (below(), "x_e1")] {
        assert_eq!(path(asked.one(id)), Err(CallError::NotFound), "{id}");
    }
    for id in ["e1", "0", "_e1", "a_b"] {
        assert_eq!(path(question("hris_get_employment").one(id)), Err(CallError::NotFound), "{id}");
    }
    let one = of_person().one("7_e1").read(&[employment("e1").to_string().into_bytes()], &[]).unwrap();
    assert_eq!(one.records[0]["id"], "7_e1");
}

#[test]
fn a_list_asks_for_fifty_and_goes_on_by_its_cursor() {
    let path = |question: &Question| question.calls().unwrap()[0].path_and_query();
    let asked = Question { filters: filters([("updated_after", "2020-01-01")]), ..of_person() };
    assert_eq!(path(&asked), "/v2/persons/7/employments?limit=50&updated_at.gt=2020-01-01T00%3A00%3A00Z");
    let further = Question { position: Some("c1".to_owned()), limit: 20, ..asked.clone() };
    assert_eq!(path(&further), "/v2/persons/7/employments?cursor=c1");
    let rows = json!([employment("same"), { "id": "unknown" }, { "id": "newer", "updated_at": "2020-01-01T00:00:01Z" }]);
    let read = asked.read(&[page(&rows, Some("c1")).to_string().into_bytes()], &[]).unwrap();
    let ids: Vec<_> = read.records.iter().map(|it| it["remote_id"].as_str().unwrap()).collect();
    assert_eq!((ids, read.info.next.as_deref()), (vec!["unknown", "newer"], Some("c1")));
}

/// A person of v1 with pay.
fn person(id: u32, status: &str, fixed: &Value, interval: &Value, hourly: &Value) -> Value {
    let money = |it: &Value| json!({ "label": "x", "value": it, "type": "decimal", "currency": "EUR" });
    json!({ "type": "Employee", "attributes": {
        "id": { "value": id }, "status": { "value": status }, "fix_salary": money(fixed),
        "fix_salary_interval": { "value": interval }, "hourly_salary": money(hourly),
    } })
}

/// What is paid by an employment of this status, when v1 says this of the person.
fn paid(status: &str, person: &Value) -> Value {
    let mut row = employment("e1");
    row["status"] = json!(status);
    let asked = Asked { fields: Fields::parse("pay_rate,pay_period,pay_currency"), ..Asked::default() };
    let question = Question { asked, ..of_person() };
    assert_eq!(question.calls().unwrap()[1].path_and_query(), "/v1/company/employees/7");
    let bodies = [page(&json!([row]), None), json!({ "success": true, "data": person })];
    let read = question.read(&bodies.map(|it| it.to_string().into_bytes()), &[]).unwrap();
    assert_eq!(read.defects, Vec::<String>::new());
    let record = &read.records[0];
    json!([record["pay_rate"], record["pay_period"]["value"], record["pay_currency"]])
}

#[test]
fn pay_is_told_of_the_employment_that_runs_and_only_when_it_is_named() {
    assert_eq!(of_person().calls().unwrap().len(), 1);
    let none = json!([null, null, null]);
    let person = |status, fixed, interval: &str, hourly| person(7, status, &fixed, &json!(interval), &hourly);
    let fixed = person("active", json!(3000.50), "monthly", json!(0));
    assert_eq!(paid("ACTIVE", &fixed), json!(["3000.5", "month", "EUR"]));
    assert_eq!(paid("INACTIVE", &fixed), none, "a former employment");
    assert_eq!(paid("LEAVE", &fixed), none, "v1 speaks of another");
    let hourly = person("leave", json!(0), "monthly", json!("21.50"));
    assert_eq!(paid("LEAVE", &hourly), json!(["21.50", "hour", "EUR"]));
    assert_eq!(paid("ACTIVE", &person("active", json!(0), "", json!(null))), none);
    assert_eq!(
        paid("ACTIVE", &person("active", json!(1), "fortnightly", json!(0))),
        json!(["1", "unmapped_value", "EUR"])
    );
    assert_eq!(paid("ACTIVE", &json!({ "attributes": { "id": { "value": 7 } } })), none, "not granted");
}

/// A Personio with people, each with so many employments.
struct Company(BTreeMap<u32, u32>);

impl Company {
    fn answer(&self, path: &str) -> Option<Value> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let number = |name: &str| {
            let (_, value) =
                query.split('&').filter_map(|it| it.split_once('=')).find(|(key, _)| *key == name)?;
            value.parse::<usize>().ok()
        };
        if let Some(id) = path.strip_prefix("/v1/company/employees/") {
            let id = id.parse().unwrap();
            let there = self.0.contains_key(&id);
            return there
                .then(|| json!({ "data": person(id, "active", &json!(1), &json!("monthly"), &json!(0)) }));
        }
        // A cursor carries it.
        let limit = number("limit").unwrap_or(50);
        if path == "/v1/company/employees" {
            let people = self.0.keys().skip(number("offset").unwrap()).take(limit);
            let people: Vec<_> =
                people.map(|it| person(*it, "active", &json!(it), &json!("monthly"), &json!(0))).collect();
            return Some(
                json!({ "success": true, "metadata": { "total_elements": self.0.len() }, "data": people }),
            );
        }
        let person = path.strip_prefix("/v2/persons/")?.strip_suffix("/employments")?;
        let all = *self.0.get(&person.parse().unwrap())? as usize;
        let from = number("cursor").unwrap_or_default();
        let to = (from + limit).min(all);
        let rows: Vec<_> = (from..to).map(|it| employment(&format!("{person}-{it}"))).collect();
        Some(page(&json!(rows), (to < all).then(|| to.to_string()).as_deref()))
    }

    /// All ids, read page by page; `before` may change the company before each page.
    fn walk(
        &mut self,
        size: u32,
        mut before: impl FnMut(usize, &mut BTreeMap<u32, u32>),
    ) -> Result<(Vec<String>, usize), CallError> {
        let (mut ids, mut calls, mut position) = (Vec::new(), 0, None);
        for turn in 0.. {
            before(turn, &mut self.0);
            let list = plain(question("hris_list_employments"));
            let list = Question { limit: size, position: position.clone(), ..list };
            let (read, made) = list.page(|path| self.answer(path))?;
            assert!(read.records.len() <= size as usize);
            assert_eq!((read.info.lost, read.defects), (vec![], vec![]));
            ids.extend(read.records.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
            calls += made;
            assert!(read.info.next.is_none() || read.info.next != position, "{position:?}");
            position = read.info.next;
            if position.is_none() {
                break;
            }
        }
        Ok((ids, calls))
    }

    fn ids(&self) -> Vec<String> {
        let of = |(person, many): (&u32, &u32)| {
            (0..*many).map(|it| format!("{person}_{person}-{it}")).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of).collect()
    }
}

#[test]
fn everybodys_employments_come_once_whatever_fits_on_a_page() {
    for (people, size) in [
        (vec![1, 1, 1], 2),
        (vec![3, 0, 1, 7, 2], 3),
        (vec![120, 1, 60], 25),
        (vec![120, 1, 60], 100),
        (vec![0, 0, 0], 1),
        (vec![], 5),
        (vec![2, 2, 2, 2], 1),
    ] {
        let mut company = Company((1..).zip(people.clone()).collect());
        let (ids, _) =
            company.walk(size, |_, _| ()).unwrap_or_else(|it| panic!("{it:?}: {people:?} by {size}"));
        assert_eq!(ids, company.ids(), "{people:?} by {size}");
    }
}

#[test]
fn all_employments_take_little_more_than_a_call_a_person() {
    let mut company = Company((1..=1_000).map(|it| (it, 1 + u32::from(it % 10 == 0))).collect());
    let (ids, calls) = company.walk(100, |_, _| ()).unwrap();
    assert_eq!(ids.len(), 1_100);
    assert!(calls < 1_100, "{calls}");
}

#[test]
fn pay_of_everybody_costs_no_call() {
    let company = Company((1..=3).map(|it| (it, 1)).collect());
    let asked = Asked { fields: Fields::parse("id,pay_rate"), ..Asked::default() };
    let list = Question { asked, ..question("hris_list_employments") };
    let (read, calls) = list.page(|path| company.answer(path)).unwrap();
    let paid: Vec<_> = read.records.iter().map(|it| it["pay_rate"].as_str().unwrap()).collect();
    assert_eq!((paid, calls), (vec!["1", "2", "3"], 4));
}

#[test]
fn the_names_of_groups_are_fetched_when_they_are_asked_for() {
    let asked = Asked { expand: vec!["groups".to_owned()], ..Asked::default() };
    let list = Question { asked, ..of_person() };
    let (mut other, mut third) = (employment("e2"), employment("e3"));
    other["org_units"] = json!([{ "id": "44", "type": "department" }]);
    third["org_units"] = json!([{ "id": "45", "type": "department" }]);
    let mut calls = Vec::new();
    let (read, _) = list
        .page(|path| {
            calls.push(path.to_owned());
            let unit = |id: &str, name: &str| json!({ "id": id, "name": name });
            Some(match path {
                "/v2/persons/7/employments?limit=50" => page(&json!([employment("e1"), other, third]), None),
                "/v2/org-units/5?type=team" => unit("5", "North"),
                "/v2/org-units?type=department&limit=100" => page(&json!([unit("44", "Sales")]), Some("c")),
                "/v2/org-units?cursor=c" => page(&json!([unit("4", "Law")]), None),
                "/v2/cost-centers?limit=100&id=9" => page(&json!([unit("9", "100")]), None),
                other => panic!("{other}"),
            })
        })
        .unwrap();
    assert_eq!(calls.len(), 5, "{calls:?}");
    let names = |field: &str| read.records.iter().map(|it| it[field]["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names("department"), [json!("Law"), json!("Sales"), Value::Null]);
    assert_eq!(names("team"), [json!("North"), Value::Null, Value::Null]);
    assert_eq!(read.records[0]["cost_centers"][0]["name"], "100");
}

#[test]
fn a_person_who_leaves_in_between_is_left_out_and_a_link_in_circles_is_refused() {
    let company = Company((1..=30).map(|it| (it, 1)).collect());
    let list = plain(question("hris_list_employments"));
    let at_v2 = |path: &str| (2..=19).any(|it| path.starts_with(&format!("/v2/persons/{it}/")));
    let at_v1 = |path: &str| (2..=19).any(|it| path == format!("/v1/company/employees/{it}"));
    let (read, _) = list.page(|path| company.answer(path).filter(|_| !at_v2(path) && !at_v1(path))).unwrap();
    assert_eq!(read.records.len(), 12);
    // Whoever is still there has employments: without them the list would have a gap.
    let gap = list.page(|path| company.answer(path).filter(|_| !at_v2(path)));
    assert!(matches!(gap, Err(CallError::Malformed { .. })));
    let circle = list.page(|path| {
        let is_employments = path.starts_with("/v2/persons/3/");
        if is_employments { Some(page(&json!([]), Some("same"))) } else { company.answer(path) }
    });
    assert!(matches!(circle, Err(CallError::Malformed { .. })));
}

#[test]
fn a_history_that_moved_while_it_was_read_ends_the_list() {
    let mut company = Company(BTreeMap::from([(1, 9), (2, 1)]));
    let walked = company.walk(4, |turn, people| {
        if turn == 1 {
            people.insert(1, 3);
        }
    });
    assert_eq!(walked, Err(CallError::ListChanged));
    let mut company = Company(BTreeMap::from([(1, 9), (2, 1)]));
    let walked = company.walk(4, |turn, people| {
        if turn == 1 {
            people.remove(&1);
        }
    });
    assert_eq!(walked, Err(CallError::ListChanged));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn employments_of_all_who_stay_come_once_or_the_list_says_that_it_changed(
        people in prop::collection::vec(prop_oneof![8 => 1..3_u32, 1 => Just(0), 1 => 3..9_u32], 0..40),
        size in 1..12_u32,
        changes in prop::collection::vec(prop::option::of((any::<bool>(), 0..4_000_u32)), 0..10),
    ) {
        let mut company = Company((0..).map(|it| it * 100).zip(people).collect());
        let before = company.ids();
        let walked = company.walk(size, |turn, people| match changes.get(turn) {
            Some(Some((true, at))) => drop(people.entry(*at).or_insert(2)),
            Some(Some((false, at))) => drop(people.remove(&(at / 100 * 100))),
            Some(None) | None => {}
        });
        match walked {
            Err(error) => prop_assert_eq!(error, CallError::ListChanged),
            Ok((ids, _)) => {
                let after = company.ids();
                let mut once = ids.clone();
                once.sort();
                once.dedup();
                prop_assert_eq!(once.len(), ids.len(), "{:?}", ids);
                for id in before.iter().filter(|it| after.contains(it)) {
                    prop_assert!(once.contains(id), "{} is missing: {:?}", id, ids);
                }
            }
        }
    }
}
