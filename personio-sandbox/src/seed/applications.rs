//! Who applied at the invented company, for what, and how far they came.

use std::collections::HashSet;

use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use super::employment::{at_noonish, shift};
use super::names;
use super::papers;
use super::places::Place;
use super::recruiting::{CHANNELS, TAGS};
use super::rng::Rng;
use crate::model::company::Company;
use crate::model::person::Gender;
use crate::model::recruiting::{
    Application, ApplicationFile, Candidate, JobPosition, RecruitingCategory, Stage, SystemStage, Transition,
};
use crate::model::text::Text;

const APPLICATIONS: u64 = 181;

const MESSAGES: [&str; 4] = [
    "Sehr geehrte Damen und Herren, anbei meine Unterlagen. Ich freue mich auf ein Gespräch!",
    "Hi there! I read about your sensors & would love to join.",
    "Ab wann ist die Stelle zu besetzen? Viele Grüße",
    "I'm currently abroad, a video call works best for me. 😊",
];
const AVAILABLE: [&str; 4] = ["2026-10-01", "sofort", "3 months notice", "2027-01-01"];
const SALARIES: [&str; 4] = ["minimum 50k", "62.000 €", "negotiable", "58000"];
/// The domains of candidates' addresses, which no one can register.
const DOMAINS: [&str; 3] = ["example.com", "example.org", "example.net"];

/// Everything that was sent in.
pub(super) struct Pool {
    pub(super) candidates: Vec<Candidate>,
    pub(super) applications: Vec<Application>,
    pub(super) files: Vec<ApplicationFile>,
}

/// Candidates and applications for the positions of the company.
pub(super) fn pool(company: &Company, places: &[Place], now: Timestamp) -> Pool {
    let mut applicants = Applicants {
        places,
        now,
        taken: HashSet::new(),
        pool: Pool { candidates: Vec::new(), applications: Vec::new(), files: Vec::new() },
    };
    for position in company.job_positions.rows() {
        let mut rng = Rng::new(company.profile.seed, &[APPLICATIONS, u64::from(position.id)]);
        let category = position.category.and_then(|it| company.recruiting_categories.get(it));
        for _ in 0..rng.range(3, 21) {
            applicants.apply(&mut rng, position, category);
        }
    }
    applicants.pool
}

struct Applicants<'a> {
    places: &'a [Place],
    now: Timestamp,
    taken: HashSet<String>,
    pool: Pool,
}

