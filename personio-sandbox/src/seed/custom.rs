//! The company's own attributes and the values people have for them.

use jiff::ToSpan;
use jiff::civil::Date;

use super::places::Place;
use super::rng::Rng;
use crate::model::attribute::{Custom, Kind};
use crate::model::person::CustomValue;

/// The company's own attributes; [`values`] follows this order.
pub(crate) const CUSTOMS: &[Custom] = &[
    custom(24_407, "Titel", Kind::Standard, None, &[]),
    custom(180_883, "Birthday", Kind::Date, Some("date_of_birth"), &[]),
    custom(21_827, "IBAN", Kind::Standard, Some("iban"), &[]),
    custom(21_830, "Personal email", Kind::Standard, None, &[]),
    custom(21_831, "Mobile number", Kind::Standard, None, &[]),
    custom(21_835, "Street and house number", Kind::Standard, None, &[]),
    custom(21_836, "Postal code", Kind::Standard, None, &[]),
    custom(21_837, "City", Kind::Standard, None, &[]),
    custom(21_838, "Country", Kind::List, None, COUNTRIES),
    custom(21_840, "Nationality", Kind::List, None, NATIONALITIES),
    custom(21_844, "Tax ID", Kind::Standard, None, &[]),
    custom(21_850, "Personnel number", Kind::Integer, None, &[]),
    custom(33_412, "T-shirt size", Kind::List, None, SIZES),
    custom(33_413, "Languages", Kind::Tags, None, LANGUAGES),
    custom(33_414, "Certifications", Kind::TagsAsJson, None, CERTIFICATIONS),
    custom(33_420, "LinkedIn", Kind::Link, None, &[]),
    custom(33_421, "Number of children", Kind::Integer, None, &[]),
    custom(33_422, "Desk share", Kind::Decimal, None, &[]),
    custom(33_430, "Emergency contact", Kind::Multiline, None, &[]),
    custom(33_431, "Marital status", Kind::List, None, MARITAL),
];

const fn custom(
    number: u32,
    label: &'static str,
    kind: Kind,
    universal_id: Option<&'static str>,
    options: &'static [&'static str],
) -> Custom {
    Custom { number, label, kind, universal_id, options }
}

const COUNTRIES: &[&str] =
    &["Austria", "France", "Germany", "Greece", "Japan", "Poland", "Spain", "Türkiye", "Vietnam"];
const NATIONALITIES: &[&str] = &[
    "Austrian",
    "British",
    "Chinese",
    "French",
    "German",
    "Greek",
    "Indian",
    "Irish",
    "Israeli",
    "Japanese",
    "Jordanian",
    "Nigerian",
    "Polish",
    "Portuguese",
    "South Korean",
    "Spanish",
    "Syrian",
    "Thai",
    "Turkish",
    "Ukrainian",
    "Vietnamese",
];
const SIZES: &[&str] = &["XS", "S", "M", "L", "XL", "XXL"];
const LANGUAGES: &[&str] = &[
    "Deutsch",
    "English",
    "Español",
    "Français",
    "Polski",
    "Türkçe",
    "Ελληνικά",
    "العربية",
    "日本語",
    "Tiếng Việt",
];
const CERTIFICATIONS: &[&str] =
    &["CI/CD", "Ersthelfer:in", "Forklift licence", "ISO 9001 Auditor", "Laser safety", "Prince2", "SCRUM"];
const MARITAL: &[&str] = &["married", "single", "divorced", "registered partnership"];
const TITLES: &[&str] = &["Dr.", "Prof. Dr.", "Dipl.-Ing.", "Mag."];

/// What the values of one person depend on.
pub(crate) struct About<'a> {
    pub(crate) id: u32,
    pub(crate) mailbox: &'a str,
    pub(crate) culture: &'a str,
    pub(crate) place: &'a Place,
    pub(crate) hired: Date,
    /// Age at the first day of work.
    pub(crate) age: i64,
}

