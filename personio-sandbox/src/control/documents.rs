//! `/_sandbox/documents/{id}`: what people do with documents by hand, because Personio has no API for it.

use http::StatusCode;
use serde_json::json;

use crate::rules::documents::{self, Refused};
use crate::v2::documents::spelled;
use crate::wire::answer::{Answer, Outcome};
use crate::wire::call::Call;
use crate::wire::refusal;

/// Signs a document of a person electronically.
pub(crate) fn sign(call: &Call<'_>) -> Outcome {
    // No document has the number that stands for another text.
    let id: u32 = call.param(0).parse().unwrap_or(0);
    call.change(|company| {
        documents::sign(company, id, call.now()).map_err(refused)?;
        let signature = company.documents.get(id).and_then(|it| it.signature).map(spelled);
        let body = json!({"id": id.to_string(), "esignature": {"status": signature}});
        Ok(Answer::json(StatusCode::OK, body.to_string().into_bytes()))
    })
}

fn refused(refused: Refused) -> Answer {
    match refused {
        Refused::NoDocument => refusal::plain(StatusCode::NOT_FOUND, "there is no document with this id"),
        Refused::NotToSign | Refused::NoPerson | Refused::NoCategory => {
            let message = "the document is signed already, or came with an application";
            refusal::plain(StatusCode::BAD_REQUEST, message)
        }
    }
}
