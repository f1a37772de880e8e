//! Ids of groups: what kind of group it is, `_`, and Personio's own id, since ids of departments, teams and cost
//! centers are numbered apart from each other.

use nabe_model::value::Text;

/// The id of a group where groups of several kinds stand together.
pub(super) fn group_id<'b>(kind: &str, id: &str) -> Text<'b> {
    format!("{kind}_{id}").into()
}
