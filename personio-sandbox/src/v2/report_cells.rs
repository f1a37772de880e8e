//! Cells of reports of v2: each has the kind of value that its column has.

use jiff::civil::Date;

use crate::model::attribute::{Kind, Source, System};
use crate::model::company::Company;
use crate::rules::reports::column::{Column, DataType};
use crate::rules::reports::value::{Cell, Money};
use crate::wire::json::{Json, Object};

const STRING: (&str, &str) = ("string", "text");
const NUMERIC: (&str, &str) = ("numeric", "number");
const OPTIONS: (&str, &str) = ("options", "list");

/// The type of a column and how it is displayed. The words are those of the values (facts §9.6 [L]) or [?].
pub(super) fn kind(company: &Company, column: Column) -> (&'static str, &'static str) {
    match column {
        Column::FullTime => ("percentage", "percentage"),
        Column::EmploymentPeriod => ("time_range", "date_range"),
        Column::Attribute(index) => {
            let attribute = company.catalogue.get(index);
            match attribute.source {
                Source::System(System::Gender | System::Status | System::EmploymentType) => OPTIONS,
                Source::System(System::Id | System::WeeklyHours) => NUMERIC,
                Source::System(_) => of_type(company, column, attribute.kind),
                Source::Custom(_) => of_kind(attribute.kind),
            }
        }
        Column::TargetHours
        | Column::TrackedHours
        | Column::Absence(_)
        | Column::AbsencePeriods(_)
        | Column::Compensation(_)
        | Column::Targets
        | Column::Kpis => of_type(company, column, Kind::Standard),
    }
}

fn of_type(company: &Company, column: Column, kind: Kind) -> (&'static str, &'static str) {
    match column.data_type(company) {
        DataType::Text => of_kind(kind),
        DataType::Entity | DataType::CostCenter | DataType::PerformanceTarget | DataType::PerformanceKpi => {
            OPTIONS
        }
        DataType::Duration | DataType::AbsenceOverview => ("numeric", "duration"),
        DataType::AbsencePeriod => ("time_range", "date_range"),
        DataType::Salary | DataType::Compensation => ("monetary", "currency"),
    }
}

fn of_kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Standard | Kind::Link | Kind::Multiline => STRING,
        Kind::Date => ("string", "date"),
        Kind::Integer | Kind::Decimal => NUMERIC,
        Kind::List | Kind::Tags | Kind::TagsAsJson => OPTIONS,
    }
}

/// Writes a cell.
pub(super) fn cell_of(json: &mut Json, id: &str, cell: &Cell) {
    let mut body = Object::open(json);
    body.text("attribute_id", Some(id));
    match cell {
        Cell::Text(text) => _ = body.key("string_value").raw("{\"value\":").value(text).raw("}"),
        Cell::Number(number) => numeric(&mut body, *number),
        // Hours, as the columns say.
        Cell::Minutes(minutes) => numeric(&mut body, Some(minutes * 100 / 60)),
        Cell::Overview { days, .. } => numeric(&mut body, Some(*days)),
        Cell::Percentage(number) => {
            let value = body.key("percentage_value");
            hundredths(value.raw("{\"value\":"), *number).raw("}");
        }
        Cell::Range(from, to) => range(&mut body, *from, *to),
        // A cell has one range: from the first day to the last [?].
        Cell::Periods(all) => {
            range(&mut body, all.iter().map(|it| it.from).min(), all.iter().map(|it| it.to).max());
        }
        Cell::Choices(all) => options(&mut body, all.iter().map(|it| (it.0.clone(), it.1.clone()))),
        Cell::Entity(entity) => {
            options(&mut body, entity.iter().map(|it| (it.0.to_string(), it.1.clone())));
        }
        Cell::CostCenters(all) => options(&mut body, all.iter().map(|it| (it.0.to_string(), it.1.clone()))),
        Cell::Targets(all) | Cell::Kpis(all) => {
            options(&mut body, all.iter().map(|it| (it.0.to_string(), plain(it.1))));
        }
        Cell::Salary(money) => monetary(&mut body, money.as_ref()),
        Cell::Paid(paid) => monetary(&mut body, paid.as_ref().map(|it| &it.0)),
    }
    body.close();
}

fn plain(number: i64) -> String {
    let mut json = Json::with_capacity(16);
    json.hundredths(number);
    String::from_utf8(json.into_bytes()).unwrap_or_default()
}

fn hundredths(json: &mut Json, number: Option<i64>) -> &mut Json {
    match number {
        Some(number) => json.hundredths(number),
        None => json.raw("null"),
    }
}

fn numeric(body: &mut Object<'_>, number: Option<i64>) {
    hundredths(body.key("numeric_value").raw("{\"number\":"), number).raw("}");
}

fn range(body: &mut Object<'_>, from: Option<Date>, to: Option<Date>) {
    let mut range = Object::open(body.key("time_range_value"));
    range.date("from", from).date("to", to).close();
}

fn monetary(body: &mut Object<'_>, money: Option<&Money>) {
    let value = body.key("monetary_value").raw("{\"value\":");
    hundredths(value, money.map(|it| it.amount))
        .raw(",\"currency\":")
        .value(&money.map(|it| &it.currency))
        .raw("}");
}

fn options(body: &mut Object<'_>, all: impl Iterator<Item = (String, String)>) {
    let list = body.key("options_value").raw("{\"options\":[");
    for (at, (key, value)) in all.enumerate() {
        list.raw(if at > 0 { "," } else { "" });
        list.raw("{\"key\":").string(&key).raw(",\"value\":").string(&value).raw("}");
    }
    list.raw("]}");
}
