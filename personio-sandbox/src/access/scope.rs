//! The rows of the permission table in Personio's integration wizard and the scopes they grant.
//!
//! A real token mixes old names without a prefix and new names with one (facts §1.1 [Q]), so each
//! permission grants the scopes of both generations.

use serde::{Deserialize, Serialize};

use crate::switch::{Switch, Switches};

/// A row of the permission table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Employees,
    Attendances,
    TimeOff,
    Documents,
    CustomReports,
    Compensations,
    Recruiting,
    Webhooks,
    OrgUnits,
    LegalEntities,
    CostCenters,
    Workplaces,
}

impl Row {
    /// Its label in the dialog.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Employees => "Employees",
            Self::Attendances => "Attendances",
            Self::TimeOff => "Time Off",
            Self::Documents => "Documents",
            Self::CustomReports => "Custom Reports",
            Self::Compensations => "Compensations",
            Self::Recruiting => "Recruiting",
            Self::Webhooks => "Webhooks",
            Self::OrgUnits => "Org Units",
            Self::LegalEntities => "Legal Entities",
            Self::CostCenters => "Cost Centers",
            Self::Workplaces => "Workplaces",
        }
    }
}

/// Every row with its key and whether it can be written.
pub(crate) const ROWS: &[(Row, &str, bool)] = &[
    (Row::Employees, "employees", true),
    (Row::Attendances, "attendances", true),
    (Row::TimeOff, "time_off", true),
    (Row::Documents, "documents", true),
    (Row::CustomReports, "custom_reports", false),
    (Row::Compensations, "compensations", true),
    (Row::Recruiting, "recruiting", true),
    (Row::Webhooks, "webhooks", true),
    (Row::OrgUnits, "org_units", false),
    (Row::LegalEntities, "legal_entities", false),
    (Row::CostCenters, "cost_centers", false),
    (Row::Workplaces, "workplaces", false),
];

/// Declares the scopes once: variant, spelling, row, whether it is for writing.
macro_rules! scopes {
    ($($name:ident $text:literal $row:ident $write:literal;)+) => {
        /// A right that a token can carry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Scope { $($name),+ }

        const SCOPES: &[(Scope, &str, Row, bool)] =
            &[$((Scope::$name, $text, Row::$row, $write)),+];
    };
}

// The order is the order in a token answer. Marks as in facts §1.1; unmarked scopes are official or
// come from a real token.
scopes! {
    EmployeesRead "employees:read" Employees false;
    EmployeesWrite "employees:write" Employees true;
    AttendancesRead "attendances:read" Attendances false;
    AttendancesWrite "attendances:write" Attendances true;
    AbsencesRead "absences:read" TimeOff false;
    AbsencesWrite "absences:write" TimeOff true;
    DocumentsRead "documents:read" Documents false;
    DocumentsWrite "documents:write" Documents true;
    CustomReportsRead "reports.custom:read" CustomReports false;
    CompensationsRead "personio:compensations:read" Compensations false;
    CompensationsWrite "personio:compensations:write" Compensations true;
    RecruitingRead "personio:recruiting:read" Recruiting false;
    // [?]: no source names a write scope of recruiting.
    RecruitingWrite "personio:recruiting:write" Recruiting true;
    PersonsRead "personio:persons:read" Employees false;
    PersonsWrite "personio:persons:write" Employees true;
    PersonioAbsencesRead "personio:absences:read" TimeOff false;
    // [?]: the old name is proven, this one follows the pattern.
    PersonioAbsencesWrite "personio:absences:write" TimeOff true;
    PersonioAttendancesRead "personio:attendances:read" Attendances false;
    PersonioAttendancesWrite "personio:attendances:write" Attendances true;
    // [T]: guessed by the pattern in third-party code.
    ProjectsRead "personio:projects:read" Attendances false;
    ProjectsWrite "personio:projects:write" Attendances true;
    WebhooksRead "personio:webhooks:read" Webhooks false;
    WebhooksWrite "personio:webhooks:write" Webhooks true;
    // [T]: guessed by the pattern in third-party code.
    ReportsRead "personio:reports:read" CustomReports false;
    OrgUnitsRead "personio:org-units:read" OrgUnits false;
    // The scope is official; that the row of org units grants it is [?].
    JobsRead "personio:jobs:read" OrgUnits false;
    // [T] for the scope, [?] for the row.
    SalaryBandsRead "personio:salary-bands:read" Compensations false;
    // [?]: no source names a scope for legal entities and workplaces; cost centers are [T].
    LegalEntitiesRead "personio:legal-entities:read" LegalEntities false;
    CostCentersRead "personio:cost-centers:read" CostCenters false;
    WorkplacesRead "personio:workplaces:read" Workplaces false;
}

/// What a credential may do with one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) read: bool,
    pub(crate) write: bool,
}

