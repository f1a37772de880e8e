//! Employees: lists and single records from v1, with v2 beside them where v1 knows nothing.
//!
//! v1 pages by rows, at most 100 (official). Must not know how calls are made.

use jiff::Timestamp;
use nabe_connector::{
    Call, CallError, Defect, DefectKind, Employees, FieldRule, Filters, ListAsk, Mapped, Mapping, PageInfo,
    Want,
};
use nabe_model::hris::Employee;

use super::scalar::Scalar;
use super::wire::WireEmployee;
use super::{employments, mapping, operation, page, rules};

/// The most rows of a page (official; enforced since 2025-01-31).
const PAGE_LIMIT: u32 = 100;
/// Employments of one person in one call: the most that v2 gives (official).
const EMPLOYMENTS_LIMIT: &str = "50";

/// Employees of Personio.
pub(super) struct PersonioEmployees;

impl Employees for PersonioEmployees {
    fn rules(&self) -> &'static [FieldRule] {
        rules::EMPLOYEE
    }

    fn page_limit(&self) -> u32 {
        PAGE_LIMIT
    }

    fn list(&self, ask: &ListAsk<'_>) -> Result<Call, CallError> {
        let offset = offset(ask)?;
        let limit = ask.limit.clamp(1, PAGE_LIMIT);
        let filters = ask.filters;
        // With `updated_since` the e-mail filter is ignored (official): `passes` does it then.
        let email = filters.email.as_deref().filter(|_| filters.updated_after.is_none());
        Ok(Call::to(operation("v1_list_employees"))
            .query("limit", limit.to_string())
            .query("offset", offset.to_string())
            .query_if("email", email)
            .query_if("updated_since", filters.updated_after.map(updated_since)))
    }

    fn get(&self, id: &str) -> Result<Call, CallError> {
        // Ids are int32 (official); anything else can't be one and must not reach the path.
        let number: i32 = id.parse().map_err(|_| CallError::NotFound)?;
        Ok(Call::with_path(operation("v1_get_employee"), &[&number.to_string()]))
    }

    fn detail(&self, want: Want, id: &str) -> Option<Call> {
        // A person's id is the number of v1 as text (official); anything else must not reach the path.
        let number: i32 = id.parse().ok().filter(|_| employments::are_wanted(want))?;
        let call = Call::with_path(operation("v2_list_employments"), &[&number.to_string()]);
        Some(call.query("limit", EMPLOYMENTS_LIMIT))
    }

    fn ids(&self, body: &[u8]) -> Result<Vec<String>, CallError> {
        let mut ids = Vec::new();
        page::read(body, &mut |row| {
            let id = row.attributes.id.value.take().and_then(Scalar::id);
            ids.extend(id.map(String::from));
        })?;
        Ok(ids)
    }

    fn passes(&self, filters: &Filters, record: &Employee<'_>) -> bool {
        let Filters { updated_after: _, email, employee_number } = filters;
        let has_email =
            |wanted: &str| record.work_email.as_deref().is_some_and(|it| same_letters(it, wanted));
        let has_number = |wanted: &str| record.employee_number.as_deref() == Some(wanted);
        email.as_deref().is_none_or(has_email) && employee_number.as_deref().is_none_or(has_number)
    }

    fn read_page(
        &self,
        ask: &ListAsk<'_>,
        mapping: &Mapping<'_>,
        body: &[u8],
        each: &mut dyn FnMut(Mapped<'_, '_>),
    ) -> Result<PageInfo, CallError> {
        let offset = offset(ask)?;
        let mut defects = Vec::new();
        let mut lost = Vec::new();
        let envelope = page::read(body, &mut |row| {
            if !hand_on(row, mapping, &mut defects, each) {
                lost.push(Defect { path: "attributes.id.value".into(), kind: DefectKind::NoId });
            }
        })?;
        lost.extend(envelope.lost);
        Ok(PageInfo {
            next: next(offset, ask.limit, envelope.rows, envelope.total),
            rows: envelope.rows,
            lost,
        })
    }

    fn read_one(
        &self,
        mapping: &Mapping<'_>,
        body: &[u8],
        each: &mut dyn FnMut(Mapped<'_, '_>),
    ) -> Result<(), CallError> {
        let mut row = page::read_one(body)?;
        if hand_on(&mut row, mapping, &mut Vec::new(), each) {
            Ok(())
        } else {
            Err(CallError::Malformed { at: "data.attributes.id".to_owned() })
        }
    }
}

/// Maps a row and hands it on; false when it has no id.
fn hand_on<'b>(
    row: &mut WireEmployee<'b>,
    mapping: &Mapping<'b>,
    defects: &mut Vec<Defect>,
    each: &mut dyn FnMut(Mapped<'_, '_>),
) -> bool {
    defects.clear();
    let Some(record) = mapping::employee(row, mapping, defects) else { return false };
    each(Mapped { record: &record, arrivals: row, defects });
    true
}

fn offset(ask: &ListAsk<'_>) -> Result<u64, CallError> {
    let Some(position) = ask.position else { return Ok(0) };
    position.parse().map_err(|_| CallError::Malformed { at: "position".to_owned() })
}

/// Where the page after this one begins. A page that says no total is the last one unless it is exactly full: one
/// with more rows than were asked for comes from a route that doesn't page.
fn next(offset: u64, limit: u32, rows: usize, total: Option<u64>) -> Option<String> {
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    let after = offset.saturating_add(rows);
    let more = match total {
        Some(total) => after < total,
        None => rows == u64::from(limit.clamp(1, PAGE_LIMIT)),
    };
    (more && rows > 0).then(|| after.to_string())
}

/// Whether two texts differ at most in the case of their letters.
fn same_letters(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// `2022-12-24T08:15:30` (official). Which zone that is was not seen (?): UTC is sent, which in the company's zone,
/// east of it for every customer we expect, is earlier, so that nothing is missed.
fn updated_since(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
