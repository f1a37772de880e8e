//! The unified HRIS model, field for field the published contract.
//!
//! Records borrow from the provider's answer, so that mapping copies only what it changes.
//! Must not know any provider.

mod employee;
mod employment;

pub use employee::{BankDetails, CostCenterShare, CustomField, Employee, Group, Image, Location, NationalId};
pub use employment::{Company, ContractType, Employment, EmploymentJob, EmploymentKind, Manager, WorkTime};
