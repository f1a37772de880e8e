//! The unified API.

pub(crate) mod employees;

use nabe_model::errors::Code;

use crate::extract::By;
use crate::problem::Problem;

/// Answers an operation of the published contract that this server doesn't serve.
pub(crate) async fn unsupported(By(_): By) -> Problem {
    let message = "This operation is not served. `GET /connectors/meta` lists what each connector can do.";
    Problem::new(Code::NotSupported, message)
}
