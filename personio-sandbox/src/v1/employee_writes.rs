//! `POST` and `PATCH /v1/company/employees`: people as v1 writes them.
//!
//! Fields have the names of the published page, and whatever isn't on it is ignored (facts §8 [O]). Of the messages
//! only that of an unknown supervisor is published; the others are [?].

use http::StatusCode;
use serde_json::{Map, Value};

use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::organisation::UnitKind;
use crate::model::person::{CustomValue, Gender, Status};
use crate::rules::organisation;
use crate::rules::people::change::{Change, EmploymentChange, PersonChange, custom_place};
use crate::rules::people::custom::{self, Entry, day, hundredths};
use crate::rules::people::{self, Refused, is_email};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::input::{Input, nested, whole};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// Makes an employee.
pub(crate) fn create(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = employee(call)?;
    for name in ["email", "first_name", "last_name"] {
        if given(&fields, name).value().is_none() {
            return Err(invalid(&format!("The {name} field is required.")));
        }
    }
    call.change(|company| {
        let mut written = Written::read(&fields, company)?;
        written.person.email = email(&fields)?;
        let (employment, meta) = written.settle(call, company, None)?;
        let made = people::create(company, call.now(), written.person, vec![employment]);
        let id = made.map_err(refused)?;
        Ok(answer(id, Some("success"), &meta))
    })
}

/// Changes an employee. The e-mail address stays as it is, and so does the status when only the hire date changes
/// (facts §8 [O]).
pub(crate) fn update(call: &Call<'_>, _: &Grant) -> Outcome {
    let fields = employee(call)?;
    call.change(|company| {
        let id = call.param(0).parse().ok();
        let person = id.and_then(|it| company.people.get(it)).ok_or_else(refusal::v1_not_found)?;
        let (id, current) = (person.id, person.current().id);
        let mut written = Written::read(&fields, company)?;
        let (employment, meta) = written.settle(call, company, Some(id))?;
        let changed = people::change(company, call.now(), id, written.person, Some((current, employment)));
        changed.map_err(refused)?;
        Ok(answer(id, None, &meta))
    })
}

/// The fields of `employee`, from JSON or from a form.
fn employee(call: &Call<'_>) -> Result<Map<String, Value>, Answer> {
    let mut input = Input::read(call).map_err(|_| invalid("The body can't be read."))?;
    // One published client sends the names of the form as JSON [?].
    let bracketed = |it: &String| it.starts_with("employee[");
    if input.fields.keys().any(bracketed) && call.switched(Switch::V1BracketedNames, "nested") {
        input.fields = nested(input.fields.iter().map(|(name, value)| (name.as_str(), value.clone())));
    }
    match input.fields.get("employee") {
        Some(Value::Object(fields)) => Ok(fields.clone()),
        // An empty list is what some clients make of an empty object.
        Some(Value::Array(list)) if list.is_empty() => Ok(Map::new()),
        _ => Err(invalid("The employee field is required.")),
    }
}

/// A field that was sent; an empty text is no value, as forms have no other way to say so [?].
fn given<'a>(fields: &'a Map<String, Value>, name: &str) -> Change<&'a Value> {
    let is_there = |it: &&Value| !it.is_null() && it.as_str() != Some("");
    fields.get(name).map_or(Change::Keep, |it| Change::to(Some(it).filter(is_there)))
}

/// What a call writes.
struct Written {
    person: PersonChange,
    employment: EmploymentChange,
    /// Names of department, office and subcompany, which v1 has instead of ids.
    department: Change<String>,
    office: Change<String>,
    subcompany: Change<String>,
}

