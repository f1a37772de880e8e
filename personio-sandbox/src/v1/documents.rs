//! Documents of v1: their categories, and the only way to upload one.

use http::StatusCode;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::envelope::short_employee;
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::document::Document;
use crate::model::organisation::DocumentCategory;
use crate::rules::documents::{self, NewDocument, Refused};
use crate::rules::files;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::input::{Input, whole};
use crate::wire::json::{Json, Object};
use crate::wire::refusal;

/// The longest title (official file).
const TITLE: usize = 255;
/// Lists document categories.
pub(crate) fn categories(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let mut json = Json::with_capacity(1_024);
    json.raw("{\"success\":true,\"data\":[");
    for (at, row) in company.document_categories.rows().iter().enumerate() {
        json.raw(if at > 0 { "," } else { "" });
        category(&mut json, row);
    }
    json.raw("]}");
    Ok(Answer::ok(json))
}

fn category(json: &mut Json, row: &DocumentCategory) {
    json.raw("{\"id\":").int(i64::from(row.id));
    json.raw(",\"type\":\"DocumentCategory\",\"attributes\":{\"name\":").string(&row.name).raw("}}");
}

/// Keeps a document of an employee.
pub(crate) fn upload(call: &Call<'_>, _: &Grant) -> Outcome {
    // A form that can't be read has none of the fields.
    let input = Input::read(call).unwrap_or_default();
    let new = read(call, &input)?;
    let (person, category) = (new.person, new.category);
    let seconds = if call.switched(Switch::DocumentScan, "10s") { documents::SCAN_SECONDS } else { 0 };
    call.change(|company| {
        let made = documents::upload(company, new, call.now(), seconds);
        let id = made.map_err(|it| refused(it, person, category))?;
        let mut json = Json::with_capacity(1_024);
        json.raw("{\"success\":true,\"data\":");
        if let Some(document) = company.documents.get(id) {
            write(&mut json, company, document);
        }
        json.raw("}");
        Ok(Answer::json(StatusCode::CREATED, json.into_bytes()))
    })
}

/// Reads the form; everything that is wrong with it is told at once.
fn read(call: &Call<'_>, input: &Input) -> Result<NewDocument, Answer> {
    let mut wrong = Wrong::default();
    let name = wrong.text(input, "title", Some(TITLE)).unwrap_or_default();
    let person = wrong.id(input, "employee_id");
    let category = wrong.id(input, "category_id");
    let comment = if input.get("comment").is_some() { wrong.text(input, "comment", None) } else { None };
    let date = wrong.date(input);
    let (mut extension, mut bytes) = Default::default();
    match input.file("file") {
        None => wrong.tell("file", "The file field is required.".to_owned()),
        Some(file) => {
            extension = files::extension(&file.name).unwrap_or_default();
            if extension.is_empty() {
                let known = files::EXTENSIONS.join(", ");
                wrong.tell("file", format!("The file must be a file of type: {known}."));
            }
            if file.bytes.len() > files::LARGEST {
                // The limit is published, what breaks it is told is not (facts §15.12 [?]).
                if call.switched(Switch::V1DocumentTooLarge, "413") {
                    let status = StatusCode::PAYLOAD_TOO_LARGE;
                    return Err(refusal::v1(status, 413, "The file is too large."));
                }
                let most = files::LARGEST / 1_024;
                wrong.tell("file", format!("The file may not be greater than {most} kilobytes."));
            }
            bytes = file.bytes.clone();
        }
    }
    wrong.refuse()?;
    Ok(NewDocument { person, category, name, comment, date, extension, bytes })
}

/// What is wrong with a form, by field. But for the type of the file the texts are [?].
#[derive(Default)]
struct Wrong(Map<String, Value>);

impl Wrong {
    fn tell(&mut self, field: &str, text: String) {
        let all = self.0.entry(field).or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(Value::String(text));
        }
    }

    /// A text that must be there.
    fn text(&mut self, input: &Input, field: &str, most: Option<usize>) -> Option<String> {
        match input.get(field) {
            Some(Value::String(text)) if text.trim().is_empty() => {}
            Some(Value::String(text)) => {
                if let Some(most) = most.filter(|it| text.chars().count() > *it) {
                    self.tell(field, format!("The {field} may not be greater than {most} characters."));
                }
                return Some(text.clone());
            }
            Some(Value::Null) | None => {}
            Some(_) => {
                self.tell(field, format!("The {field} must be a string."));
                return None;
            }
        }
        if most.is_some() {
            self.tell(field, format!("The {field} field is required."));
        }
        None
    }

    /// An id that must be there; numbers that nothing can have become 0, which nothing has.
    fn id(&mut self, input: &Input, field: &str) -> u32 {
        let spelled = field.replace('_', " ");
        match input.get(field).filter(|it| it.as_str() != Some("")) {
            None => self.tell(field, format!("The {spelled} field is required.")),
            Some(value) => match whole(value) {
                Some(id) => return u32::try_from(id).unwrap_or(0),
                None => self.tell(field, format!("The {spelled} must be an integer.")),
            },
        }
        0
    }

    fn date(&mut self, input: &Input) -> Option<Date> {
        let value = input.get("date").filter(|it| it.as_str() != Some(""))?;
        let date = value.as_str().filter(|it| it.len() == 10).and_then(|it| it.parse().ok());
        if date.is_none() {
            self.tell("date", "The date does not match the format Y-m-d.".to_owned());
        }
        date
    }

    fn refuse(self) -> Result<(), Answer> {
        if self.0.is_empty() {
            return Ok(());
        }
        let error = json!({"code": 0, "message": "The given data was invalid.", "error_data": self.0});
        let body = json!({"success": false, "error": error}).to_string();
        Err(Answer::json(StatusCode::UNPROCESSABLE_ENTITY, body.into_bytes()))
    }
}

/// The text for a category is official, that for an employee follows it [?].
fn refused(why: Refused, person: u32, category: u32) -> Answer {
    let (model, id) = match why {
        Refused::NoCategory => ("DocumentCategory", category),
        Refused::NoPerson | Refused::NoDocument | Refused::NotToSign => ("Employee", person),
    };
    refusal::v1(StatusCode::NOT_FOUND, 0, &format!("No query results for model [{model}] {id}"))
}

/// Writes a document. The schema of the published file calls the category `category_id`, its example `category`.
fn write(json: &mut Json, company: &Company, document: &Document) {
    json.raw("{\"id\":").int(i64::from(document.id)).raw(",\"type\":\"Document\",\"attributes\":");
    let mut attributes = Object::open(json);
    attributes.text("title", Some(&document.name)).date("date", document.date);
    attributes.text("comment", document.comment.as_deref());
    let person = document.owner.person().and_then(|it| company.people.get(it));
    if let Some(person) = person {
        short_employee(attributes.key("employee"), person);
    }
    let row = document.category.and_then(|it| company.document_categories.get(it));
    if let Some(row) = row {
        category(attributes.key("category"), row);
    }
    attributes.close();
    json.raw("}");
}
