//! Token requests and tokens (facts §2).

use super::mark::{L, O, OQ, OU, QU, U};
use super::{Fact, fact};
use crate::faults::quirk::Quirk;
use crate::switch::Switch;

pub(super) const FACTS: &[Fact] = &[
    fact("2.1", O, "V1A, changelog", "v1 takes id and secret as JSON, as a form or in the query."),
    fact("2.1", O, "V1A", "v1 answers with token, seconds until it expires, and scopes."),
    fact(
        "2.1",
        O,
        "R:auth",
        "Tokens begin with `papi-` and tell nothing; id and secret get the same one for 24 hours, for any number of calls at once.",
    ),
    fact(
        "2.1",
        O,
        "R:auth, changelog",
        "Every success of v1 sends the token back in the header `Authorization`.",
    )
    .quirk(&[Quirk::NoTokenEcho]),
    fact("2.1", QU, "F", "Wrong credentials are a 403 with `Wrong credentials` in v1.")
        .switched(&[Switch::V1WrongCredentials, Switch::V1WrongCredentialsCode]),
    fact("2.1", U, "", "A token request of v1 without id or secret is a 400.")
        .switched(&[Switch::V1MissingCredentials]),
    fact(
        "2.1",
        O,
        "V1",
        "A call of v1 without a token is a 401, one with a bad token a 403, each with its own words.",
    ),
    fact(
        "2.2",
        O,
        "A2",
        "v2 takes a form alone; JSON is a 400 `invalid_request` that names the right media type.",
    ),
    fact(
        "2.2",
        O,
        "A2",
        "v2 knows the grant `client_credentials` alone, and names another one back as unsupported.",
    ),
    fact(
        "2.2",
        O,
        "A2",
        "v2 answers `access_token`, `token_type`, `expires_in` and `scope`, and no token to refresh it.",
    ),
    fact(
        "2.2",
        O,
        "A2",
        "Every failed token request of v2 is a 400 with the fields of OAuth, and names missing parameters.",
    ),
    fact("2.2", OU, "A2", "A wrong secret is `invalid_client` in v2, as an unknown client is.")
        .switched(&[Switch::V2WrongSecret]),
    fact(
        "2.2",
        O,
        "R:authentication",
        "A token of v2 stays the same for 24 hours, and is good for all but applications of v1.",
    ),
    fact("2.2", L, "DLT", "A token of either generation is taken by the routes of both."),
    fact(
        "2.3",
        OQ,
        "A2, F",
        "A token is ended by a form with `token`; the answer is 200 without a body, to anyone who asks.",
    )
    .switched(&[Switch::RevokeAuthorization]),
    fact("2.3", U, "", "After a token was ended, the next request gets another one.")
        .switched(&[Switch::RevokeEffect]),
];
