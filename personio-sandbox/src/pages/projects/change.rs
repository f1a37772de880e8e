//! Adding projects, changing them, and choosing who belongs to them.

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;

use super::{GONE, SECTION, fields, project_page};
use crate::model::company::Company;
use crate::model::project::Project;
use crate::pages::form::{Form, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::Visit;
use crate::pages::gone;
use crate::pages::people::pick;
use crate::rules::people::custom::day;
use crate::rules::projects::{self, Draft, Refused};

const DAY: &str = "Enter a day like 2027-01-31.";

fn trail() -> Vec<(String, String)> {
    vec![("Projects".to_owned(), SECTION.to_owned())]
}

fn new_page(visit: &Visit, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let all = fields(&visit.tenant.company(), None);
    let form = Form::new(visit, "/projects/new", ("project", "", "Add"), all).back(SECTION);
    FormPage { frame, trail: trail(), title: "Add a project".to_owned(), text: "", form }.show(sent)
}

/// The form for a new project.
pub(super) async fn adding(visit: Visit) -> Response {
    new_page(&visit, None)
}

/// Adds a project.
pub(super) async fn add(visit: Visit, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let added = visit.change_and_go(|company, now| {
        let draft = read(&mut sent).ok_or(Refusal)?;
        let id = projects::create(company, draft, now).map_err(|it| refused(&mut sent, it))?;
        Ok(format!("{SECTION}/{id}"))
    });
    added.unwrap_or_else(|Refusal| new_page(&visit, Some(&sent)))
}

fn edit_form(visit: &Visit, company: &Company, project: &Project) -> Form {
    let own = format!("{SECTION}/{}", project.id);
    let all = fields(company, Some(project));
    Form::new(visit, &format!("{own}/edit"), ("project", "", "Save"), all).back(own).guarded()
}

fn edit_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(project) = company.projects.get(id) else { return gone(frame, GONE) };
    let mut trail = trail();
    trail.push((project.name.to_string(), format!("{SECTION}/{id}")));
    let form = edit_form(visit, &company, project);
    FormPage { frame, trail, title: "Change the project".to_owned(), text: "", form }.show(sent)
}

/// The form for a project.
pub(super) async fn editing(visit: Visit, Path(id): Path<u32>) -> Response {
    edit_page(&visit, id, None)
}

/// Changes a project.
pub(super) async fn edit(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let changed = visit.change(&format!("{SECTION}/{id}"), |company, now| {
        let project = company.projects.get(id).ok_or(Refusal)?;
        let is_outdated = edit_form(&visit, company, project).is_outdated(&mut sent);
        let draft = read(&mut sent).filter(|_| !is_outdated).ok_or(Refusal)?;
        projects::change(company, id, draft, now).map_err(|it| refused(&mut sent, it))
    });
    changed.unwrap_or_else(|Refusal| edit_page(&visit, id, Some(&sent)))
}

fn delete_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(project) = company.projects.get(id) else { return gone(frame, GONE) };
    let own = format!("{SECTION}/{id}");
    let form = Form::new(visit, &format!("{own}/delete"), ("delete", "", "Delete for good"), Vec::new());
    let mut trail = trail();
    trail.push((project.name.to_string(), own.clone()));
    let title = format!("Delete {}", project.name);
    let text = "The project is deleted for good, with the projects that are part of it. \
                One on which time was recorded stays; archive it instead.";
    FormPage { frame, trail, title, text, form: form.dangerous().back(own) }.show(sent)
}

/// Asks whether a project is to be deleted.
pub(super) async fn deleting(visit: Visit, Path(id): Path<u32>) -> Response {
    delete_page(&visit, id, None)
}

/// Deletes a project.
pub(super) async fn delete(visit: Visit, Path(id): Path<u32>) -> Response {
    let mut sent = Sent::default();
    let deleted = visit.change(SECTION, |company, _| {
        company.projects.get(id).ok_or(Refusal)?;
        projects::delete(company, id).map_err(|it| refused(&mut sent, it))
    });
    deleted.unwrap_or_else(|Refusal| delete_page(&visit, id, Some(&sent)))
}

/// Lets somebody belong to a project.
pub(super) async fn add_member(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let added = visit.change(&format!("{SECTION}/{id}"), |company, now| {
        company.projects.get(id).ok_or(Refusal)?;
        let person = pick::find(company, sent.get("person")).map_err(|it| {
            sent.wrong("person", it.text());
            Refusal
        })?;
        projects::add_members(company, id, &[person], now).map_err(|it| refused(&mut sent, it))
    });
    added.unwrap_or_else(|Refusal| project_page(&visit, id, Some(&sent)))
}

/// Lets somebody belong to a project no longer; whoever is none stays none.
pub(super) async fn remove_member(visit: Visit, Path((id, person)): Path<(u32, u32)>) -> Response {
    let back = visit.back(&format!("{SECTION}/{id}"));
    let mut sent = Sent::default();
    let removed = visit.change(&back, |company, now| {
        projects::remove_members(company, id, Some(&[person]), now).map_err(|it| refused(&mut sent, it))
    });
    removed.unwrap_or_else(|Refusal| project_page(&visit, id, Some(&sent)))
}

fn read(sent: &mut Sent) -> Option<Draft> {
    let text = |sent: &Sent, name: &str| sent.filled(name).map(|it| it.to_owned().into());
    let parent = sent.read("parent", "Choose one of the list.");
    let has = |sent: &Sent, name: &str| {
        let on = !sent.get(name).is_empty();
        // A project that is part of another one says nothing of its own, unless it would contradict.
        if parent.is_some() { on.then_some(true) } else { Some(on) }
    };
    let name: Option<String> = sent.need("name", "Enter a name.");
    let draft = Draft {
        name: name.unwrap_or_default().into(),
        active: !sent.get("active").is_empty(),
        code: text(sent, "code"),
        description: text(sent, "description"),
        cost_center: sent.read("cost_center", "Choose one of the list."),
        assigned_to_all: has(sent, "assigned_to_all"),
        parent,
        start: sent.read_as("start", DAY, day),
        end: sent.read_as("end", DAY, day),
        billable: has(sent, "billable"),
        client: text(sent, "client"),
        kind: text(sent, "kind"),
    };
    sent.is_good().then_some(draft)
}

fn refused(sent: &mut Sent, why: Refused) -> Refusal {
    let (field, text) = match why {
        Refused::NameTaken => ("name", "Another project has this name."),
        Refused::CodeTaken => ("code", "Another project has this code."),
        Refused::UnknownCostCenter => ("cost_center", "This cost center is not there."),
        Refused::UnknownParent => ("parent", "This project is not there, or is part of another one itself."),
        Refused::StartAfterEnd => ("end", "It must end after it starts."),
        Refused::Unsupported(field) => {
            let field = match field {
                "client_name" => "client",
                "project_type" => "kind",
                other => other,
            };
            (field, "A project that is part of another one has this from there.")
        }
        Refused::UnknownPerson => ("person", "This person is not there."),
        Refused::SubProject => ("", "Members belong to the project of which this one is a part."),
        Refused::HasAttendances => ("", "Time was recorded on it, so it stays. Archive it instead."),
    };
    sent.wrong(field, text);
    Refusal
}
