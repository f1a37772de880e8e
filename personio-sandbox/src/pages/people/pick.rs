//! How a person is named in a field: by their number, their address or their name.

use crate::model::company::Company;
use crate::model::person::Person;
use crate::pages::form::Field;
use crate::pages::show;

/// The most people that are proposed while one writes; of more nobody is.
const PROPOSED: usize = 300;

/// Why nobody is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Unclear {
    Nobody,
    Several,
}

impl Unclear {
    /// What to say at the field.
    pub(in crate::pages) fn text(self) -> &'static str {
        match self {
            Self::Nobody => "Nobody here has this name, email or ID.",
            Self::Several => "Several people have this name. Enter the ID or the email.",
        }
    }
}

/// A field for a person.
pub(in crate::pages) fn field(company: &Company, name: &'static str, label: &'static str) -> Field {
    let field = Field::new(name, label, "text").hint("Name, email or ID.");
    if company.people.len() > PROPOSED {
        return field;
    }
    let people = company.people.rows().iter().filter(|it| it.is_active());
    field.proposing(people.map(named))
}

/// A person as a field has them.
pub(in crate::pages) fn entered(company: &Company, id: Option<u32>) -> String {
    id.and_then(|it| company.people.get(it)).map(named).unwrap_or_default()
}

/// The person whom a text means.
pub(in crate::pages) fn find(company: &Company, text: &str) -> Result<u32, Unclear> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Unclear::Nobody);
    }
    let number = text.strip_suffix(')').and_then(|it| it.rsplit_once('(')).map_or(text, |it| it.1);
    if let Ok(id) = number.parse() {
        return company.people.get(id).map(|it| it.id).ok_or(Unclear::Nobody);
    }
    let wanted = text.to_lowercase();
    let means = |it: &&Person| {
        it.email.to_lowercase() == wanted
            || show::name(it).to_lowercase() == wanted
            || format!("{} {}", it.first_name, it.last_name).to_lowercase() == wanted
    };
    let mut found = company.people.rows().iter().filter(means);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only.id),
        (None, _) => Err(Unclear::Nobody),
        (Some(_), Some(_)) => Err(Unclear::Several),
    }
}

fn named(person: &Person) -> String {
    format!("{} ({})", show::name(person), person.id)
}
