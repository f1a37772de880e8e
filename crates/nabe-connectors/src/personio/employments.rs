//! Employments: those of one person, and one of them.
//!
//! An employment's id names its person, so that either address finds it (see `employment.rs`). Must not know how
//! calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, FieldRule, PageInfo, Plan, Resource, Row,
};
use serde_json::value::RawValue;

use super::employees::number;
use super::employment_rules::EMPLOYMENT;
use super::listed::{on, rows, segment, whole_seconds};
use super::names::{self, Names};
use super::values::Values;
use super::{employment, history, operation, page, salary};

/// Employments of one person, and any one employment.
pub(super) struct PersonEmployments;

impl Resource for PersonEmployments {
    fn rules(&self) -> &'static [FieldRule] {
        EMPLOYMENT
    }

    fn page_limit(&self) -> u32 {
        history::LIMIT
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let person = person(ask)?;
        let call = if let Some(id) = ask.id {
            let (_, own) = employment::parts(id);
            Call::with_path(operation("v2_get_employment"), &[person, segment(own)?])
        } else {
            let updated_after = updated_after(ask)?;
            let list = Call::with_path(operation("v2_list_employments"), &[person]);
            on(list, ask.position, |list| {
                let limit = ask.limit.clamp(1, history::LIMIT).to_string();
                list.query("limit", limit).query_if("updated_at.gt", updated_after)
            })
        };
        let pay = salary::is_wanted(ask.asked);
        let pay = pay.then(|| Call::with_path(operation("v1_get_employee"), &[person]));
        Ok(Plan::Calls([Some(call), pay].into_iter().flatten().collect()))
    }

    fn further(&self, ask: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        if !ask.asked.expands("groups") {
            return Ok(Vec::new());
        }
        Ok(names::calls(&rows(ask, answers.first)?.rows, ask.asked, answers))
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let person = person(ask)?;
        let page = rows(ask, answers.first)?;
        let pay = match answers.first.get(1) {
            Some(body) => page::read_one(body, true)?.1,
            None => None,
        };
        let mut hands = Hands::new(ask, answers, each);
        for row in &page.rows {
            hands.on(row, person, pay);
        }
        Ok(PageInfo { next: page.next, rows: page.rows.len(), lost: hands.lost })
    }
}

/// Whose employments: the parent, or the person in the id, who must be the same where both are there.
fn person<'a>(ask: &Ask<'a>) -> Result<&'a str, CallError> {
    let in_id = ask.id.and_then(|it| employment::parts(it).0).map(number).transpose()?;
    let parent = ask.parent.map(number).transpose()?;
    match (parent, in_id) {
        (Some(parent), Some(person)) if parent != person => Err(CallError::NotFound),
        (Some(person), _) | (None, Some(person)) => Ok(person),
        (None, None) => Err(CallError::NotFound),
    }
}

/// The condition in Personio's words, which have no fractions of seconds (official example).
pub(super) fn updated_after(ask: &Ask<'_>) -> Result<Option<String>, CallError> {
    let at = ask.filters.instant("updated_after")?;
    Ok(at.map(whole_seconds))
}

/// Hands employments on, mapped.
pub(super) struct Hands<'h, 'b> {
    ask: &'h Ask<'h>,
    names: Names<'b>,
    each: Each<'h>,
    /// What could not be handed on.
    pub(super) lost: Vec<Defect>,
}

impl<'h, 'b> Hands<'h, 'b> {
    pub(super) fn new(ask: &'h Ask<'h>, answers: &Answers<'b>, each: Each<'h>) -> Self {
        let names = if ask.asked.expands("groups") { Names::read(answers) } else { Names::default() };
        Self { ask, names, each, lost: Vec::new() }
    }

    /// Maps an employment of a person and hands it on. `told` is the person's row of v1, where it was read.
    pub(super) fn on(&mut self, row: &'b RawValue, person: &str, told: Option<&'b RawValue>) {
        let mut defects = Vec::new();
        let values = &mut Values { defects: &mut defects };
        let Ok(mut record) = employment::read(row, person, self.ask.today, values) else {
            return self.lost.push(Defect { path: "[]".into(), kind: DefectKind::WrongType });
        };
        let pay = told.filter(|_| salary::is_wanted(self.ask.asked));
        let pay = pay.filter(|it| salary::add(&mut record, it, values));
        self.names.add(&mut record, values);
        let Some(id) = record.id.as_deref() else {
            return self.lost.push(Defect { path: "id".into(), kind: DefectKind::NoId });
        };
        if self.ask.filters.passes_after("updated_after", record.updated_at) {
            let source = self.ask.explain.then_some(row);
            let detail = pay.map(|it| it.get().as_bytes());
            let person = told.filter(|_| self.ask.explain);
            (self.each)(Row { id, record: (&record).into(), source, detail, person, defects: &defects });
        }
    }
}
