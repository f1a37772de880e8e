//! Projects, sub-projects and their members.

use jiff::civil::Date;

use super::employment::{at_noonish, shift};
use super::rng::Rng;
use crate::model::company::Company;
use crate::model::person::Status;
use crate::model::project::Project;

/// A project before it has a number.
struct Plan {
    name: &'static str,
    active: bool,
    code: Option<&'static str>,
    description: Option<&'static str>,
    client: Option<&'static str>,
    kind: Option<&'static str>,
    /// The place of its cost center among those of the company.
    cost_center: Option<usize>,
    /// One of how many people is a member; none where everyone is assigned.
    one_of: Option<usize>,
    /// In days from today.
    start: Option<i64>,
    end: Option<i64>,
    sub_projects: &'static [&'static str],
}

const PLAN: Plan = Plan {
    name: "",
    active: true,
    code: None,
    description: None,
    client: None,
    kind: None,
    cost_center: None,
    one_of: None,
    start: None,
    end: None,
    sub_projects: &[],
};

const PLANS: &[Plan] = &[
    Plan {
        name: "Verwaltung",
        description: Some("Alles, was zu keinem Kunden gehört."),
        kind: Some("Intern"),
        ..PLAN
    },
    Plan {
        name: "Sensorplattform NX",
        code: Some("PRJ-1001"),
        description: Some("The next generation of level sensors."),
        client: Some("Alpenglas AG"),
        kind: Some("Entwicklung"),
        cost_center: Some(0),
        one_of: Some(2),
        start: Some(-400),
        end: Some(300),
        sub_projects: &["NX Firmware", "NX Gehäuse", "NX Zulassung"],
        ..PLAN
    },
    Plan {
        name: "Wartung Hafen Süd",
        code: Some("PRJ-1002"),
        client: Some("Hafen Süd Betriebs-GmbH"),
        kind: Some("Service"),
        cost_center: Some(1),
        one_of: Some(5),
        start: Some(-700),
        ..PLAN
    },
    Plan {
        name: "Messe Hannover",
        active: false,
        code: Some("EV-0007"),
        kind: Some("Marketing"),
        one_of: Some(6),
        start: Some(-420),
        end: Some(-330),
        sub_projects: &["Standbau"],
        ..PLAN
    },
    Plan {
        name: "ISO 27001",
        code: Some("INT-27001"),
        description: Some("Certification, with \"gap analysis\" & audit."),
        one_of: Some(8),
        start: Some(-120),
        end: Some(60),
        ..PLAN
    },
    Plan {
        name: "計測ソフトウェア更新",
        code: Some("JP-42"),
        client: Some("北光計器"),
        one_of: Some(12),
        ..PLAN
    },
    Plan { name: "Umzug Labor", code: Some("INT-0012"), one_of: Some(10), start: Some(45), ..PLAN },
    Plan { name: "Altprojekt 2019", active: false, one_of: Some(40), ..PLAN },
];

/// The projects of a company; a very small one has fewer.
pub(super) fn projects(company: &Company, seed: u64, today: Date) -> Vec<Project> {
    let count = if company.people.len() < 10 { 4 } else { PLANS.len() };
    let mut rng = Rng::new(seed, &[120]);
    let mut id = 82_170;
    let mut rows = Vec::new();
    for plan in &PLANS[..count] {
        id += 3;
        let parent = project(&mut rng, company, plan, id, today);
        let below = plan.sub_projects.iter().map(|name| {
            id += 1;
            let Project { active, created_at, updated_at, .. } = parent;
            let sub = project(&mut rng, company, &Plan { name, one_of: None, ..PLAN }, id, today);
            Project { parent: Some(parent.id), assigned_to_all: false, active, created_at, updated_at, ..sub }
        });
        let below: Vec<Project> = below.collect();
        rows.push(parent);
        rows.extend(below);
    }
    rows
}

fn project(rng: &mut Rng, company: &Company, plan: &Plan, id: u32, today: Date) -> Project {
    let age = plan.start.unwrap_or(-300).min(-10) - rng.range(5, 60);
    let created_at = at_noonish(rng, shift(today, age));
    let people = company.people.rows().iter().filter(|it| it.current().status != Status::Inactive);
    let members = plan.one_of.map(|one_of| people.step_by(one_of).map(|it| it.id).collect());
    let cost_center = plan.cost_center.and_then(|at| company.cost_centers.rows().get(at));
    Project {
        id,
        name: plan.name.into(),
        active: plan.active,
        code: plan.code.map(Into::into),
        description: plan.description.map(Into::into),
        cost_center: cost_center.map(|it| it.id),
        assigned_to_all: plan.one_of.is_none(),
        parent: None,
        start: plan.start.map(|it| shift(today, it)),
        end: plan.end.map(|it| shift(today, it)),
        billable: plan.client.is_some(),
        client: plan.client.map(Into::into),
        kind: plan.kind.map(Into::into),
        members: members.unwrap_or_default(),
        created_at,
        updated_at: created_at,
    }
}
