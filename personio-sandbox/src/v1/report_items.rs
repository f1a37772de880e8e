//! Rows of custom reports: for each employee a typed value for each column.
//!
//! The published file has no null anywhere, so what there isn't is left out [?].

use jiff::civil::Date;

use crate::model::company::Company;
use crate::model::person::{Employment, Person};
use crate::model::report::{Report, ReportKind};
use crate::rules::pay::Window;
use crate::rules::reports;
use crate::rules::reports::column::Column;
use crate::rules::reports::history::history;
use crate::rules::reports::value::{At, Cell, Money, cell};
use crate::rules::reports::words::Locale;
use crate::switch::Switch;
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};

/// Signs of currencies; the others are told by their code [?].
const SIGNS: [(&str, &str); 6] =
    [("EUR", "€"), ("USD", "$"), ("GBP", "£"), ("PLN", "zł"), ("TRY", "₺"), ("JPY", "¥")];

/// Writes the rows of these people.
pub(super) fn items<'a>(
    call: &Call<'_>,
    json: &mut Json,
    company: &'a Company,
    report: &Report,
    (window, locale): (Window, Locale),
    people: impl Iterator<Item = (&'a Person, &'a Employment)>,
) {
    let columns: Vec<(String, Column)> =
        reports::columns(company, report).into_iter().map(|it| (it.id(company), it)).collect();
    // The example has 10 of a column whose name says hours (facts §8.2); those of absences are minutes [?].
    let unit = if call.switched(Switch::V1ReportDurations, "hours") { 60 } else { 1 };
    let is_historical = report.kind == ReportKind::Historical;
    json.raw("[");
    for (at, (person, job)) in people.enumerate() {
        json.raw(if at > 0 { "," } else { "" }).raw("{\"employee_id\":").int(person.id.into());
        json.raw(if is_historical { ",\"historical_attributes\":[" } else { ",\"attributes\":[" });
        let at = At { company, person, job, window, locale };
        let mut list = List { json, person: person.id, window, unit, empty: true };
        for (id, column) in &columns {
            if is_historical {
                for (day, value) in history(at, *column) {
                    list.cell((id, *column), company, &value, Some(day));
                }
            } else {
                list.cell((id, *column), company, &cell(at, *column), None);
            }
        }
        json.raw("]}");
    }
    json.raw("]");
}

/// The values of one employee in the making.
struct List<'a> {
    json: &'a mut Json,
    person: u32,
    window: Window,
    /// How many minutes a duration counts in.
    unit: i64,
    empty: bool,
}

impl List<'_> {
    fn cell(&mut self, column: (&str, Column), company: &Company, cell: &Cell, from: Option<Date>) {
        // A period has no place for a second one, so each is a value of its own.
        if let Cell::Periods(periods) = cell {
            for it in periods {
                self.value(column, company, from, |body| {
                    body.date("start_date", Some(it.from)).date("end_date", Some(it.to));
                    body.key("half_day_at_start").value(&it.half_at_start);
                    body.key("half_day_at_end").value(&it.half_at_end);
                });
            }
            return;
        }
        let (window, unit) = (self.window, self.unit);
        self.value(column, company, from, |body| write(body, cell, window, unit));
    }

    fn value(
        &mut self,
        (id, column): (&str, Column),
        company: &Company,
        from: Option<Date>,
        write: impl FnOnce(&mut Object<'_>),
    ) {
        self.json.raw(if self.empty { "" } else { "," });
        self.empty = false;
        let mut body = Object::open(self.json);
        body.text("attribute_id", Some(id));
        body.text("data_type", Some(column.data_type(company).as_str()));
        write(&mut body);
        body.key("employee_id").int(self.person.into());
        if let Some(from) = from {
            body.date("effective_date", Some(from));
        }
        body.close();
    }
}

fn write(body: &mut Object<'_>, cell: &Cell, window: Window, unit: i64) {
    match cell {
        Cell::Text(text) => said(body, "value", text.clone()),
        Cell::Number(number) => said(body, "value", number.map(decimal)),
        Cell::Percentage(number) => said(body, "value", number.map(|it| format!("{}%", decimal(it)))),
        Cell::Range(from, to) => {
            let day = |it: &Option<Date>| it.map(|it| it.to_string()).unwrap_or_default();
            let known = from.is_some() || to.is_some();
            said(body, "value", known.then(|| format!("{} - {}", day(from), day(to)).trim().to_owned()));
        }
        Cell::Choices(all) => {
            let words: Vec<&str> = all.iter().map(|it| it.1.as_str()).collect();
            said(body, "value", Some(words.join(", ")).filter(|it| !it.is_empty()));
        }
        Cell::Entity(entity) => {
            said(body, "entity_id", entity.as_ref().map(|it| it.0.to_string()));
            said(body, "value", entity.as_ref().map(|it| it.1.clone()));
        }
        Cell::Minutes(minutes) => _ = body.key("duration").int(minutes / unit),
        Cell::CostCenters(all) => list(body.key("cost_centers"), all, |one, (id, name, share)| {
            said(one, "cost_center_id", Some(id.to_string()));
            one.text("value", Some(name));
            said(one, "weight", Some(format!("{}%", decimal(*share))));
        }),
        Cell::Overview { days, hours } => {
            body.date("start_date", Some(window.from)).date("end_date", Some(window.to));
            said(body, "duration_days", Some(decimal(*days)));
            said(body, "duration_hours", Some(decimal(*hours)));
        }
        Cell::Periods(_) => {}
        Cell::Targets(all) => measures(body.key("performance_targets"), all),
        Cell::Kpis(all) => measures(body.key("performance_target_kpis"), all),
        Cell::Salary(money) => {
            if let Some(money) = money {
                amount(body, money);
            }
        }
        Cell::Paid(paid) => {
            let Some((money, bonus)) = paid else { return };
            amount(body, money);
            body.text("currency_code", Some(&money.currency));
            said(body, "bonus_type", bonus.map(str::to_owned));
        }
    }
}

fn measures(json: &mut Json, all: &[(u32, i64)]) {
    list(json, all, |one, (id, value)| {
        said(one, "performance_target_id", Some(id.to_string()));
        said(one, "performance_target_value", Some(decimal(*value)));
    });
}

fn amount(body: &mut Object<'_>, money: &Money) {
    said(body, "amount", Some(fixed(money.amount)));
    let sign = SIGNS.iter().find(|it| it.0 == money.currency).map_or(&*money.currency, |it| it.1);
    body.text("currency_symbol", Some(sign));
}

fn list<T>(json: &mut Json, all: &[T], write: impl Fn(&mut Object<'_>, &T)) {
    json.raw("[");
    for (at, it) in all.iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        let mut one = Object::open(json);
        write(&mut one, it);
        one.close();
    }
    json.raw("]");
}

/// Writes a text, if there is one.
fn said(body: &mut Object<'_>, key: &str, text: Option<String>) {
    if let Some(text) = text {
        body.text(key, Some(&text));
    }
}

/// Hundredths with as many decimals as they need.
fn decimal(hundredths: i64) -> String {
    let text = fixed(hundredths);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Hundredths with two decimals.
fn fixed(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let all = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", all / 100, all % 100)
}

#[cfg(test)]
mod tests {
    use super::{decimal, fixed};

    #[test]
    fn numbers_are_texts() {
        assert_eq!([0, 10, 100, 3_850, -1_234].map(decimal), ["0", "0.1", "1", "38.5", "-12.34"]);
        assert_eq!([0, 1_220, -7].map(fixed), ["0.00", "12.20", "-0.07"]);
    }
}
