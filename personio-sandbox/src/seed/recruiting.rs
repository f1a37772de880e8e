//! Recruiting of the invented company: its settings, categories and phases, and what it looks for.

use std::collections::HashMap;

use jiff::Timestamp;

use super::applications::{self, Pool};
use super::employment::{at_noonish, midnight, shift};
use super::openings::{self, Opening};
use super::places::Place;
use super::rng::Rng;
use crate::access::credential::fresh_recruiting_token;
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::model::person::Status;
use crate::model::recruiting::{
    AnswerKind, CandidateAttribute, JobPosition, RecruitingCategory, RecruitingChannel, RecruitingPhase,
    RecruitingSettings, RecruitingTag, Stage, SystemStage,
};
use crate::model::table::Table;
use crate::model::text::Text;
use crate::rules;

const POSITIONS: u64 = 180;

/// The most positions that a company has, however large.
const MOST_POSITIONS: usize = 400;

const PHASES: [(u32, &str); 6] = [
    (33_101, "Screening"),
    (33_102, "Telefoninterview"),
    (33_103, "Coding Challenge"),
    (33_104, "Vor-Ort-Gespräch"),
    (33_105, "Probearbeiten"),
    (33_106, "Final interview"),
];

/// Number, name, phases, and where applications begin.
const CATEGORIES: [(u32, &str, &[u32], Stage); 4] = [
    (12_401, "Allgemein", &[33_101, 33_102, 33_104], Stage::Custom(33_101)),
    (12_402, "Tech & Produkt", &[33_101, 33_102, 33_103, 33_106], Stage::Custom(33_101)),
    (12_403, "Produktion", &[33_101, 33_105], Stage::Custom(33_101)),
    (12_404, "Ausbildung & Studium", &[33_102, 33_104], Stage::System(SystemStage::Unassigned)),
];

pub(super) const CHANNELS: [(u32, &str); 6] = [
    (71_001, "Karriereseite"),
    (71_002, "LinkedIn"),
    (71_003, "StepStone"),
    (71_004, "Indeed"),
    (71_005, "Mitarbeiterempfehlung"),
    (71_006, "Personalagentur"),
];

pub(super) const TAGS: [(u32, &str); 4] =
    [(501, "Talentpool"), (502, "Empfehlung"), (503, "remote"), (504, "Werkstudent")];

/// What people in a hiring team do there, besides the recruiter.
const ROLES: [&str; 3] = ["Hiring Manager", "HR Manager", "Interviewer"];

