//! The oddities of facts §13 that the sandbox does not show by itself, by name.
//!
//! The others are how it behaves anyway, or switches, see `facts/quirks.rs`.

use http::Method;
use serde::Deserialize;

use crate::routes::Route;

/// Declares the oddities once: variant, name, and what it is.
macro_rules! quirks {
    ($($variant:ident $name:literal $about:literal;)+) => {
        /// An oddity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(try_from = "String")]
        pub(crate) enum Quirk { $(#[doc = $about] $variant),+ }

        impl Quirk {
            /// Every oddity.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            /// What a fault calls it.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

quirks! {
    NoTokenEcho "no-token-echo"
        "v1 does not send the token back (§13.1).";
    WrongCurrentPage "wrong-current-page"
        "`current_page` of v1 is off by one (§13.4).";
    AbsencePeriods404 "absence-periods-404"
        "Absence periods that are there are not found (§13.14).";
    Employments502 "employments-502"
        "Employments fail at the gateway (§13.14).";
    Persons431 "persons-431"
        "Persons answer a status that nobody documents (§13.14).";
    Gateway504 "gateway-504"
        "The gateway gives up (§13.14).";
    AttendanceRelativeNext "attendance-relative-next"
        "Links as attendance periods had them before 2025-09-15 (§13.17).";
    PersonsSelfNext "persons-self-next"
        "A page of persons that leads to itself (§13.17).";
    SlowDeepCursors "slow-deep-cursors"
        "The further a cursor, the slower its page (§13.18).";
    LastWorkingDate "last-working-date"
        "The example's name for a day of a termination (§13.22).";
    GermanErrors "german-errors"
        "Errors of v1 in German (§13.23).";
    Attributes403 "attributes-403"
        "Attributes are refused to some credentials (§13.25).";
}

impl TryFrom<String> for Quirk {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let known = || Self::ALL.iter().map(|it| format!("`{}`", it.name())).collect::<Vec<_>>().join(", ");
        let found = Self::ALL.iter().find(|it| it.name() == name).copied();
        found.ok_or_else(|| format!("unknown quirk `{name}`, expected one of {}", known()))
    }
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
