//! What Personio has no list of, or always the same: it costs no call.
//!
//! Must not know how calls are made.

use nabe_connector::{Answers, Ask, CallError, Each, Evidence, FieldRule, PageInfo, Plan, Resource, Row};
use nabe_model::hris::Reference;
use nabe_model::record::Record;

use super::READ;

/// A list that is known without asking.
pub(in crate::personio) struct Fixed {
    rules: &'static [FieldRule],
    rows: &'static [&'static str],
}

/// The kinds that files have when applications are sent (official). They are not the categories that documents have.
pub(in crate::personio) static DOCUMENT_KINDS: Fixed = Fixed {
    rules: KIND,
    rows: &["cv", "cover-letter", "employment-reference", "certificate", "work-sample", "other"],
};

/// Attributes of applications, candidates and jobs: v2 tells none (official).
pub(in crate::personio) static NO_DEFINITIONS: Fixed = Fixed { rules: DEFINITION, rows: &[] };

/// Reasons of rejection: no API tells any.
pub(in crate::personio) static NO_REASONS: Fixed = Fixed { rules: REASON, rows: &[] };

impl Resource for Fixed {
    fn rules(&self) -> &'static [FieldRule] {
        self.rules
    }

    fn page_limit(&self) -> u32 {
        u32::MAX
    }

    fn plan(&self, _: &Ask<'_>) -> Result<Plan, CallError> {
        Ok(Plan::Calls(Vec::new()))
    }

    fn read(&self, ask: &Ask<'_>, _: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        for &id in self.rows.iter().filter(|it| ask.id.is_none_or(|wanted| wanted == **it)) {
            let text = || Some(id.into());
            let record = Reference { id: text(), remote_id: text(), name: text(), active: None };
            each(Row {
                id,
                record: Record::Reference(&record),
                source: None,
                detail: None,
                person: None,
                defects: &[],
            });
        }
        Ok(PageInfo { rows: self.rows.len(), ..PageInfo::default() })
    }
}

use Evidence::Official;

const NO_ATTRIBUTES: &str = "v2 tells no attributes that a company defined for recruiting";
const NO_REASON: &str = "Personio's API has no reasons of rejection";
const FROM_V1: &str = "the word by which v1 takes files of this kind";

/// A rule for what stands in Personio's documentation.
const fn known(field: &'static str) -> FieldRule {
    READ.row(field, "files[].category", FROM_V1, Official)
}

#[rustfmt::skip] // a table: one row a field
static KIND: &[FieldRule] = &[
    known("id"),
    known("remote_id"),
    known("name"),
    READ.nowhere("active", "the list is always the same"),
];

#[rustfmt::skip] // a table: one row a field
static DEFINITION: &[FieldRule] = &[
    READ.nowhere("id", NO_ATTRIBUTES),
    READ.nowhere("remote_id", NO_ATTRIBUTES),
    READ.nowhere("name", NO_ATTRIBUTES),
    READ.nowhere("description", NO_ATTRIBUTES),
    READ.nowhere("type", NO_ATTRIBUTES),
    READ.nowhere("options", NO_ATTRIBUTES),
];

#[rustfmt::skip] // a table: one row a field
static REASON: &[FieldRule] = &[
    READ.nowhere("id", NO_REASON),
    READ.nowhere("remote_id", NO_REASON),
    READ.nowhere("label", NO_REASON),
    READ.nowhere("rejected_reason_type", NO_REASON),
];
