//! Seats of the invented company: who sits in which unit and reports to whom, before anyone has a name.

use crate::model::organisation::{CostCenter, Job, OrgUnit, UnitKind};

use super::rng::Rng;

/// How high a seat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Chief,
    Head,
    GroupHead,
    Lead,
    Member,
}

/// One seat of the organisation.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) level: Level,
    pub(crate) title: &'static str,
    pub(crate) department: Option<u32>,
    pub(crate) team: Option<u32>,
    pub(crate) cost_center: u32,
    /// The seat it reports to.
    pub(crate) boss: Option<usize>,
}

/// The whole organisation.
pub(crate) struct Structure {
    pub(crate) seats: Vec<Seat>,
    pub(crate) units: Vec<OrgUnit>,
    pub(crate) cost_centers: Vec<CostCenter>,
}

/// A department as it is founded.
struct Area {
    name: &'static str,
    short: &'static str,
    weight: usize,
    head: &'static str,
    lead: &'static str,
    members: &'static [&'static str],
    teams: &'static [&'static str],
}

/// A team with its lead has at most this many seats.
const TEAM: usize = 9;
/// A department with more teams than this is divided into groups.
const TEAMS_PER_GROUP: usize = 8;

/// An organisation with exactly `people` seats; the first is the chief's.
pub(crate) fn structure(people: usize) -> Structure {
    let areas = &AREAS[..area_count(people)];
    let mut plan =
        Structure { seats: Vec::with_capacity(people), units: Vec::new(), cost_centers: Vec::new() };
    for (number, area) in (1..).zip(areas) {
        let name = format!("{} {}", number * 100, area.name);
        plan.cost_centers.push(CostCenter { id: 82_950 + number, name });
    }
    for (number, name) in [(83_001, "9000 Projekt Aurora"), (83_002, "9100 Innovation fund")] {
        plan.cost_centers.push(CostCenter { id: number, name: name.to_owned() });
    }
    let chief = Seat {
        level: Level::Chief,
        title: "Chief Executive Officer",
        department: None,
        team: None,
        cost_center: 82_951,
        boss: None,
    };
    plan.seats.push(chief);
    let weights: usize = areas.iter().map(|it| it.weight).sum();
    let total = people.saturating_sub(1);
    let mut left = total;
    for (place, area) in areas.iter().enumerate() {
        let last = place + 1 == areas.len();
        let share = if last { left } else { (total * area.weight / weights).max(1).min(left) };
        left -= share;
        plan.add_area(place, area, share);
    }
    plan.seats.truncate(people);
    plan
}

fn area_count(people: usize) -> usize {
    match people {
        0..10 => 1,
        10..20 => 3,
        20..100 => 5,
        100..1_000 => 10,
        _ => AREAS.len(),
    }
}

impl Structure {
    /// Founds one department with `seats` seats, its head included.
    fn add_area(&mut self, place: usize, area: &Area, seats: usize) {
        if seats == 0 {
            return;
        }
        let cost_center = self.cost_centers[place].id;
        let department = self.add_unit(UnitKind::Department, area.name.to_owned(), Some(area.short), None);
        let head = self.add_seat(Level::Head, area.head, Some(department), None, cost_center, 0);
        let rest = seats - 1;
        let teams = rest.div_ceil(TEAM);
        let groups = if teams > TEAMS_PER_GROUP { teams.div_ceil(TEAMS_PER_GROUP) } else { 0 };
        if groups == 0 {
            self.add_teams(area, cost_center, department, head, rest, 0);
            return;
        }
        let mut left = rest;
        for group in 0..groups {
            let share = left.div_ceil(groups - group);
            left -= share;
            if share == 0 {
                continue;
            }
            let name = format!("{} {}", area.name, roman(group + 1));
            let unit = self.add_unit(UnitKind::Department, name, None, Some(department));
            let seat = self.add_seat(Level::GroupHead, area.head, Some(unit), None, cost_center, head);
            self.add_teams(area, cost_center, unit, seat, share - 1, group * TEAMS_PER_GROUP);
        }
    }

    fn add_teams(
        &mut self,
        area: &Area,
        cost_center: u32,
        department: u32,
        head: usize,
        seats: usize,
        first: usize,
    ) {
        let teams = seats.div_ceil(TEAM);
        let mut left = seats;
        for number in 0..teams {
            let share = left.div_ceil(teams - number);
            left -= share;
            let at = first + number;
            let round = at / area.teams.len();
            let base = area.teams[at % area.teams.len()];
            let name = if round == 0 { base.to_owned() } else { format!("{base} {}", round + 1) };
            let team = self.add_unit(UnitKind::Team, name, None, None);
            let units = (Some(department), Some(team));
            let lead = self.add_seat(Level::Lead, area.lead, units.0, units.1, cost_center, head);
            for member in 1..share {
                let title = area.members[(at + member) % area.members.len()];
                self.add_seat(Level::Member, title, units.0, units.1, cost_center, lead);
            }
        }
    }

