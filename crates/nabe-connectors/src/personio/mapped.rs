//! Fields that attributes of the customer's feed because somebody decided so for the account.
//!
//! A universal id comes first: where an attribute of the row has one that feeds a field, no decision does. Labels
//! decide nothing. Must not know where decisions are kept.

use std::borrow::Cow;
use std::collections::HashMap;

use nabe_connector::FieldMapping;
use nabe_model::hris::codes::{
    COUNTRIES, ETHNICITIES, LANGUAGES, MARITAL_STATUSES, NATIONAL_ID_KINDS, known,
};
use nabe_model::hris::{BankDetails, Employee, Location, NationalId};
use nabe_model::value::{Choice, DateTime, Text};

use super::attribute::{Attribute, Custom};
use super::mappable::TARGETS;
use super::mapping::Want;
use super::reader::Reader;
use super::reading::Found;
use super::scalar::Scalar;
use super::wire::CUSTOM;

/// A field that an attribute feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'m> {
    Title,
    PersonalEmail,
    PersonalPhone,
    WorkPhone,
    Language,
    Ethnicity,
    DateOfBirth,
    MaritalStatus,
    Tenure,
    WorkAnniversary,
    Citizenships,
    Home(Home),
    EmployeeNumber,
    Bank(Bank),
    /// A number that a state gave, of this kind.
    NationalId(&'static str),
    /// A field of the product's own, by its name.
    Own(&'m str),
}

/// A part of where somebody lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Street1,
    Street2,
    City,
    State,
    ZipCode,
    Country,
}

/// A part of a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bank {
    Iban,
    SwiftBic,
    AccountName,
}

impl<'m> Place<'m> {
    fn of(field: &'m str) -> Option<Self> {
        if let Some(name) = field.strip_prefix("unified_custom_fields.") {
            return Some(Self::Own(name));
        }
        if let Some(kind) = field.strip_prefix("national_identity_numbers.") {
            return known(NATIONAL_ID_KINDS, kind).map(Self::NationalId);
        }
        Some(match field {
            "title" => Self::Title,
            "personal_email" => Self::PersonalEmail,
            "personal_phone_number" => Self::PersonalPhone,
            "work_phone_number" => Self::WorkPhone,
            "preferred_language" => Self::Language,
            "ethnicity" => Self::Ethnicity,
            "date_of_birth" => Self::DateOfBirth,
            "marital_status" => Self::MaritalStatus,
            "tenure" => Self::Tenure,
            "work_anniversary" => Self::WorkAnniversary,
            "citizenships" => Self::Citizenships,
            "home_location.street_1" => Self::Home(Home::Street1),
            "home_location.street_2" => Self::Home(Home::Street2),
            "home_location.city" => Self::Home(Home::City),
            "home_location.state" => Self::Home(Home::State),
            "home_location.zip_code" => Self::Home(Home::ZipCode),
            "home_location.country" => Self::Home(Home::Country),
            "employee_number" => Self::EmployeeNumber,
            "bank_details.iban" => Self::Bank(Bank::Iban),
            "bank_details.swift_bic" => Self::Bank(Bank::SwiftBic),
            "bank_details.account_name" => Self::Bank(Bank::AccountName),
            _ => return None,
        })
    }
}

/// A field and the universal ids that come before any decision.
struct Feed<'m> {
    place: Place<'m>,
    universal_ids: &'static [&'static str],
}

impl Feed<'_> {
    fn is_fed_anyway(&self, custom: &[Custom<'_>]) -> bool {
        let feeds = |it: &Custom<'_>| matches!(&it.universal_id, Scalar::Text(id) if self.universal_ids.contains(&id.as_ref()));
        !self.universal_ids.is_empty() && custom.iter().any(feeds)
    }
}

/// What was decided, ready for the rows of a page.
#[derive(Default)]
pub(super) struct Mapped<'m> {
    by_key: HashMap<&'m str, Vec<Feed<'m>>>,
    /// The names of the product's own fields: each is there, be it with null.
    own: Vec<&'m str>,
}

impl<'m> Mapped<'m> {
    pub(super) fn new(mappings: &'m [FieldMapping]) -> Self {
        let mut mapped = Self::default();
        for FieldMapping { attribute, field } in mappings {
            // A field that this version doesn't know feeds nothing.
            let target = TARGETS.iter().find(|it| it.is(field));
            let Some((target, place)) = target.and_then(|it| Some((it, Place::of(field)?))) else { continue };
            if let Place::Own(name) = place {
                mapped.own.push(name);
            }
            let feed = Feed { place, universal_ids: target.universal_ids };
            mapped.by_key.entry(attribute).or_default().push(feed);
        }
        mapped
    }

    /// Fills the fields of one person.
    pub(super) fn fill<'b>(
        &self,
        record: &mut Employee<'b>,
        custom: &[Custom<'b>],
        want: &Want,
        read: &mut Reader<'_>,
    ) where
        'm: 'b,
    {
        if self.by_key.is_empty() {
            return;
        }
        if !self.own.is_empty() {
            let nothing = self.own.iter().map(|name| (Text::from(*name), None));
            record.unified_custom_fields = Some(nothing.collect());
        }
        for attribute in custom {
            let feeds = self.by_key.get(attribute.key.as_ref()).map(Vec::as_slice).unwrap_or_default();
            for feed in feeds.iter().filter(|it| !it.is_fed_anyway(custom)) {
                Filler { record, want, read }.put(feed.place, attribute);
            }
        }
    }
}

/// Puts values into a record.
struct Filler<'f, 'b, 'd> {
    record: &'f mut Employee<'b>,
    want: &'f Want,
    read: &'f mut Reader<'d>,
}