impl Access {
    /// The spelling of the control API.
    pub(crate) fn as_str(self) -> &'static str {
        match (self.read, self.write) {
            (true, true) => "read_write",
            (true, false) => "read",
            (false, true) => "write",
            (false, false) => "none",
        }
    }
}

/// The row with this key and whether it can be written.
pub(crate) fn row(key: &str) -> Option<(Row, bool)> {
    ROWS.iter().find(|it| it.1 == key).map(|it| (it.0, it.2))
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(crate) struct ScopeSet(u64);

impl From<String> for ScopeSet {
    /// The scopes of a space-separated list that exist.
    fn from(list: String) -> Self {
        let known = |name: &str| SCOPES.iter().find(|it| it.1 == name);
        Self(list.split_whitespace().filter_map(known).fold(0, |bits, (scope, ..)| bits | bit(*scope)))
    }
}

impl From<ScopeSet> for String {
    fn from(set: ScopeSet) -> Self {
        set.list()
    }
}

impl ScopeSet {
    /// Every scope that access to this row grants.
    pub(crate) fn of_row(row: Row, access: Access) -> Self {
        let granted = SCOPES
            .iter()
            .filter(|(_, _, of, write)| *of == row && if *write { access.write } else { access.read });
        Self(granted.fold(0, |bits, (scope, ..)| bits | bit(*scope)))
    }

    /// Both sets together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the set has this scope.
    pub(crate) fn has(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// What the set grants of one row.
    pub(crate) fn access(self, row: Row) -> Access {
        let granted = |write: bool| SCOPES.iter().any(|it| it.2 == row && it.3 == write && self.has(it.0));
        Access { read: granted(false), write: granted(true) }
    }

    /// The scopes of a space-separated list, if this set has all of them.
    ///
    /// If guessed scopes don't exist, others of the same row bring them along.
    pub(crate) fn choose(self, list: &str, switches: &Switches) -> Option<Self> {
        let unlisted = switches.is(Switch::GuessedScopes, "unlisted");
        let mut chosen = Self::default();
        for name in list.split_whitespace() {
            let (scope, _, row, write) = SCOPES.iter().find(|it| it.1 == name)?;
            if !self.has(*scope) || (unlisted && is_guessed(*scope)) {
                return None;
            }
            chosen.0 |= bit(*scope);
            if unlisted {
                let same = SCOPES.iter().filter(|it| is_guessed(it.0) && it.2 == *row && it.3 == *write);
                chosen.0 |= same.fold(0, |bits, it| bits | bit(it.0)) & self.0;
            }
        }
        Some(chosen)
    }

    /// The space-separated list of all of them.
    pub(crate) fn list(self) -> String {
        self.names(|_| true)
    }

    /// The space-separated list, as token answers carry it.
    pub(crate) fn listed(self, switches: &Switches) -> String {
        let all = switches.is(Switch::GuessedScopes, "listed");
        self.names(|it| all || !is_guessed(it))
    }

    fn names(self, wanted: impl Fn(Scope) -> bool) -> String {
        let names = SCOPES.iter().filter(|it| self.has(it.0) && wanted(it.0)).map(|it| it.1);
        names.collect::<Vec<&str>>().join(" ")
    }
}

/// Whether the name of a scope only follows the pattern of others (facts §1.1 [T], [?]).
fn is_guessed(scope: Scope) -> bool {
    use Scope::{
        CostCentersRead, LegalEntitiesRead, PersonioAbsencesWrite, ProjectsRead, ProjectsWrite,
        RecruitingWrite, ReportsRead, WorkplacesRead,
    };
    let guessed = [
        RecruitingWrite,
        PersonioAbsencesWrite,
        ProjectsRead,
        ProjectsWrite,
        ReportsRead,
        LegalEntitiesRead,
        CostCentersRead,
        WorkplacesRead,
    ];
    guessed.contains(&scope)
}

fn bit(scope: Scope) -> u64 {
    1 << (scope as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_grants_old_and_new_names() {
        let set = ScopeSet::of_row(Row::Employees, Access { read: true, write: false });
        assert_eq!(set.list(), "employees:read personio:persons:read");
        assert_eq!(set.access(Row::Employees).as_str(), "read");
        assert_eq!(set.access(Row::Documents).as_str(), "none");
    }

    #[test]
    fn a_scope_that_is_not_granted_is_refused_like_one_that_does_not_exist() {
        let set = ScopeSet::of_row(Row::Employees, Access { read: true, write: false });
        let switches = Switches::default();
        assert_eq!(set.choose("employees:write", &switches), None);
        assert_eq!(set.choose("fake_scope:777", &switches), None);
        assert_eq!(set.choose("personio:persons:read", &switches).unwrap().list(), "personio:persons:read");
    }
}