    fn add_unit(
        &mut self,
        kind: UnitKind,
        name: String,
        abbreviation: Option<&str>,
        parent: Option<u32>,
    ) -> u32 {
        let count = u32::try_from(self.units.len()).unwrap_or(0);
        let base = match kind {
            UnitKind::Department => 281_500,
            UnitKind::Team => 590_000,
        };
        let id = base + 3 * count;
        let description = abbreviation.map(|_| format!("Everything about {}", name.to_lowercase()));
        let abbreviation = abbreviation.map(str::to_owned);
        self.units.push(OrgUnit { id, kind, name, abbreviation, description, parent });
        id
    }

    fn add_seat(
        &mut self,
        level: Level,
        title: &'static str,
        department: Option<u32>,
        team: Option<u32>,
        cost_center: u32,
        boss: usize,
    ) -> usize {
        self.seats.push(Seat { level, title, department, team, cost_center, boss: Some(boss) });
        self.seats.len() - 1
    }

    /// The job catalogue: one job for each title in use.
    pub(crate) fn jobs(&self, seed: u64) -> Vec<Job> {
        let mut titles: Vec<&'static str> = self.seats.iter().map(|it| it.title).collect();
        titles.sort_unstable();
        titles.dedup();
        let mut rng = Rng::new(seed, &[6]);
        (1..).zip(titles).map(|(id, name)| Job { id, uuid: rng.uuid(), name: name.into() }).collect()
    }
}

fn roman(number: usize) -> String {
    const SMALL: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    number
        .checked_sub(1)
        .and_then(|it| SMALL.get(it))
        .map_or_else(|| number.to_string(), |it| (*it).to_owned())
}

const AREAS: &[Area] = &[
    Area {
        name: "People & Culture",
        short: "HR",
        weight: 6,
        head: "Head of People",
        lead: "People Team Lead",
        members: &["HR Business Partner", "Recruiter", "Payroll Specialist", "HR Generalist"],
        teams: &["Talent", "Payroll", "People Operations"],
    },
    Area {
        name: "Engineering",
        short: "ENG",
        weight: 26,
        head: "Head of Engineering",
        lead: "Engineering Manager",
        members: &[
            "Software Engineer",
            "Senior Software Engineer",
            "Embedded Engineer",
            "QA Engineer",
            "SRE",
        ],
        teams: &["Platform", "Firmware", "Measurement Cloud", "Web", "Data", "Reliability", "Mobile"],
    },
    Area {
        name: "Sales",
        short: "SAL",
        weight: 14,
        head: "Head of Sales",
        lead: "Sales Team Lead",
        members: &["Account Executive", "Sales Development Representative", "Vertriebsinnendienst (m/w/d)"],
        teams: &["DACH", "Iberia", "Eastern Europe", "Key Accounts", "Asia"],
    },
    Area {
        name: "Customer Support",
        short: "CS",
        weight: 12,
        head: "Head of Customer Support",
        lead: "Support Team Lead",
        members: &["Customer Support Specialist", "Technical Support Engineer", "Onboarding Manager"],
        teams: &["First line", "Second line", "Field service"],
    },
    Area {
        name: "Finance",
        short: "FIN",
        weight: 5,
        head: "Head of Finance",
        lead: "Finance Team Lead",
        members: &["Accountant", "Controller", "Buchhalter:in", "Treasury Analyst"],
        teams: &["Accounting", "Controlling"],
    },
    Area {
        name: "Marketing",
        short: "MKT",
        weight: 6,
        head: "Head of Marketing",
        lead: "Marketing Team Lead",
        members: &["Content Manager", "Performance Marketing Manager", "Grafikdesigner:in"],
        teams: &["Brand", "Growth", "Events"],
    },
    Area {
        name: "Product",
        short: "PRD",
        weight: 7,
        head: "Head of Product",
        lead: "Group Product Manager",
        members: &["Product Manager", "UX Designer", "User Researcher"],
        teams: &["Core", "Sensors", "Insights"],
    },
    Area {
        name: "Production & Logistics",
        short: "PL",
        weight: 30,
        head: "Werkleitung",
        lead: "Schichtleitung",
        members: &["Mechatroniker:in", "Assembly Technician", "Lagerfachkraft", "Quality Inspector"],
        teams: &["Assembly A", "Assembly B", "Warehouse", "Shipping", "Calibration"],
    },
    Area {
        name: "Research",
        short: "RES",
        weight: 8,
        head: "Head of Research",
        lead: "Principal Scientist",
        members: &["Research Scientist", "Laborant:in", "Data Scientist"],
        teams: &["Optics", "Acoustics", "Materials"],
    },
    Area {
        name: "IT",
        short: "IT",
        weight: 5,
        head: "Head of IT",
        lead: "IT Team Lead",
        members: &["System Administrator", "IT Support Specialist", "Security Engineer"],
        teams: &["Workplace IT", "Security"],
    },
    Area {
        name: "Legal & Compliance",
        short: "LC",
        weight: 2,
        head: "General Counsel",
        lead: "Senior Counsel",
        members: &["Legal Counsel", "Data Protection Officer", "Compliance Manager"],
        teams: &["Contracts", "Compliance"],
    },
    Area {
        name: "Procurement",
        short: "PRO",
        weight: 4,
        head: "Head of Procurement",
        lead: "Procurement Team Lead",
        members: &["Strategic Buyer", "Einkäufer:in", "Supplier Quality Engineer"],
        teams: &["Direct materials", "Indirect spend"],
    },
];
