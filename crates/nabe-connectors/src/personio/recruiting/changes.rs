//! Changes of an application: the stages that it came to.
//!
//! Transitions have no ids (checked live), so each gets one made of its moment and its stage. Must not know how calls
//! are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, DefectKind, Each, Evidence, FieldRule, PageInfo, Plan, Resource,
};
use nabe_model::ats::{ApplicationChange, ApplicationChangeValues, Stage};
use nabe_model::record::Record;
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::READ;
use super::wire::{Moment, WireStage, is_rejection, stage_at, status};
use crate::personio::listed::{Out, each_row, on, page, segment};
use crate::personio::operation;
use crate::personio::reading::{Found, from_json};
use crate::personio::values::Values;

/// Changes of an application.
pub(in crate::personio) static CHANGES: Changes = Changes;

/// Changes of an application, latest first (official). Whether Personio has pages here is not known (?): a link to a
/// next one is followed.
pub(in crate::personio) struct Changes;

#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    entered_at: Moment<'b>,
    stage: Found<WireStage<'b>>,
}

impl Resource for Changes {
    fn rules(&self) -> &'static [FieldRule] {
        RULES
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn makes_up_id(&self, _: &Record<'_, '_>) -> bool {
        true
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        ask.filters.instant("created_after")?;
        let application = segment(ask.parent.unwrap_or_default())?;
        let call = Call::with_path(operation("v2_list_stage_transitions"), &[application]);
        Ok(Plan::call(on(call, ask.position, |call| call)))
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        let page = page(answers.first())?.at(ask.position)?;
        Ok(each_row(page, ask.explain, each, |row, out| change(row, ask, out)))
    }
}

fn change<'b>(row: &'b RawValue, ask: &Ask<'_>, out: &mut Out<'_, 'b>) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = from_json(row.get())?;
    let values = &mut out.values();
    let at = wire.entered_at.read("entered_at", values);
    let stage = WireStage::read(wire.stage, &stage_at!("stage"), "observed", values);
    // Without its moment a change is none: the row counts as lost.
    let Some(at) = at else { return Ok(()) };
    let id = own_id(at, stage.as_ref());
    let record = ApplicationChange {
        id: Some(id.clone()),
        remote_id: None,
        created_at: at,
        effective_at: Some(at),
        change_type: Some(Choice::own(KIND)),
        new_values: ApplicationChangeValues {
            application_status: stage.as_ref().and_then(status),
            interview_stage_id: stage.as_ref().and_then(|it| it.id.clone()),
        },
    };
    let is_wanted = ask.filters.text("change_type").is_none_or(|it| it == KIND)
        && ask.filters.passes_after("created_after", Some(at));
    if is_wanted {
        out.give(Some(&id), &record);
    } else {
        out.pass_over();
    }
    Ok(())
}

/// What Personio tells of: nothing else of an application is told with its moment.
const KIND: &str = "interview_stage";

fn own_id<'b>(at: DateTime, stage: Option<&Stage<'_>>) -> Text<'b> {
    let moment = match at {
        DateTime::Instant(at) => at.as_millisecond().to_string(),
        DateTime::Date(day) => day.to_string(),
    };
    match stage.and_then(|it| it.id.as_deref()) {
        Some(stage) => format!("{moment}-{stage}").into(),
        None => moment.into(),
    }
}

/// When an application last came to the stage of refusal, as its transitions tell: the latest is the first.
pub(super) fn last_rejection(body: &[u8], values: &mut Values<'_>) -> Option<DateTime> {
    let Ok(page) = page(body) else { return values.refuse(STEPS, DefectKind::WrongType) };
    for row in page.rows {
        let Ok(wire) = from_json::<Wire<'_>>(row.get()) else {
            values.refuse::<()>(STEPS, DefectKind::WrongType);
            continue;
        };
        let stage = WireStage::read(wire.stage, &stage_at!("_data[].stage"), "observed", values);
        if stage.is_some_and(|it| is_rejection(&it)) {
            return wire.entered_at.read("_data[].entered_at", values);
        }
    }
    None
}

/// Where the steps stand in their answer.
pub(super) const STEPS: &str = "_data[]";

use Evidence::{Guess, Live};

#[rustfmt::skip] // a table: one row a field
static RULES: &[FieldRule] = &[
    READ.row("id", "entered_at, stage.id, stage.kind", "made of the moment and the stage, since Personio gives it no id", Live),
    READ.nowhere("remote_id", "steps from stage to stage have no ids"),
    READ.row("created_at", "entered_at", "when it came to the stage", Live),
    READ.row("effective_at", "entered_at", "when it came to the stage", Live),
    READ.row("change_type", "stage", "always interview_stage: Personio tells of nothing else", Live),
    READ.row("new_values", "stage", "the stage, and what it says of the status for certain", Guess),
];
