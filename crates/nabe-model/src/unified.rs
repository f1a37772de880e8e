//! The operations of the unified API, by their names in the published contract, and a few of our own beside them.
//!
//! Which of them a provider serves is the provider's to say.

mod ats;
mod hris;
mod own;

/// The methods of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes.
    Post,
    /// Changes.
    Patch,
    /// Takes away.
    Delete,
}

/// What an operation answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A page of records; the name is that of the contract's model.
    Page(&'static str),
    /// One record; the name is that of the contract's model.
    One(&'static str),
    /// The bytes of a file.
    File,
    /// What became of a write.
    Written,
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub struct UnifiedOperation {
    /// The part of the API: `hris` or `ats`.
    pub api: &'static str,
    /// Its name.
    pub id: &'static str,
    /// Its method.
    pub method: Method,
    /// The path below `/unified/{api}`: at most `{id}` and, inside it, `{subResourceId}`.
    pub path: &'static str,
    /// What it answers.
    pub shape: Shape,
    /// The names in `filter[…]`.
    pub filters: &'static [&'static str],
    /// Whether `filter[updated_after]` is one of them.
    pub updated_after: bool,
    /// What `expand` may name.
    pub expand: &'static [&'static str],
    /// What `include` may name.
    pub include: &'static [&'static str],
    /// Further parameters of the query.
    pub parameters: &'static [&'static str],
    /// Whether the contract advises against it.
    pub deprecated: bool,
}

impl UnifiedOperation {
    /// The whole path.
    pub fn full_path(&self) -> String {
        format!("/unified/{}{}", self.api, self.path)
    }

    /// Whether it only reads.
    pub fn reads(&self) -> bool {
        self.method == Method::Get
    }

    const fn of(method: Method, id: &'static str, path: &'static str, shape: Shape) -> Self {
        // Names begin with the part of the API that they belong to.
        let api = if id.as_bytes()[0] == b'h' { "hris" } else { "ats" };
        Self {
            api,
            id,
            method,
            path,
            shape,
            filters: &[],
            updated_after: matches!(shape, Shape::Page(_)),
            expand: &[],
            include: &[],
            parameters: &[],
            deprecated: false,
        }
    }

    const fn filters(self, filters: &'static [&'static str]) -> Self {
        Self { filters, ..self }
    }

    const fn without_updated_after(self) -> Self {
        Self { updated_after: false, ..self }
    }

    const fn expand(self, expand: &'static [&'static str]) -> Self {
        Self { expand, ..self }
    }

    const fn include(self, include: &'static [&'static str]) -> Self {
        Self { include, ..self }
    }

    const fn parameters(self, parameters: &'static [&'static str]) -> Self {
        Self { parameters, ..self }
    }

    const fn deprecated(self) -> Self {
        Self { deprecated: true, ..self }
    }
}

const fn list(id: &'static str, path: &'static str, model: &'static str) -> UnifiedOperation {
    UnifiedOperation::of(Method::Get, id, path, Shape::Page(model))
}

const fn one(id: &'static str, path: &'static str, model: &'static str) -> UnifiedOperation {
    UnifiedOperation::of(Method::Get, id, path, Shape::One(model))
}

const fn file(id: &'static str, path: &'static str) -> UnifiedOperation {
    UnifiedOperation::of(Method::Get, id, path, Shape::File)
}

const fn write(method: Method, id: &'static str, path: &'static str) -> UnifiedOperation {
    UnifiedOperation::of(method, id, path, Shape::Written)
}

/// Every operation.
pub fn operations() -> impl Iterator<Item = &'static UnifiedOperation> {
    hris::OPERATIONS.iter().chain(ats::OPERATIONS).chain(own::OPERATIONS)
}

/// An operation by its name.
pub fn operation(id: &str) -> Option<&'static UnifiedOperation> {
    operations().find(|it| it.id == id)
}
