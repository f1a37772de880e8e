//! `/v1/company/employees/{id}/absences/balance`: what follows from entitlements, employments, absences and the day
//! (facts §8).

use serde_json::{Value, json};

use super::{Setting, V2, VACATION, made};

impl Setting {
    /// The attributes of every employee, values only.
    async fn employees(&self) -> Vec<Value> {
        let list = self.local.get(&self.v1, "/v1/company/employees?limit=100").await.expect(200).json();
        let values = |row: &Value| -> Value {
            let attributes = row["attributes"].as_object().unwrap();
            attributes.iter().map(|(key, it)| (key.clone(), it["value"].clone())).collect()
        };
        list["data"].as_array().unwrap().iter().map(values).collect()
    }

    /// Somebody without any absence, and the days of vacation that a year gives them.
    async fn rested(&self) -> (u32, f64) {
        let person = self.people[0];
        self.clear(person).await;
        let all = self.employees().await;
        (person, yearly(all.iter().find(|it| it["id"] == person).unwrap()))
    }
}

/// The days of vacation that a year gives an employee.
fn yearly(employee: &Value) -> f64 {
    let all = employee["absence_entitlement"].as_array().unwrap();
    let vacation = all.iter().map(|it| &it["attributes"]).find(|it| it["id"] == VACATION);
    vacation.map_or(0.0, |it| it["entitlement"].as_f64().unwrap())
}

fn same(found: Option<(f64, f64)>, expected: (f64, f64)) {
    let found = found.unwrap();
    let close = |a: f64, b: f64| (a - b).abs() < 0.006;
    assert!(close(found.0, expected.0) && close(found.1, expected.1), "{found:?} instead of {expected:?}");
}

#[tokio::test]
async fn what_runs_counts_until_today_and_what_is_planned_only_lessens_what_is_available() {
    let mut it = Setting::new().await;
    let (person, yearly) = it.rested().await;
    same(it.balance(person, VACATION).await, (yearly, yearly));
    // From Monday to Friday; today is Wednesday.
    let (_, running) = made(it.take(person, VACATION, "2026-10-12", "2026-10-16", json!({})).await);
    same(it.balance(person, VACATION).await, (yearly - 3.0, yearly - 5.0));
    it.move_to("2026-10-16T21:59:59Z").await;
    same(it.balance(person, VACATION).await, (yearly - 5.0, yearly - 5.0));
    it.take(person, VACATION, "2026-12-24", "2026-12-31", json!({"half_day_start": true})).await.expect(200);
    same(it.balance(person, VACATION).await, (yearly - 5.0, yearly - 9.5));
    it.local.delete(&it.v2, &format!("{V2}/{running}"), Value::Null).await.expect(204);
    same(it.balance(person, VACATION).await, (yearly, yearly - 4.5));
    // Other types are no vacation.
    it.take(person, 113_438, "2026-10-12", "2026-10-16", json!({})).await.expect(200);
    same(it.balance(person, VACATION).await, (yearly, yearly - 4.5));
}

#[tokio::test]
async fn requests_are_planned_until_they_are_rejected() {
    let it = Setting::new().await;
    let (person, yearly) = it.rested().await;
    let asked = super::id(it.ask("", it.body(person, VACATION, "2026-11-02", "2026-11-05").await).await);
    same(it.balance(person, VACATION).await, (yearly, yearly - 3.0));
    it.local.switch("absence-pending", "ignored").await;
    same(it.balance(person, VACATION).await, (yearly, yearly));
    it.local.switch("absence-pending", "planned").await;
    let path = format!("/_sandbox/absences/{asked}/approval");
    it.local.control("POST", &path, json!({"status": "rejected"})).await.expect(204);
    same(it.balance(person, VACATION).await, (yearly, yearly));
}

#[tokio::test]
async fn what_a_year_leaves_over_can_be_taken_until_march() {
    let mut it = Setting::new().await;
    let (person, yearly) = it.rested().await;
    it.take(person, VACATION, "2026-10-12", "2026-10-16", json!({})).await.expect(200);
    it.take(person, VACATION, "2027-02-01", "2027-02-02", json!({})).await.expect(200);
    it.move_to("2027-01-04T09:00:00Z").await;
    let carried = yearly - 5.0;
    same(it.balance(person, VACATION).await, (carried + yearly, carried + yearly - 2.0));
    it.local.switch("absence-carry-over", "nothing").await;
    same(it.balance(person, VACATION).await, (yearly, yearly - 2.0));
    it.local.switch("absence-carry-over", "everything").await;
    let everything = it.balance(person, VACATION).await.unwrap().0;
    assert!(everything >= carried + yearly);
    it.local.switch("absence-carry-over", "until-march").await;
    it.move_to("2027-03-31T09:00:00Z").await;
    same(it.balance(person, VACATION).await, (carried + yearly - 2.0, carried + yearly - 2.0));
    // The two days were taken of what was left over; the rest is lost.
    it.move_to("2027-04-01T09:00:00Z").await;
    same(it.balance(person, VACATION).await, (yearly, yearly));
    it.local.switch("absence-carry-over", "everything").await;
    same(it.balance(person, VACATION).await, (everything - 2.0, everything - 2.0));
}