/// Gives the company its recruiting; `now` is the midnight at which it is invented.
pub(super) fn recruit(company: &mut Company, places: &[Place], now: Timestamp) {
    let settings = RecruitingSettings {
        id: 1,
        token: fresh_recruiting_token(),
        recruiting: true,
        public_api: true,
        xml_feed: true,
    };
    company.recruiting_settings = Table::new(vec![settings]);
    let phase = |(id, name): (u32, &'static str)| RecruitingPhase { id, name: name.into() };
    company.recruiting_phases = Table::new(PHASES.map(phase).into());
    let channel = |(id, name): (u32, &'static str)| RecruitingChannel { id, name: name.into() };
    company.recruiting_channels = Table::new(CHANNELS.map(channel).into());
    let tag = |(id, name): (u32, &'static str)| RecruitingTag { id, name: name.into() };
    company.recruiting_tags = Table::new(TAGS.map(tag).into());
    let category = |(id, name, phases, initial): (u32, &'static str, &[u32], Stage)| RecruitingCategory {
        id,
        name: name.into(),
        phases: phases.to_vec(),
        initial,
    };
    company.recruiting_categories = Table::new(CATEGORIES.map(category).into());
    company.candidate_attributes = Table::new(attributes());
    company.job_positions = Table::new(positions(company, places, now));
    let Pool { candidates, applications, files } = applications::pool(company, places, now);
    company.candidates = Table::new(candidates);
    company.applications = Table::new(applications);
    company.application_files = Table::new(files);
    rules::recruiting::forget_refused(company, now);
}

fn attributes() -> Vec<CandidateAttribute> {
    let heard = ["Karriereseite", "Freunde & Familie", "Messe", "Social Media"].map(Text::from).into();
    vec![
        CandidateAttribute { id: 901, name: "Kündigungsfrist".into(), kind: AnswerKind::Text },
        CandidateAttribute { id: 902, name: "Earliest interview".into(), kind: AnswerKind::Date },
        CandidateAttribute {
            id: 903,
            name: "Wie hast du von uns erfahren?".into(),
            kind: AnswerKind::Choice(heard),
        },
    ]
}

fn positions(company: &Company, places: &[Place], now: Timestamp) -> Vec<JobPosition> {
    let teams = Teams::of(company);
    let open: Vec<usize> = (0..openings::COUNT)
        .filter(|it| openings::opening(*it).department.is_none_or(|it| teams.department(it).is_some()))
        .collect();
    let count = (6 + company.profile.people / 50).min(MOST_POSITIONS);
    let mut id = 1_204_101;
    let position = |at: usize| {
        let mut rng = Rng::new(company.profile.seed, &[POSITIONS, at as u64]);
        id += u32::try_from(rng.range(1, 37)).unwrap_or(1);
        // The first ones are those that every company has; beyond them chance chooses.
        let opening = if at < open.len() { open[at] } else { rng.pick(&open) };
        let place = Place::drawn(&mut rng, places);
        let other = Place::drawn(&mut rng, places).office();
        one(&mut rng, At { at, id, opening, place, other }, &teams, now)
    };
    (0..count).map(position).collect()
}

/// Where a position is among the others, and what it is.
#[derive(Clone, Copy)]
struct At<'a> {
    at: usize,
    id: u32,
    opening: usize,
    place: &'a Place,
    other: u32,
}

fn one(rng: &mut Rng, at: At<'_>, teams: &Teams, now: Timestamp) -> JobPosition {
    let At { at, id, opening, place, other } = at;
    let Opening { title, department, category, employment_type, seniority, schedule, years, .. } =
        *openings::opening(opening);
    let Opening { occupation, keywords, .. } = *openings::opening(opening);
    let department = department.and_then(|it| teams.department(it));
    let today = jiff::tz::Offset::UTC.to_datetime(now).date();
    // However small the company is, its fifth position is closed and those before it are not.
    let age = rng.range(15, if at < 5 { 150 } else { 620 });
    let published = at < 4 || at > 4 && age < 200 && rng.chance(85);
    let created_at = at_noonish(rng, shift(today, -age));
    let changed = rng.range(1, if published { 14 } else { age });
    let updated_at = at_noonish(rng, shift(today, -changed));
    let languages: &[&'static str] = match at {
        0 => &["de", "en"],
        1 => &["de"],
        2 => &["en"],
        _ => [&["de", "en"] as &[&str], &["de"], &["en"]][rng.weighted(&[70, 20, 10])],
    };
    JobPosition {
        id,
        name: title.into(),
        hiring_team: teams.hiring(rng, department),
        department,
        category: rng.chance(95).then(|| CATEGORIES[category].0),
        subcompany: rng.chance(85).then(|| place.legal_entity()),
        office: rng.chance(96).then(|| place.office()),
        more_offices: if other != place.office() && rng.chance(25) { vec![other] } else { Vec::new() },
        employment_type: employment_type.into(),
        seniority: Some(seniority.into()),
        schedule: schedule.into(),
        years_of_experience: years.map(Into::into),
        keywords: keywords.map(Into::into),
        occupation: occupation.map(|it| it.0.into()),
        occupation_category: occupation.map(|it| it.1.into()),
        opening,
        languages: languages.iter().map(|it| Text::from(*it)).collect(),
        published,
        created_at,
        updated_at: updated_at.max(created_at).min(now.max(midnight(today))),
    }
}

/// Departments by name, and who of them can be in a hiring team.
struct Teams {
    departments: Vec<(String, u32)>,
    /// The first people at work, by department.
    people: HashMap<u32, Vec<u32>>,
}

/// How many people of a department can be in hiring teams.
const HIRING: usize = 12;

impl Teams {
    fn of(company: &Company) -> Self {
        let departments = company.units_of(UnitKind::Department).map(|it| (it.name.clone(), it.id)).collect();
        let mut people: HashMap<u32, Vec<u32>> = HashMap::new();
        for person in company.people.rows().iter().filter(|it| it.current().status == Status::Active) {
            let Some(department) = person.current().department else { continue };
            let theirs = people.entry(department).or_default();
            if theirs.len() < HIRING {
                theirs.push(person.id);
            }
        }
        Self { departments, people }
    }

    fn department(&self, name: &str) -> Option<u32> {
        self.departments.iter().find(|it| it.0 == name).map(|it| it.1)
    }

    /// A hiring team; sometimes nobody is in it.
    fn hiring(&self, rng: &mut Rng, department: Option<u32>) -> Vec<(u32, Text)> {
        let of = |it: Option<u32>| it.and_then(|it| self.people.get(&it)).map_or(&[][..], Vec::as_slice);
        let mut team: Vec<(u32, Text)> = Vec::new();
        let recruiters = of(self.department("People & Culture"));
        if !recruiters.is_empty() && rng.chance(85) {
            team.push((rng.pick(recruiters), "Recruiter".into()));
        }
        let people = of(department);
        for role in ROLES {
            if !people.is_empty() && rng.chance(55) {
                let person = rng.pick(people);
                if team.iter().all(|it| it.0 != person) {
                    team.push((person, role.into()));
                }
            }
        }
        team
    }
}
