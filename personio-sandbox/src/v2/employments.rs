//! `/v2/persons/{id}/employments`: where and since when a person works.
//!
//! The file allows no null, so what an employment doesn't have is left out [?]; only `employment_end_date` is null, as
//! in the file's examples.

use super::persons::{Times, find};
use crate::access::tokens::Grant;
use crate::model::attribute::{Readable, System};
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::model::person::{Employment, Person, Status, Termination};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const LIST: ListSpec = ListSpec::new(10, 50, &["id", "updated_at", "updated_at.gt", "updated_at.lt"]);

/// Lists the employments of a person, newest first (facts §9.1 [O]).
pub(crate) fn list(call: &Call<'_>, grant: &Grant) -> Outcome {
    let company = call.company();
    let person = find(call, &company)?;
    let page = Page::read(call, &LIST)?;
    let ids = page.list("id");
    let updated = Times::read(call, &page, "updated_at", "updated_at.gt", "updated_at.lt")?;
    let writer = Writer { company: &company, readable: &grant.credential.readable, base: &call.base() };
    let rows = person.employments.iter().filter(|it| {
        let id = it.id.to_string();
        ids.as_ref().is_none_or(|ids| ids.iter().any(|it| it.eq_ignore_ascii_case(&id)))
            && updated.include(it.updated_at)
    });
    Ok(page.numbered(call, rows, |json, it| writer.write(json, person, it)))
}

/// Shows one employment.
pub(crate) fn one(call: &Call<'_>, grant: &Grant) -> Outcome {
    let company = call.company();
    let person = find(call, &company)?;
    let id = call.param(1);
    let found = person.employments.iter().find(|it| it.id.to_string().eq_ignore_ascii_case(&id));
    let employment = found.ok_or_else(|| refusal::v2_not_found(call))?;
    let mut json = Json::with_capacity(1_536);
    let writer = Writer { company: &company, readable: &grant.credential.readable, base: &call.base() };
    writer.write(&mut json, person, employment);
    Ok(Answer::ok(json))
}

/// Writes employments; fields of attributes the credential may not read are left out.
///
/// The published example has a null for a date that isn't there (O E2). That everything else that
/// isn't there is null as well, rather than left out, is an extension of that [?].
struct Writer<'a> {
    company: &'a Company,
    readable: &'a Readable,
    base: &'a str,
}

