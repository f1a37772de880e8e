//! Any record of the unified model, as it is handed on to be written.
//!
//! An enum rather than a trait object: a record is written field by field, and that must cost nothing more.

use serde::{Serialize, Serializer};

use crate::{ats, hris};

macro_rules! records {
    ($($name:ident($($path:ident)::+),)+) => {
        /// One record of the unified model.
        #[derive(Debug)]
        pub enum Record<'r, 'b> {
            $(
                #[doc = concat!("One of `", stringify!($name), "`.")]
                $name(&'r $($path)::+<'b>),
            )+
        }

        impl Serialize for Record<'_, '_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(record) => record.serialize(serializer),)+
                }
            }
        }

        $(impl<'r, 'b> From<&'r $($path)::+<'b>> for Record<'r, 'b> {
            fn from(record: &'r $($path)::+<'b>) -> Self {
                Self::$name(record)
            }
        })+
    };
}

records! {
    Employee(hris::Employee),
    Employment(hris::Employment),
    Company(hris::Company),
    OrgGroup(hris::OrgGroup),
    HrisJob(hris::HrisJob),
    Position(hris::Position),
    Reference(hris::Reference),
    CustomFieldDefinition(hris::CustomFieldDefinition),
    Location(hris::Location),
    TimeOffPolicy(hris::TimeOffPolicy),
    TimeOff(hris::TimeOff),
    TimeOffBalance(hris::TimeOffBalance),
    TimeEntry(hris::TimeEntry),
    Project(hris::Project),
    ProjectMember(hris::ProjectMember),
    Document(hris::Document),
    Compensation(hris::Compensation),
    CompensationType(hris::CompensationType),
    SalaryBand(hris::SalaryBand),
    Report(hris::Report),
    ReportRow(hris::ReportRow),
    Application(ats::Application),
    ApplicationChange(ats::ApplicationChange),
    Candidate(ats::Candidate),
    AtsJob(ats::AtsJob),
    Stage(ats::Stage),
    JobPosting(ats::JobPosting),
    Place(ats::Place),
    RejectedReason(ats::RejectedReason),
    User(ats::User),
}