impl Written {
    fn read(fields: &Map<String, Value>, company: &Company) -> Result<Self, Answer> {
        let person = PersonChange {
            first_name: name(fields, "first_name")?,
            last_name: name(fields, "last_name")?,
            preferred_name: text(fields, "preferred_name")?,
            email: None,
            gender: read(fields, "gender", |it| gender(it.as_str()?))?,
            custom: customs(fields, company)?,
        };
        let status = read(fields, "status", |it| status(it.as_str()?))?;
        let employment = EmploymentChange {
            position: text(fields, "position")?,
            start: read(fields, "hire_date", |it| day(it.as_str()?))?,
            weekly_hours: read(fields, "weekly_working_hours", hours)?,
            status: status.value(),
            supervisor: read(fields, "supervisor_id", whole)?,
            ..EmploymentChange::default()
        };
        let (department, office, subcompany) =
            (text(fields, "department")?, text(fields, "office")?, text(fields, "subcompany")?);
        Ok(Self { person, employment, department, office, subcompany })
    }

    /// Looks the names up once everything else is fine, as names may be added on the way.
    fn settle(
        &mut self,
        call: &Call<'_>,
        company: &mut Company,
        id: Option<u32>,
    ) -> Result<(EmploymentChange, Vec<String>), Answer> {
        let mut employment = std::mem::take(&mut self.employment);
        people::check(company, id, &self.person, std::slice::from_ref(&employment)).map_err(refused)?;
        let names = [
            (Place::Department, std::mem::take(&mut self.department)),
            (Place::Office, std::mem::take(&mut self.office)),
            (Place::Subcompany, std::mem::take(&mut self.subcompany)),
        ];
        let mut meta = Vec::new();
        for (place, name) in names {
            let field = match place {
                Place::Department => &mut employment.department,
                Place::Office => &mut employment.office,
                Place::Subcompany => &mut employment.legal_entity,
            };
            let known = name.clone().and_then(|it| place.find(company, &it)).value();
            *field = match (name, known) {
                (Change::Set(_), Some(id)) => Change::Set(id.into()),
                (Change::Set(name), None) if call.switched(Switch::V1UnknownNames, "created") => {
                    Change::Set(place.add(company, &name).into())
                }
                // The file says that it is left out with a note in `meta` [O]; the words are [?].
                (Change::Set(name), None) => {
                    meta.push(place.unknown(&name));
                    Change::Keep
                }
                (Change::Empty, _) => Change::Empty,
                (Change::Keep, _) => Change::Keep,
            };
        }
        match meta.first().filter(|_| call.switched(Switch::V1UnknownNames, "422")) {
            Some(message) => Err(invalid(message)),
            None => Ok((employment, meta)),
        }
    }
}

/// What v1 refers to by name.
#[derive(Clone, Copy)]
enum Place {
    Department,
    Office,
    Subcompany,
}

impl Place {
    fn find(self, company: &Company, name: &str) -> Option<u32> {
        match self {
            Self::Department => {
                company.units_of(UnitKind::Department).find(|it| it.name == name).map(|it| it.id)
            }
            Self::Office => company.offices.rows().iter().find(|it| it.name == name).map(|it| it.id),
            Self::Subcompany => {
                company.legal_entities.rows().iter().find(|it| it.name == name).map(|it| it.id)
            }
        }
    }

    fn add(self, company: &mut Company, name: &str) -> u32 {
        match self {
            Self::Department => organisation::add_department(company, name),
            Self::Office => organisation::add_office(company, name),
            Self::Subcompany => organisation::add_legal_entity(company, name),
        }
    }

    fn unknown(self, name: &str) -> String {
        let kind = match self {
            Self::Department => "Department",
            Self::Office => "Office",
            Self::Subcompany => "Subcompany",
        };
        format!("{kind} with name {name} not found")
    }
}

