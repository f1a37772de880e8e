//! Projects: the products that use this server.

use jiff::Timestamp;
use nabe_model::ids::ProjectId;

use crate::column::wire;
use crate::{Store, StoreError};

row! {
    /// A product that uses this server.
    pub struct ProjectRow {
        /// Its id.
        pub id: ProjectId,
        /// What people call it. No two projects have the same name.
        pub name: String,
        /// The web origins whose pages may embed Connect, as browsers send them.
        pub allowed_origins: Vec<String>,
        /// The rights without which no account is connected, as texts; `None` leaves it to the provider.
        pub required_rights: Option<Vec<String>>,
        /// When it was made.
        pub created_at: Timestamp,
    }
}

impl Store {
    /// Adds a project. `Conflict` if its name or id is taken.
    pub async fn add_project(&self, project: &ProjectRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into projects (id, name, allowed_origins, required_rights, created_at) values ($1, $2, $3, $4, $5)";
        let ProjectRow { id, name, allowed_origins, required_rights, created_at } = project;
        write_on!(self, |db| sqlx::query(SQL)
            .bind(wire(id))
            .bind(name)
            .bind(wire(allowed_origins))
            .bind(wire(required_rights))
            .bind(wire(created_at))
            .execute(db))?;
        Ok(())
    }

    /// All projects, the oldest first.
    pub async fn projects(&self) -> Result<Vec<ProjectRow>, StoreError> {
        const SQL: &str = "select id, name, allowed_origins, required_rights, created_at from projects order by created_at, id";
        read_on!(self, |db| sqlx::query_as(SQL).fetch_all(db))
    }

    /// The project.
    pub async fn project(&self, project: &ProjectId) -> Result<Option<ProjectRow>, StoreError> {
        const SQL: &str =
            "select id, name, allowed_origins, required_rights, created_at from projects where id = $1";
        read_on!(self, |db| sqlx::query_as(SQL).bind(wire(project)).fetch_optional(db))
    }

    /// Replaces the origins that may embed Connect. `false` if there is no such project.
    pub async fn set_allowed_origins(
        &self,
        project: &ProjectId,
        origins: &[String],
    ) -> Result<bool, StoreError> {
        const SQL: &str = "update projects set allowed_origins = $2 where id = $1";
        let origins = crate::column::json(&origins);
        let changed = write_on!(self, |db| sqlx::query(SQL).bind(wire(project)).bind(origins).execute(db))?;
        Ok(changed == 1)
    }

    /// Sets the rights without which no account is connected. `false` if there is no such project.
    pub async fn set_required_rights(
        &self,
        project: &ProjectId,
        rights: Option<&[String]>,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "update projects set required_rights = $2 where id = $1";
        let rights = rights.map(|it| crate::column::json(&it));
        let changed = write_on!(self, |db| sqlx::query(SQL).bind(wire(project)).bind(&rights).execute(db))?;
        Ok(changed == 1)
    }
}
