//! The attributes an employee can have: the fixed ones of every account and the company's own.
//!
//! The table below is the one place that says which attribute guards which fields: a credential
//! that may not read an attribute misses exactly these fields, without any error.
//!
//! | Attribute | v2 person | v2 employment |
//! | --- | --- | --- |
//! | `first_name`, `last_name`, `preferred_name`, `email`, `gender` | the same | |
//! | `status` | `status` | none: `status` is always sent |
//! | `created_at` | `created_at` | `created_at` |
//! | `last_modified_at` | `updated_at` | `updated_at` |
//! | `profile_picture` | `profile_picture` | |
//! | `dynamic_<n>` | the entry of `custom_attributes` | |
//! | `position` | | `position`, `job` |
//! | `weekly_working_hours` | | `weekly_working_hours`, `full_time_weekly_working_hours` |
//! | `hire_date` | | `employment_start_date` |
//! | `probation_period_end` | | `probation_end_date` |
//! | `contract_end_date` | | `contract_end_date` |
//! | `employment_type` | | `type` |
//! | `supervisor` | | `supervisor`, `_meta.links.supervisor` |
//! | `office` | | `office` |
//! | `department`, `team` | | the unit of that type in `org_units` |
//! | `cost_centers` | | `cost_centers` |
//! | `subcompany` | | `legal_entity`, `sub_company` |
//! | `termination_date` | | `employment_end_date`, `termination.termination_date`, `.terminated_at` |
//! | `last_working_day` | | `termination.last_working_day` |
//! | `termination_type`, `termination_reason` | | `termination.type`, `.reason` |
//! | every other attribute | | |
//!
//! What remains without any attribute is observed (facts §1 [Q]): `id`, `employments`, `_meta` of a
//! person and `id`, `person`, `status`, `_meta` of an employment. Which attribute guards which v2
//! field beyond the namesakes is not documented [?].

use std::collections::HashMap;

/// The place of an attribute in the company's catalogue.
pub(crate) type AttributeIndex = u16;

/// The type of an attribute as v1 names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Standard,
    Date,
    Integer,
    Decimal,
    List,
    Link,
    /// Sent as a comma-joined string.
    Tags,
    /// Sent as a JSON array inside a string.
    TagsAsJson,
    Multiline,
}

impl Kind {
    /// The spelling of v1.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Date => "date",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::List => "list",
            Self::Link => "link",
            Self::Tags | Self::TagsAsJson => "tags",
            Self::Multiline => "multiline",
        }
    }

    /// The spelling of v2 custom attributes.
    ///
    /// Lower case as live data has it (facts §9.1 [L]); the published file says upper case.
    pub(crate) fn as_v2_str(self) -> &'static str {
        match self {
            Self::Standard | Self::List | Self::Link | Self::Multiline => "string",
            Self::Date => "date",
            Self::Integer => "int",
            Self::Decimal => "double",
            Self::Tags | Self::TagsAsJson => "string_list",
        }
    }
}

/// Declares the fixed attributes once: variant, key, label, type.
macro_rules! system_attributes {
    ($($name:ident $key:literal $label:literal $kind:ident;)+) => {
        /// An attribute that every account has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum System { $($name),+ }

        /// The fixed attributes in the order in which v1 sends them.
        pub(crate) const SYSTEM: &[(System, &str, &str, Kind)] =
            &[$((System::$name, $key, $label, Kind::$kind)),+];
    };
}

system_attributes! {
    Id "id" "ID" Integer;
    FirstName "first_name" "First name" Standard;
    LastName "last_name" "Last name" Standard;
    PreferredName "preferred_name" "Name (preferred)" Standard;
    Email "email" "Email" Standard;
    Gender "gender" "Gender" Standard;
    Status "status" "Status" Standard;
    Position "position" "Position" Standard;
    Supervisor "supervisor" "Supervisor" Standard;
    EmploymentType "employment_type" "Employment type" Standard;
    WeeklyHours "weekly_working_hours" "Weekly hours" Standard;
    HireDate "hire_date" "Hire date" Date;
    ContractEnd "contract_end_date" "Contract ends" Date;
    TerminationDate "termination_date" "Termination date" Date;
    TerminationType "termination_type" "Termination type" Standard;
    TerminationReason "termination_reason" "Termination reason" Standard;
    ProbationEnd "probation_period_end" "Probation period end" Date;
    CreatedAt "created_at" "created_at" Date;
    LastModified "last_modified_at" "Last modified" Date;
    Subcompany "subcompany" "Subcompany" Standard;
    Office "office" "Office" Standard;
    Department "department" "Department" Standard;
    CostCenters "cost_centers" "Cost center" Standard;
    HolidayCalendar "holiday_calendar" "Public holidays" Standard;
    AbsenceEntitlement "absence_entitlement" "Absence entitlement" Standard;
    WorkSchedule "work_schedule" "Work schedule" Standard;
    FixSalary "fix_salary" "Fix salary" Decimal;
    FixSalaryInterval "fix_salary_interval" "Salary interval" Standard;
    HourlySalary "hourly_salary" "Hourly salary" Decimal;
    LastWorkingDay "last_working_day" "Last day of work" Date;
    ProfilePicture "profile_picture" "Profile Picture" Standard;
    Team "team" "Team" Standard;
}

