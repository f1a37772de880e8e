//! `/v2/persons`: who they are; where they work is in their employments.

use jiff::Timestamp;

use crate::access::tokens::Grant;
use crate::model::attribute::{Readable, Source, System};
use crate::model::company::Company;
use crate::model::person::{CustomValue, Gender, Person};
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::json::{Json, Object};
use crate::wire::page::{ListSpec, Page};
use crate::wire::refusal;

const LIST: ListSpec = ListSpec::new(
    10,
    50,
    &[
        "id",
        "email",
        "first_name",
        "last_name",
        "preferred_name",
        "created_at",
        "created_at.gt",
        "created_at.lt",
        "updated_at",
        "updated_at.gt",
        "updated_at.lt",
        "status",
    ],
);

/// Lists persons by their number.
pub(crate) fn list(call: &Call<'_>, grant: &Grant) -> Outcome {
    let page = Page::read(call, &LIST)?;
    let filter = Filter::read(call, &page)?;
    let company = call.company();
    let base = call.base();
    let after = u32::try_from(page.after()).unwrap_or(u32::MAX);
    let people = company.people.after(after).iter().filter(|it| filter.includes(it));
    let rows = people.map(|it| (u64::from(it.id), it));
    let readable = &grant.credential.readable;
    Ok(page.answer(call, rows, |json, it| person(json, &company, it, readable, &base)))
}

/// Shows one person.
pub(crate) fn one(call: &Call<'_>, grant: &Grant) -> Outcome {
    let company = call.company();
    let found = find(call, &company)?;
    let mut json = Json::with_capacity(4_096);
    person(&mut json, &company, found, &grant.credential.readable, &call.base());
    Ok(Answer::ok(json))
}

/// Writes the person with this number as the credential may read them; nothing if somebody else deleted them already.
pub(crate) fn write(call: &Call<'_>, grant: &Grant, json: &mut Json, id: u32) {
    let company = call.company();
    if let Some(found) = company.people.get(id) {
        person(json, &company, found, &grant.credential.readable, &call.base());
    }
}

/// The person whose number is in the path.
pub(crate) fn find<'a>(call: &Call<'_>, company: &'a Company) -> Result<&'a Person, Answer> {
    let id = call.param(0).parse().ok();
    id.and_then(|it| company.people.get(it)).ok_or_else(|| refusal::v2_not_found(call))
}

/// All conditions of a list; a person must meet every one (facts §9.1 [O]).
struct Filter<'a> {
    ids: Option<Vec<&'a str>>,
    emails: Option<Vec<&'a str>>,
    first_names: Vec<&'a str>,
    last_names: Vec<&'a str>,
    preferred_names: Vec<&'a str>,
    created: Times,
    updated: Times,
    statuses: Vec<&'a str>,
}

impl<'a> Filter<'a> {
    fn read(call: &Call<'_>, page: &'a Page) -> Result<Self, Answer> {
        let filter = Self {
            ids: page.list("id"),
            emails: page.list("email"),
            first_names: page.values("first_name").collect(),
            last_names: page.values("last_name").collect(),
            preferred_names: page.values("preferred_name").collect(),
            created: Times::read(call, page, "created_at", "created_at.gt", "created_at.lt")?,
            updated: Times::read(call, page, "updated_at", "updated_at.gt", "updated_at.lt")?,
            statuses: page.values("status").collect(),
        };
        if filter.statuses.iter().any(|it| !matches!(*it, "ACTIVE" | "INACTIVE")) {
            return Err(refusal::bad_value(call));
        }
        Ok(filter)
    }

    /// Whether names match in spite of case or in part is not published; they must be equal here [?].
    fn includes(&self, person: &Person) -> bool {
        let one_of = |wanted: &Option<Vec<&str>>, is: &dyn Fn(&str) -> bool| {
            wanted.as_ref().is_none_or(|all| all.iter().any(|it| is(it)))
        };
        let all_are = |wanted: &[&str], value: Option<&str>| wanted.iter().all(|it| Some(*it) == value);
        one_of(&self.ids, &|it| it.parse() == Ok(person.id))
            && one_of(&self.emails, &|it| it.eq_ignore_ascii_case(&person.email))
            && all_are(&self.first_names, Some(&person.first_name))
            && all_are(&self.last_names, Some(&person.last_name))
            && all_are(&self.preferred_names, person.preferred_name.as_deref())
            && self.created.include(person.created_at)
            && self.updated.include(person.updated_at)
            && all_are(&self.statuses, Some(status(person)))
    }
}

/// Conditions on a time: equal, after, before.
pub(crate) struct Times {
    equal: Vec<Timestamp>,
    after: Vec<Timestamp>,
    before: Vec<Timestamp>,
}

