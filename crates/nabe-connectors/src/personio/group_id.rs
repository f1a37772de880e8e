//! Ids of groups: what kind of group it is, `_`, and Personio's own id, since ids of departments, teams and cost
//! centers are numbered apart from each other.

use nabe_model::value::Text;

/// The id of a group where groups of several kinds stand together.
pub(super) fn group_id<'b>(kind: &str, id: &str) -> Text<'b> {
    format!("{kind}_{id}").into()
}

/// Personio's own id in an id of a group of this kind; either form names the group where there is one kind only.
pub(super) fn own_id<'i>(kind: &str, id: &'i str) -> &'i str {
    id.strip_prefix(kind).and_then(|it| it.strip_prefix('_')).unwrap_or(id)
}
