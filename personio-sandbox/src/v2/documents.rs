//! `/v2/document-management/documents`: documents of people and of applications.

use http::StatusCode;
use jiff::civil::Date;

use super::fields::{Fields, Sent, Unfit, day};
use crate::access::tokens::Grant;
use crate::model::company::Company;
use crate::model::document::{Document, DocumentOwner, Signature};
use crate::rules::documents::{self, DocumentChange, Refused, Scan, scan};
use crate::seed::papers;
use crate::switch::Switch;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::media_type;
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

/// The default is not published [?].
const LIST: ListSpec =
    ListSpec::new(100, 200, &["owner_id", "category_id", "created_at.gte", "created_at.lt"]);
/// The longest name (facts §9.4 [O]).
const NAME: usize = 256;

/// Lists the documents of an owner, who must be named (facts §9.4 [O]); in which order is [?], here oldest first.
///
/// The days of the filters are those of UTC [?]. An owner or a category that there isn't has no documents [O].
pub(crate) fn list(call: &Call<'_>, _: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let owner = page.values("owner_id").next().filter(|it| !it.is_empty());
    let owner = owner.ok_or_else(|| refusal::bad_value(call))?;
    let (from, before) = (days(call, &page, "created_at.gte")?, days(call, &page, "created_at.lt")?);
    let categories: Vec<&str> = page.values("category_id").collect();
    let company = call.company();
    // Personio's own numbers are written plainly.
    let id: Option<u32> = owner.parse().ok().filter(|it: &u32| it.to_string() == owner);
    let owners = id.into_iter().flat_map(|it| [DocumentOwner::Person(it), DocumentOwner::Application(it)]);
    let rows = owners.flat_map(|it| company.documents.of(it.key()));
    let rows = rows.filter(|it| {
        let created = jiff::tz::Offset::UTC.to_datetime(it.created_at).date();
        let category = it.category.map(|it| it.to_string());
        from.iter().all(|day| *day <= created)
            && before.iter().all(|day| created < *day)
            && categories.iter().all(|wanted| category.as_deref() == Some(*wanted))
    });
    Ok(page.numbered(call, rows, |json, it| write(call, json, &company, it)))
}

/// Changes what is said of a document. What that is answered with nobody saw (facts §9.4, §15.4 [?]).
pub(crate) fn change(call: &Call<'_>, _: &Grant) -> Outcome {
    let wanted = read(call).map_err(|Unfit| invalid(call))?;
    call.change(|company| {
        let id = find(call, company)?.id;
        documents::change(company, id, wanted, call.now()).map_err(|it| refused(call, it))?;
        if call.switched(Switch::V2DocumentPatch, "204") {
            return Ok(Answer::empty(StatusCode::NO_CONTENT));
        }
        let mut json = Json::with_capacity(512);
        write(call, &mut json, company, find(call, company)?);
        Ok(Answer::ok(json))
    })
}

/// Deletes a document.
pub(crate) fn delete(call: &Call<'_>, _: &Grant) -> Outcome {
    call.change(|company| {
        let id = find(call, company)?.id;
        documents::delete(company, id, call.now()).map_err(|it| refused(call, it))?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    })
}

/// Gives out the file of a document, unless it is not safe (facts §9.4 [O]) or not known to be [?].
pub(crate) fn download(call: &Call<'_>, _: &Grant) -> Outcome {
    let company = call.company();
    let document = find(call, &company)?;
    let detail = match scan(document, call.now()) {
        Scan::Clean => return Ok(file(&company, document)),
        Scan::Pending => "The file of the document is not scanned yet.",
        Scan::Infected => "The file of the document is not safe.",
    };
    // The status is official, the words are not known [?].
    Err(refusal::v2(call.state, StatusCode::CONFLICT, "Unsafe file", detail, "common.conflict"))
}

