//! `POST /recruiting/applicant`: the form for applicants that came before the recruiting routes of v1.
//!
//! Its fields and texts are the published ones (facts §10 [O]); which problem is told first is not known [?].

use http::StatusCode;
use jiff::civil::Date;
use serde_json::Value;

use super::application_documents::{LARGEST, extension, keep, media_type};
use crate::model::company::Company;
use crate::rules::candidate::{self, Wrong};
use crate::rules::recruiting::{self, FILE_CATEGORIES, NewApplication, Problem, WantedFile};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::input::{File, Input, whole};
use crate::wire::json::Json;
use crate::wire::refusal::applicant as refuse;

const REQUIRED: [&str; 4] = ["job_position_id", "first_name", "last_name", "email"];
/// Fields with the most characters that they can have.
const LENGTHS: [(&str, usize); 8] = [
    ("first_name", 255),
    ("last_name", 255),
    ("email", 255),
    ("external_posting_id", 255),
    ("phone", 255),
    ("location", 255),
    ("salary_expectations", 255),
    ("available_from", 100),
];
/// Fields that are attributes of the candidate.
const ATTRIBUTES: [&str; 6] =
    ["gender", "phone", "location", "salary_expectations", "available_from", "birthday"];
/// Not the list of the newer route.
const EXTENSIONS: [&str; 23] = [
    "pdf", "docx", "doc", "jpg", "png", "txt", "jpeg", "odt", "ods", "xlsx", "rtf", "xls", "pptx", "ppt",
    "gif", "tif", "tiff", "bmp", "csv", "rar", "gz", "zip", "7z",
];

/// Takes an applicant in. Id and token of the company stand in the form.
pub(crate) fn apply(call: &Call<'_>) -> Outcome {
    let unreadable = "There was a problem while processing attachments. Try again later";
    let form = Input::read(call).map_err(|_| refuse(StatusCode::UNPROCESSABLE_ENTITY, unreadable))?;
    let unauthorized = || refuse(StatusCode::FORBIDDEN, "This action is unauthorized.");
    let (id, token) = (text(&form, "company_id"), text(&form, "access_token"));
    let named = id.zip(token).and_then(|(id, token)| call.state.recruiting_company(&id, &token));
    let tenant = named.ok_or_else(unauthorized)?;
    let outcome = call.state.change(&tenant, |company| {
        let settings = company.recruiting_settings.get(1);
        if !settings.is_some_and(|it| it.recruiting && it.public_api) {
            return Err(unauthorized());
        }
        take(call, company, &form)
    });
    outcome.unwrap_or_else(|error| Err(crate::wire::refusal::not_kept(call.state, call.route.family, &error)))
}

fn take(call: &Call<'_>, company: &mut Company, form: &Input) -> Outcome {
    let bad = |message: &str| refuse(StatusCode::BAD_REQUEST, message);
    check_fields(form).map_err(|it| bad(&it))?;
    let mut wanted = read(company, form).map_err(|it| bad(&it))?;
    let files = files(form).map_err(|it| bad(&it))?;
    if let Some(problem) = recruiting::problems(company, &wanted, call.now()).first() {
        return Err(told(*problem));
    }
    for (file, category) in files {
        let extension = extension(&file.name);
        let uuid = keep(company, file, &extension, media_type(&extension));
        wanted.files.push(WantedFile { uuid: Some(uuid), name: file.name.clone(), category });
    }
    recruiting::apply(company, wanted, call.now());
    let mut json = Json::with_capacity(96);
    json.raw("{\"success\":true,\"data\":{\"message\":")
        .string("Applicant successfully applied to the job position.")
        .raw("}}");
    Ok(Answer::ok(json))
}

/// How the form tells a problem; texts of those that the published list leaves out are made up [?].
fn told(problem: Problem) -> Answer {
    let (status, message) = match problem {
        Problem::NoPosition => (StatusCode::BAD_REQUEST, "Could not find the job position."),
        Problem::NotPublished => (StatusCode::UNPROCESSABLE_ENTITY, "Job position not published"),
        Problem::AppliedAlready => (StatusCode::BAD_REQUEST, "Applicant already applied to this position."),
        Problem::Email => (StatusCode::BAD_REQUEST, "The email must be a valid email address."),
        Problem::NoChannel => (StatusCode::BAD_REQUEST, "The selected recruiting_channel_id is invalid."),
        Problem::FutureDate
        | Problem::Phase
        | Problem::NoFile(_)
        | Problem::FileCategory(_)
        | Problem::NoAttribute(_)
        | Problem::AttributeDate(_)
        | Problem::AttributeOption(_) => (StatusCode::BAD_REQUEST, "The given data was invalid."),
    };
    refuse(status, message)
}

