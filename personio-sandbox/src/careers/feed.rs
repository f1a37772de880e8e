//! The feed of a company's published positions.
//!
//! Everything but the description is the same in every language. A position has no description in a language in which
//! nobody wrote one, as readers of live feeds report [T].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::xml::Xml;
use crate::model::company::Company;
use crate::model::recruiting::JobPosition;
use crate::seed::openings;
use crate::wire::json::Json;

/// The languages a feed can be asked for (facts §7 [O]).
pub(super) const LANGUAGES: [&str; 7] = ["de", "en", "fr", "es", "nl", "it", "pt"];

/// The whole feed.
pub(super) fn write(company: &Company, language: &str, colon: bool) -> Xml {
    let mut xml = Xml::new();
    xml.element("workzag-jobs", |xml| {
        for it in company.job_positions.rows().iter().filter(|it| it.published) {
            xml.element("position", |xml| position(xml, company, it, language, colon));
        }
    });
    xml
}

fn position(xml: &mut Xml, company: &Company, it: &JobPosition, language: &str, colon: bool) {
    let office = |it: u32| company.offices.get(it).map(|it| &*it.name);
    let subcompany = it.subcompany.and_then(|it| company.legal_entities.get(it));
    let department = it.department.and_then(|it| company.units.get(it));
    let category = it.category.and_then(|it| company.recruiting_categories.get(it));
    xml.field("id", Some(&it.id.to_string()));
    xml.field("subcompany", subcompany.map(|it| &*it.name));
    xml.field("office", it.office.and_then(office));
    if !it.more_offices.is_empty() {
        // Not in the published file; readers of live feeds report it [T].
        xml.element("additionalOffices", |xml| {
            it.more_offices.iter().for_each(|it| xml.field("office", office(*it)));
        });
    }
    xml.field("department", department.map(|it| it.name.as_str()));
    xml.field("recruitingCategory", category.map(|it| &*it.name));
    xml.field("name", Some(&it.name));
    xml.element("jobDescriptions", |xml| {
        let written = it.languages.iter().any(|it| it == language);
        let blocks = if written { openings::opening(it.opening).blocks(language) } else { Vec::new() };
        for (name, value) in blocks {
            xml.element("jobDescription", |xml| {
                xml.field("name", Some(name));
                xml.data("value", &value);
            });
        }
    });
    xml.field("employmentType", Some(&it.employment_type));
    xml.field("seniority", it.seniority.as_deref());
    xml.field("schedule", Some(&it.schedule));
    xml.field("yearsOfExperience", it.years_of_experience.as_deref());
    xml.field("keywords", it.keywords.as_deref());
    xml.field("occupation", it.occupation.as_deref());
    xml.field("occupationCategory", it.occupation_category.as_deref());
    xml.field("createdAt", Some(&created_at(it.created_at, &company.zone, colon)));
}

/// Live feeds have UTC with a colon [T], the published example the local offset without one.
fn created_at(at: Timestamp, zone: &TimeZone, colon: bool) -> String {
    let mut json = Json::with_capacity(32);
    let utc = TimeZone::UTC;
    json.local(at, if colon { &utc } else { zone });
    let mut text = String::from_utf8(json.into_bytes()).unwrap_or_default().replace('"', "");
    if !colon {
        text.remove(text.len() - 3);
    }
    text
}