impl<'b> Filler<'_, 'b, '_> {
    fn put<'m: 'b>(&mut self, place: Place<'m>, from: &Custom<'b>) {
        let value = &mut Attribute::absent(CUSTOM);
        value.value = from.value.map_or(Found::Nothing, Found::Value);
        let (record, read) = (&mut *self.record, &mut *self.read);
        match place {
            Place::Title => record.title = read.raw_text(value),
            Place::PersonalEmail => record.personal_email = read.raw_text(value),
            Place::PersonalPhone => record.personal_phone_number = read.raw_text(value),
            Place::WorkPhone => record.work_phone_number = read.raw_text(value),
            Place::EmployeeNumber => record.employee_number = read.raw_text(value),
            Place::Language => record.preferred_language = read.raw_text(value).map(|it| of(LANGUAGES, it)),
            Place::Ethnicity => record.ethnicity = read.raw_text(value).map(|it| of(ETHNICITIES, it)),
            Place::MaritalStatus => {
                record.marital_status = read.raw_text(value).map(|it| of(MARITAL_STATUSES, it));
            }
            Place::DateOfBirth => {
                record.date_of_birth = read.raw_moment(value, DateTime::civil);
                record.birthday = record.date_of_birth;
            }
            Place::WorkAnniversary => record.work_anniversary = read.raw_moment(value, DateTime::civil),
            Place::Tenure => record.tenure = read.raw_number(value),
            Place::Citizenships => {
                let tags = from.kind == Scalar::Text("tags".into());
                record.citizenships = read.raw_text(value).map(|it| several(it, tags));
            }
            Place::NationalId(kind) => {
                if let Some(number) = read.raw_text(value) {
                    let numbers = record.national_identity_numbers.get_or_insert_default();
                    let kind = Some(Choice::own(kind));
                    numbers.push(NationalId { value: Some(number), kind, country: None });
                }
            }
            Place::Own(name) => {
                if let Some(fields) = &mut record.unified_custom_fields {
                    fields.insert(Text::from(name), from.value);
                }
            }
            Place::Home(part) if self.want.home_location => {
                let text = read.raw_text(value);
                self.put_home(part, text);
            }
            Place::Bank(part) if self.want.bank_details => {
                let text = read.raw_text(value);
                self.put_bank(part, text);
            }
            Place::Home(_) | Place::Bank(_) => {}
        }
    }

    fn put_home(&mut self, part: Home, text: Option<Text<'b>>) {
        let Some(text) = text else { return };
        let new = || Location { location_type: Some(Choice::own("home")), ..Location::default() };
        let home = self.record.home_location.get_or_insert_with(new);
        match part {
            Home::Street1 => home.street_1 = Some(text),
            Home::Street2 => home.street_2 = Some(text),
            Home::City => home.city = Some(text),
            Home::State => home.state = Some(text),
            Home::ZipCode => home.zip_code = Some(text),
            Home::Country => home.country = Some(of(COUNTRIES, text)),
        }
    }

    fn put_bank(&mut self, part: Bank, text: Option<Text<'b>>) {
        let Some(text) = text else { return };
        let accounts = self.record.bank_details.get_or_insert_default();
        if accounts.is_empty() {
            accounts.push(BankDetails::default());
        }
        let Some(account) = accounts.first_mut() else { return };
        match part {
            Bank::Iban => account.iban = Some(text),
            Bank::SwiftBic => account.swift_bic = Some(text),
            Bank::AccountName => account.account_name = Some(text),
        }
    }
}

/// A value of the list only where the text is exactly that value: what customers call theirs is no reason to guess.
fn of<'b>(list: &'static [&'static str], source: Text<'b>) -> Choice<'b> {
    Choice::new(known(list, &source), source)
}

/// The citizenships of one value. Tags come with commas, or as a list that is written into the text (third party).
fn several(text: Text<'_>, tags: bool) -> Vec<Choice<'_>> {
    if !tags {
        return vec![of(COUNTRIES, text)];
    }
    let listed =
        text.starts_with('[').then(|| serde_json::from_str::<Vec<Cow<'_, str>>>(&text).ok()).flatten();
    let parts: Vec<String> = match listed {
        Some(parts) => parts.into_iter().map(Cow::into_owned).collect(),
        None => text.split(',').map(|it| it.trim().to_owned()).collect(),
    };
    parts.into_iter().filter(|it| !it.is_empty()).map(|it| of(COUNTRIES, it.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::rules::EMPLOYEE;
    use super::super::wire::Universal;
    use super::*;
    use nabe_connector::{Source, Target};

    fn example(target: &Target) -> String {
        target.field.replace("{type}", "tin").replace("{name}", "shirt_size")
    }

    #[test]
    fn every_target_has_its_place_and_is_no_system_attributes() {
        for target in TARGETS {
            let field = example(target);
            assert!(target.is(&field) && Place::of(&field).is_some(), "{field}");
            for filled in target.fills {
                let rule = EMPLOYEE.iter().find(|it| it.field == *filled);
                let source = rule.unwrap_or_else(|| panic!("{filled} has no rule")).source;
                assert!(matches!(source, Source::Nowhere | Source::UniversalId(_)), "{filled}");
            }
        }
    }

    #[test]
    fn targets_and_rules_know_the_same_universal_ids() {
        for rule in EMPLOYEE {
            let Source::UniversalId(ids) = rule.source else { continue };
            let of_targets = TARGETS.iter().filter(|it| it.fills.contains(&rule.field));
            let of_targets: Vec<&str> = of_targets.flat_map(|it| it.universal_ids).copied().collect();
            assert!(ids.split('|').all(|it| of_targets.contains(&it)), "{}", rule.field);
        }
        let mut universal = Universal::default();
        for id in TARGETS.iter().flat_map(|it| it.universal_ids) {
            assert!(universal.place(id).is_some(), "{id}");
        }
    }
}
