//! The board: a column for each stage, or all applications of one stage as a list.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::{SECTION, job_name, name, stages};
use crate::model::company::Company;
use crate::model::recruiting::{Application, Stage};
use crate::pages::form::Press;
use crate::pages::frame::{Frame, Visit, moment};
use crate::pages::page;
use crate::pages::pager::Pager;

/// How many applications a column shows.
const CARDS: usize = 8;

/// An application on the board.
struct Card {
    id: u32,
    name: String,
    job: String,
    date: String,
    since: String,
    /// To the next stage, with its name.
    next: Option<(String, Press)>,
}

/// A stage with those who stand there.
struct Column {
    name: String,
    count: usize,
    all: String,
    cards: Vec<Card>,
    more: usize,
}

#[derive(Template)]
#[template(path = "recruiting/board.html")]
struct BoardPage {
    frame: Frame,
    jobs: Vec<(String, String)>,
    job: String,
    stages: Vec<(String, String)>,
    stage: String,
    q: String,
    total: usize,
    columns: Vec<Column>,
    /// The applications of one stage, and where the list stands.
    list: Option<(Vec<Card>, Pager)>,
}

/// The applications, by job, stage and name.
pub(super) async fn show(visit: Visit) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let [job, stage, q] = ["job", "stage", "q"].map(|it| visit.asked(it).to_owned());
    let position = job.parse().ok().and_then(|it| company.job_positions.get(it));
    let category = position.and_then(|it| it.category).and_then(|it| company.recruiting_categories.get(it));
    let word = q.to_lowercase();
    let fits = |it: &&Application| {
        position.is_none_or(|position| position.id == it.position)
            && (word.is_empty() || name(company.candidates.get(it.candidate)).to_lowercase().contains(&word))
    };
    let mut found: Vec<&Application> = company.applications.rows().iter().filter(fits).collect();
    found.sort_by_key(|it| std::cmp::Reverse((it.last().entered_at, it.id)));
    let order = stages::of(&company, category);
    let chosen = order.iter().copied().find(|it| stages::key(*it) == stage);
    let total = found.len();
    let at = |stage: Stage| found.iter().copied().filter(move |it| it.stage() == stage);
    let (columns, list) = if let Some(stage) = chosen {
        let (rows, pager) = Pager::cut(&visit, at(stage).collect());
        (Vec::new(), Some((rows.into_iter().map(|it| card(&visit, &company, it)).collect(), pager)))
    } else {
        let column = |it: &Stage| column(&visit, &company, *it, &at(*it).collect::<Vec<_>>());
        (order.iter().map(column).collect(), None)
    };
    let choice = |it: &crate::model::recruiting::JobPosition| (it.id.to_string(), it.name.to_string());
    let mut jobs: Vec<(String, String)> = company.job_positions.rows().iter().map(choice).collect();
    jobs.sort_by(|a, b| a.1.cmp(&b.1));
    let stages = order.iter().map(|it| (stages::key(*it), stages::name(&company, *it))).collect();
    let shown = BoardPage { frame, jobs, job, stages, stage, q, total, columns, list };
    page(StatusCode::OK, &shown)
}

fn column(visit: &Visit, company: &Company, stage: Stage, all: &[&Application]) -> Column {
    let cards = all.iter().take(CARDS).map(|it| card(visit, company, it)).collect();
    Column {
        name: stages::name(company, stage),
        count: all.len(),
        all: visit.with("stage", &stages::key(stage)),
        cards,
        more: all.len().saturating_sub(CARDS),
    }
}

fn card(visit: &Visit, company: &Company, application: &Application) -> Card {
    let name = name(company.candidates.get(application.candidate));
    let next = stages::next(company, application).map(|stage| {
        let stage_name = stages::name(company, stage);
        let path = format!("/recruiting/applications/{}/move?to={}", application.id, stages::key(stage));
        let says = format!("Move {name} to {stage_name}");
        (stage_name, Press { action: visit.returning(&path), label: "Move on", says })
    });
    Card {
        id: application.id,
        name,
        job: job_name(company, application.position),
        date: application.date.to_string(),
        since: moment(company, application.last().entered_at),
        next,
    }
}
