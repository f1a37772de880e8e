//! The errors of both generations, spelled as each of them spells it.

use http::StatusCode;

use super::answer::Answer;
use super::call::Call;
use super::json::{Json, Object};
use crate::keeper::KeeperError;
use crate::model::company::fresh_uuid;
use crate::routes::{Family, Route};
use crate::state::{State, trace_id};
use crate::switch::Switch;

/// An error in the shape of v1.
pub(crate) fn v1(status: StatusCode, code: i64, message: &str) -> Answer {
    let mut json = Json::with_capacity(128);
    json.raw("{\"success\":false,\"error\":{\"code\":")
        .int(code)
        .raw(",\"message\":")
        .string(message)
        .raw("}}");
    Answer::json(status, json.into_bytes())
}

/// An unknown employee, with the German text of the published example (facts §4.1 [O]).
pub(crate) fn v1_not_found() -> Answer {
    v1(StatusCode::NOT_FOUND, 404, "Es ist ein Problem aufgetreten ")
}

/// A parameter that v1 can't read. The real text is not known [?].
pub(crate) fn v1_bad_request(message: &str) -> Answer {
    v1(StatusCode::BAD_REQUEST, 400, message)
}

/// An error in the shape of v2; `fragment` is the part of its documentation link after the `#`.
pub(crate) fn v2(state: &State, status: StatusCode, title: &str, detail: &str, fragment: &str) -> Answer {
    let mut json = Json::with_capacity(384);
    let mut body = Object::open(&mut json);
    body.key("personio_trace_id").string(&trace_id());
    body.key("timestamp").utc(state.clock().now());
    let errors = body.key("errors");
    errors.raw("[{\"title\":").string(title).raw(",\"detail\":").string(detail);
    errors.raw(",\"type\":");
    // One live answer has null (facts §4.2 [Q]), the files have addresses [O].
    if state.switches().is(Switch::V2ProblemType, "null") {
        errors.raw("null");
    } else {
        errors.raw("\"https://developer.personio.de/reference/errors#").text(fragment).raw("\"");
    }
    errors.raw(",\"_meta\":{}}]");
    body.close();
    Answer::problem(status, json.into_bytes())
}

/// An error in the shape of v2 that is explained nowhere, as live ones of absences are (facts §4.2 [Q]).
pub(crate) fn v2_unexplained(call: &Call<'_>, status: StatusCode, title: &str, detail: &str) -> Answer {
    let mut json = Json::with_capacity(256);
    let mut body = Object::open(&mut json);
    body.key("personio_trace_id").string(&trace_id());
    body.key("timestamp").utc(call.now());
    let errors = body.key("errors");
    errors.raw("[{\"title\":").string(title).raw(",\"detail\":").string(detail);
    errors.raw(",\"type\":null,\"_meta\":{}}]");
    body.close();
    Answer::problem(status, json.into_bytes())
}

/// An unknown row of v2.
pub(crate) fn v2_not_found(call: &Call<'_>) -> Answer {
    let detail = "There is no resource for the specified id.";
    v2(call.state, StatusCode::NOT_FOUND, "Resource not found", detail, "common.resource_not_found")
}

/// A value that v2 can't read.
pub(crate) fn bad_value(call: &Call<'_>) -> Answer {
    bad_request(call, "Provided request parameters are invalid.")
}

/// A filter or operator that v2 does not have.
pub(crate) fn bad_filter(call: &Call<'_>) -> Answer {
    bad_request(call, "Provided filter encoding is invalid.")
}

/// A page size that v2 does not allow. The text is seen on persons only (facts §4.2 [L]).
pub(crate) fn bad_limit(call: &Call<'_>) -> Answer {
    bad_request(call, "Provided value for limit is not valid")
}

/// A body that v2 can't take, or that contradicts what there is.
pub(crate) fn bad_request(call: &Call<'_>, detail: &str) -> Answer {
    v2(call.state, StatusCode::BAD_REQUEST, "Bad request", detail, "common.bad_request")
}

/// A call without a token.
pub(crate) fn no_token(state: &State, family: Family) -> Answer {
    match family {
        Family::V1 => v1(StatusCode::UNAUTHORIZED, 401, "Authorization is not provided"),
        // The published file has no body for it.
        Family::Recruiting => Answer::empty(StatusCode::UNAUTHORIZED),
        Family::Applicant => applicant(StatusCode::FORBIDDEN, "This action is unauthorized."),
        Family::V2 | Family::Persons | Family::Reports | Family::Careers | Family::Control => {
            unauthorized(state, family)
        }
    }
}

/// A call with a token that is unknown, expired or revoked.
pub(crate) fn bad_token(state: &State, family: Family) -> Answer {
    match family {
        Family::V1 => v1(StatusCode::FORBIDDEN, 403, "Provided authorization is not valid"),
        Family::Reports if state.switches().is(Switch::ReportsBadToken, "400") => reports_unauthorized(),
        Family::V2
        | Family::Persons
        | Family::Reports
        | Family::Recruiting
        | Family::Applicant
        | Family::Careers
        | Family::Control => no_token(state, family),
    }
}

