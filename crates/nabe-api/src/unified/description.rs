//! The operations of the contract in the OpenAPI document.

use nabe_model::unified::{Method, Shape, UnifiedOperation, operations};
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ComponentsBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{ContentBuilder, Deprecated, OpenApi, Ref, RefOr, Required};

use super::answers::{held, one, page, raw_response};
use crate::problem::ErrorBody;

/// Adds every operation.
pub(crate) fn add(document: &mut OpenApi) {
    let mut components = ComponentsBuilder::from(document.components.take().unwrap_or_default());
    let (name, schema) = raw_response();
    components = components.schema(name, schema);
    for operation in operations() {
        let mut described = described(operation);
        if let Some((name, schema, needed)) = answer(operation.shape) {
            for (name, schema) in needed {
                components = components.schema(name, schema);
            }
            components = components.schema(&name, schema);
            described = described.response("200", json(Ref::from_schema_name(name).into()));
        } else if operation.shape == Shape::File {
            described = described.response("200", bytes());
        }
        let error = json(Ref::from_schema_name(ErrorBody::name()).into());
        let described = described.response("default", error).build();
        document.paths.add_path_operation(operation.full_path(), vec![method(operation.method)], described);
    }
    document.components = Some(components.build());
}

fn described(operation: &UnifiedOperation) -> OperationBuilder {
    let parameters: Vec<Parameter> = parameters(operation);
    OperationBuilder::new()
        .tag(operation.api)
        .operation_id(Some(operation.id))
        .summary(Some(summary(operation)))
        .parameters(Some(parameters))
        .deprecated(operation.deprecated.then_some(Deprecated::True))
}

/// The operation's name as words: `hris_list_time_off_requests` is "List time off requests".
fn summary(operation: &UnifiedOperation) -> String {
    let words = operation.id.split_once('_').map_or(operation.id, |(_, rest)| rest).replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn parameters(operation: &UnifiedOperation) -> Vec<Parameter> {
    let mut all = vec![parameter(ParameterIn::Header, "x-account-id", "The account", true)];
    for (name, what) in [("id", "Its id"), ("subResourceId", "The id of the record inside it")] {
        if operation.path.contains(&format!("{{{name}}}")) {
            all.push(parameter(ParameterIn::Path, name, what, true));
        }
    }
    let mut query = |name: &str, what: &str| all.push(parameter(ParameterIn::Query, name, what, false));
    if let Shape::Page(_) = operation.shape {
        query("page_size", "Rows on a page, 25 when it isn't said; above 100 served as 100");
        query("next", "Where to go on, from the answer before; null there is the end of the list");
        query("page", "Deprecated: only 1 is taken. Go on with `next`");
    }
    if operation.updated_after {
        query("filter[updated_after]", "Changed after this date-time");
    }
    for filter in operation.filters {
        query(&format!("filter[{filter}]"), "Only what meets this condition");
    }
    for name in operation.parameters {
        query(name, "As in the contract");
    }
    if matches!(operation.shape, Shape::Page(_) | Shape::One(_)) {
        query("fields", "The fields that are answered, nested by dots");
        query("raw", "Whether the provider's answer comes along, without secrets");
        query("explain", "Whether each value and each null is explained");
        query("proxy", "Parameters that are handed on to the provider: `proxy[name]=value`");
    }
    for (name, values) in [("expand", operation.expand), ("include", operation.include)] {
        if !values.is_empty() {
            query(name, &values.join(", "));
        }
    }
    all
}

fn parameter(place: ParameterIn, name: &str, what: &str, required: bool) -> Parameter {
    ParameterBuilder::new()
        .parameter_in(place)
        .name(name)
        .description(Some(what))
        .required(if required { Required::True } else { Required::False })
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

/// The answer's schema with its name, and the schemas that it needs.
#[expect(clippy::type_complexity, reason = "a name, a schema, and named schemas")]
fn answer(shape: Shape) -> Option<(String, Schema, Vec<(String, RefOr<Schema>)>)> {
    match shape {
        Shape::Page(name) => held(name).map(|it| (name.to_owned(), page(it.record), it.schemas)),
        Shape::One(name) => held(name).map(|it| (name.to_owned(), one(it.record), it.schemas)),
        Shape::File | Shape::Written => None,
    }
}

fn json(schema: RefOr<Schema>) -> Response {
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().content("application/json", content).build()
}

fn bytes() -> Response {
    let content = ContentBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String))).build();
    ResponseBuilder::new().content("application/octet-stream", content).build()
}

fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Patch => HttpMethod::Patch,
        Method::Delete => HttpMethod::Delete,
    }
}
