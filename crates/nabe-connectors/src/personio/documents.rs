//! Documents of employees.
//!
//! v2 lists them by their owner, whom it must be told (official), and gives none of them alone. An owner may be an
//! application too, and no row says which it is: so nothing is given out before the person was found. Which fields a row has
//! is told by two clients and by no page of Personio's (third party). Must not know how calls are made.

use nabe_connector::{
    Answers, Ask, Call, CallError, Each, Evidence, FieldRule, Needs, PageInfo, Plan, Resource, Row, Rules,
    Source,
};
use nabe_model::file_format::{ending, file_format};
use nabe_model::hris::{Content, Document};
use nabe_model::record::Record;
use nabe_model::value::{Choice, DateTime, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::employees::{self, number};
use super::listed::{Listed, One, Out, page};
use super::operation;
use super::organisation::named_category;
use super::reading::{Found, from_json};
use super::scalar::Scalar;
use super::told::Told;
use super::values::{Link, Values};

/// The documents of an employee.
pub(super) struct EmployeeDocuments;

pub(super) static LIST: Listed = Listed {
    rules: rules::DOCUMENT,
    list: ("v2_list_documents", &[]),
    page_limit: Some(200),
    one: One::Scan,
    parent: Some("owner_id"),
    map: |row, ask, out| read(row, ask, "hris/employees", out),
};

impl Resource for EmployeeDocuments {
    fn rules(&self) -> &'static [FieldRule] {
        LIST.rules()
    }

    fn page_limit(&self) -> u32 {
        LIST.page_limit()
    }

    fn plan(&self, ask: &Ask<'_>) -> Result<Plan, CallError> {
        // Owners may be applications too (official): what can't be an employee's id must not be asked for.
        number(ask.parent.unwrap_or_default())?;
        plan(&LIST, ask)
    }

    fn further(&self, ask: &Ask<'_>, _: &Answers<'_>) -> Result<Vec<(String, Call)>, CallError> {
        let id = ask.parent.unwrap_or_default();
        // Whoever may not read recruiting is given the person's, as far as anybody can tell.
        let application = Call::with_path(operation("v2_get_application"), &[number(id)?]).optional();
        Ok(vec![(PERSON.to_owned(), employees::one(id)?), (APPLICATION.to_owned(), application)])
    }

    fn read(&self, ask: &Ask<'_>, answers: &Answers<'_>, each: Each<'_>) -> Result<PageInfo, CallError> {
        if answers.further(PERSON).is_none() {
            return Err(CallError::NotFound);
        }
        has_one_owner(answers)?;
        read_page(&LIST, ask, answers, each)
    }
}

/// The keys of the calls that tell whose documents a list has.
pub(super) const APPLICATION: &str = "application";
pub(super) const PERSON: &str = "person";

/// Refuses a list that has the documents of a person and those of an application, whose numbers are the same: rows don't
/// say which they are.
pub(super) fn has_one_owner(answers: &Answers<'_>) -> Result<(), CallError> {
    if answers.further(PERSON).is_none() || answers.further(APPLICATION).is_none() {
        return Ok(());
    }
    let at = "whose documents these are: an employee has the number of an application";
    Err(CallError::Malformed { at: at.to_owned() })
}

/// The calls for a list of documents, and for the names of their categories where they are wanted.
pub(super) fn plan(list: &Listed, ask: &Ask<'_>) -> Result<Plan, CallError> {
    let mut plan = list.plan(ask)?;
    if let Plan::Calls(calls) = &mut plan
        && wants_category(ask)
    {
        calls.push(Call::to(operation("v1_list_document_categories")));
    }
    Ok(plan)
}

/// The documents of a page, with the names of their categories.
pub(super) fn read_page(
    list: &Listed,
    ask: &Ask<'_>,
    answers: &Answers<'_>,
    each: Each<'_>,
) -> Result<PageInfo, CallError> {
    let Some(body) = answers.first.get(1) else { return list.read(ask, answers, each) };
    let mut categories = Told::default();
    categories.add(page(body).map(|it| it.rows), category);
    list.read(ask, answers, &mut |row| {
        let Row { id, record: Record::Document(document), source, defects, .. } = row else { return };
        let mut defects = defects.to_vec();
        let values = &mut Values { defects: &mut defects };
        let found = document.category_id.as_deref().and_then(|it| categories.get(it, "category", values));
        let name = found.and_then(|it| it.name.clone()).map(|it| Choice::new(None, it));
        let document = Document { category: name.clone(), kind: name, ..document.clone() };
        let detail = found.map(|it| it.said.get().as_bytes());
        each(Row {
            id,
            record: Record::Document(&document),
            source,
            detail,
            person: None,
            defects: &defects,
        });
    })
}

/// The names of categories stand in a list of their own, which is fetched for whoever names them.
fn wants_category(ask: &Ask<'_>) -> bool {
    ask.asked.names("category") || ask.asked.names("type")
}