/// What v2 says to a missing or bad token is not known (facts §15.5 [?]); persons answer as they do
/// to a missing right.
fn unauthorized(state: &State, family: Family) -> Answer {
    if family == Family::Persons {
        return persons_unauthorized(state);
    }
    match state.switches().get(Switch::V2UnauthorizedBody) {
        "message" => message(StatusCode::UNAUTHORIZED, "Unauthorized"),
        "empty" => Answer::empty(StatusCode::UNAUTHORIZED),
        _ => unauthorized_problem(state, "The access token is missing, expired or revoked."),
    }
}

/// Status and text are [L], the shape is [?] (facts §4.2).
fn persons_unauthorized(state: &State) -> Answer {
    let text = "Unauthorized Request";
    if state.switches().is(Switch::PersonsUnauthorizedBody, "problem") {
        return unauthorized_problem(state, text);
    }
    message(StatusCode::UNAUTHORIZED, text)
}

fn unauthorized_problem(state: &State, detail: &str) -> Answer {
    v2(state, StatusCode::UNAUTHORIZED, "Unauthorized", detail, "common.unauthorized")
}

fn reports_unauthorized() -> Answer {
    message(StatusCode::BAD_REQUEST, "Unauthorized token")
}

/// A token that may not be ended; the words are those one user met (facts §2.3 [Q]).
pub(crate) fn may_not_revoke(state: &State) -> Answer {
    let detail = "The access token must not be revoked by this caller.";
    v2(state, StatusCode::UNAUTHORIZED, "Authorisation Restrictions", detail, "common.unauthorized")
}

/// A token without the right the route needs (facts §1.1 [L]).
pub(crate) fn no_right(state: &State, route: &Route) -> Answer {
    // That employments answer as persons do is [?].
    let is_other = route.template.contains("/employments")
        && state.switches().is(Switch::EmploymentsMissingRight, "403");
    match if is_other { Family::V2 } else { route.family } {
        // The status is [L], the text is borrowed from the published 403 example [?].
        Family::V1 => v1(StatusCode::FORBIDDEN, 403, "Provided authorization is not valid"),
        Family::Persons => persons_unauthorized(state),
        Family::Reports => reports_unauthorized(),
        // The status is [L], title and text are [?]. The other families have no rights.
        Family::V2 | Family::Recruiting | Family::Applicant | Family::Careers | Family::Control => {
            let detail = "You don't have the required permissions to access this resource.";
            v2(state, StatusCode::FORBIDDEN, "Forbidden", detail, "common.forbidden")
        }
    }
}

/// Too many calls. Neither body has been seen (facts §5 [?]): v1 gets its usual shape, v2 the empty
/// body of the gateway software it runs behind. Neither has `Retry-After` (facts §3 [L]).
///
/// The description of jobs has a text (facts §5 [O]).
pub(crate) fn too_many(state: &State, route: &Route) -> Answer {
    let status = StatusCode::TOO_MANY_REQUESTS;
    let switches = state.switches();
    let has_body = match route.family {
        Family::V1 => switches.is(Switch::V1TooManyBody, "json"),
        // The published file has no body for it.
        Family::Recruiting | Family::Applicant | Family::Careers => false,
        Family::V2 | Family::Persons | Family::Reports | Family::Control => {
            route.template == "/v2/jobs" || switches.is(Switch::V2TooManyBody, "problem")
        }
    };
    match route.family {
        _ if !has_body => Answer::empty(status),
        Family::V1 => v1(status, 429, "Too Many Attempts."),
        Family::V2
        | Family::Persons
        | Family::Reports
        | Family::Recruiting
        | Family::Applicant
        | Family::Careers
        | Family::Control => {
            let detail = "The rate limit has been exceeded";
            v2(state, status, "Too many requests", detail, "common.too_many_requests")
        }
    }
}

/// A header that is missing or badly formed. That it is refused at all is [?] (facts §3).
pub(crate) fn bad_header(state: &State, family: Family, message: &str) -> Answer {
    match family {
        Family::V1 => v1_bad_request(message),
        Family::Recruiting => recruiting_general(StatusCode::BAD_REQUEST, "Bad Request", message),
        Family::Applicant => applicant(StatusCode::BAD_REQUEST, message),
        Family::Careers | Family::Control => plain(StatusCode::BAD_REQUEST, message),
        Family::V2 | Family::Persons | Family::Reports => {
            v2(state, StatusCode::BAD_REQUEST, "Bad request", message, "common.bad_request")
        }
    }
}

