//! The oddities of facts §13 that the sandbox does not show by itself, by name.
//!
//! The others are how it behaves anyway, or switches, see `facts/quirks.rs`.

use http::Method;
use serde::Deserialize;

use crate::routes::Route;

/// An oddity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Quirk {
    /// v1 does not send the token back (§13.1).
    NoTokenEcho,
    /// `current_page` of v1 is off by one (§13.4).
    WrongCurrentPage,
    /// Absence periods that are there are not found (§13.14).
    #[serde(rename = "absence-periods-404")]
    AbsencePeriods404,
    /// Employments fail at the gateway (§13.14).
    #[serde(rename = "employments-502")]
    Employments502,
    /// Persons answer a status that nobody documents (§13.14).
    #[serde(rename = "persons-431")]
    Persons431,
    /// The gateway gives up (§13.14).
    #[serde(rename = "gateway-504")]
    Gateway504,
    /// Links as attendance periods had them before 2025-09-15 (§13.17).
    AttendanceRelativeNext,
    /// A page of persons that leads to itself (§13.17).
    PersonsSelfNext,
    /// The further a cursor, the slower its page (§13.18).
    SlowDeepCursors,
    /// The example's name for a day of a termination (§13.22).
    LastWorkingDate,
    /// Errors of v1 in German (§13.23).
    GermanErrors,
    /// Attributes are refused to some credentials (§13.25).
    #[serde(rename = "attributes-403")]
    Attributes403,
}

impl Quirk {
    /// Whether a route has the oddity.
    pub(crate) fn is_of(self, route: &Route) -> bool {
        let path = route.template;
        let reads = route.method == Method::GET;
        match self {
            Self::GermanErrors => path.starts_with("/v1/"),
            Self::NoTokenEcho => path.starts_with("/v1/company/"),
            Self::WrongCurrentPage => path.starts_with("/v1/company/") && reads,
            Self::AbsencePeriods404 => path.contains("/absence-periods"),
            Self::Employments502 => path.contains("/employments"),
            Self::Persons431 | Self::PersonsSelfNext => path == "/v2/persons" && reads,
            Self::Gateway504 => true,
            Self::AttendanceRelativeNext => path == "/v2/attendance-periods" && reads,
            Self::SlowDeepCursors => path.starts_with("/v2/") && reads,
            Self::LastWorkingDate => path.contains("/employments") && reads,
            Self::Attributes403 => {
                path.ends_with("/employees/attributes") || path.ends_with("/employees/custom-attributes")
            }
        }
    }
}
