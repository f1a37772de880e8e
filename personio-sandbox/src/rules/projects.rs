//! Which projects there may be, who belongs to them, and how much time went into them.

use jiff::Timestamp;
use jiff::civil::Date;

use super::span;
use crate::model::attendance::{Approval, AttendancePeriod};
use crate::model::company::Company;
use crate::model::project::Project;
use crate::model::text::Text;

/// A project as somebody wants it to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) name: Text,
    pub(crate) active: bool,
    pub(crate) code: Option<Text>,
    pub(crate) description: Option<Text>,
    pub(crate) cost_center: Option<u32>,
    /// None where a sub-project follows its parent.
    pub(crate) assigned_to_all: Option<bool>,
    pub(crate) parent: Option<u32>,
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
    /// None where a sub-project follows its parent.
    pub(crate) billable: Option<bool>,
    pub(crate) client: Option<Text>,
    pub(crate) kind: Option<Text>,
}

impl Draft {
    /// A project as it is.
    pub(crate) fn of(project: &Project) -> Self {
        let own = |it: bool| project.parent.is_none().then_some(it);
        Self {
            name: project.name.clone(),
            active: project.active,
            code: project.code.clone(),
            description: project.description.clone(),
            cost_center: project.cost_center,
            assigned_to_all: own(project.assigned_to_all),
            parent: project.parent,
            start: project.start,
            end: project.end,
            billable: own(project.billable),
            client: project.client.clone(),
            kind: project.kind.clone(),
        }
    }

    /// The first field that a sub-project may not have.
    fn unsupported(&self) -> Option<&'static str> {
        let fields = [
            ("cost_center", self.cost_center.is_some()),
            ("client_name", self.client.is_some()),
            ("project_type", self.kind.is_some()),
            ("assigned_to_all", self.assigned_to_all.is_some()),
            ("billable", self.billable.is_some()),
        ];
        fields.into_iter().find(|it| it.1).map(|it| it.0)
    }
}

/// Why a project can't be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    NameTaken,
    CodeTaken,
    UnknownCostCenter,
    /// The parent isn't there, or has a parent itself.
    UnknownParent,
    StartAfterEnd,
    /// A sub-project may not have this field.
    Unsupported(&'static str),
    UnknownPerson,
    /// Sub-projects have no members.
    SubProject,
    /// Time was recorded on it, so it stays.
    HasAttendances,
}

/// Adds a project; the answer is its number.
pub(crate) fn create(company: &mut Company, draft: Draft, now: Timestamp) -> Result<u32, Refused> {
    check(company, None, &draft)?;
    let id = company.projects.next_number();
    company.projects.insert(built(draft, id, Vec::new(), (now, now)));
    Ok(id)
}

/// Changes a project.
pub(crate) fn change(company: &mut Company, id: u32, draft: Draft, now: Timestamp) -> Result<(), Refused> {
    let Some(before) = company.projects.get(id) else { return Ok(()) };
    check(company, Some(id), &draft)?;
    // Whoever is assigned with everyone is no member (published page of the route [O]).
    let members = if draft.assigned_to_all == Some(true) { Vec::new() } else { before.members.clone() };
    let after = built(draft, id, members, (before.created_at, before.updated_at));
    store(company, after, now);
    Ok(())
}

/// Takes a project away, with its sub-projects; not if time was recorded on one of them (published page of the
/// route [O]).
pub(crate) fn delete(company: &mut Company, id: u32) -> Result<(), Refused> {
    let doomed: Vec<u32> = sub_projects(company, id).map(|it| it.id).chain([id]).collect();
    let is_on_it = |it: &AttendancePeriod| it.project.is_some_and(|it| doomed.contains(&it));
    if company.attendance.rows().iter().any(is_on_it) {
        return Err(Refused::HasAttendances);
    }
    for id in doomed {
        company.projects.remove(id);
    }
    Ok(())
}