impl Applicants<'_> {
    fn apply(&mut self, rng: &mut Rng, position: &JobPosition, category: Option<&RecruitingCategory>) {
        let Self { now, .. } = *self;
        let last = if position.published { now } else { position.updated_at };
        let days = (last.as_second() - position.created_at.as_second()) / 86_400;
        let first = Offset::UTC.to_datetime(position.created_at).date();
        let date = shift(first, rng.range(0, days.max(0)));
        let created_at = at_noonish(rng, date).min(now);
        let id = 495_001 + u32::try_from(self.pool.applications.len()).unwrap_or(0) * 3;
        let candidate = self.candidate(rng, position.id, created_at, id);
        let transitions = journey(rng, category, created_at, now);
        let channel = rng.chance(92).then(|| rng.pick(&CHANNELS).0);
        self.files(rng, id);
        self.pool.applications.push(Application {
            id,
            candidate,
            position: position.id,
            date: Offset::UTC.to_datetime(created_at).date(),
            channel,
            external_posting_id: None,
            message: rng.chance(40).then(|| rng.pick(&MESSAGES).into()),
            tags: if rng.chance(15) { vec![rng.pick(&TAGS).0] } else { Vec::new() },
            updated_at: transitions[transitions.len() - 1].entered_at,
            transitions,
            created_at,
        });
    }

    /// Somebody new or, now and then, somebody who applied for something else.
    fn candidate(&mut self, rng: &mut Rng, position: u32, created_at: Timestamp, application: u32) -> u32 {
        if !self.pool.candidates.is_empty() && rng.chance(6) {
            let at = rng.below(self.pool.candidates.len());
            let known = &mut self.pool.candidates[at];
            let applied = |it: &Application| it.candidate == known.id && it.position == position;
            if !self.pool.applications.iter().any(applied) {
                known.created_at = known.created_at.min(created_at);
                known.updated_at = known.updated_at.max(created_at);
                known.applications.push(application);
                return known.id;
            }
        }
        let candidate = self.somebody(rng, created_at, application);
        let id = candidate.id;
        self.pool.candidates.push(candidate);
        id
    }

    fn somebody(&mut self, rng: &mut Rng, created_at: Timestamp, application: u32) -> Candidate {
        let place = Place::drawn(rng, self.places);
        let gender = [Some(Gender::Female), Some(Gender::Male), Some(Gender::Diverse), None]
            [rng.weighted(&[40, 42, 3, 15])];
        let culture = place.culture(rng);
        let name = names::name(rng, culture, gender);
        let domain = rng.pick(&DOMAINS);
        let mut email = format!("{}@{domain}", name.mailbox);
        let mut number = 2;
        while !self.taken.insert(email.clone()) {
            email = format!("{}{number}@{domain}", name.mailbox);
            number += 1;
        }
        let linkedin = format!("https://www.linkedin.example/in/{}", name.mailbox);
        let id = 880_101 + u32::try_from(self.pool.candidates.len()).unwrap_or(0) * 2;
        Candidate {
            phone: rng.chance(70).then(|| format!("{} {}", place.dial, rng.digits(7))),
            location: rng.chance(60).then(|| place.city().into()),
            birthday: rng.chance(35).then(|| {
                let born = Offset::UTC.to_datetime(created_at).date();
                shift(born, -rng.range(19 * 365, 58 * 365))
            }),
            linkedin_profile: rng.chance(30).then_some(linkedin),
            available_from: rng.chance(35).then(|| rng.pick(&AVAILABLE).into()),
            salary_expectations: rng.chance(30).then(|| rng.pick(&SALARIES).into()),
            answers: if rng.chance(20) { vec![(901, Text::from("3 Monate"))] } else { Vec::new() },
            gender,
            applications: vec![application],
            ..Candidate::new(id, (name.first, name.last), email, created_at)
        }
    }

    /// What came with an application: a CV, mostly.
    fn files(&mut self, rng: &mut Rng, application: u32) {
        let sent = [("cv", "Lebenslauf.pdf", 90), ("cover-letter", "Anschreiben.pdf", 30)];
        for (category, name, percent) in sent {
            if rng.chance(percent) {
                let id = u32::try_from(self.pool.files.len()).unwrap_or(0) + 1;
                let uuid = rng.uuid();
                // Sizes were drawn once; whatever is drawn after them stays as it was for a seed.
                rng.next();
                self.pool.files.push(ApplicationFile {
                    id,
                    uuid,
                    name: name.into(),
                    extension: "pdf".into(),
                    media_type: "application/pdf".into(),
                    size: papers::application(id).len(),
                    category: Some(category.into()),
                    application: Some(application),
                    content: None,
                });
            }
        }
    }
}

/// The stages that an application went through until `now`.
fn journey(
    rng: &mut Rng,
    category: Option<&RecruitingCategory>,
    applied_at: Timestamp,
    now: Timestamp,
) -> Vec<Transition> {
    use SystemStage::{Accepted, Offer, Rejected, Unassigned, Withdrawn};
    let begin = category.map_or(Stage::System(Unassigned), |it| it.initial);
    let ahead = category.map(|it| it.phases.iter().map(|it| Stage::Custom(*it)).filter(|it| *it != begin));
    let mut way: Vec<Stage> = std::iter::once(begin).chain(ahead.into_iter().flatten()).collect();
    let until = 1 + rng.below(way.len());
    match rng.weighted(&[48, 16, 13, 5, 18]) {
        0 => {
            way.truncate(until);
            way.push(Stage::System(Rejected));
        }
        1 => {
            way.truncate(until);
            way.push(Stage::System(Withdrawn));
        }
        2 => way.extend([Stage::System(Offer), Stage::System(Accepted)]),
        3 => way = vec![Stage::System(Unassigned)],
        _ => way.truncate(until),
    }
    let mut at = applied_at;
    let mut transitions = Vec::with_capacity(way.len());
    for stage in way {
        if at > now {
            break;
        }
        transitions.push(Transition { stage, entered_at: at });
        at = at.checked_add(rng.range(30, 400).hours()).unwrap_or(at);
    }
    transitions.shrink_to_fit();
    transitions
}