/// Where an attribute's value comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    System(System),
    /// The position among the company's own attributes.
    Custom(usize),
}

/// One attribute of the company's catalogue.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) key: String,
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
    pub(crate) universal_id: Option<&'static str>,
    pub(crate) options: &'static [&'static str],
    pub(crate) source: Source,
    /// What v1 sends before the value, from the key on.
    pub(crate) head: String,
    /// What v1 sends after the value, without the closing brace.
    pub(crate) tail: String,
}

/// A custom attribute, before it has its place in the catalogue.
#[derive(Debug)]
pub(crate) struct Custom {
    pub(crate) number: u32,
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
    pub(crate) universal_id: Option<&'static str>,
    pub(crate) options: &'static [&'static str],
}

/// Every attribute of a company.
#[derive(Debug)]
pub(crate) struct Catalogue {
    attributes: Vec<Attribute>,
    by_key: HashMap<String, AttributeIndex>,
}

impl Catalogue {
    /// The fixed attributes followed by the company's own.
    pub(crate) fn new(customs: &[Custom]) -> Self {
        let fixed = SYSTEM.iter().map(|(system, key, label, kind)| {
            Attribute::new((*key).to_owned(), label, *kind, Some(key), &[], Source::System(*system))
        });
        let own = customs.iter().enumerate().map(|(place, custom)| {
            let Custom { number, label, kind, universal_id, options } = custom;
            let key = format!("dynamic_{number}");
            Attribute::new(key, label, *kind, *universal_id, options, Source::Custom(place))
        });
        let attributes: Vec<Attribute> = fixed.chain(own).collect();
        let by_key = (0..).zip(&attributes).map(|(index, it)| (it.key.clone(), index)).collect();
        Self { attributes, by_key }
    }

    /// The place of a fixed attribute: they come first, in the order of their table.
    pub(crate) fn of(system: System) -> AttributeIndex {
        AttributeIndex::from(system as u8)
    }

    /// The place of the attribute with this key.
    pub(crate) fn index(&self, key: &str) -> Option<AttributeIndex> {
        self.by_key.get(key).copied()
    }

    /// The attribute at a place that this catalogue gave out.
    pub(crate) fn get(&self, index: AttributeIndex) -> &Attribute {
        &self.attributes[usize::from(index)]
    }

    /// All attributes with their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (AttributeIndex, &Attribute)> {
        (0..).zip(&self.attributes)
    }

    /// The company's own attributes.
    pub(crate) fn customs(&self) -> impl Iterator<Item = (AttributeIndex, &Attribute)> {
        self.iter().filter(|(_, it)| matches!(it.source, Source::Custom(_)))
    }
}

impl Attribute {
    fn new(
        key: String,
        label: &'static str,
        kind: Kind,
        universal_id: Option<&'static str>,
        options: &'static [&'static str],
        source: Source,
    ) -> Self {
        let universal = universal_id.map_or_else(|| "null".to_owned(), |it| format!("\"{it}\""));
        // Labels and keys are the sandbox's own and hold nothing that JSON escapes.
        let head = format!("\"{key}\":{{\"label\":\"{label}\",\"value\":");
        let tail = format!(",\"type\":\"{}\",\"universal_id\":{universal}", kind.as_str());
        Self { key, label, kind, universal_id, options, source, head, tail }
    }
}

/// The attributes that one credential may read.
#[derive(Debug)]
pub(crate) struct Readable {
    /// In the order of the catalogue.
    pub(crate) indexes: Vec<AttributeIndex>,
    system: u64,
}

impl Readable {
    /// Those attributes of `catalogue` that `allow` lets through.
    pub(crate) fn new(catalogue: &Catalogue, allow: impl Fn(&str) -> bool) -> Self {
        let allowed = catalogue.iter().filter(|(_, it)| allow(&it.key));
        let indexes = allowed.map(|(index, _)| index).collect();
        let mut readable = Self { indexes, system: 0 };
        for index in &readable.indexes {
            if let Source::System(system) = catalogue.get(*index).source {
                readable.system |= bit(system);
            }
        }
        readable
    }

    /// Whether a fixed attribute may be read.
    pub(crate) fn has(&self, system: System) -> bool {
        self.system & bit(system) != 0
    }

    /// Whether the attribute at this place may be read.
    pub(crate) fn contains(&self, index: AttributeIndex) -> bool {
        self.indexes.binary_search(&index).is_ok()
    }
}

fn bit(system: System) -> u64 {
    1 << (system as u8)
}
