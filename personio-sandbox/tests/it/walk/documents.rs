//! Documents and their categories, of both generations.

use super::step::{Step, get};

pub(super) fn steps() -> Vec<Step> {
    vec![
        get("categories", "/v1/company/document-categories"),
        get("categories without a token", "/v1/company/document-categories").without_token().expect(401),
        get("a person's documents", "/v2/document-management/documents?owner_id=1"),
        get("documents of nobody", "/v2/document-management/documents").expect(400),
    ]
}
