//! `POST /v1/recruiting/applications`: takes applications in.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::recruiting_errors::{Errors, reason};
use crate::model::company::Company;
use crate::rules::candidate;
use crate::rules::recruiting::{self, NewApplication, Problem, WantedFile, WantedPhase};
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::input::whole;
use crate::wire::refusal;

/// Takes an application in; the answer is empty.
pub(crate) fn apply(call: &Call<'_>) -> Outcome {
    allowed(&call.company())?;
    let body: Map<String, Value> = serde_json::from_slice(call.body).map_err(|_| {
        let detail = "The request body is not a JSON object.";
        refusal::recruiting_general(StatusCode::BAD_REQUEST, "Bad Request", detail)
    })?;
    let mut errors = Errors::default();
    let wanted = Fields { body: &body, errors: &mut errors }.application();
    call.change(|company| {
        check(call, company, &wanted, errors)?;
        recruiting::apply(company, wanted, call.now());
        Ok(Answer::empty(StatusCode::CREATED))
    })
}

/// Refuses companies that don't have what is asked for (facts §10 [O]).
pub(super) fn allowed(company: &Company) -> Result<(), Answer> {
    let settings = company.recruiting_settings.get(1);
    let missing = match settings {
        Some(it) if !it.recruiting => Some(reason::NO_RECRUITING),
        Some(it) if !it.public_api => Some(reason::NO_API),
        Some(_) => None,
        None => Some(reason::NO_RECRUITING),
    };
    // Under which field it is told is not known [?].
    missing.map_or(Ok(()), |it| Err(refusal::recruiting_field(StatusCode::FORBIDDEN, "company", it)))
}

/// Adds what the company has against an application to what is wrong with its form.
fn check(
    call: &Call<'_>,
    company: &Company,
    wanted: &NewApplication,
    mut errors: Errors,
) -> Result<(), Answer> {
    for problem in recruiting::problems(company, wanted, call.now()) {
        let (field, reason) = match problem {
            Problem::Email => ("email".to_owned(), reason::EMAIL),
            Problem::NoPosition => ("job_position_id".to_owned(), reason::NO_POSTING),
            Problem::NotPublished => ("job_position_id".to_owned(), reason::NOT_PUBLISHED),
            Problem::AppliedAlready => ("email".to_owned(), reason::APPLIED),
            Problem::NoChannel => ("recruiting_channel_id".to_owned(), reason::NO_CHANNEL),
            Problem::FutureDate => ("application_date".to_owned(), reason::FUTURE),
            Problem::Phase if call.switched(Switch::SystemPhase, "unassigned") => continue,
            Problem::Phase => ("phase.id".to_owned(), reason::PHASE),
            Problem::NoFile(at) => (format!("files[{at}].uuid"), reason::NO_FILE),
            Problem::FileCategory(at) => (format!("files[{at}].category"), reason::FILE_CATEGORY),
            Problem::NoAttribute(at) => (format!("attributes[{at}].id"), reason::UNKNOWN),
            Problem::AttributeDate(at) => (format!("attributes[{at}].value"), reason::DATE),
            Problem::AttributeOption(at) => {
                let options = candidate::options(company, &wanted.answers[at].0);
                let context = json!({"options": options});
                errors.explain(format!("attributes[{at}].value"), reason::OPTION, &context);
                continue;
            }
        };
        // What has the wrong form has been told already.
        if !errors.has(&field) {
            errors.add(field, reason);
        }
    }
    errors.refuse(StatusCode::BAD_REQUEST)
}

/// Reads fields, and notes those that have the wrong form.
struct Fields<'a> {
    body: &'a Map<String, Value>,
    errors: &'a mut Errors,
}

impl Fields<'_> {
    fn application(mut self) -> NewApplication {
        NewApplication {
            first_name: self.required("first_name"),
            last_name: self.required("last_name"),
            email: self.required("email"),
            position: self.number("job_position_id", true).unwrap_or(0),
            channel: self.number("recruiting_channel_id", false),
            external_posting_id: self.text("external_posting_id"),
            message: self.text("message"),
            date: self.date("application_date"),
            phase: self.phase(),
            tags: self.tags(),
            files: self.files(),
            answers: self.answers(),
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.body.get(name).filter(|it| !it.is_null())
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.errors.add(name, reason::TYPE);
        }
        text
    }

    /// A text that must be there and must not be blank.
    fn required(&mut self, name: &str) -> String {
        let text = self.text(name).unwrap_or_default();
        if text.trim().is_empty() && !self.errors.has(name) {
            self.errors.add(name, reason::REQUIRED);
        }
        text
    }

    fn number(&mut self, name: &str, required: bool) -> Option<i64> {
        let Some(value) = self.get(name) else {
            if required {
                self.errors.add(name, reason::REQUIRED);
            }
            return None;
        };
        let number = whole(value);
        if number.is_none() {
            self.errors.add(name, reason::TYPE);
        }
        number
    }

    fn date(&mut self, name: &str) -> Option<jiff::civil::Date> {
        let text = self.text(name)?;
        let date = text.parse().ok().filter(|_| text.len() == 10);
        if date.is_none() {
            self.errors.add(name, reason::DATE);
        }
        date
    }

    fn phase(&mut self) -> Option<WantedPhase> {
        let phase = self.get("phase")?;
        let id = phase.get("id").unwrap_or(&Value::Null);
        Some(match phase.get("type").and_then(Value::as_str) {
            Some("system") => WantedPhase::System(id.as_str().unwrap_or("").to_owned()),
            Some("custom") => whole(id).map_or(WantedPhase::Nothing, WantedPhase::Custom),
            _ => WantedPhase::Nothing,
        })
    }

    /// The elements of a list; none if it isn't one.
    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.get(name) {
            None => Vec::new(),
            Some(Value::Array(list)) => list.clone(),
            Some(_) => {
                self.errors.add(name, reason::TYPE);
                Vec::new()
            }
        }
    }

    fn tags(&mut self) -> Vec<String> {
        let mut tags = Vec::new();
        for (at, tag) in self.list("tags").iter().enumerate() {
            match tag.as_str() {
                Some(tag) if tag.trim().is_empty() || tags.iter().any(|it| it == tag) => {}
                Some(tag) => tags.push(tag.to_owned()),
                None => self.errors.add(format!("tags[{at}]"), reason::TYPE),
            }
        }
        tags
    }

    /// A text of an element of a list, which must be there.
    fn part(&mut self, element: &Value, list: &str, at: usize, name: &str) -> String {
        match element.get(name) {
            Some(Value::String(text)) => return text.clone(),
            None | Some(Value::Null) => self.errors.add(format!("{list}[{at}].{name}"), reason::REQUIRED),
            Some(_) => self.errors.add(format!("{list}[{at}].{name}"), reason::TYPE),
        }
        String::new()
    }

    fn files(&mut self) -> Vec<WantedFile> {
        let files = self.list("files");
        let file = |(at, file): (usize, &Value)| WantedFile {
            uuid: self.part(file, "files", at, "uuid").parse().ok(),
            name: self.part(file, "files", at, "original_filename"),
            category: self.part(file, "files", at, "category"),
        };
        files.iter().enumerate().map(file).collect()
    }

    fn answers(&mut self) -> Vec<(String, String)> {
        let answers = self.list("attributes");
        let answer = |(at, answer): (usize, &Value)| {
            (self.part(answer, "attributes", at, "id"), self.part(answer, "attributes", at, "value"))
        };
        answers.iter().enumerate().map(answer).collect()
    }
}
