//! Stages that a company declares: those of a job's category, in their order.
//!
//! Must not know how calls are made.

use std::borrow::Cow;

use nabe_connector::{
    Answers, Ask, Call, CallError, Defect, DefectKind, Each, Evidence, FieldRule, PageInfo, Plan, Resource,
    Row,
};
use nabe_model::ats::Stage;
use nabe_model::record::Record;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::READ;
use super::jobs::{WireJob, category_call, category_key};
use super::wire::{WireStage, stage_at};
use crate::personio::listed::{one, segment};
use crate::personio::operation;
use crate::personio::reading::{Found, from_json};
use crate::personio::scalar::Scalar;
use crate::personio::values::Values;

/// That a stage is neither the company's own, with an id, nor one of the system, with its word.
pub(super) const NO_ID: Defect = Defect { path: Cow::Borrowed("stages[].id"), kind: DefectKind::NoId };

/// The stages of a job.
pub(in crate::personio) struct JobStages;

impl Resource for JobStages {
    fn rules(&self) -> &'static [FieldRule] {
        RULES
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        let job = segment(ask.parent.unwrap_or_default())?;
        Ok(Plan::call(Call::with_path(operation("v2_get_recruiting_job"), &[job])))
    }

    fn further(&self, _: &Ask<'_>, answers: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        category(answers.first())?.map(|id| category_call(&id)).into_iter().collect()
    }

    /// A job without a category has no stages that are told. One whose category can't be read has some, and a list
    /// without them would be taken for whole.
    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let Some(id) = category(answers.first())? else { return Ok(PageInfo::default()) };
        let body = answers.further.get(&category_key(&id)).ok_or(CallError::NotFound)?;
        let mut defects = Vec::new();
        let stages = of(body, &mut Values { defects: &mut defects });
        let stages =
            stages.ok_or_else(|| CallError::Malformed { at: "the stages of the category".to_owned() })?;
        let rows = stages.len();
        let mut lost = Vec::new();
        for stage in &stages {
            let Some(id) = stage.id.as_deref() else {
                lost.push(NO_ID);
                continue;
            };
            if ask.id.is_none_or(|it| it == id) {
                let source = if ask.explain { source(body, stage.order) } else { None };
                let record = Record::Stage(stage);
                each(Row {
                    id,
                    record,
                    source,
                    detail: Some(body.as_slice()),
                    person: None,
                    defects: &defects,
                });
            }
        }
        // What can't be read of stages is told of those that can be.
        if stages.is_empty() {
            lost = defects;
        }
        Ok(PageInfo { rows, lost, ..PageInfo::default() })
    }
}

/// The category of the job that was read; nothing if it has none.
fn category(body: &[u8]) -> Result<Option<String>, CallError> {
    let malformed = |_| CallError::Malformed { at: "the job".to_owned() };
    let row = one(body)?.rows[0];
    let wire: WireJob<'_> = from_json(row.get()).map_err(malformed)?;
    let found = wire.category.and_then(|it| Some(Found::from(it.id).and_then(Scalar::id)));
    match found {
        Found::Value(Found::Value(id)) => Ok(Some(id.into_owned()).filter(|it| segment(it).is_ok())),
        Found::Nothing | Found::Value(Found::Nothing) => Ok(None),
        Found::Unreadable | Found::Value(Found::Unreadable) => {
            Err(CallError::Malformed { at: "category".to_owned() })
        }
    }
}

/// A category.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
pub(super) struct WireCategory<'b> {
    #[serde(borrow)]
    pub(super) stages: Found<Vec<&'b RawValue>>,
}

/// The stages of a category that stands alone in this answer; a defect where it can't be read.
pub(super) fn of<'b>(body: &'b [u8], values: &mut Values<'_>) -> Option<Vec<Stage<'b>>> {
    let row = one(body).ok().and_then(|it| it.rows.first().copied());
    let wire = row.and_then(|row| from_json::<WireCategory<'b>>(row.get()).ok());
    match wire {
        Some(wire) => declared(wire.stages, values),
        None => values.refuse("stages", DefectKind::WrongType),
    }
}

/// Declared stages with their places. One that can't be read has none and takes none from the others.
pub(super) fn declared<'b>(
    found: Found<Vec<&'b RawValue>>,
    values: &mut Values<'_>,
) -> Option<Vec<Stage<'b>>> {
    let stages = match found {
        Found::Nothing => Vec::new(),
        Found::Value(_) | Found::Unreadable => values.found("stages", found)?,
    };
    let stage = |(at, row): (usize, &'b RawValue)| {
        let found = from_json::<Found<WireStage<'b>>>(row.get()).ok()?;
        let stage = WireStage::read(found, &stage_at!("stages[]"), "declared", values)?;
        Some(Stage { order: u32::try_from(at + 1).ok(), ..stage })
    };
    Some(stages.into_iter().enumerate().filter_map(stage).collect())
}

/// The row of the stage at this place.
fn source(body: &[u8], order: Option<u32>) -> Option<&RawValue> {
    let row = *one(body).ok()?.rows.first()?;
    let wire: WireCategory<'_> = from_json(row.get()).ok()?;
    let place = usize::try_from(order?).ok()?.checked_sub(1)?;
    wire.stages.value()?.get(place).copied()
}

use Evidence::{Guess, Live};

#[rustfmt::skip] // a table: one row a field
pub(super) static RULES: &[FieldRule] = &[
    READ.row("id", "id, kind", "as it stands; a stage of the system has no id at Personio and is known by its word", Live),
    READ.row("remote_id", "id", "as it stands; stages of the system have none", Live),
    READ.row("name", "name", "as it stands; stages of the system have none", Live),
    READ.row("order", "stages[]", "its place in the list of its category; null where categories differ", Guess),
    READ.nowhere("created_at", "Personio does not tell it"),
    READ.nowhere("updated_at", "Personio does not tell it"),
    READ.row("kind", "kind, type", "the stage of the system that it is, as Personio spells it, or that it is the company's own", Live),
    READ.row("stage_source", "stages[]", "declared: the company's categories list it; observed: an application stands or stood there", Live),
];
