//! Documents of applications, which lie in the same list as those of employees (third party).
//!
//! The list is asked for by the number of the owner and doesn't say which of both that is. So nothing is given out before
//! the application was found and nobody was found under its number. Must not know how calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Each, FieldRule, FileAsk, FileResource, PageInfo, Plan, Resource,
};

use super::documents::{self, APPLICATION, PERSON};
use super::employees;
use super::files::{self, DOWNLOAD};
use super::listed::{Listed, segment};
use super::operation;

/// The documents of an application.
pub(super) struct ApplicationDocuments;

static LIST: Listed =
    Listed { map: |row, ask, out| documents::read(row, ask, "ats/applications", out), ..documents::LIST };

impl Resource for ApplicationDocuments {
    fn rules(&self) -> &'static [FieldRule] {
        LIST.rules()
    }

    fn page_limit(&self) -> u32 {
        LIST.page_limit()
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        if ask.filters.text("type").is_some() {
            return Err(CallError::BadFilter {
                name: "type".to_owned(),
                expected: "left out: Personio does not tell what kind of document it is",
            });
        }
        documents::plan(&LIST, ask)
    }

    fn further(&self, ask: &Ask<'_>, _: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let id = segment(ask.parent.unwrap_or_default())?;
        let application = Call::with_path(operation("v2_get_application"), &[id]);
        // What can't be the number of a person is nobody's.
        let person = employees::one(id).ok().map(|call| (PERSON.to_owned(), call));
        Ok(person.into_iter().chain([(APPLICATION.to_owned(), application)]).collect())
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        if !answers.further.contains_key(APPLICATION) {
            return Err(CallError::NotFound);
        }
        documents::has_one_owner(answers)?;
        documents::read_page(&LIST, ask, answers, each)
    }
}

/// The file of such a document.
pub(super) struct ApplicationDocumentFile;

impl FileResource for ApplicationDocumentFile {
    fn field(&self) -> &'static str {
        "contents"
    }

    fn listed(&self) -> Option<&'static dyn Resource> {
        Some(&ApplicationDocuments)
    }

    fn call(&self, ask: &FileAsk<'_>) -> Result<Call, CallError> {
        files::as_it_is(ask)?;
        let id = segment(ask.id.unwrap_or_default())?;
        Ok(Call::with_path(operation(DOWNLOAD), &[id]))
    }

    fn refusal(&self, status: u16) -> Option<&'static str> {
        files::EmployeeDocumentFile.refusal(status)
    }
}
