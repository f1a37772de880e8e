//! Projects on which time is recorded, and who belongs to them.

mod change;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;

use super::form::{Field, Form, Press, Sent};
use super::frame::{Frame, Visit};
use super::pager::Pager;
use super::people::pick;
use super::{gone, page, show};
use crate::model::company::Company;
use crate::model::project::Project;
use crate::rules::projects::{self, top};
use crate::state::State;

/// Where this is in the navigation.
const SECTION: &str = "/projects";
const GONE: &str = "This project is not there.";

/// The pages of projects.
pub(super) fn router() -> Router<Arc<State>> {
    Router::new()
        .route("/projects", get(list))
        .route("/projects/new", get(change::adding).post(change::add))
        .route("/projects/{id}", get(show_one))
        .route("/projects/{id}/edit", get(change::editing).post(change::edit))
        .route("/projects/{id}/delete", get(change::deleting).post(change::delete))
        .route("/projects/{id}/members", post(change::add_member))
        .route("/projects/{id}/members/{person}/delete", post(change::remove_member))
}

/// A project in a list.
struct Row {
    id: u32,
    name: String,
    code: String,
    parent: Option<(u32, String)>,
    client: String,
    members: String,
    time: String,
    is_active: bool,
}

impl Row {
    fn of(company: &Company, project: &Project) -> Self {
        let text = |it: &Option<crate::model::text::Text>| it.as_deref().unwrap_or("–").to_owned();
        let parent = project.parent.and_then(|it| company.projects.get(it));
        Self {
            id: project.id,
            name: project.name.to_string(),
            code: text(&project.code),
            parent: parent.map(|it| (it.id, it.name.to_string())),
            client: text(&top(company, project).client),
            members: members(company, project),
            time: time(project),
            is_active: project.active,
        }
    }
}

/// Who may record time on a project.
fn members(company: &Company, project: &Project) -> String {
    let top = top(company, project);
    if top.assigned_to_all { "Everybody".to_owned() } else { top.members.len().to_string() }
}

/// From when until when; the end is the first day after it.
fn time(project: &Project) -> String {
    match (project.start, project.end) {
        (None, None) => "–".to_owned(),
        (start, end) => format!("{} to {}", show::day(start), show::day(end)),
    }
}

#[derive(Template)]
#[template(path = "projects/list.html")]
struct ListPage {
    frame: Frame,
    q: String,
    projects: Vec<Row>,
    pager: Pager,
}

/// The projects that match.
async fn list(visit: Visit) -> Response {
    let frame = visit.frame(SECTION);
    let q = visit.asked("q").to_owned();
    let word = q.to_lowercase();
    let company = visit.tenant.company();
    let has = |it: &&Project| {
        let texts = [Some(&it.name), it.code.as_ref(), it.client.as_ref()];
        word.is_empty() || texts.into_iter().flatten().any(|it| it.to_lowercase().contains(&word))
    };
    let found = company.projects.rows().iter().filter(has);
    let (found, pager) = Pager::cut(&visit, found.collect());
    let projects = found.into_iter().map(|it| Row::of(&company, it)).collect();
    page(StatusCode::OK, &ListPage { frame, q, projects, pager })
}

/// Somebody who belongs to a project.
struct Member {
    id: u32,
    name: String,
    remove: Press,
}

