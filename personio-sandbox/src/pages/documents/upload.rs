//! Uploading a document of a person.

use axum::body::Bytes;
use axum::response::Response;
use http::HeaderMap;

use super::{SECTION, categories};
use crate::pages::form::{Field, Form, Sent};
use crate::pages::form_page::{FormPage, Refusal};
use crate::pages::frame::Visit;
use crate::pages::people::pick;
use crate::rules::documents::{self, NewDocument, Refused, SCAN_SECONDS};
use crate::rules::files;
use crate::rules::people::custom::day;
use crate::switch::Switch;
use crate::wire::input::File;

/// The longest name (official file of v1).
const NAME: usize = 255;

fn form_page(visit: &Visit, sent: Option<&Sent>) -> Response {
    let frame = visit.frame(SECTION);
    let company = visit.tenant.company();
    let asked = visit.asked("person").parse().ok();
    let fields = vec![
        pick::field(&company, "person", "Person").required().value(pick::entered(&company, asked)),
        Field::new("file", "File", "file").required().hint("At most 30 MB."),
        Field::choice("category", "Category", categories(&company)),
        Field::new("name", "Name", "text").hint("That of the file if it is left empty."),
        Field::new("date", "Date", "date"),
        Field::new("comment", "Comment", "text"),
    ];
    let form = Form::new(visit, "/documents/new", ("upload", "", "Upload"), fields).back(SECTION);
    let trail = vec![("Documents".to_owned(), SECTION.to_owned())];
    FormPage { frame, trail, title: "Upload a document".to_owned(), text: "", form }.show(sent)
}

/// The form for a new document.
pub(super) async fn form(visit: Visit) -> Response {
    form_page(&visit, None)
}

/// Keeps a document.
pub(super) async fn upload(visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let (mut sent, sent_files) = Sent::with_files(&headers, body);
    let file = sent_files.into_iter().find(|it| it.field == "file" && !it.name.is_empty());
    let seconds = if visit.state.switches().is(Switch::DocumentScan, "10s") { SCAN_SECONDS } else { 0 };
    let kept = visit.change_and_go(|company, now| {
        let person = match pick::find(company, sent.get("person")) {
            Ok(person) => person,
            Err(unclear) => {
                sent.wrong("person", unclear.text());
                0
            }
        };
        let new = read(&mut sent, person, file).ok_or(Refusal)?;
        documents::upload(company, new, now, seconds).map_err(|why| {
            let (field, text) = match why {
                Refused::NoCategory => ("category", "This category is not there."),
                Refused::NoPerson | Refused::NoDocument | Refused::NotToSign => {
                    ("person", "This person is not there.")
                }
            };
            sent.wrong(field, text);
            Refusal
        })?;
        Ok(format!("/people/{person}/documents"))
    });
    kept.unwrap_or_else(|Refusal| form_page(&visit, Some(&sent)))
}

fn read(sent: &mut Sent, person: u32, file: Option<File>) -> Option<NewDocument> {
    let category = sent.need("category", "Choose one of the list.");
    let date = sent.read_as("date", "Enter a day like 2027-01-31.", day);
    let name = sent.read_as("name", "Enter at most 255 characters.", |it| {
        (it.chars().count() <= NAME).then(|| it.to_owned())
    });
    let comment = sent.filled("comment").map(str::to_owned);
    let Some(file) = file else {
        sent.wrong("file", "Choose a file.");
        return None;
    };
    let extension = files::extension(&file.name);
    if extension.is_none() {
        sent.wrong("file", format!("Choose a file of one of these types: {}.", files::EXTENSIONS.join(", ")));
    }
    if file.bytes.len() > files::LARGEST {
        sent.wrong("file", "Choose a file of at most 30 MB.");
    }
    let (category, extension) = (category?, extension?);
    let title: String = file.name.chars().take(NAME).collect();
    let name = name.unwrap_or(title);
    sent.is_good().then_some(NewDocument {
        person,
        category,
        name,
        comment,
        date,
        extension,
        bytes: file.bytes,
    })
}
