//! The attributes of candidates that callers can write, by the ids that v1 gives them.

use jiff::civil::Date;

use crate::model::company::Company;
use crate::model::person::Gender;
use crate::model::recruiting::{AnswerKind, Candidate};
use crate::model::text::Text;

const GENDERS: [(&str, Option<Gender>); 4] = [
    ("male", Some(Gender::Male)),
    ("female", Some(Gender::Female)),
    ("diverse", Some(Gender::Diverse)),
    ("undefined", None),
];

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// There is no such attribute.
    Unknown,
    Date,
    /// It is none of the options.
    Option,
}

/// What is wrong with the value of an attribute, if anything is.
pub(crate) fn check(company: &Company, id: &str, value: &str) -> Option<Wrong> {
    let Some(field) = Field::named(company, id) else { return Some(Wrong::Unknown) };
    let wants_date = match field {
        Field::Birthday => true,
        Field::Custom(number) => {
            let attribute = company.candidate_attributes.get(number);
            attribute.is_some_and(|it| matches!(it.kind, AnswerKind::Date))
        }
        Field::Gender | Field::Location | Field::Phone | Field::AvailableFrom | Field::Salary => false,
    };
    if wants_date {
        // The library would take a time of the day behind it.
        let is_date = value.len() == 10 && value.parse::<Date>().is_ok();
        return (!is_date).then_some(Wrong::Date);
    }
    let options = options(company, id);
    (!options.is_empty() && !options.iter().any(|it| it == value)).then_some(Wrong::Option)
}

/// The options of an attribute that has some.
pub(crate) fn options(company: &Company, id: &str) -> Vec<Text> {
    match Field::named(company, id) {
        Some(Field::Gender) => GENDERS.iter().map(|it| Text::from(it.0)).collect(),
        Some(Field::Custom(number)) => match company.candidate_attributes.get(number).map(|it| &it.kind) {
            Some(AnswerKind::Choice(options)) => options.clone(),
            Some(AnswerKind::Text | AnswerKind::Date) | None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// An attribute of a candidate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    Birthday,
    Gender,
    Location,
    Phone,
    AvailableFrom,
    Salary,
    Custom(u32),
}

impl Field {
    /// The attribute with this id (facts §10 [O]).
    pub(crate) fn named(company: &Company, id: &str) -> Option<Self> {
        match id {
            "birthday" => Some(Self::Birthday),
            "gender" => Some(Self::Gender),
            "location" => Some(Self::Location),
            "phone" => Some(Self::Phone),
            "available_from" => Some(Self::AvailableFrom),
            "salary_expectations" => Some(Self::Salary),
            _ => {
                let number = id.strip_prefix("custom_attribute_")?.parse().ok()?;
                company.candidate_attributes.get(number).map(|it| Self::Custom(it.id))
            }
        }
    }

    /// Gives a candidate a value that [`check`] has nothing against.
    pub(crate) fn write(self, candidate: &mut Candidate, value: &str) {
        let text = || Some(Text::from(value.to_owned()));
        match self {
            Self::Birthday => candidate.birthday = value.parse().ok(),
            Self::Gender => {
                candidate.gender = GENDERS.iter().find(|it| it.0 == value).and_then(|it| it.1);
            }
            Self::Location => candidate.location = text(),
            Self::Phone => candidate.phone = Some(value.to_owned()),
            Self::AvailableFrom => candidate.available_from = text(),
            Self::Salary => candidate.salary_expectations = text(),
            Self::Custom(number) => {
                candidate.answers.retain(|it| it.0 != number);
                candidate.answers.push((number, value.to_owned().into()));
            }
        }
    }
}
