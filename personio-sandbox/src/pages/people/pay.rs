//! What a person is paid, and a form for more. Nothing of it can be changed or taken away, as in the API.

use askama::Template;
use axum::body::Bytes;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use jiff::civil::Date;

use crate::model::company::Company;
use crate::model::compensation::{Compensation, PayInterval, PayKind};
use crate::pages::form::{Field, Form, Sent};
use crate::pages::form_page::Refusal;
use crate::pages::frame::{Frame, Visit};
use crate::pages::{gone, page, show};
use crate::rules::pay::{self, CURRENCIES, NewCompensation, Refused, Window};
use crate::rules::people::custom::{day, hundredths};

/// The longest comment [?].
const COMMENT: usize = 1_000;
/// The largest amount, in hundredths: twelve digits [?].
const LARGEST: i64 = 99_999_999_999_999;
const INTERVALS: [(&str, PayInterval); 4] = [
    ("MONTHLY", PayInterval::Monthly),
    ("QUARTERLY", PayInterval::Quarterly),
    ("HALF-YEARLY", PayInterval::HalfYearly),
    ("YEARLY", PayInterval::Yearly),
];

/// What is paid, on the page.
struct Row {
    kind: String,
    value: String,
    interval: String,
    from: String,
    comment: String,
    /// Whether it is paid today.
    in_force: bool,
}

#[derive(Template)]
#[template(path = "people/pay.html")]
struct PayPage {
    frame: Frame,
    id: u32,
    name: String,
    rows: Vec<Row>,
    form: Form,
}

/// What a person is paid.
pub(super) async fn list(visit: Visit, Path(id): Path<u32>) -> Response {
    pay_page(&visit, id, None)
}

fn pay_page(visit: &Visit, id: u32, sent: Option<&Sent>) -> Response {
    let frame = visit.frame("/people");
    let company = visit.tenant.company();
    let Some(person) = company.people.get(id) else { return gone(frame, "This person is not there.") };
    let today = company.day_of(visit.now());
    let paid = pay::in_force(&company, person, Window { from: today, to: today });
    let paid: Vec<u32> = paid.iter().map(|it| it.id).collect();
    let mut all: Vec<&Compensation> = company.compensations.of(id).collect();
    all.sort_unstable_by_key(|it| std::cmp::Reverse((it.from, it.id)));
    let rows = all.into_iter().map(|it| row(&company, it, paid.contains(&it.id))).collect();
    let form = form(visit, &company, id, today);
    let (status, form) = match sent {
        None => (StatusCode::OK, form),
        Some(sent) => (StatusCode::BAD_REQUEST, form.entered(sent)),
    };
    page(status, &PayPage { frame, id, name: show::name(person), rows, form })
}

fn row(company: &Company, it: &Compensation, in_force: bool) -> Row {
    let of_type = company.compensation_types.get(it.of_type);
    let interval = match (pay::kind(company, it), it.interval) {
        (Some(PayKind::Hourly), _) => "An hour".to_owned(),
        (_, Some(interval)) => show::spoken(interval.as_str()),
        (_, None) => "Once".to_owned(),
    };
    Row {
        kind: of_type.map_or("–", |it| &it.name).to_owned(),
        value: format!("{} {}", show::hundredths(it.value), it.currency),
        interval,
        from: it.from.to_string(),
        comment: it.comment.as_deref().unwrap_or("").to_owned(),
        in_force,
    }
}

fn form(visit: &Visit, company: &Company, id: u32, today: Date) -> Form {
    let kinds = company.compensation_types.rows().iter().filter(|it| it.kind != PayKind::Bonus);
    let kinds = kinds.map(|it| (it.uuid.to_string(), it.name.to_string()));
    let none = (String::new(), "As before".to_owned());
    let currencies = CURRENCIES.split_whitespace().map(|it| (it.to_owned(), it.to_owned()));
    let intervals = INTERVALS.map(|(word, _)| (word.to_owned(), show::spoken(word)));
    let fields = vec![
        Field::choice("type", "Type", kinds.collect()),
        Field::new("value", "Amount", "text").required().hint("Like 3500 or 17.25."),
        Field::choice("currency", "Currency", std::iter::once(none).chain(currencies).collect()),
        Field::choice("interval", "Paid", intervals.into())
            .hint("Wages and what is paid once have none of these."),
        Field::new("from", "From this day on", "date")
            .required()
            .value(today.to_string())
            .hint("Or on it, if it is paid once."),
        Field::new("comment", "Comment", "text"),
    ];
    let path = format!("/people/{id}/compensations");
    Form::new(visit, &path, ("pay", "Add a compensation", "Add"), fields)
}

/// Lets a person be paid something.
pub(super) async fn add(visit: Visit, Path(id): Path<u32>, body: Bytes) -> Response {
    let mut sent = Sent::parse(&body);
    let Some(new) = read(&mut sent, id) else { return pay_page(&visit, id, Some(&sent)) };
    let added = visit.change(&format!("/people/{id}/compensations"), |company, now| {
        pay::create(company, new, now).map(drop).map_err(|why| {
            let (field, text) = match why {
                Refused::NoPerson => ("", "This person is not there."),
                Refused::NoType | Refused::Bonus | Refused::NameTaken => ("type", "Choose one of the list."),
            };
            sent.wrong(field, text);
            Refusal
        })
    });
    added.unwrap_or_else(|Refusal| pay_page(&visit, id, Some(&sent)))
}

fn read(sent: &mut Sent, person: u32) -> Option<NewCompensation> {
    let value = sent.read_as("value", "Enter an amount like 3500 or 17.25.", |it| {
        hundredths(it).filter(|it| it.abs() <= LARGEST)
    });
    if value.is_none() {
        sent.wrong("value", "Enter an amount like 3500 or 17.25.");
    }
    let from = sent.read_as("from", "Enter a day like 2027-01-31.", day);
    if from.is_none() {
        sent.wrong("from", "Enter a day like 2027-01-31.");
    }
    let currency = sent.read_as("currency", "Choose one of the list.", |it| {
        CURRENCIES.split_whitespace().any(|known| known == it).then(|| it.to_owned())
    });
    let comment = sent.read_as("comment", "Enter at most 1,000 characters.", |it| {
        (it.chars().count() <= COMMENT).then(|| it.to_owned())
    });
    let interval = sent.read_as("interval", "Choose one of the list.", PayInterval::named);
    let of_type = sent.get("type").to_owned();
    let new = NewCompensation {
        person: person.to_string(),
        of_type,
        value: value?,
        currency,
        interval,
        from: from?,
        comment,
    };
    sent.is_good().then_some(new)
}