/// A path that no route has, or that hides until a client asks for beta.
pub(crate) fn no_route(state: &State, family: Family) -> Answer {
    match family {
        Family::V1 | Family::Recruiting => v1_not_found(),
        Family::Applicant => applicant(StatusCode::NOT_FOUND, "Not found."),
        Family::Careers => careers_not_found(),
        Family::Control => plain(StatusCode::NOT_FOUND, "there is nothing at this path"),
        Family::V2 | Family::Persons | Family::Reports => {
            let detail = "The requested resource was not found. \
                          The resource could have been deleted or never existed in our system.";
            let fragment = "common.requested_resource_not_found";
            v2(state, StatusCode::NOT_FOUND, "Resource not found", detail, fragment)
        }
    }
}

/// A path that has no such method. The real answer is not known [?].
pub(crate) fn no_method(state: &State, family: Family) -> Answer {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    match family {
        Family::V1 | Family::Recruiting => v1(status, 405, "Method not allowed"),
        Family::Applicant => applicant(status, "Method not allowed"),
        Family::Careers => Answer::empty(status),
        Family::Control => plain(status, "this path does not have this method"),
        Family::V2 | Family::Persons | Family::Reports => {
            let detail = "The requested method is not supported.";
            v2(state, status, "Method not allowed", detail, "common.method_not_allowed")
        }
    }
}

/// A body that is larger than any route takes, or that broke off. The real answers are not known [?].
pub(crate) fn unreadable_body(state: &State, family: Family, too_large: bool) -> Answer {
    let (status, title, detail, fragment) = if too_large {
        let title = "Payload too large";
        (StatusCode::PAYLOAD_TOO_LARGE, title, "The body is too large.", "common.payload_too_large")
    } else {
        (StatusCode::BAD_REQUEST, "Bad request", "The body broke off.", "common.bad_request")
    };
    match family {
        Family::V1 => v1(status, status.as_u16().into(), detail),
        Family::Recruiting => recruiting_general(status, title, detail),
        Family::Applicant => applicant(status, detail),
        Family::Careers | Family::Control => plain(status, detail),
        Family::V2 | Family::Persons | Family::Reports => v2(state, status, title, detail, fragment),
    }
}

/// A change that could not be kept; nothing of Personio answers so, the sandbox itself has a problem.
pub(crate) fn not_kept(state: &State, family: Family, error: &KeeperError) -> Answer {
    tracing::error!(%error, "a change could not be kept");
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    match family {
        Family::V1 => v1(status, 500, &error.to_string()),
        Family::Recruiting => recruiting_general(status, "Internal Server Error", &error.to_string()),
        Family::Applicant => applicant(status, "Something went wrong, please try again later!"),
        Family::Careers | Family::Control => plain(status, &error.to_string()),
        Family::V2 | Family::Persons | Family::Reports => {
            v2(state, status, "Internal Server Error", &error.to_string(), "common.internal_server_error")
        }
    }
}

/// One field of an application that is wrong in one way (facts §10 [O]).
pub(crate) fn recruiting_field(status: StatusCode, field: &str, reason: &str) -> Answer {
    let mut json = Json::with_capacity(128);
    json.raw("{\"errors\":[{\"field\":").string(field);
    json.raw(",\"errors\":[{\"reason\":").string(reason).raw("}]}]}");
    Answer::json(status, json.into_bytes())
}

/// What is wrong with a call for applications that no field tells (facts §10 [O]).
pub(crate) fn recruiting_general(status: StatusCode, title: &str, detail: &str) -> Answer {
    let mut json = Json::with_capacity(192);
    json.raw("{\"errors\":[{\"id\":").uuid(fresh_uuid()).raw(",\"status\":").string(status.as_str());
    json.raw(",\"title\":").string(title).raw(",\"detail\":").string(detail).raw("}]}");
    Answer::json(status, json.into_bytes())
}

/// What the form for applicants has against a call (facts §10 [O]).
pub(crate) fn applicant(status: StatusCode, message: &str) -> Answer {
    let mut json = Json::with_capacity(128);
    json.raw("{\"success\":false,\"error\":{\"message\":").string(message).raw("}}");
    Answer::json(status, json.into_bytes())
}

/// A page of the career site that isn't there. Readers report a page of HTML [T].
pub(crate) fn careers_not_found() -> Answer {
    let html = "<!DOCTYPE html><html lang=\"en\"><title>Page not found</title><h1>Page not found</h1></html>";
    Answer { status: StatusCode::NOT_FOUND, ..Answer::bytes("text/html; charset=utf-8", html.into()) }
}

/// `{"error":{"message":…}}`, as some routes of v2 answer.
pub(crate) fn message(status: StatusCode, message: &str) -> Answer {
    let mut json = Json::with_capacity(64);
    json.raw("{\"error\":{\"message\":").string(message).raw("}}");
    Answer::json(status, json.into_bytes())
}

/// `{"error":…}`, as the sandbox's own routes answer.
pub(crate) fn plain(status: StatusCode, message: &str) -> Answer {
    let mut json = Json::with_capacity(64);
    json.raw("{\"error\":").string(message).raw("}");
    Answer::json(status, json.into_bytes())
}
