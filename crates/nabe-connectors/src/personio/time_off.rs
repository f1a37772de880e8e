//! Absences: v2 lists those of days and those of hours; how much they take, and of what kind they are, is in other
//! calls.
//!
//! Must not know how calls are made.

use nabe_connector::{Answers, Ask, Call, CallError, Each, FieldRule, PageInfo, Plan, Resource};
use nabe_model::hris::TimeOff;
use nabe_model::select::Asked;

use super::absence::WireAbsence;
use super::breakdowns::{self, Days};
use super::kinds::{self, Kind, told_by_v2};
use super::listed::{Out, each_read, on, read_rows, segment};
use super::operation;
use super::time_off_filters::Conditions;
use super::time_off_rules::TIME_OFF;
use super::told::Told;
use super::values::Values;

/// The most rows of a page (official).
const PAGE_LIMIT: u32 = 100;

/// Absences of everybody, or of one person where the question names one.
pub(super) struct TimeOffs;

impl Resource for TimeOffs {
    fn rules(&self) -> &'static [FieldRule] {
        TIME_OFF
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let conditions = Conditions::read(ask)?;
        if let Some(id) = ask.id {
            return Ok(Plan::call(Call::with_path(operation("v2_get_absence_period"), &[segment(id)?])));
        }
        if conditions.are_met_by_nothing() {
            return Ok(Plan::Calls(Vec::new()));
        }
        let limit = ask.limit.clamp(1, PAGE_LIMIT).to_string();
        let list = Call::to(operation("v2_list_absence_periods"));
        Ok(Plan::call(on(list, ask.position, |list| conditions.add_to(list.query("limit", limit)))))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let want = Want::of(ask.asked);
        if !want.kinds && !want.days {
            return Ok(Vec::new());
        }
        let absences = wanted(ask, answers.first)?;
        let mut calls = Vec::new();
        if want.kinds {
            calls.extend(kinds::calls(
                absences.iter().filter_map(|it| it.time_off_policy_id.as_deref()),
                answers,
            ));
        }
        if want.days {
            let ids = absences.iter().filter_map(|it| it.id.as_deref());
            calls.extend(ids.filter_map(|id| breakdowns::call(id, answers.further)));
        }
        Ok(calls)
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let page = read_rows::<WireAbsence<'_>>(ask, answers.first)?;
        let conditions = Conditions::read(ask)?;
        let reader =
            Reader { want: Want::of(ask.asked), explain: ask.explain, kinds: told_by_v2(answers.further) };
        Ok(each_read(page, each, |row, out| {
            let mut record = row.record(&mut out.values());
            if !conditions.are_met_by(&record) {
                // One that Personio lists as this person's without saying so is lost, and not somebody else's.
                if !conditions.lack_the_person_of(&record) {
                    out.pass_over();
                }
                return Ok(());
            }
            reader.add(&mut record, answers, out);
            Ok(())
        }))
    }
}

/// What of the other calls is wanted.
#[derive(Clone, Copy)]
struct Want {
    /// The types of absence.
    kinds: bool,
    /// The type as a whole.
    policy: bool,
    /// What is taken of each day.
    days: bool,
}

impl Want {
    fn of(asked: &Asked) -> Self {
        let policy = asked.expands("policy");
        Self {
            kinds: policy || asked.fields.inside("type").is_some(),
            policy,
            days: asked.names("breakdown") || asked.names("duration"),
        }
    }
}

/// The absences of the first answer that meet the conditions.
fn wanted<'b>(ask: &Ask<'_>, first: &[&'b [u8]]) -> Result<Vec<TimeOff<'b>>, CallError> {
    let conditions = Conditions::read(ask)?;
    let rows = read_rows::<WireAbsence<'_>>(ask, first)?.rows.into_iter().filter_map(|it| it.row);
    let records = rows.map(|row| row.record(&mut Values { defects: &mut Vec::new() }));
    Ok(records.filter(|it| conditions.are_met_by(it)).collect())
}

/// Adds to absences what the other calls said.
struct Reader<'b> {
    want: Want,
    explain: bool,
    kinds: Told<Kind<'b>>,
}

impl<'b> Reader<'b> {
    fn add(&self, record: &mut TimeOff<'b>, answers: &Answers<'b>, out: &mut Out<'_, 'b>) {
        let kind = self.kind(record, out);
        let days = self.days(record, answers, out);
        let detail = self.explain.then(|| detail(kind, days.as_ref())).flatten();
        record.breakdown = days.map(|it| it.days);
        let id = record.id.clone();
        out.give_with(id.as_deref(), &*record, detail.as_deref().map(str::as_bytes));
    }

    fn kind(&self, record: &mut TimeOff<'b>, out: &mut Out<'_, 'b>) -> Option<&Kind<'b>> {
        let id = record.time_off_policy_id.as_deref().filter(|_| self.want.kinds)?;
        let kind = self.kinds.get(id, "absence_type", &mut out.values())?;
        record.kind.clone_from(&kind.policy.kind);
        record.policy = self.want.policy.then(|| kind.policy.clone());
        Some(kind)
    }

    fn days(
        &self,
        record: &mut TimeOff<'b>,
        answers: &Answers<'b>,
        out: &mut Out<'_, 'b>,
    ) -> Option<Days<'b>> {
        let id = record.id.as_deref().filter(|_| self.want.days)?;
        let days = Days::read(id, answers.further, &mut out.values())?;
        // How long it is nobody knows while its end is open.
        record.duration = record.end_date.and_then(|_| days.total());
        Some(days)
    }
}

/// What the other calls said of an absence, put together for its explanation.
fn detail(kind: Option<&Kind<'_>>, days: Option<&Days<'_>>) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(kind.map(|it| format!("\"absence_type\":{}", it.source.get())));
    parts.extend(days.map(|it| {
        let days: Vec<&str> = it.sources.iter().map(|it| it.get()).collect();
        format!("\"breakdowns\":[{}]", days.join(","))
    }));
    (!parts.is_empty()).then(|| format!("{{{}}}", parts.join(",")))
}
