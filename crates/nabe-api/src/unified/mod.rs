//! The unified API: every operation of the published contract, from one table.
//!
//! Which of them a provider serves is asked when one is called.

mod answers;
mod description;
mod file;

use axum::Router;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use nabe_core::{Filters, ReadAnswer, ReadAsk};
use nabe_model::errors::Code;
use nabe_model::select::{Asked, Fields};
use nabe_model::unified::{Method, Shape, UnifiedOperation, operations};

pub(crate) use self::description::add as describe;
use crate::extract::{By, OfAccount};
use crate::problem::Problem;
use crate::query::Query;
use crate::state::Api;

/// The header that tells how many calls of the provider an answer took.
const CALLS: HeaderName = HeaderName::from_static("x-nabe-provider-calls");

/// Parameters with which providers page.
const PAGING: [&str; 4] = ["limit", "offset", "cursor", "page"];

/// The operations as routes.
pub(crate) fn routes() -> Router<Api> {
    let routes = operations().map(|it| (it.full_path(), handler(it)));
    routes.fold(Router::new(), |router, (path, handler)| router.route(&path, handler))
}

fn handler(operation: &'static UnifiedOperation) -> MethodRouter<Api> {
    let handle = move |State(api): State<Api>,
                       By(caller): By,
                       OfAccount(account): OfAccount,
                       path: RawPathParams,
                       RawQuery(query): RawQuery| async move {
        let ask = read_ask(operation, &path, &Query::parse(query.as_deref()))?;
        Ok::<_, Problem>(match operation.shape {
            Shape::File => file::answer(api.core.download(&caller, &account, &ask).await?),
            Shape::Page(_) | Shape::One(_) | Shape::Written => {
                answer(api.core.read(&caller, &account, &ask).await?)
            }
        })
    };
    let method = match operation.method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
    };
    on(method, handle)
}

/// What a request asks for.
fn read_ask(
    operation: &'static UnifiedOperation,
    path: &RawPathParams,
    query: &Query,
) -> Result<ReadAsk, Problem> {
    let of = |name: &str| path.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    let (parent, id) =
        if operation.path.contains("{id}/") { (of("id"), of("subResourceId")) } else { (None, of("id")) };
    only_one_page(operation, query)?;
    Ok(ReadAsk {
        operation,
        parent,
        id,
        asked: Asked { fields: fields(query)?, include: query.list("include"), expand: query.list("expand") },
        filters: filters(operation, query)?,
        page_size: query.number("page_size")?,
        next: query.get("next").map(str::to_owned),
        proxy: proxy(query)?,
        raw: query.truth("raw")?,
        explain: query.truth("explain")?,
    })
}

fn fields(query: &Query) -> Result<Fields, Problem> {
    let text = query.get("fields").unwrap_or_default();
    Fields::of_caller(text).map_err(|it| Problem::new(Code::BadRequest, format!("`fields`: {it}.")))
}

/// Refuses the contract's deprecated `page`, beyond the first one: whoever counts pages would read the first for ever.
fn only_one_page(operation: &UnifiedOperation, query: &Query) -> Result<(), Problem> {
    let is_list = matches!(operation.shape, Shape::Page(_));
    match query.get("page").filter(|_| is_list) {
        None | Some("1") => Ok(()),
        Some(_) => {
            let message =
                "Pages have no numbers here: go on with `next` of the answer before, and leave `page` out.";
            Err(Problem::new(Code::BadRequest, message))
        }
    }
}

/// What is handed on to the provider, of which where a list begins and how much it gives is Nabe's to say.
fn proxy(query: &Query) -> Result<Vec<(String, String)>, Problem> {
    let proxy = query.members("proxy");
    let pages = |name: &str| {
        let whole = name.split('[').next().unwrap_or_default();
        PAGING.iter().any(|it| it.eq_ignore_ascii_case(whole))
    };
    match proxy.iter().find(|(name, _)| pages(name)) {
        None => Ok(proxy),
        Some((name, _)) => {
            let message = format!("`proxy[{name}]` is Nabe's own to say: use `page_size` and `next`.");
            Err(Problem::new(Code::BadRequest, message))
        }
    }
}

/// The conditions: `filter[…]`, and what the contract has beside it.
fn filters(operation: &UnifiedOperation, query: &Query) -> Result<Filters, Problem> {
    let updated_after = operation.updated_after.then_some("updated_after");
    let known: Vec<&str> = updated_after.into_iter().chain(operation.filters.iter().copied()).collect();
    query.only_filters(&known)?;
    let named = known.iter().chain(operation.parameters);
    let found = named.filter_map(|name| Some(((*name).to_owned(), query.filter(name)?)));
    Ok(Filters(found.collect()))
}

fn answer(answer: ReadAnswer) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CALLS, HeaderValue::from(answer.calls)),
    ];
    (headers, answer.json).into_response()
}

/// Answers an address below `/unified` that the contract doesn't have.
pub(crate) async fn unsupported(By(_): By) -> Problem {
    let message = "There is no such operation. `/openapi.json` lists those there are.";
    Problem::new(Code::NotSupported, message)
}
