//! Which records the answers of the contract hold, for the description.

use nabe_model::{ats, hris};
use serde::Serialize;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// One answer of the provider, without secrets.
#[derive(Serialize, ToSchema)]
pub(crate) struct RawResponse {
    /// The method.
    method: String,
    /// The address, without host.
    url: String,
    /// The body that was sent.
    #[schema(value_type = Option<Object>)]
    body: (),
    /// The answer.
    #[schema(value_type = Option<Object>)]
    response: (),
}

/// The record of an answer and the schemas that it needs.
pub(super) struct Holds {
    /// Its schema by name.
    pub(super) record: RefOr<Schema>,
    /// All schemas that are referred to.
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
}

fn holds<T: ToSchema>() -> Holds {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    Holds { record: Ref::from_schema_name(T::name()).into(), schemas }
}

/// What the answer with this name in the contract holds; nothing if no provider serves it.
pub(super) fn held(answer: &str) -> Option<Holds> {
    Some(match answer {
        "EmployeesPaginated" | "EmployeeResult" => holds::<hris::Employee<'_>>(),
        "EmploymentsPaginated" | "EmploymentResult" => holds::<hris::Employment<'_>>(),
        "CompaniesPaginated" | "CompanyResult" => holds::<hris::Company<'_>>(),
        "HRISGroupsPaginated"
        | "HRISGroupsResult"
        | "HRISDepartmentsPaginated"
        | "HRISDepartmentsResult"
        | "HRISTeamsPaginated"
        | "HRISTeamsResult"
        | "HRISCostCenterPaginated"
        | "HRISCostCenterResult" => holds::<hris::OrgGroup<'_>>(),
        "HrisJobsPaginated" | "HrisJobResult" => holds::<hris::HrisJob<'_>>(),
        "HRISLocationsPaginated" | "HRISLocationResult" => holds::<hris::Location<'_>>(),
        "PositionsPaginated" | "PositionResult" => holds::<hris::Position<'_>>(),
        "ReferencePaginated" | "ReferenceResult" => holds::<hris::Reference<'_>>(),
        "CustomFieldDefinitionsPaginated" | "CustomFieldDefinitionResultApiModel" => {
            holds::<hris::CustomFieldDefinition<'_>>()
        }
        "TimeOffPaginated" | "TimeOffResult" => holds::<hris::TimeOff<'_>>(),
        "TimeOffPoliciesPaginated" | "TimeOffPolicyResult" => holds::<hris::TimeOffPolicy<'_>>(),
        "TimeOffBalancesPaginated" | "TimeOffBalanceResult" => holds::<hris::TimeOffBalance<'_>>(),
        "TimeEntriesPaginated" | "TimeEntriesResult" => holds::<hris::TimeEntry<'_>>(),
        "ProjectsPaginated" | "ProjectResult" => holds::<hris::Project<'_>>(),
        "ProjectMembersPaginated" => holds::<hris::ProjectMember<'_>>(),
        "HrisDocumentsPaginated" | "HrisDocumentResult" | "AtsDocumentsPaginated" | "AtsDocumentResult" => {
            holds::<hris::Document<'_>>()
        }
        "CompensationsPaginated" => holds::<hris::Compensation<'_>>(),
        "CompensationTypesPaginated" | "CompensationTypeResult" => holds::<hris::CompensationType<'_>>(),
        "SalaryBandsPaginated" | "SalaryBandResult" => holds::<hris::SalaryBand<'_>>(),
        "ReportsPaginated" | "ReportResult" => holds::<hris::Report<'_>>(),
        "ReportRowsPaginated" => holds::<hris::ReportRow<'_>>(),
        "ApplicationsPaginated" | "ApplicationResult" => holds::<ats::Application<'_>>(),
        "ApplicationChangesPaginated" => holds::<ats::ApplicationChange<'_>>(),
        "CandidatesPaginated" | "CandidateResult" => holds::<ats::Candidate<'_>>(),
        "AtsJobsPaginated" | "AtsJobResult" => holds::<ats::AtsJob<'_>>(),
        "InterviewStagesPaginated"
        | "InterviewStageResult"
        | "ApplicationStagesPaginated"
        | "ApplicationStageResult" => holds::<ats::Stage<'_>>(),
        "JobPostingsPaginated" | "JobPostingResult" => holds::<ats::JobPosting<'_>>(),
        "DepartmentsPaginated" | "DepartmentResult" | "ATSLocationsPaginated" | "ATSLocationResult" => {
            holds::<ats::Place<'_>>()
        }
        "RejectedReasonsPaginated" | "RejectedReasonResult" => holds::<ats::RejectedReason<'_>>(),
        "UsersPaginated" | "UserResult" => holds::<ats::User<'_>>(),
        _ => return None,
    })
}

/// A page of records.
pub(super) fn page(record: RefOr<Schema>) -> Schema {
    let next = ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .description(Some("Where to go on; null after the last page."));
    raw(ObjectBuilder::new()
        .property("next", next)
        .required("next")
        .property("data", ArrayBuilder::new().items(record))
        .required("data"))
}

/// One record.
pub(super) fn one(record: RefOr<Schema>) -> Schema {
    raw(ObjectBuilder::new().property("data", record).required("data"))
}

fn raw(object: ObjectBuilder) -> Schema {
    let raw = ArrayBuilder::new()
        .items(Ref::from_schema_name(RawResponse::name()))
        .description(Some("The provider's answers, when `raw` is true."));
    object.property("raw", raw).additional_properties(Some(AdditionalProperties::FreeForm(false))).into()
}

/// The schema of one answer of the provider.
pub(super) fn raw_response() -> (String, RefOr<Schema>) {
    (RawResponse::name().into_owned(), RawResponse::schema())
}
