//! A page that is one form, with the way to it.

use askama::Template;
use axum::response::Response;
use http::StatusCode;

use super::form::{Form, Sent};
use super::frame::Frame;
use super::page;

/// A page with a form.
#[derive(Template)]
#[template(path = "form_page.html")]
pub(super) struct FormPage {
    pub(super) frame: Frame,
    /// Names and addresses of the pages above.
    pub(super) trail: Vec<(String, String)>,
    pub(super) title: String,
    /// What one should know before; may be empty.
    pub(super) text: &'static str,
    pub(super) form: Form,
}

impl FormPage {
    /// The page, as it is or with what was sent and is wrong.
    pub(super) fn show(mut self, sent: Option<&Sent>) -> Response {
        let Some(sent) = sent else { return page(StatusCode::OK, &self) };
        self.form = self.form.entered(sent);
        page(StatusCode::BAD_REQUEST, &self)
    }
}

/// Something was wrong, and is noted with what was sent.
pub(super) struct Refusal;