/// Adds members, all or none; the project is no longer everyone's (facts §9.3 [O]).
pub(crate) fn add_members(
    company: &mut Company,
    id: u32,
    people: &[u32],
    now: Timestamp,
) -> Result<(), Refused> {
    let Some(project) = company.projects.get(id).cloned() else { return Ok(()) };
    if project.parent.is_some() {
        return Err(Refused::SubProject);
    }
    if people.iter().any(|it| company.people.get(*it).is_none()) {
        return Err(Refused::UnknownPerson);
    }
    let mut members = project.members.clone();
    members.extend(people);
    members.sort_unstable();
    members.dedup();
    let assigned_to_all = project.assigned_to_all && people.is_empty();
    store(company, Project { assigned_to_all, members, ..project }, now);
    Ok(())
}

/// Removes these members, or all; whoever is none stays none.
pub(crate) fn remove_members(
    company: &mut Company,
    id: u32,
    people: Option<&[u32]>,
    now: Timestamp,
) -> Result<(), Refused> {
    let Some(project) = company.projects.get(id).cloned() else { return Ok(()) };
    if project.parent.is_some() {
        return Err(Refused::SubProject);
    }
    let mut members = project.members.clone();
    members.retain(|it| people.is_some_and(|people| !people.contains(it)));
    store(company, Project { members, ..project }, now);
    Ok(())
}

/// The projects below a project.
pub(crate) fn sub_projects(company: &Company, id: u32) -> impl Iterator<Item = &Project> {
    company.projects.rows().iter().filter(move |it| it.parent == Some(id))
}

/// The project whose members and flags count for a project: its parent, or itself.
pub(crate) fn top<'a>(company: &'a Company, project: &'a Project) -> &'a Project {
    project.parent.and_then(|it| company.projects.get(it)).unwrap_or(project)
}

/// The periods that were recorded on a project itself; those that were rejected don't count [?].
pub(crate) fn periods(company: &Company, id: u32) -> impl Iterator<Item = &AttendancePeriod> {
    let rows = company.attendance.rows().iter();
    rows.filter(move |it| it.project == Some(id) && it.approval != Approval::Rejected)
}

/// The minutes that were worked on a project itself.
pub(crate) fn tracked_minutes(company: &Company, id: u32) -> i64 {
    periods(company, id).map(|it| span::worked_minutes(company, it)).sum()
}

fn built(
    draft: Draft,
    id: u32,
    members: Vec<u32>,
    (created_at, updated_at): (Timestamp, Timestamp),
) -> Project {
    Project {
        id,
        name: draft.name,
        active: draft.active,
        code: draft.code,
        description: draft.description,
        cost_center: draft.cost_center,
        assigned_to_all: draft.assigned_to_all.unwrap_or(false),
        parent: draft.parent,
        start: draft.start,
        end: draft.end,
        billable: draft.billable.unwrap_or(false),
        client: draft.client,
        kind: draft.kind,
        members,
        created_at,
        updated_at,
    }
}

fn store(company: &mut Company, after: Project, now: Timestamp) {
    if company.projects.get(after.id).is_none_or(|before| *before == after) {
        return;
    }
    if let Some(row) = company.projects.get_mut(after.id) {
        *row = Project { updated_at: now, ..after };
    }
}

fn check(company: &Company, own: Option<u32>, draft: &Draft) -> Result<(), Refused> {
    let others = || company.projects.rows().iter().filter(|it| Some(it.id) != own);
    // Whether names that differ in case are the same is not known [?]; here they aren't.
    if others().any(|it| it.name == draft.name) {
        return Err(Refused::NameTaken);
    }
    if draft.code.is_some() && others().any(|it| it.code == draft.code) {
        return Err(Refused::CodeTaken);
    }
    if draft.cost_center.is_some_and(|it| company.cost_centers.get(it).is_none()) {
        return Err(Refused::UnknownCostCenter);
    }
    if let Some(parent) = draft.parent {
        if company.projects.get(parent).is_none_or(|it| it.parent.is_some()) {
            return Err(Refused::UnknownParent);
        }
        if let Some(field) = draft.unsupported() {
            return Err(Refused::Unsupported(field));
        }
    }
    // The end is exclusive, so a project may end where it starts.
    match (draft.start, draft.end) {
        (Some(start), Some(end)) if start > end => Err(Refused::StartAfterEnd),
        _ => Ok(()),
    }
}
