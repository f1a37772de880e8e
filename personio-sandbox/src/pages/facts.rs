//! The facts: what is known of the real API, how surely, and where the switches for it stand.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::frame::{Frame, Visit};
use super::page;
use crate::facts::TOPICS;
use crate::facts::mark::Mark;
use crate::facts::shown::{self, Filter, Shown};

/// The rows of one topic.
struct Group {
    title: &'static str,
    rows: Vec<Shown>,
}

/// Something to choose.
struct Choice {
    value: &'static str,
    label: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "facts.html")]
struct FactsPage {
    frame: Frame,
    q: String,
    marks: Vec<Choice>,
    topics: Vec<Choice>,
    count: usize,
    groups: Vec<Group>,
    error: Option<String>,
}

/// What is wanted of the facts.
pub(super) async fn show(visit: Visit) -> Response {
    let filter = Filter::default().words([visit.asked("q")]).mark(visit.asked("mark"));
    let filter = filter.and_then(|it| it.topic(visit.asked("topic")));
    let (filter, error) = match filter {
        Ok(filter) => (filter, None),
        Err(error) => (Filter::default(), Some(error)),
    };
    let status = if error.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let rows = shown::shown(&filter, |it| visit.state.switches().get(it).to_owned());
    let count = rows.len();
    let mark = |it: Mark| Choice {
        value: it.letter(),
        label: format!("{}: {}", it.letter(), it.meaning()),
        is_chosen: visit.asked("mark").eq_ignore_ascii_case(it.letter()),
    };
    let topics = TOPICS.iter().map(|it| Choice {
        value: it.name,
        label: it.title.to_owned(),
        is_chosen: visit.asked("topic") == it.name,
    });
    let facts = FactsPage {
        frame: visit.frame("/settings/facts"),
        q: visit.asked("q").to_owned(),
        marks: Mark::ALL.map(mark).into(),
        topics: topics.collect(),
        count,
        groups: grouped(rows),
        error,
    };
    page(status, &facts)
}

/// Rows of the same topic stand below its title.
fn grouped(rows: Vec<Shown>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if group.title == row.title => group.rows.push(row),
            _ => groups.push(Group { title: row.title, rows: vec![row] }),
        }
    }
    groups
}
