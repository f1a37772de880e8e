//! What v2 employments add to an employee of v1.
//!
//! One call a person (official), so only when it is asked for. Must not know how the call is made.

use std::borrow::Cow;

use nabe_connector::{Answers, Call, Defect, DefectKind};
use nabe_model::hris::{Employee, Employment};
use nabe_model::select::Asked;

use super::employment;
use super::history::{self, History};
use super::mapping::Mapping;
use super::values::Values;

/// Whether what is asked for needs the call at all.
pub(super) fn are_wanted(asked: &Asked) -> bool {
    asked.expands("employments")
        || ["job_id", "employment_contract_type", "fte"].iter().any(|it| asked.names(it))
}

/// The calls for employments beyond the first fifty of those whose first are there.
pub(super) fn more(asked: &Asked, answers: &Answers<'_>) -> Vec<(String, Call)> {
    if !asked.expands("employments") {
        return Vec::new();
    }
    // The key of further pages has a space in it, that of the first is the person's id.
    let people = answers.further.keys().filter(|it| !it.contains(' '));
    let mut calls = Vec::new();
    for person in people {
        if let Ok(History::Wanted(key, call)) = history::of_person(person, answers) {
            calls.push((key, call));
        }
    }
    calls
}

/// Adds to a person what their employments say.
pub(super) fn add<'b>(record: &mut Employee<'b>, mapping: &Mapping<'b>, defects: &mut Vec<Defect>) {
    let Some(person) = record.remote_id.as_deref().filter(|it| mapping.answers.further.contains_key(*it))
    else {
        return;
    };
    let Some(employments) = read(person, mapping, defects) else {
        defects.push(Defect { path: "_data".into(), kind: DefectKind::WrongType });
        return;
    };
    let want = &mapping.want;
    // Newest first (official).
    if let Some(Some(latest)) = employments.first() {
        if want.job_id {
            record.job_id = latest.job.as_ref().and_then(|it| it.id.clone());
        }
        if want.contract_type {
            record.employment_contract_type.clone_from(&latest.employment_contract_type);
        }
        if want.fte {
            record.fte = latest.fte;
        }
    }
    if want.employments {
        record.employments = Some(employments.into_iter().flatten().collect());
    }
}

/// A person's employments, each if it can be read; nothing when their list can't be.
fn read<'b>(
    person: &str,
    mapping: &Mapping<'b>,
    defects: &mut Vec<Defect>,
) -> Option<Vec<Option<Employment<'b>>>> {
    let rows = match history::of_person(person, &mapping.answers) {
        Ok(History::Known(rows)) => rows,
        Ok(History::Gone) => Vec::new(),
        // Only the first page was asked for, and nothing beyond it is answered.
        Ok(History::Wanted(..)) => history::first_rows(person, &mapping.answers).ok()?,
        Err(_) => return None,
    };
    let mut employments = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        // The first one feeds fields of its own.
        let place = if at == 0 { "_data[0]" } else { "_data[]" };
        let mut own = Vec::new();
        let employment = employment::read(row, person, mapping.today, &mut Values { defects: &mut own }).ok();
        if employment.is_none() {
            defects.push(Defect { path: place.into(), kind: DefectKind::WrongType });
        }
        employments.push(employment);
        let inside = |it: Defect| Defect { path: Cow::Owned(format!("{place}.{}", it.path)), ..it };
        defects.extend(own.into_iter().map(inside));
    }
    Some(employments)
}
