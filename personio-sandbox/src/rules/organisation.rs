//! Additions to the organisation that a write of a person brings along.

use crate::model::company::Company;
use crate::model::organisation::{LegalEntity, Office, OrgUnit, UnitKind};

/// Where no country and no zone can be taken over from what there is.
const COUNTRY: &str = "DE";
const TIME_ZONE: &str = "Europe/Berlin";

/// A new office where the first one is.
pub(crate) fn add_office(company: &mut Company, name: &str) -> u32 {
    let id = company.offices.next_number();
    let first = company.offices.rows().first();
    let (country, time_zone) =
        first.map_or((COUNTRY.into(), TIME_ZONE.into()), |it| (it.country.clone(), it.time_zone.clone()));
    company.offices.insert(Office { id, name: name.to_owned().into(), country, time_zone });
    id
}

/// A new department beside those there are.
pub(crate) fn add_department(company: &mut Company, name: &str) -> u32 {
    let id = company.units.next_number();
    company.units.insert(OrgUnit {
        id,
        kind: UnitKind::Department,
        name: name.to_owned(),
        abbreviation: None,
        description: None,
        parent: None,
    });
    id
}

/// A new legal entity in the country of the first one.
pub(crate) fn add_legal_entity(company: &mut Company, name: &str) -> u32 {
    let id = company.legal_entities.next_number();
    let country = company.legal_entities.rows().first().map_or(COUNTRY.into(), |it| it.country.clone());
    company.legal_entities.insert(LegalEntity { id, name: name.to_owned().into(), country });
    id
}
