//! Hiring people, and changing what is known of them and of their employments.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use uuid::Uuid;

use super::{fields, read};
use crate::model::company::Company;
use crate::model::person::Person;
use crate::model::recruiting::SystemStage;
use crate::pages::form::{Form, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::Visit;
use crate::pages::{gone, recruiting, show};
use crate::rules::people::change::{EmploymentChange, PersonChange};
use crate::rules::people::{self, Refused, lives};
use crate::rules::recruiting::{self as moves, WantedPhase};

const GONE: &str = "This person is not there.";
/// The parameter that names the application after which somebody is hired.
const APPLICATION: &str = "application";

/// The form for a new person; whoever applied is known already.
fn hire_form(visit: &Visit, company: &Company, application: Option<u32>) -> Form {
    let mut employment = fields::of_employment(company, None);
    employment.insert(1, fields::of_job(company, None));
    let form = Form::new(visit, "/people/new", ("hire", "", "Hire"), Vec::new())
        .group("Person", fields::of_person(None))
        .group("Employment", employment)
        .pairs("Cost centers", fields::of_cost_centers(company, None))
        .group("Custom attributes", fields::of_customs(company, None));
    let known = application.and_then(|it| Some((it, recruiting::prefill(company, it)?)));
    match known {
        Some((id, values)) => form
            .filled(&values)
            .along(APPLICATION, id.to_string())
            .back(format!("/recruiting/applications/{id}")),
        None => form.back("/people"),
    }
}

fn hire_page(visit: &Visit, sent: Option<&Sent>) -> Response {
    let frame = visit.frame("/people");
    let application = sent.map_or(visit.asked(APPLICATION), |it| it.get(APPLICATION)).parse().ok();
    let form = hire_form(visit, &visit.tenant.company(), application);
    let trail = vec![("People".to_owned(), "/people".to_owned())];
    FormPage { frame, trail, title: "Hire somebody".to_owned(), text: "", form }.show(sent)
}

/// The trail to a person.
pub(super) fn trail(person: &Person) -> Vec<(String, String)> {
    vec![("People".to_owned(), "/people".to_owned()), (show::name(person), format!("/people/{}", person.id))]
}

/// The form for a new person.
pub(super) async fn hiring(visit: Visit) -> Response {
    hire_page(&visit, None)
}

/// Hires somebody.
pub(super) async fn hire(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let hired = visit.change_and_go(|company, now| {
        let person = read::person(&mut sent, company);
        let employment = read::employment(&mut sent, company);
        let job = read_job(&mut sent, company);
        let application = sent.filled(APPLICATION).and_then(|it| it.parse().ok());
        if !sent.is_good() {
            return Err(Refusal);
        }
        let hire = || {
            let id = people::create(company, now, person, vec![employment])?;
            lives::assign(company, now, id, job)?;
            if let Some(application) = application {
                let accepted = WantedPhase::System(SystemStage::Accepted.as_str().to_owned());
                // The person is hired, even if somebody took the application away in the meantime.
                _ = moves::move_to(company, application, &accepted, now);
            }
            Ok(format!("/people/{id}"))
        };
        hire().map_err(|why| refused(&mut sent, why))
    });
    hired.unwrap_or_else(|Refusal| hire_page(&visit, Some(&sent)))
}

fn refused(sent: &mut Sent, why: Refused) -> Refusal {
    read::refused(sent, why);
    Refusal
}

fn read_job(sent: &mut Sent, company: &Company) -> Option<u32> {
    sent.read_as("job", "This job is not there.", |it| {
        it.parse().ok().filter(|it| company.jobs.get(*it).is_some())
    })
}

fn person_form(visit: &Visit, company: &Company, person: &Person) -> Form {
    Form::new(visit, &format!("/people/{}/edit", person.id), ("person", "", "Save"), Vec::new())
        .group("Person", fields::of_person(Some(person)))
        .group("Custom attributes", fields::of_customs(company, Some(person)))
        .back(format!("/people/{}", person.id))
        .guarded()
}

fn person_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame("/people");
    let company = visit.tenant.company();
    let Some(person) = company.people.get(id) else { return gone(frame, GONE) };
    let form = person_form(visit, &company, person);
    let title = "Change the person".to_owned();
    FormPage { frame, trail: trail(person), title, text: "", form }.show(sent)
}

/// The form for what is known of a person.
pub(super) async fn editing(visit: Visit, Path(id): Path<u32>) -> Response {
    person_page(&visit, id, None)
}

/// Changes a person.
pub(super) async fn edit(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let changed = visit.change(&format!("/people/{id}"), |company, now| {
        let person = company.people.get(id).ok_or(Refusal)?;
        let is_outdated = person_form(&visit, company, person).is_outdated(&mut sent);
        let change = read::person(&mut sent, company);
        if is_outdated || !sent.is_good() {
            return Err(Refusal);
        }
        people::change(company, now, id, change, None).map_err(|why| refused(&mut sent, why))
    });
    changed.unwrap_or_else(|Refusal| person_page(&visit, id, Some(&sent)))
}

fn employment_form(visit: &Visit, company: &Company, person: &Person, place: usize) -> Form {
    let employment = &person.employments[place];
    let path = format!("/people/{}/employments/{}/edit", person.id, employment.id);
    let mut all = fields::of_employment(company, Some(employment));
    if place == 0 {
        all.insert(1, fields::of_job(company, employment.job));
    }
    Form::new(visit, &path, ("employment", "", "Save"), all)
        .pairs("Cost centers", fields::of_cost_centers(company, Some(employment)))
        .back(format!("/people/{}", person.id))
        .guarded()
}

fn employment_page(visit: &Visit, id: u32, employment: Uuid, sent: Option<&Sent>) -> Response {
    let frame = visit.frame("/people");
    let company = visit.tenant.company();
    let Some(person) = company.people.get(id) else { return gone(frame, GONE) };
    let Some(place) = person.employment(employment) else {
        return gone(frame, "This employment is not there.");
    };
    let form = employment_form(visit, &company, person, place);
    let title = "Change the employment".to_owned();
    FormPage { frame, trail: trail(person), title, text: "", form }.show(sent)
}

/// The form for an employment.
pub(super) async fn editing_employment(visit: Visit, Path((id, employment)): Path<(u32, Uuid)>) -> Response {
    employment_page(&visit, id, employment, None)
}

/// Changes an employment.
pub(super) async fn edit_employment(
    visit: Visit,
    Path((id, employment)): Path<(u32, Uuid)>,
    body: Bytes,
) -> Response {
    let mut sent = Sent::parse(&body);
    let changed = visit.change(&format!("/people/{id}"), |company, now| {
        let person = company.people.get(id).ok_or(Refusal)?;
        let place = person.employment(employment).ok_or(Refusal)?;
        let is_outdated = employment_form(&visit, company, person, place).is_outdated(&mut sent);
        let change: EmploymentChange = read::employment(&mut sent, company);
        let job = read_job(&mut sent, company);
        if is_outdated || !sent.is_good() {
            return Err(Refusal);
        }
        let none = PersonChange::default();
        let save = || {
            people::change(company, now, id, none, Some((employment, change)))?;
            if place == 0 { lives::assign(company, now, id, job) } else { Ok(()) }
        };
        save().map_err(|why| refused(&mut sent, why))
    });
    changed.unwrap_or_else(|Refusal| employment_page(&visit, id, employment, Some(&sent)))
}