/// A category of documents.
struct Category<'b> {
    name: Option<Text<'b>>,
    /// All that Personio says of it.
    said: &'b RawValue,
}

fn category<'b>(row: &'b RawValue, values: &mut Values<'_>) -> Option<(String, Category<'b>)> {
    let [id, name] = named_category(row, values).ok()?;
    Some((id?.to_string(), Category { name, said: row }))
}

/// A document. Of the files only their types, sizes and addresses are known.
#[derive(Default, Deserialize)]
#[serde(default, bound(deserialize = "'de: 'b"))]
struct Wire<'b> {
    id: Scalar<'b>,
    name: Scalar<'b>,
    date: Scalar<'b>,
    comment: Scalar<'b>,
    category: Found<Link<'b>>,
    owner: Found<Link<'b>>,
    document_type: Scalar<'b>,
    size: Scalar<'b>,
    created_at: Scalar<'b>,
}

/// Reads a document; `owners` is where its owner is below `/unified`.
pub(super) fn read<'b>(
    row: &'b RawValue,
    ask: &Ask<'_>,
    owners: &str,
    out: &mut Out<'_, 'b>,
) -> Result<(), serde_json::Error> {
    let wire: Wire<'b> = from_json(row.get())?;
    let mut values = out.values();
    let owner = values.link(["owner", "owner.id"], wire.owner);
    let whose = ask.parent.unwrap_or_default();
    if owner.is_some_and(|it| *it != *whose) {
        // Whatever the list was asked for: a document of somebody else's is not given out.
        out.pass_over();
        return Ok(());
    }
    let id = values.id("id", wire.id);
    let name = values.text("name", wire.name);
    let format = format(name.as_ref(), values.text("document_type", wire.document_type));
    let content = id.as_deref().map(|it| Content {
        url: None,
        unified_url: Some(address(ask, owners, whose, it)),
        file_format: format.clone(),
    });
    let record = Document {
        id: id.clone(),
        remote_id: id.clone(),
        name,
        contents: content.map(|it| vec![it]),
        category_id: values.link(["category", "category.id"], wire.category),
        file_format: format,
        comment: values.text("comment", wire.comment),
        date: values.moment("date", wire.date, DateTime::civil),
        size: values.whole("size", wire.size),
        created_at: values.moment("created_at", wire.created_at, DateTime::instant),
        ..Document::default()
    };
    out.give(id.as_deref(), &record);
    Ok(())
}

/// Where the file is, of this server's addresses. Ids are letters, digits and `-` in all that was seen; others must not
/// make another address.
fn address<'b>(ask: &Ask<'_>, owners: &str, whose: &str, id: &str) -> Text<'b> {
    let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("{}/unified/{owners}/{whose}/documents/{id}/download", ask.public_url).into()
}

/// The ending of the name, or else the type that Personio names where that is an ending (whether it is one, nobody saw).
fn format<'b>(name: Option<&Text<'b>>, kind: Option<Text<'b>>) -> Option<Choice<'b>> {
    let behind = name.and_then(|it| ending(it)).map(|it| Text::from(it.to_owned()));
    let all = behind.into_iter().chain(kind);
    let mut all: Vec<Text<'b>> = all.collect();
    let known = all.iter().position(|it| file_format(it).is_some());
    if all.is_empty() {
        return None;
    }
    let source = all.swap_remove(known.unwrap_or(0));
    Some(Choice::new(file_format(&source), source))
}

const READ: Rules = Rules("documents:read");

/// What the list of categories says, which costs a call.
const fn named(field: &'static str, how: &'static str) -> FieldRule {
    READ.row(field, "attributes.name", how, Evidence::ThirdParty)
        .source(Source::PageDetail)
        .needs(Needs::Naming)
}

#[rustfmt::skip] // a table: one row a field
mod rules {
    use super::{Evidence::{Guess, ThirdParty}, FieldRule, READ, named};

    pub(super) static DOCUMENT: &[FieldRule] = &[
        READ.row("id", "id", "as text", ThirdParty),
        READ.row("remote_id", "id", "as text", ThirdParty),
        READ.row("name", "name", "as it stands", ThirdParty),
        named("category", "the name of the category, which the customer gave it"),
        READ.row("contents", "id", "one, with the address of this server from which the file comes; Personio's asks for a token", ThirdParty),
        READ.row("category_id", "category.id", "as text", ThirdParty),
        READ.nowhere("remote_url", "Personio's address of the file asks for a token; it is not passed on"),
        READ.row("file_format", "name, document_type", "the ending of the name, else the document's type where that is an ending", Guess),
        named("type", "the same as category"),
        READ.row("comment", "comment", "as it stands", ThirdParty),
        READ.row("date", "date", "its first ten characters, never moved by a zone", ThirdParty),
        READ.row("size", "size", "in bytes, as it stands", ThirdParty),
        READ.row("created_at", "created_at", "the same instant in UTC", ThirdParty),
        READ.nowhere("updated_at", "Personio does not tell when a document was changed"),
    ];
}
