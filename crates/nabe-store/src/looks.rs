//! How Connect looks for a project: its colours and its logo. Must not know what a colour is.

use std::collections::BTreeMap;

use nabe_model::ids::ProjectId;

use crate::column::wire;
use crate::{Store, StoreError};

row! {
    /// How Connect looks for a project.
    pub struct LookRow {
        /// Colours by their names; `None` for the house's own.
        pub theme: Option<BTreeMap<String, String>>,
        /// The logo's bytes.
        pub logo: Option<Vec<u8>>,
        /// The logo's media type.
        pub logo_type: Option<String>,
    }
}

impl Store {
    /// How Connect looks for a project; `None` if there is no such project.
    pub async fn look(&self, project: &ProjectId) -> Result<Option<LookRow>, StoreError> {
        const SQL: &str = "select theme, logo, logo_type from projects where id = $1";
        read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).fetch_optional(db))
    }

    /// Sets how Connect looks for a project. `false` if there is no such project.
    pub async fn set_look(&self, project: &ProjectId, look: &LookRow) -> Result<bool, StoreError> {
        const SQL: &str = "update projects set theme = $2, logo = $3, logo_type = $4 where id = $1";
        let LookRow { theme, logo, logo_type } = look;
        let changed = write_on!(self, |db| sqlx::query(SQL)
            .bind(wire(project))
            .bind(wire(theme))
            .bind(logo)
            .bind(logo_type)
            .execute(db))?;
        Ok(changed == 1)
    }
}
