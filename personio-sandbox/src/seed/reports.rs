//! The reports that people of the invented company put together, and the targets that some have.

use jiff::Timestamp;
use jiff::civil::Date;

use super::employment::{at_noonish, shift};
use super::rng::Rng;
use crate::model::company::Company;
use crate::model::person::{Person, Status};
use crate::model::report::{PerformanceTarget, Period, Report, ReportFilter, ReportKind, ReportStatus};
use crate::model::text::Text;

/// For how many people there are targets at most.
const TARGETS: usize = 300;

/// A report before it has a number.
struct Plan {
    name: &'static str,
    description: &'static str,
    kind: ReportKind,
    period: Period,
    columns: &'static [&'static str],
    filters: &'static [(&'static str, bool, &'static str)],
    status: ReportStatus,
    /// How many days old it is.
    age: i64,
    open: bool,
    shared: bool,
    grouped: bool,
}

const PLAN: Plan = Plan {
    name: "",
    description: "",
    kind: ReportKind::PointInTime,
    period: Period::Today,
    columns: &[],
    filters: &[],
    status: ReportStatus::UpToDate,
    age: 0,
    open: true,
    shared: true,
    grouped: false,
};

const PLANS: [Plan; 9] = [
    Plan {
        name: "Mitarbeiterliste",
        description: "Everybody who works here today.",
        columns: &[
            "id",
            "first_name",
            "last_name",
            "email",
            "gender",
            "status",
            "position",
            "hire_date",
            "weekly_working_hours",
            "full_time_equivalent",
            "employment_period",
            "department",
            "team",
            "office",
            "supervisor",
            "subcompany",
            "cost_center",
            "dynamic_180883",
            "dynamic_21838",
            "dynamic_33413",
            "dynamic_33421",
            "dynamic_33422",
        ],
        age: 700,
        ..PLAN
    },
    Plan {
        name: "Salaries & allowances",
        description: "What is paid at the end of the month.",
        period: Period::LastDayOfThisMonth,
        columns: &["last_name", "fix_salary", "fix_salary_interval", "hourly_salary", "cost_center"],
        age: 420,
        ..PLAN
    },
    Plan {
        name: "Payments of this month",
        description: "Everything that is paid besides salaries.",
        kind: ReportKind::Timeframe,
        period: Period::ThisMonth,
        columns: &["last_name", "subcompany", "compensations"],
        age: 130,
        ..PLAN
    },
    Plan {
        name: "Abwesenheiten",
        description: "Who was away when, and for how long.",
        kind: ReportKind::Timeframe,
        period: Period::LastThirtyDays,
        columns: &[
            "first_name",
            "last_name",
            "absences",
            "attendance_contractual_target_hours",
            "attendance_tracked_hours",
        ],
        age: 300,
        ..PLAN
    },
    Plan {
        name: "Wechsel & Gehaltsentwicklung",
        description: "How departments, hours and salaries changed.",
        kind: ReportKind::Historical,
        period: Period::ThisYear,
        columns: &["last_name", "status", "department", "weekly_working_hours", "cost_center", "fix_salary"],
        filters: &[("employment_type", true, "internal")],
        age: 210,
        ..PLAN
    },
    Plan {
        name: "Targets",
        description: "Targets and what they are measured by.",
        columns: &["last_name", "performance_targets", "performance_kpis"],
        filters: &[("status", true, "active")],
        age: 95,
        ..PLAN
    },
    Plan {
        name: "Headcount by department",
        description: "Put together in groups.",
        columns: &["department", "status"],
        age: 60,
        grouped: true,
        ..PLAN
    },
    Plan {
        name: "役員のみ",
        description: "Not shared with whoever made the credential.",
        columns: &["last_name", "fix_salary"],
        age: 33,
        shared: false,
        ..PLAN
    },
    Plan {
        name: "Altbestand 2019",
        description: "Its update fails.",
        kind: ReportKind::Timeframe,
        period: Period::Fixed(Date::constant(2019, 1, 1), Date::constant(2019, 12, 31)),
        columns: &["last_name", "position"],
        filters: &[("status", false, "inactive")],
        status: ReportStatus::UpdateFailed,
        age: 900,
        open: false,
        ..PLAN
    },
];

/// The reports of a company.
pub(super) fn reports(company: &Company, seed: u64, today: Date) -> Vec<Report> {
    let mut rng = Rng::new(seed, &[170]);
    let author = company.people.rows().iter().find(|it| it.current().status == Status::Active);
    let author = author.or(company.people.rows().first()).map_or(0, |it| it.id);
    (1..).zip(&PLANS).map(|(id, plan)| report(&mut rng, company, plan, (id, author), today)).collect()
}

fn report(rng: &mut Rng, company: &Company, plan: &Plan, (id, author): (u32, u32), today: Date) -> Report {
    let created_at = at_noonish(rng, shift(today, -plan.age));
    let updated_at: Timestamp = at_noonish(rng, shift(today, -plan.age / 3)).max(created_at);
    let filter = |(column, is, value): &(&'static str, bool, &'static str)| ReportFilter {
        column: Text::from(*column),
        is: *is,
        value: Text::from(*value),
    };
    Report {
        id,
        uuid: rng.uuid(),
        name: plan.name.into(),
        description: plan.description.into(),
        author,
        kind: plan.kind,
        period: plan.period,
        columns: plan.columns.iter().flat_map(|it| columns(company, it)).collect(),
        filters: plan.filters.iter().map(filter).collect(),
        status: plan.status,
        created_at,
        updated_at,
        refreshed_at: updated_at,
        open_to_api: plan.open,
        shared: plan.shared,
        grouped: plan.grouped,
    }
}

/// The columns that a plan means: `absences` and `compensations` are one for each of their types.
fn columns(company: &Company, name: &'static str) -> Vec<Text> {
    let absence = |id: u32| [format!("absence_{id}").into(), format!("absence_{id}:periods").into()];
    match name {
        "absences" => company.absence_types.rows().iter().flat_map(|it| absence(it.id)).collect(),
        "compensations" => {
            let types = company.compensation_types.rows().iter().filter(|it| !it.kind.is_base());
            types.map(|it| it.uuid.to_string().into()).collect()
        }
        _ => vec![name.into()],
    }
}

/// One or two targets for every third person.
pub(super) fn targets(company: &Company, seed: u64) -> Vec<PerformanceTarget> {
    let mut rows: Vec<PerformanceTarget> = Vec::new();
    let working = |it: &&Person| it.current().status == Status::Active;
    for person in company.people.rows().iter().filter(working).step_by(3).take(TARGETS) {
        let mut rng = Rng::new(seed, &[171, u64::from(person.id)]);
        for _ in 0..=rng.below(2) {
            let id = 6_001 + u32::try_from(rows.len()).unwrap_or(0);
            let kpis = 1..=u32::try_from(1 + rng.below(3)).unwrap_or(1);
            let kpis = kpis.map(|it| (it, rng.range(1, 400) * 50)).collect();
            rows.push(PerformanceTarget { id, person: person.id, value: rng.range(1, 20) * 500, kpis });
        }
    }
    rows
}
