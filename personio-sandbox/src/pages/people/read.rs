//! What was entered about a person and an employment, as changes that the rules know, and what the rules refuse.

use jiff::civil::Date;

use super::fields::{cost_center_names, word};
use super::pick;
use crate::model::attribute::{Attribute, Kind, Source};
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::model::person::{CustomValue, Gender, Status};
use crate::pages::form::Sent;
use crate::rules::people::change::{Change, EmploymentChange, PersonChange, Probation};
use crate::rules::people::custom::{self, Entry, day, hundredths};
use crate::rules::people::{Refused, is_email};

/// The most hours of a week, in hundredths.
const WEEK: i64 = 16_800;
/// All of a share, in hundredths of a percent.
const WHOLE: i64 = 10_000;
const DAY: &str = "Enter a day like 2027-01-31.";
const HOURS: &str = "Enter a number of hours from 0 to 168, like 38.5.";

/// The person, with the company's own attributes.
pub(super) fn person(sent: &mut Sent, company: &Company) -> PersonChange {
    let gender = match sent.get("gender") {
        "female" => Some(Gender::Female),
        "male" => Some(Gender::Male),
        "diverse" => Some(Gender::Diverse),
        _ => None,
    };
    let email = sent
        .read_as("email", "Enter an address like ada@example.com.", |it| is_email(it).then(|| it.to_owned()));
    PersonChange {
        first_name: sent.need("first_name", "Enter a first name."),
        last_name: sent.need("last_name", "Enter a last name."),
        preferred_name: Change::to(sent.filled("preferred_name").map(str::to_owned)),
        email: Some(email.unwrap_or_default()),
        gender: Change::to(gender),
        custom: customs(sent, company),
    }
}

fn customs(sent: &mut Sent, company: &Company) -> Vec<(usize, Option<CustomValue>)> {
    let mut all = Vec::new();
    for (_, attribute) in company.catalogue.customs() {
        let Source::Custom(place) = attribute.source else { continue };
        match custom::value(attribute, &Entry::Text(sent.get(&attribute.key).to_owned())) {
            Ok(value) => all.push((place, value)),
            Err(_) => sent.wrong(&attribute.key, unfit(attribute)),
        }
    }
    all
}

fn unfit(attribute: &Attribute) -> String {
    match attribute.kind {
        Kind::Date => DAY.to_owned(),
        Kind::Integer => "Enter a whole number.".to_owned(),
        Kind::Decimal => "Enter a number like 12.5.".to_owned(),
        Kind::List => "Choose one of the values.".to_owned(),
        Kind::Tags | Kind::TagsAsJson => {
            format!("Enter some of {}, with commas between them.", attribute.options.join(", "))
        }
        Kind::Standard | Kind::Link | Kind::Multiline => "Enter another text.".to_owned(),
    }
}

/// The employment; what is empty is taken away.
pub(super) fn employment(sent: &mut Sent, company: &Company) -> EmploymentChange {
    let supervisor = sent.filled("supervisor").map(|it| pick::find(company, it));
    let supervisor = match supervisor {
        None => Change::Empty,
        Some(Ok(id)) => Change::Set(id.into()),
        Some(Err(unclear)) => {
            sent.wrong("supervisor", unclear.text());
            Change::Keep
        }
    };
    let statuses = [Status::Onboarding, Status::Active, Status::Leave, Status::Inactive];
    let probation = date(sent, "probation_end");
    EmploymentChange {
        supervisor,
        office: id(sent, "office"),
        department: id(sent, "department"),
        team: id(sent, "team"),
        legal_entity: id(sent, "legal_entity"),
        position: Change::to(sent.filled("position").map(str::to_owned)),
        status: statuses.into_iter().find(|it| word(*it) == sent.get("status")),
        start: Change::to(date(sent, "start")),
        external: Some(sent.get("type") == "external"),
        contract_end: Change::to(date(sent, "contract_end")),
        probation: Some(probation.map_or(Probation::None, Probation::Until)),
        weekly_hours: hours(sent, "weekly_hours"),
        full_time_hours: hours(sent, "full_time_hours"),
        cost_centers: Some(cost_centers(sent)),
    }
}

/// A day that may be left out.
pub(super) fn date(sent: &mut Sent, name: &str) -> Option<Date> {
    sent.read_as(name, DAY, day)
}

/// A day that must be there.
pub(super) fn needed_date(sent: &mut Sent, name: &str) -> Option<Date> {
    let date = date(sent, name);
    if date.is_none() {
        sent.wrong(name, DAY);
    }
    date
}

fn id(sent: &mut Sent, name: &str) -> Change<i64> {
    Change::to(sent.read(name, "Choose one of the list."))
}

fn hours(sent: &mut Sent, name: &str) -> Change<u16> {
    let hours = sent.read_as(name, HOURS, |it| {
        hundredths(it).filter(|it| (0..=WEEK).contains(it)).and_then(|it| u16::try_from(it).ok())
    });
    Change::to(hours)
}

fn cost_centers(sent: &mut Sent) -> Vec<(i64, i64)> {
    let mut all: Vec<(i64, i64)> = Vec::new();
    for place in 0.. {
        let [center, share] = cost_center_names(place);
        if !sent.has(&center) {
            break;
        }
        let id = sent.read::<i64>(&center, "Choose one of the list.");
        let part = sent.read_as(&share, "Enter a share from 0.01 to 100.", |it| {
            hundredths(it).filter(|it| (1..=WHOLE).contains(it))
        });
        match (id, part) {
            (None, None) => {}
            (None, Some(_)) => sent.wrong(&center, "Choose the cost center that has this share."),
            (Some(_), None) => sent.wrong(&share, "Enter the share of this cost center."),
            (Some(id), Some(_)) if all.iter().any(|it| it.0 == id) => {
                sent.wrong(&center, "Choose each cost center once.");
            }
            (Some(id), Some(part)) => all.push((id, part)),
        }
    }
    if !all.is_empty() && all.iter().map(|it| it.1).sum::<i64>() != WHOLE {
        sent.wrong("cost_share_1", "The shares must be 100 % together.");
    }
    all
}

/// Says at its field what a rule refuses.
pub(super) fn refused(sent: &mut Sent, why: Refused) {
    let (field, text) = match why {
        Refused::Nobody => ("", "This person is no longer there."),
        Refused::NoEmployment => ("", "This employment is no longer there."),
        Refused::EmailTaken => ("email", "Somebody else has this email."),
        Refused::Supervisor(_) => {
            ("supervisor", "Choose somebody else who has not left: nobody leads themselves.")
        }
        Refused::Office(_) => ("office", "This office is not there."),
        Refused::LegalEntity(_) => ("legal_entity", "This legal entity is not there."),
        Refused::Unit(UnitKind::Department, _) => ("department", "This department is not there."),
        Refused::Unit(UnitKind::Team, _) => ("team", "This team is not there."),
        Refused::CostCenter(_) => ("cost_center_1", "One of these cost centers is not there."),
        Refused::Probation => ("probation_end", "A probation needs a first day."),
        Refused::EndBeforeStart => ("date", "The employment starts after this day."),
        Refused::WorkAfterEnd => {
            ("last_working_day", "The last day of work can't be after the end of the employment.")
        }
        Refused::HasLeft => ("", "This person has left already."),
        Refused::StillThere => ("date", "This person has not left before this day."),
    };
    sent.wrong(field, text);
}