/// A value, or none, for each of [`CUSTOMS`].
pub(crate) fn values(rng: &mut Rng, about: &About<'_>) -> Vec<Option<CustomValue>> {
    use CustomValue::{Decimal, Text, Whole};
    let place = about.place;
    let born = back(about.hired, about.age, rng.range(0, 364));
    let street = format!("{} {}", rng.pick(place.streets), rng.range(1, 180));
    let mobile = format!("{} {}", place.dial, rng.digits(8));
    let contact = format!("{}\n{} {}", rng.pick(CONTACTS), place.dial, rng.digits(8));
    let mail_host = rng.pick(&["mail.example", "post.example", "inbox.example"]);
    let choice = |options: &[&'static str], wanted: &str| {
        options.iter().find(|it| **it == wanted).map(|it| Text((*it).into()))
    };
    vec![
        rng.chance(6).then(|| Text(rng.pick(TITLES).into())),
        rng.chance(97).then_some(CustomValue::Date(born)),
        rng.chance(93).then(|| Text(iban(rng, place.country).into())),
        rng.chance(80).then(|| Text(format!("{}@{mail_host}", about.mailbox).into())),
        rng.chance(76).then_some(Text(mobile.into())),
        rng.chance(95).then_some(Text(street.into())),
        rng.chance(95).then(|| Text(rng.digits(if place.country == "VN" { 6 } else { 5 }).into())),
        rng.chance(95).then(|| Text(place.city().into())),
        choice(COUNTRIES, country(place.country)),
        rng.chance(90).then(|| choice(NATIONALITIES, nationality(about.culture))).flatten(),
        rng.chance(85).then(|| Text(rng.digits(11).into())),
        Some(Whole(i64::from(about.id) - 1_000)),
        rng.chance(65).then(|| Text(rng.pick(SIZES).into())),
        rng.chance(85).then(|| tags(some_of(rng, LANGUAGES, 3))),
        rng.chance(35).then(|| tags(some_of(rng, CERTIFICATIONS, 2))),
        rng.chance(40).then(|| Text(format!("https://www.linkedin.example/in/{}", about.mailbox).into())),
        rng.chance(60).then(|| Whole(rng.range(0, 4))),
        rng.chance(50).then(|| Decimal(rng.range(1, 20) * 25)),
        rng.chance(72).then_some(Text(contact.into())),
        rng.chance(78).then(|| Text(rng.pick(MARITAL).into())),
    ]
}

fn tags(chosen: Vec<&'static str>) -> CustomValue {
    CustomValue::Tags(chosen.into_iter().map(Into::into).collect())
}

const CONTACTS: &[&str] =
    &["Mutter", "Partner:in", "Ebeveyn: \"Anne\"", "Matka", "Madre", "Mère (le soir)", "Mẹ", "Sister"];

fn back(from: Date, years: i64, days: i64) -> Date {
    from.checked_sub(years.years()).and_then(|it| it.checked_sub(days.days())).unwrap_or(from)
}

/// One to `most` of `options`, in their order.
fn some_of(rng: &mut Rng, options: &[&'static str], most: usize) -> Vec<&'static str> {
    let count = 1 + rng.below(most);
    let mut places: Vec<usize> = (0..options.len()).collect();
    rng.shuffle(&mut places);
    places.truncate(count);
    places.sort_unstable();
    places.into_iter().map(|at| options[at]).collect()
}

fn country(code: &str) -> &'static str {
    match code {
        "AT" => "Austria",
        "FR" => "France",
        "GR" => "Greece",
        "JP" => "Japan",
        "PL" => "Poland",
        "ES" => "Spain",
        "TR" => "Türkiye",
        "VN" => "Vietnam",
        _ => "Germany",
    }
}

fn nationality(culture: &str) -> &'static str {
    match culture {
        "tr" => "Turkish",
        "pl" => "Polish",
        "es" => "Spanish",
        "fr" => "French",
        "vi" => "Vietnamese",
        "el" => "Greek",
        "ar" => "Syrian",
        "ja" => "Japanese",
        "en" => "Irish",
        "uk" => "Ukrainian",
        "he" => "Israeli",
        "hi" => "Indian",
        "zh" => "Chinese",
        "yo" => "Nigerian",
        "ko" => "South Korean",
        "th" => "Thai",
        "pt" => "Portuguese",
        _ => "German",
    }
}

/// A well-formed account number of no real bank, in groups of four.
fn iban(rng: &mut Rng, country: &str) -> String {
    let (country, length) = match country {
        "ES" => ("ES", 20),
        "FR" => ("FR", 23),
        "PL" => ("PL", 24),
        "AT" => ("AT", 16),
        "GR" => ("GR", 23),
        "TR" => ("TR", 22),
        _ => ("DE", 18),
    };
    let account = format!("00{}", rng.digits(length - 2));
    let compact = format!("{country}{:02}{account}", check_digits(country, &account));
    let letters: Vec<char> = compact.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|it| it.iter().collect()).collect();
    groups.join(" ")
}

fn check_digits(country: &str, account: &str) -> u32 {
    let rearranged = account.chars().chain(country.chars()).chain("00".chars());
    let rest = rearranged.filter_map(|it| it.to_digit(36)).fold(0, |rest, value| {
        let shifted = if value > 9 { rest * 100 } else { rest * 10 };
        (shifted + value) % 97
    });
    98 - rest
}

#[cfg(test)]
mod tests {
    use super::check_digits;

    #[test]
    fn a_known_account_number_has_its_check_digits() {
        assert_eq!(check_digits("DE", "370400440532013000"), 89);
    }
}