fn check_fields(form: &Input) -> Result<(), String> {
    for name in REQUIRED {
        if text(form, name).is_none() {
            return Err(format!("The {name} field is required."));
        }
    }
    for (name, most) in LENGTHS {
        if text(form, name).is_some_and(|it| it.chars().count() > most) {
            return Err(format!("The {name} may not be greater than {most} characters."));
        }
    }
    Ok(())
}

fn read(company: &Company, form: &Input) -> Result<NewApplication, String> {
    let number = |name: &str| form.get(name).and_then(whole);
    let mut answers = Vec::new();
    let custom = form.fields.keys().filter(|it| it.starts_with("custom_attribute_"));
    for id in ATTRIBUTES.into_iter().chain(custom.map(String::as_str)) {
        let Some(value) = text(form, id) else { continue };
        match candidate::check(company, id, &value) {
            None => answers.push((id.to_owned(), value)),
            Some(Wrong::Unknown) => return Err(format!("Parameter {id} does not exist.")),
            Some(Wrong::Date) => return Err(format!("The {id} is not a valid date.")),
            Some(Wrong::Option) => return Err(format!("The selected {id} is invalid.")),
        }
    }
    let channel = text(form, "recruiting_channel_id").map(|_| number("recruiting_channel_id").unwrap_or(0));
    Ok(NewApplication {
        first_name: text(form, "first_name").unwrap_or_default(),
        last_name: text(form, "last_name").unwrap_or_default(),
        email: text(form, "email").unwrap_or_default(),
        position: number("job_position_id").unwrap_or(0),
        channel,
        external_posting_id: text(form, "external_posting_id"),
        message: text(form, "message"),
        date: None::<Date>,
        phase: None,
        tags: tags(company, form),
        files: Vec::new(),
        answers,
    })
}

/// The tags that are there already: unlike the newer route, this one makes none.
fn tags(company: &Company, form: &Input) -> Vec<String> {
    let known = |it: &str| company.recruiting_tags.rows().iter().any(|tag| tag.name == it);
    let sent: Vec<&str> = match form.get("tags") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one.as_str()],
        _ => Vec::new(),
    };
    sent.into_iter().filter(|it| known(it)).map(str::to_owned).collect()
}

/// The files with their categories: `categorised_documents[n][file]`, `documents[n]`, `document1` and so on.
fn files(form: &Input) -> Result<Vec<(&File, String)>, String> {
    let mut files = Vec::new();
    for file in &form.files {
        if !EXTENSIONS.contains(&extension(&file.name).as_str()) || file.bytes.len() >= LARGEST {
            return Err("Unsupported extension or file greater than 20Mb.".to_owned());
        }
        let Some(nth) = file.field.strip_prefix("categorised_documents[") else {
            if file.field.starts_with("document") {
                files.push((file, "other".to_owned()));
            }
            continue;
        };
        let nth = nth.split(']').next().unwrap_or("");
        let category = category(form, nth).unwrap_or_default();
        if !FILE_CATEGORIES.contains(&category.as_str()) {
            return Err(format!("The selected categorised_documents.{nth}.category is invalid."));
        }
        files.push((file, category));
    }
    Ok(files)
}

/// The category of the nth file: the fields are a list or, with numbers that have gaps, an object.
fn category(form: &Input, nth: &str) -> Option<String> {
    let all = form.get("categorised_documents")?;
    let in_list = all.as_array().and_then(|it| it.get(nth.parse::<usize>().ok()?));
    let one = in_list.or_else(|| all.get(nth))?;
    one.get("category")?.as_str().map(str::to_owned)
}

/// A field that isn't empty, as a text.
fn text(form: &Input, name: &str) -> Option<String> {
    let text = match form.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}
