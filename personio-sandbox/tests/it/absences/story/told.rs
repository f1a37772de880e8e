//! What should be told of the absences of a story, and whether it is.

use jiff::civil::{Date, Weekday};
use serde_json::{Value, json};

use super::super::{Setting, V1, V1_HOURS, VACATION, text};
use super::{Expected, Stage, When, day};

/// The fields of a form of v1.
pub(super) fn request(person: u32, kind: u32, when: When, skip: bool) -> Vec<(&'static str, String)> {
    let clock = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let mut fields = vec![
        ("employee_id", person.to_string()),
        ("time_off_type_id", kind.to_string()),
        ("skip_approval", skip.to_string()),
    ];
    match when {
        When::Days(first, more, start, end) => fields.extend([
            ("start_date", day(first).to_string()),
            ("end_date", day(first + more).to_string()),
            ("half_day_start", start.to_string()),
            ("half_day_end", end.to_string()),
        ]),
        When::Hours(number, from, to) => fields.extend([
            ("start_date", day(number).to_string()),
            ("end_date", day(number).to_string()),
            ("start_time", clock(from)),
            ("end_time", clock(to)),
        ]),
    }
    fields
}

/// Start and end as v2 writes and reads them.
pub(super) fn boundaries(when: When) -> Value {
    let half = |is_second: bool| if is_second { "SECOND_HALF" } else { "FIRST_HALF" };
    let at = |day: Date, minutes: i64| format!("{day}T{:02}:{:02}:00", minutes / 60, minutes % 60);
    match when {
        When::Days(first, more, start, end) => json!({
            "starts_from": {"date_time": at(day(first), 0), "type": half(start)},
            "ends_at": {"date_time": at(day(first + more + 1), 0), "type": half(!end)},
        }),
        When::Hours(number, from, to) => json!({
            "starts_from": {"date_time": at(day(number), from), "type": null},
            "ends_at": {"date_time": at(day(number), to), "type": null},
        }),
    }
}

/// What is taken of each day: days, or hours.
fn shares(when: When) -> Vec<(Date, f64)> {
    let works = |it: Date| !matches!(it.weekday(), Weekday::Saturday | Weekday::Sunday);
    match when {
        When::Days(first, more, start, end) => {
            let share = |number: i64| {
                let is_half = (start && number == first) || (end && number == first + more);
                let whole = if is_half { 0.5 } else { 1.0 };
                (day(number), if works(day(number)) { whole } else { 0.0 })
            };
            (first..=first + more).map(share).collect()
        }
        When::Hours(number, from, to) => {
            let hours = f64::from(i32::try_from((to - from).min(480)).unwrap()) / 60.0;
            vec![(day(number), if works(day(number)) { hours } else { 0.0 })]
        }
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.006
}

impl Stage {
    /// Fails where two tellers differ.
    pub(super) async fn check(&self) {
        let it = &self.it;
        for person in &self.people {
            let own: Vec<&Expected> = self.absences.iter().filter(|it| it.person == *person).collect();
            self.check_v2(*person, &own).await;
            check_v1(it, *person, &own).await;
            self.check_balance(*person, &own).await;
        }
        let events = it.events().await;
        assert_eq!(events[self.before..], self.events);
    }

    async fn check_v2(&self, person: u32, own: &[&Expected]) {
        let rows = self.it.list(&format!("person.id={person}")).await;
        assert_eq!(rows.len(), own.len(), "{rows:?} {own:?}");
        for (row, expected) in rows.iter().zip(own) {
            let Expected { id, kind, when, status, .. } = expected;
            let boundaries = boundaries(*when);
            assert_eq!((&row["id"], &row["starts_from"]), (&json!(id), &boundaries["starts_from"]));
            assert_eq!(
                (&row["ends_at"], &row["timezone_id"]),
                (&boundaries["ends_at"], &json!("Europe/Berlin"))
            );
            assert_eq!(row["approval"]["status"], status.to_ascii_uppercase());
            assert_eq!(text(&row["absence_type"]["id"]), self.kinds[kind]);
            let days = self.it.days(id).await;
            let shares = shares(*when);
            assert_eq!(days.len(), shares.len());
            for ((date, value), (day, share)) in days.iter().zip(shares) {
                assert!(*date == day.to_string() && close(*value, share), "{row}: {days:?}");
            }
        }
    }

    /// The people have worked there since the year began, so they have all of it, or what is due until they leave, less
    /// what they took until today.
    async fn check_balance(&self, person: u32, own: &[&Expected]) {
        let place = self.it.people.iter().position(|it| *it == person).unwrap();
        let today = self.today();
        let months = self
            .ends
            .get(&person)
            .filter(|it| it.year() == 2026)
            .map_or(12, |end| if *end == end.last_of_month() { end.month() } else { end.month() - 1 });
        let given = self.yearly[place] * f64::from(months) / 12.0;
        let sum = |status: &str, is_in: &dyn Fn(Date) -> bool| -> f64 {
            let vacations = own.iter().filter(|it| it.kind == VACATION && it.status == status);
            vacations.flat_map(|it| shares(it.when)).filter(|it| is_in(it.0)).map(|it| it.1).sum()
        };
        let now = given - sum("approved", &|it| it <= today);
        let available = now - sum("approved", &|it| it > today) - sum("pending", &|_| true);
        let found = self.it.balance(person, VACATION).await.unwrap();
        assert!(
            close(found.0, now) && close(found.1, available),
            "{found:?} instead of {:?}",
            (now, available)
        );
    }
}

async fn check_v1(it: &Setting, person: u32, own: &[&Expected]) {
    let days = it.rows(V1, &format!("employees[]={person}")).await;
    let hours = it.rows(V1_HOURS, &format!("employees[]={person}")).await;
    let (mut days, mut hours) = (days.into_iter(), hours.into_iter());
    for expected in own {
        let total: f64 = shares(expected.when).iter().map(|it| it.1).sum();
        let row = match expected.when {
            When::Days(first, more, start, end) => {
                let row = days.next().unwrap();
                assert_eq!(row["id_v2"], expected.id);
                assert_eq!(
                    (text(&row["start_date"]), text(&row["end_date"])),
                    (midnight(first), midnight(first + more))
                );
                assert_eq!((&row["half_day_start"], &row["half_day_end"]), (&json!(start), &json!(end)));
                assert!(close(row["days_count"].as_f64().unwrap(), total), "{row}");
                assert_eq!(row["time_off_type"]["attributes"]["id"], expected.kind);
                row
            }
            When::Hours(..) => {
                let row = hours.next().unwrap();
                assert_eq!(row["id"], expected.id);
                assert!(close(row["effective_duration"].as_f64().unwrap(), total * 60.0), "{row}");
                assert_eq!(row["absence_type"]["attributes"]["time_off_type_id"], expected.kind);
                row
            }
        };
        assert_eq!(row["status"], expected.status);
    }
    assert_eq!((days.next(), hours.next()), (None, None), "of {person}");
}

/// The midnight of a day as v1 spells it, in winter.
fn midnight(number: i64) -> String {
    format!("{}T00:00:00+0100", day(number))
}
