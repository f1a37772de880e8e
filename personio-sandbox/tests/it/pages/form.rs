//! A form of a page as a browser fills and sends it.

use super::{page, submit};
use crate::kit::{Answer, Local};

/// What a browser would send of a form of a page.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    action: String,
    fields: Vec<(String, String)>,
}

impl Filled {
    /// The form with this id, as the page shows it.
    #[track_caller]
    pub(crate) fn of(page: &Answer, id: &str) -> Self {
        let forms = page.body.split("<form ").skip(1).map(|it| it.split("</form>").next().unwrap());
        let mut forms = forms.filter(|it| attribute(it, "id").as_deref() == Some(id));
        let form = forms.next().unwrap_or_else(|| panic!("there is no form {id}: {}", page.body));
        let mut fields = Vec::new();
        for part in form.split('<').skip(1) {
            let Some(name) = attribute(part, "name") else { continue };
            if part.starts_with("input") {
                let is_off = part.contains("type=\"checkbox\"") && !part.contains(" checked");
                if !is_off && !part.contains("type=\"file\"") {
                    fields.push((name, attribute(part, "value").unwrap_or_default()));
                }
            } else if part.starts_with("select") {
                let (_, rest) = form.split_once(part).unwrap();
                let options = rest.split("</select>").next().unwrap();
                let chosen = options.split("<option ").find(|it| it.contains(" selected"));
                let chosen = chosen.or(options.split("<option ").nth(1)).unwrap_or("");
                fields.push((name, attribute(chosen, "value").unwrap_or_default()));
            } else if part.starts_with("textarea") {
                let (_, text) = part.split_once('>').unwrap();
                fields.push((name, unescaped(text)));
            }
        }
        Self { action: attribute(form, "action").unwrap(), fields }
    }

    /// The form with this id of the page at this path.
    pub(crate) async fn at(local: &Local, path: &str, id: &str) -> Self {
        Self::of(&page(local, path).await.expect(200), id)
    }

    /// With another value in a field.
    #[track_caller]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|it| it.0 == name);
        value.clone_into(&mut field.unwrap_or_else(|| panic!("there is no field {name}")).1);
        self
    }

    /// The value of a field.
    #[track_caller]
    pub(crate) fn get(&self, name: &str) -> &str {
        &self.fields.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("there is no field {name}")).1
    }

    /// Sends it.
    pub(crate) async fn send(&self, local: &Local) -> Answer {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|it| (&*it.0, &*it.1)).collect();
        submit(local, &self.action, &fields).await
    }

    /// Sends it, and shows the page to which that leads.
    #[track_caller]
    pub(crate) fn save<'a>(&'a self, local: &'a Local) -> impl Future<Output = Answer> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let sent = self.send(local).await;
            assert_eq!(sent.status, 303, "{caller}: {}", sent.body);
            page(local, sent.headers["location"].to_str().unwrap()).await.expect(200)
        }
    }
}

/// The value of an attribute of the first tag of a text.
fn attribute(text: &str, name: &str) -> Option<String> {
    let tag = text.split('>').next()?;
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let entities = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// What is said at a field of a form: its error, if it has one.
pub(crate) fn error_at(page: &Answer, form: &str, field: &str) -> Option<String> {
    let (_, rest) = page.body.split_once(&format!("id=\"{form}-{field}-error\">"))?;
    Some(unescaped(rest.split('<').next()?))
}

/// The path of a button of a page, by what it says.
#[track_caller]
pub(crate) fn action(body: &str, says: &str) -> String {
    let (before, _) =
        body.split_once(&format!("aria-label=\"{says}")).unwrap_or_else(|| panic!("{says}: {body}"));
    before.rsplit("action=\"").next().unwrap().split('"').next().unwrap().replace("&#38;", "&")
}
