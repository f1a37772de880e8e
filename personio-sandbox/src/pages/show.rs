//! How the pages write what a company has: names, days, amounts.

use jiff::civil::Date;

use crate::model::company::Company;
use crate::model::person::{CustomValue, Gender, Person, Status};

/// The name by which people are called; a preferred name of several words is all of it.
pub(super) fn name(person: &Person) -> String {
    match person.preferred_name.as_deref().map(str::trim) {
        Some(whole) if whole.contains(' ') => whole.to_owned(),
        Some(first) => format!("{first} {}", person.last_name).trim().to_owned(),
        None => format!("{} {}", person.first_name, person.last_name).trim().to_owned(),
    }
}

/// The name of a person by their number; a dash for nobody.
pub(super) fn name_of(company: &Company, number: Option<u32>) -> String {
    number.and_then(|it| company.people.get(it)).map_or_else(|| "–".to_owned(), name)
}

/// A day, or a dash.
pub(super) fn day(date: Option<Date>) -> String {
    date.map_or_else(|| "–".to_owned(), |it| it.to_string())
}

/// A day as a field has it.
pub(super) fn entered_day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |it| it.to_string())
}

/// A number in hundredths, without zeros at its end.
pub(super) fn hundredths(number: i64) -> String {
    let text =
        format!("{}{}.{:02}", if number < 0 { "-" } else { "" }, number.abs() / 100, number.abs() % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A status as people say it.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Onboarding => "Onboarding",
        Status::Active => "Active",
        Status::Leave => "On leave",
        Status::Inactive => "Inactive",
    }
}

/// A word that is written like `CONTRACT_EXPIRED`, as people say it.
pub(super) fn spoken(word: &str) -> String {
    let text = word.to_lowercase().replace(['_', '-'], " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

/// A gender as people say it.
pub(super) fn gender(gender: Option<Gender>) -> &'static str {
    match gender {
        None => "–",
        Some(Gender::Male) => "Male",
        Some(Gender::Female) => "Female",
        Some(Gender::Diverse) => "Diverse",
    }
}

/// The value of a custom attribute as a field has it.
pub(super) fn custom(value: Option<&CustomValue>) -> String {
    match value {
        None => String::new(),
        Some(CustomValue::Text(text)) => text.to_string(),
        Some(CustomValue::Whole(number)) => number.to_string(),
        Some(CustomValue::Decimal(number)) => hundredths(*number),
        Some(CustomValue::Date(date)) => date.to_string(),
        Some(CustomValue::Tags(tags)) => tags.iter().map(|it| &**it).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn zeros_at_the_end_are_left_out() {
        assert_eq!([4_000, 3_850, 3_875, -50, 0].map(hundredths), ["40", "38.5", "38.75", "-0.5", "0"]);
    }
}
