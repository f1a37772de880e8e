//! The unified HRIS model, field for field the published contract.
//!
//! Records borrow from the provider's answer, so that mapping copies only what it changes.
//! Must not know any provider.

pub mod codes;
mod compensation;
mod document;
mod employee;
mod employment;
mod organisation;
mod project;
mod report;
mod time;

pub use compensation::{Compensation, CompensationType, CompensationTypeOf, SalaryBand};
pub use document::{Content, Document};
pub use employee::{BankDetails, CostCenterShare, CustomField, Employee, Group, Image, Location, NationalId};
pub use employment::{
    Company, ContractType, Employment, EmploymentGrade, EmploymentJob, EmploymentKind, Manager, WorkTime,
};
pub use organisation::{CustomFieldDefinition, CustomFieldOption, HrisJob, OrgGroup, Position, Reference};
pub use project::{Project, ProjectMember};
pub use report::{Report, ReportCell, ReportColumn, ReportOption, ReportRow};
pub use time::{DayOff, LaborType, Reason, TimeEntry, TimeOff, TimeOffBalance, TimeOffPolicy};