/// A field, read by `value`.
fn read<T>(
    fields: &Map<String, Value>,
    name: &str,
    value: impl Fn(&Value) -> Option<T>,
) -> Result<Change<T>, Answer> {
    let read = given(fields, name).checked(value);
    read.ok_or_else(|| invalid(&format!("The {name} is invalid.")))
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<Change<String>, Answer> {
    read(fields, name, |it| it.as_str().map(str::to_owned))
}

/// A name, which nobody is without.
fn name(fields: &Map<String, Value>, field: &str) -> Result<Option<String>, Answer> {
    match text(fields, field)? {
        Change::Empty => Err(invalid(&format!("The {field} field is required."))),
        Change::Keep => Ok(None),
        Change::Set(name) => Ok(Some(name)),
    }
}

fn email(fields: &Map<String, Value>) -> Result<Option<String>, Answer> {
    let email = text(fields, "email")?.value();
    match email.filter(|it| is_email(it)) {
        Some(email) => Ok(Some(email)),
        None => Err(invalid("The email must be a valid email address.")),
    }
}

fn gender(text: &str) -> Option<Gender> {
    match text {
        "male" => Some(Gender::Male),
        "female" => Some(Gender::Female),
        "diverse" => Some(Gender::Diverse),
        _ => None,
    }
}

fn status(text: &str) -> Option<Status> {
    match text {
        "onboarding" => Some(Status::Onboarding),
        "active" => Some(Status::Active),
        "leave" => Some(Status::Leave),
        "inactive" => Some(Status::Inactive),
        _ => None,
    }
}

/// Hours of a week in hundredths, as a number or a text.
fn hours(value: &Value) -> Option<u16> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    hundredths(&text).filter(|it| (0..=16_800).contains(it)).and_then(|it| u16::try_from(it).ok())
}

/// The company's own attributes; those it doesn't have are ignored (facts §8 [O]).
fn customs(
    fields: &Map<String, Value>,
    company: &Company,
) -> Result<Vec<(usize, Option<CustomValue>)>, Answer> {
    let Some(Value::Object(sent)) = fields.get("custom_attributes") else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for (key, value) in sent {
        let index = company.catalogue.index(key);
        let Some((index, place)) = index.and_then(|it| Some((it, custom_place(company, it)?))) else {
            continue;
        };
        let attribute = company.catalogue.get(index);
        let value = entry(value).and_then(|it| custom::value(attribute, &it).ok());
        all.push((place, value.ok_or_else(|| invalid(&format!("The {key} is invalid.")))?));
    }
    Ok(all)
}

fn entry(value: &Value) -> Option<Entry> {
    match value {
        Value::Null => Some(Entry::Text(String::new())),
        Value::String(text) => Some(Entry::Text(text.clone())),
        Value::Number(number) => Some(Entry::Text(number.to_string())),
        Value::Array(list) => {
            list.iter().map(|it| it.as_str().map(str::to_owned)).collect::<Option<_>>().map(Entry::List)
        }
        Value::Bool(_) | Value::Object(_) => None,
    }
}

fn refused(refused: Refused) -> Answer {
    let message = match refused {
        Refused::Nobody | Refused::NoEmployment => return refusal::v1_not_found(),
        Refused::Supervisor(id) => format!("Supervisor with ID {id} not found"),
        Refused::EmailTaken => "The email has already been taken.".to_owned(),
        Refused::Office(id) => format!("Office with ID {id} not found"),
        Refused::LegalEntity(id) => format!("Subcompany with ID {id} not found"),
        Refused::Unit(_, id) => format!("Department with ID {id} not found"),
        Refused::CostCenter(id) => format!("Cost center with ID {id} not found"),
        Refused::Probation
        | Refused::EndBeforeStart
        | Refused::WorkAfterEnd
        | Refused::HasLeft
        | Refused::StillThere => "The given data was invalid.".to_owned(),
    };
    invalid(&message)
}

fn invalid(message: &str) -> Answer {
    refusal::v1(StatusCode::UNPROCESSABLE_ENTITY, 422, message)
}

/// `meta` is always in the answer to a change, and else only when there is something to say [?].
fn answer(id: u32, message: Option<&str>, meta: &[String]) -> Answer {
    let mut json = Json::with_capacity(128);
    let mut body = Object::open(&mut json);
    body.key("success").raw("true");
    let mut data = Object::open(body.key("data"));
    data.key("id").int(id.into());
    if message.is_some() {
        data.text("message", message);
    }
    data.close();
    if message.is_none() || !meta.is_empty() {
        body.key("meta").value(&meta);
    }
    body.close();
    Answer::ok(json)
}