impl Times {
    /// Reads the three filters by their names.
    pub(crate) fn read(
        call: &Call<'_>,
        page: &Page,
        equal: &str,
        after: &str,
        before: &str,
    ) -> Result<Self, Answer> {
        let times = |name| page.times(call, name);
        Ok(Self { equal: times(equal)?, after: times(after)?, before: times(before)? })
    }

    /// Whether a time meets all of them.
    pub(crate) fn include(&self, at: Timestamp) -> bool {
        self.equal.iter().all(|it| at == *it)
            && self.after.iter().all(|it| at > *it)
            && self.before.iter().all(|it| at < *it)
    }
}

fn status(person: &Person) -> &'static str {
    if person.is_active() { "ACTIVE" } else { "INACTIVE" }
}

/// Writes a person; fields of attributes the credential may not read are left out.
fn person(json: &mut Json, company: &Company, person: &Person, readable: &Readable, base: &str) {
    let mut body = Object::open(json);
    body.key("id").raw("\"").int(i64::from(person.id)).raw("\"");
    if readable.has(System::Email) && !person.email.is_empty() {
        body.text("email", Some(&person.email));
    }
    if readable.has(System::CreatedAt) {
        body.key("created_at").utc(person.created_at);
    }
    if readable.has(System::LastModified) {
        body.key("updated_at").utc(person.updated_at);
    }
    if readable.has(System::FirstName) {
        body.text("first_name", Some(&person.first_name));
    }
    if readable.has(System::LastName) {
        body.text("last_name", Some(&person.last_name));
    }
    // The file allows no null, so what isn't there is left out [?].
    if let Some(name) = person.preferred_name.as_deref().filter(|_| readable.has(System::PreferredName)) {
        body.text("preferred_name", Some(name));
    }
    if readable.has(System::Gender) {
        body.text("gender", Some(person.gender.map_or("UNSPECIFIED", gender)));
    }
    if readable.has(System::ProfilePicture) {
        picture(body.key("profile_picture"), person, base);
    }
    if readable.has(System::Status) {
        body.text("status", Some(status(person)));
    }
    if company.catalogue.customs().any(|(index, _)| readable.contains(index)) {
        custom_attributes(body.key("custom_attributes"), company, person, readable);
    }
    let employments = body.key("employments");
    for (at, employment) in person.employments.iter().enumerate() {
        employments.raw(if at > 0 { "," } else { "[" });
        employments.raw("{\"id\":").uuid(employment.id).raw("}");
    }
    employments.raw("]");
    let meta = body.key("_meta");
    meta.raw("{\"links\":{\"employments\":{\"href\":\"").text(base).raw("/v2/persons/");
    meta.int(i64::from(person.id)).raw("/employments\"}}}");
    body.close();
}

fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "MALE",
        Gender::Female => "FEMALE",
        Gender::Diverse => "DIVERSE",
    }
}

/// The object is always there; a live reader's model allows its link to be null [T].
fn picture(json: &mut Json, person: &Person, base: &str) {
    json.raw("{");
    // The object is always there, a live reader needs it [T]; the file allows no null in it.
    if person.has_picture {
        json.raw("\"url\":\"").text(base).raw("/v1/company/employees/").int(i64::from(person.id));
        json.raw("/profile-picture\"");
    }
    json.raw("}");
}

/// Attributes without a value are left out: a live reader's model has no null values [T]. Types in
/// lower case, values with their JSON type and no labels are [L]; what `global_id` says for
/// attributes without a universal id is not known, so it repeats the id [?].
fn custom_attributes(json: &mut Json, company: &Company, person: &Person, readable: &Readable) {
    json.raw("[");
    let mut separator = "";
    for (index, attribute) in company.catalogue.customs() {
        let Source::Custom(place) = attribute.source else { continue };
        let Some(value) = person.custom.get(place).and_then(Option::as_ref) else { continue };
        if !readable.contains(index) {
            continue;
        }
        json.raw(separator);
        separator = ",";
        let mut entry = Object::open(json);
        entry.text("id", Some(&attribute.key)).text("type", Some(attribute.kind.as_v2_str()));
        custom_value(entry.key("value"), value);
        entry.text("global_id", Some(attribute.universal_id.unwrap_or(&attribute.key)));
        entry.close();
    }
    json.raw("]");
}

fn custom_value(json: &mut Json, value: &CustomValue) {
    match value {
        CustomValue::Text(text) => json.string(text),
        CustomValue::Whole(number) => json.int(*number),
        CustomValue::Decimal(hundredths) => json.hundredths(*hundredths),
        CustomValue::Date(date) => json.date(*date),
        CustomValue::Tags(tags) => json.value(tags),
    };
}