/// That the answer names the file, and that its type follows from the extension, is [?].
fn file(company: &Company, document: &Document) -> Answer {
    let ending = format!(".{}", document.extension);
    let name = &document.name;
    let has_ending = name.to_lowercase().ends_with(&ending);
    let name = if has_ending { name.to_string() } else { format!("{name}{ending}") };
    let mut answer = Answer::bytes(media_type::of(&document.extension), papers::file(company, document));
    answer.headers.push(media_type::attachment(&name));
    answer
}

fn find<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Document, Answer> {
    let id = call.param(0).parse().ok();
    id.and_then(|it| company.documents.get(it)).ok_or_else(|| refusal::v2_not_found(call))
}

/// The body of a change: neither null nor an empty text is taken (facts §9.4 [O]).
fn read(call: &Call<'_>) -> Result<DocumentChange, Unfit> {
    let fields = Fields::read(call)?;
    let name = some(fields.text("name", NAME)?)?;
    let comment = some(fields.text("comment", usize::MAX)?)?;
    if [&name, &comment].into_iter().flatten().any(String::is_empty) {
        return Err(Unfit);
    }
    Ok(DocumentChange {
        name,
        comment,
        date: some(fields.day("date")?)?,
        category: some(fields.id("category")?)?,
    })
}

fn some<T>(sent: Sent<T>) -> Result<Option<T>, Unfit> {
    match sent {
        Sent::Not => Ok(None),
        Sent::Null => Err(Unfit),
        Sent::Value(value) => Ok(Some(value)),
    }
}

/// Whether a value that isn't taken is a 400 or a 422 is not known (facts §9.4 [?]).
fn invalid(call: &Call<'_>) -> Answer {
    let detail = "Provided request body is invalid.";
    if call.switched(Switch::V2DocumentInvalid, "422") {
        let (status, title) = (StatusCode::UNPROCESSABLE_ENTITY, "Unprocessable entity");
        return refusal::v2(call.state, status, title, detail, "common.unprocessable_entity");
    }
    refusal::bad_request(call, detail)
}

/// An unknown document and an unknown category are both a 404 (facts §9.4 [O]).
fn refused(call: &Call<'_>, why: Refused) -> Answer {
    match why {
        Refused::NoDocument | Refused::NoCategory => refusal::v2_not_found(call),
        Refused::NoPerson | Refused::NotToSign => refusal::bad_value(call),
    }
}

/// The days of a filter, or a refusal if one is not a day.
fn days(call: &Call<'_>, page: &Page, name: &str) -> Result<Vec<Date>, Answer> {
    page.values(name).map(|it| day(it).ok_or_else(|| refusal::bad_value(call))).collect()
}

/// Writes a document. The names of the fields come from clients (facts §9.4 [T]); what a type and the states read, and
/// that what a document doesn't have is left out, is not known [?].
fn write(call: &Call<'_>, json: &mut Json, company: &Company, it: &Document) {
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(i64::from(it.id)).raw("\"");
    body.text("name", Some(&it.name)).date("date", it.date).text("comment", it.comment.as_deref());
    body.reference("category", it.category)
        .reference("owner", Some(it.owner.id()))
        .text("document_type", Some(&it.extension));
    body.key("size").value(&papers::size(company, it));
    body.key("created_at").utc(it.created_at);
    let status = match scan(it, call.now()) {
        Scan::Pending => "PENDING",
        Scan::Clean => "CLEAN",
        Scan::Infected => "INFECTED",
    };
    body.key("virus_scan").raw("{\"status\":\"").raw(status).raw("\"}");
    if let Some(signature) = it.signature {
        body.key("esignature").raw("{\"status\":\"").raw(spelled(signature)).raw("\"}");
    }
    body.close();
}

/// How far a signature is.
pub(crate) fn spelled(signature: Signature) -> &'static str {
    match signature {
        Signature::Requested => "PENDING",
        Signature::Signed => "SIGNED",
    }
}