#[tokio::test]
async fn what_was_taken_in_advance_is_missing_next_year() {
    let mut it = Setting::new().await;
    let (person, yearly) = it.rested().await;
    for month in ["09", "10", "11"] {
        let (start, end) = (format!("2026-{month}-01"), format!("2026-{month}-27"));
        it.take(person, VACATION, &start, &end, json!({})).await.expect(200);
    }
    it.move_to("2026-12-01T09:00:00Z").await;
    let (left, _) = it.balance(person, VACATION).await.unwrap();
    assert!(left < -20.0, "{left} of {yearly}");
    for switch in ["until-march", "nothing", "everything"] {
        it.local.switch("absence-carry-over", switch).await;
        let (before, _) = it.balance(person, VACATION).await.unwrap();
        it.move_to(match switch {
            "until-march" => "2027-01-01T09:00:00Z",
            "nothing" => "2027-04-01T09:00:00Z",
            _ => "2027-06-01T09:00:00Z",
        })
        .await;
        let (after, _) = it.balance(person, VACATION).await.unwrap();
        let given = if switch == "until-march" { yearly } else { 0.0 };
        same(Some((after, 0.0)), (before + given, 0.0));
    }
}

#[tokio::test]
async fn whoever_joins_gets_a_twelfth_for_each_whole_month() {
    let mut it = Setting::new().await;
    let all = it.employees().await;
    let joins = |it: &&Value| it["status"] == "onboarding" && yearly(it) > 0.0;
    let joiner = all.iter().find(joins).expect("somebody is about to start");
    let (person, yearly) = (super::number(&joiner["id"]), yearly(joiner));
    it.clear(person).await;
    same(it.balance(person, VACATION).await, (0.0, 0.0));
    let start = joiner["hire_date"].as_str().unwrap()[..10].to_owned();
    let (month, day): (u8, u8) = (start[5..7].parse().unwrap(), start[8..].parse().unwrap());
    it.move_to(&format!("{start}T09:00:00Z")).await;
    let months = f64::from(if day == 1 { 13 - month } else { 12 - month });
    let given = yearly * months / 12.0;
    same(it.balance(person, VACATION).await, (given, given));
    it.local.switch("absence-accrual", "monthly").await;
    let first = if day == 1 { yearly / 12.0 } else { 0.0 };
    same(it.balance(person, VACATION).await, (first, first));
    // The next year gives all of it, at once or month by month; what was left over is there until March.
    let year: u16 = start[..4].parse().unwrap();
    it.move_to(&format!("{}-04-01T09:00:00Z", year + 1)).await;
    let four = yearly * 4.0 / 12.0;
    same(it.balance(person, VACATION).await, (four, four));
    it.local.switch("absence-accrual", "yearly").await;
    same(it.balance(person, VACATION).await, (yearly, yearly));
}

#[tokio::test]
async fn nothing_is_given_after_the_end() {
    let mut it = Setting::new().await;
    let (person, yearly) = it.rested().await;
    let end = json!({"date": "2026-11-15"});
    it.local.control("POST", &format!("/_sandbox/people/{person}/terminate"), end).await.expect(200);
    let given = yearly * 10.0 / 12.0;
    same(it.balance(person, VACATION).await, (given, given));
    it.move_to("2027-01-04T09:00:00Z").await;
    same(it.balance(person, VACATION).await, (given, given));
    it.move_to("2027-04-01T09:00:00Z").await;
    same(it.balance(person, VACATION).await, (0.0, 0.0));
    // Whoever comes back is given days again.
    let back = json!({"date": "2027-07-01"});
    it.local.control("POST", &format!("/_sandbox/people/{person}/rehire"), back).await.expect(201);
    it.move_to("2027-07-01T09:00:00Z").await;
    same(it.balance(person, VACATION).await, (yearly / 2.0, yearly / 2.0));
}

#[tokio::test]
async fn a_week_takes_as_many_days_as_are_worked_in_it() {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let it = Setting::new().await;
    let mut counts = std::collections::BTreeSet::new();
    for employee in it.employees().await.iter().filter(|it| it["status"] == "active") {
        let person = super::number(&employee["id"]);
        let schedule = &employee["work_schedule"]["attributes"];
        if schedule.is_null() {
            continue;
        }
        // A week without a holiday anywhere.
        let (number, uuid) = made(it.take(person, VACATION, "2028-06-19", "2028-06-25", json!({})).await);
        let worked: Vec<bool> = DAYS.iter().map(|day| schedule[day] != "00:00").collect();
        let days: Vec<bool> = it.days(&uuid).await.iter().map(|it| it.1 > 0.0).collect();
        assert_eq!(days, worked, "{schedule}");
        let row = it.local.get(&it.v1, &format!("/v1/company/time-offs/{number}")).await.expect(200).json();
        let count = worked.iter().filter(|it| **it).count();
        assert_eq!(row["data"]["attributes"]["days_count"], count);
        counts.insert(count);
    }
    assert!(counts.len() > 1, "nobody works part of the week: {counts:?}");
}

#[tokio::test]
async fn an_absence_of_a_day_is_where_the_person_is() {
    let it = Setting::new().await;
    let all = it.employees().await;
    for (office, zone) in [("Warszawa", "Europe/Warsaw"), ("Thành phố Hồ Chí Minh", "Asia/Ho_Chi_Minh")]
    {
        let there = |it: &&Value| it["office"]["attributes"]["name"] == office;
        let person = super::number(&all.iter().find(there).expect(office)["id"]);
        let made = it.take_hours(person, super::DOCTOR, "2028-01-10", ("09:00", "10:00")).await;
        let made = made.expect(201).json();
        let hours = &made["data"]["attributes"];
        assert_eq!(hours["timezone"], zone);
        let start =
            if zone.starts_with("Asia") { "2028-01-10T02:00:00.0Z" } else { "2028-01-10T08:00:00.0Z" };
        assert_eq!(hours["start"], start);
    }
}