#[derive(Template)]
#[template(path = "projects/project.html")]
struct ProjectPage {
    frame: Frame,
    id: u32,
    name: String,
    parent: Option<(u32, String)>,
    is_active: bool,
    pairs: Vec<(&'static str, String)>,
    below: Vec<Row>,
    /// Whether members are its own, and not those of its parent.
    has_members: bool,
    for_all: bool,
    members: Vec<Member>,
    pager: Pager,
    form: Form,
}

/// One project.
async fn show_one(visit: Visit, Path(id): Path<u32>) -> Response {
    project_page(&visit, id, None)
}

fn project_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let Some(project) = company.projects.get(id) else { return gone(frame, GONE) };
    let row = Row::of(&company, project);
    let (members, pager) = Pager::cut(visit, project.members.clone());
    let member = |person: u32| {
        let name = show::name_of(&company, Some(person));
        let path = format!("/projects/{id}/members/{person}/delete");
        let says = format!("Remove {name}");
        Member { id: person, name, remove: Press { action: visit.returning(&path), label: "Remove", says } }
    };
    let field = pick::field(&company, "person", "Person").required();
    let form = Form::new(visit, &format!("/projects/{id}/members"), ("member", "", "Add"), vec![field]);
    let shown = ProjectPage {
        frame,
        id,
        pairs: pairs(&company, project),
        below: projects::sub_projects(&company, id).map(|it| Row::of(&company, it)).collect(),
        has_members: project.parent.is_none(),
        for_all: project.assigned_to_all,
        members: members.into_iter().map(member).collect(),
        pager,
        form: match sent {
            Some(sent) => form.entered(sent),
            None => form,
        },
        name: row.name,
        parent: row.parent,
        is_active: row.is_active,
    };
    page(if sent.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK }, &shown)
}

fn pairs(company: &Company, project: &Project) -> Vec<(&'static str, String)> {
    let text = |it: &Option<crate::model::text::Text>| it.as_deref().unwrap_or("–").to_owned();
    let above = top(company, project);
    let center = above.cost_center.and_then(|it| company.cost_centers.get(it));
    let hours = show::hundredths(projects::tracked_minutes(company, project.id) * 100 / 60);
    vec![
        ("ID", project.id.to_string()),
        ("Code", text(&project.code)),
        ("Description", text(&project.description)),
        ("From and until", time(project)),
        ("Client", text(&above.client)),
        ("Type", text(&above.kind)),
        ("Cost center", center.map_or_else(|| "–".to_owned(), |it| it.name.clone())),
        ("Billable", if above.billable { "Yes" } else { "No" }.to_owned()),
        ("Time recorded on it", format!("{hours} hours")),
    ]
}

/// The fields of a project.
fn fields(company: &Company, project: Option<&Project>) -> Vec<Field> {
    use super::form::Look;
    let text = |value: fn(&Project) -> Option<&str>| project.and_then(value).unwrap_or("").to_owned();
    let check = |name, label, on: bool| {
        Field::new(name, label, "").look(Look::Check).value(if on { "yes" } else { "" })
    };
    let tops = company.projects.rows().iter().filter(|it| it.parent.is_none());
    let tops = tops.filter(|it| project.is_none_or(|own| own.id != it.id));
    let centers = company.cost_centers.rows().iter().map(|it| (it.id.to_string(), it.name.clone()));
    let choice = |name, label, choices: Vec<(String, String)>, chosen: Option<u32>| {
        let none = (String::new(), "–".to_owned());
        let all = std::iter::once(none).chain(choices).collect();
        Field::choice(name, label, all).value(chosen.map_or_else(String::new, |it| it.to_string()))
    };
    let day = |value: fn(&Project) -> Option<jiff::civil::Date>| show::entered_day(project.and_then(value));
    vec![
        Field::new("name", "Name", "text").required().value(text(|it| Some(&it.name))),
        Field::new("code", "Code", "text").value(text(|it| it.code.as_deref())),
        Field::new("description", "Description", "text").value(text(|it| it.description.as_deref())),
        choice(
            "parent",
            "Part of",
            tops.map(|it| (it.id.to_string(), it.name.to_string())).collect(),
            project.and_then(|it| it.parent),
        )
        .hint("Members, client, type, cost center and billing are then those of that project."),
        Field::new("start", "First day", "date").value(day(|it| it.start)),
        Field::new("end", "First day on which it is over", "date").value(day(|it| it.end)),
        Field::new("client", "Client", "text").value(text(|it| it.client.as_deref())),
        Field::new("kind", "Type", "text").value(text(|it| it.kind.as_deref())),
        choice("cost_center", "Cost center", centers.collect(), project.and_then(|it| it.cost_center)),
        check(
            "assigned_to_all",
            "Everybody may record time on it",
            project.is_some_and(|it| it.assigned_to_all),
        ),
        check("billable", "Billable", project.is_some_and(|it| it.billable)),
        check("active", "Active, and not archived", project.is_none_or(|it| it.active)),
    ]
}
