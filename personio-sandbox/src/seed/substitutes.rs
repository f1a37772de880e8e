//! Who stands in for whom: for absences of these weeks and the months ahead, whoever is there in that time.

use jiff::civil::Date;

use super::employment::shift;
use super::rng::Rng;
use crate::model::absence::{Absence, AbsenceStatus, Substitution};
use crate::model::company::Company;
use crate::model::person::{Person, Status};

/// How many colleagues are asked.
const ASKED: usize = 6;

/// The substitutions of a company whose absences are there.
pub(super) fn rows(company: &Company, seed: u64, today: Date) -> Vec<Substitution> {
    let since = shift(today, -60);
    let recent = company.absences.rows().iter().filter(|it| it.last_day().is_none_or(|day| day >= since));
    recent.filter_map(|it| substitution(company, seed, it)).collect()
}

fn substitution(company: &Company, seed: u64, absence: &Absence) -> Option<Substitution> {
    let mut rng = Rng::new(seed, &[162, u64::from(absence.id)]);
    let wanted = match &*company.absence_types.get(absence.kind)?.substitute {
        "required" => true,
        "optional" => rng.chance(35),
        _ => false,
    };
    if !wanted {
        return None;
    }
    let people = company.people.rows();
    let mut asked = (0..ASKED).map(|_| &people[rng.below(people.len())]);
    let substitute = asked.find(|it| is_free(company, it, absence))?;
    Some(Substitution { id: absence.id, substitute: substitute.id })
}

fn is_free(company: &Company, person: &Person, absence: &Absence) -> bool {
    let (from, until) = absence.span();
    let is_away = |it: &Absence| {
        let (start, end) = it.span();
        it.status != AbsenceStatus::Rejected && start < until && from < end
    };
    person.id != absence.person
        && person.current().status == Status::Active
        && !company.absences.of(person.id).any(is_away)
}
