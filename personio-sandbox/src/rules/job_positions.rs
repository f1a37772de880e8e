//! Whether positions are on the career site.

use jiff::Timestamp;

use crate::model::company::Company;
use crate::model::recruiting::JobPosition;

/// Publishes a position, or takes it from the career site.
pub(crate) fn publish(
    company: &mut Company,
    id: u32,
    published: bool,
    now: Timestamp,
) -> Option<&JobPosition> {
    let position = company.job_positions.get_mut(id)?;
    if position.published != published {
        position.published = published;
        position.updated_at = now;
    }
    Some(position)
}