impl Writer<'_> {
    fn write(&self, json: &mut Json, person: &Person, employment: &Employment) {
        let has = |it| self.readable.has(it);
        let mut body = Object::open(json);
        body.key("id").uuid(employment.id);
        body.text("status", Some(status(employment.status)));
        if has(System::WeeklyHours) {
            hours(&mut body, "weekly_working_hours", employment.weekly_hours);
            hours(&mut body, "full_time_weekly_working_hours", employment.full_time_hours);
        }
        if has(System::ProbationEnd) && employment.probation_end.is_some() {
            body.date("probation_end_date", employment.probation_end);
        }
        if has(System::HireDate) && employment.start.is_some() {
            body.date("employment_start_date", employment.start);
        }
        if has(System::TerminationDate) {
            body.date("employment_end_date", employment.termination.as_ref().map(|it| it.date));
        }
        if has(System::EmploymentType) {
            body.text("type", Some(if employment.external { "EXTERNAL" } else { "INTERNAL" }));
        }
        if has(System::ContractEnd) && employment.contract_end.is_some() {
            body.date("contract_end_date", employment.contract_end);
        }
        if has(System::CreatedAt) {
            body.key("created_at").utc(employment.created_at);
        }
        if has(System::LastModified) {
            body.key("updated_at").utc(employment.updated_at);
        }
        self.place(&mut body, employment);
        body.reference("person", Some(person.id));
        self.termination(&mut body, employment.termination.as_ref());
        self.links(body.key("_meta"), person, employment);
        body.close();
    }

    /// What the employment is for and where it belongs.
    fn place(&self, body: &mut Object<'_>, employment: &Employment) {
        let has = |it| self.readable.has(it);
        if has(System::Position) {
            if let Some(title) = &employment.position {
                body.key("position").raw("{\"title\":").string(title).raw("}");
            }
            if let Some(job) = employment.job.and_then(|it| self.company.jobs.get(it)) {
                body.key("job").raw("{\"id\":").uuid(job.uuid).raw("}");
            }
        }
        if has(System::Supervisor) {
            body.reference("supervisor", employment.supervisor);
        }
        if has(System::Office) {
            body.reference("office", employment.office);
        }
        if has(System::Subcompany) {
            body.reference("legal_entity", employment.legal_entity);
            // That both have the same number is not known [?].
            body.reference("sub_company", employment.legal_entity);
        }
        if has(System::Department) || has(System::Team) {
            self.units(body.key("org_units"), employment);
        }
        if has(System::CostCenters) {
            let list = body.key("cost_centers");
            list.raw("[");
            for (at, (id, weight)) in employment.cost_centers.iter().enumerate() {
                list.raw(if at > 0 { "," } else { "" });
                list.raw("{\"id\":\"").int(i64::from(*id)).raw("\",\"weight\":").hundredths(*weight).raw("}");
            }
            list.raw("]");
        }
    }

    fn units(&self, json: &mut Json, employment: &Employment) {
        let units = [
            (System::Team, UnitKind::Team, employment.team),
            (System::Department, UnitKind::Department, employment.department),
        ];
        let readable = units.into_iter().filter(|it| self.readable.has(it.0));
        json.raw("[");
        let mut separator = "";
        for (_, kind, id) in readable {
            let Some(id) = id else { continue };
            json.raw(separator).raw("{\"type\":\"").raw(kind.as_str());
            json.raw("\",\"id\":\"").int(i64::from(id)).raw("\"}");
            separator = ",";
        }
        json.raw("]");
    }

    /// The field is `last_working_day` as the schema has it; the example says `last_working_date`
    /// (facts §13.22).
    fn termination(&self, body: &mut Object<'_>, termination: Option<&Termination>) {
        let has = |it| self.readable.has(it);
        let guards = [
            System::TerminationDate,
            System::LastWorkingDay,
            System::TerminationType,
            System::TerminationReason,
        ];
        if !guards.into_iter().any(has) {
            return;
        }
        let Some(termination) = termination else {
            body.key("termination").raw("null");
            return;
        };
        let mut inner = Object::open(body.key("termination"));
        if has(System::TerminationDate) {
            inner.date("termination_date", Some(termination.date));
            inner.date("terminated_at", Some(termination.announced));
        }
        if has(System::LastWorkingDay) {
            inner.date("last_working_day", Some(termination.last_working_day));
        }
        if has(System::TerminationType) {
            inner.text("type", Some(&termination.kind));
        }
        if has(System::TerminationReason) && termination.reason.is_some() {
            inner.text("reason", termination.reason.as_deref());
        }
        inner.close();
    }

    fn links(&self, json: &mut Json, person: &Person, employment: &Employment) {
        json.raw("{\"links\":{\"person\":{\"href\":\"").text(self.base).raw("/v2/persons/");
        json.int(i64::from(person.id)).raw("\"}");
        let supervisor = employment.supervisor.filter(|_| self.readable.has(System::Supervisor));
        if let Some(supervisor) = supervisor {
            json.raw(",\"supervisor\":{\"href\":\"").text(self.base).raw("/v2/persons/");
            json.int(i64::from(supervisor)).raw("\"}");
        }
        json.raw("}}");
    }
}

fn hours(body: &mut Object<'_>, key: &str, hours: Option<u16>) {
    if let Some(hours) = hours {
        body.key(key).hundredths(hours.into());
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Onboarding => "ONBOARDING",
        Status::Active => "ACTIVE",
        Status::Leave => "LEAVE",
        Status::Inactive => "INACTIVE",
    }
}
