//! Documents of people.

use serde::Serialize;
use utoipa::ToSchema;

use crate::value::{Choice, DateTime, Text};

/// A document, without its bytes.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Document<'a> {
    /// Nabe's id.
    pub id: Option<Text<'a>>,
    /// The provider's id.
    pub remote_id: Option<Text<'a>>,
    /// Its name.
    pub name: Option<Text<'a>>,
    /// What kind of document.
    pub category: Option<Choice<'a>>,
    /// Where its bytes are.
    pub contents: Option<Vec<Content<'a>>>,
    /// Id of the category.
    pub category_id: Option<Text<'a>>,
    /// Where the provider has it.
    pub remote_url: Option<Text<'a>>,
    /// The ending of its name.
    pub file_format: Option<Choice<'a>>,
    /// The same as `category`; the contract has it twice.
    #[serde(rename = "type")]
    pub kind: Option<Choice<'a>>,
    /// What was written about it.
    pub comment: Option<Text<'a>>,
    /// The day that somebody gave it.
    pub date: Option<DateTime>,
    /// Bytes.
    pub size: Option<u64>,
    /// When the record was made.
    pub created_at: Option<DateTime>,
    /// When the record last changed.
    pub updated_at: Option<DateTime>,
}

/// Where the bytes of a document are.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Content<'a> {
    /// At the provider.
    pub url: Option<Text<'a>>,
    /// Here.
    pub unified_url: Option<Text<'a>>,
    /// The ending of its name.
    pub file_format: Option<Choice<'a>>,
}
