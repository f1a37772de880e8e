//! How Connect looks for a project: a few colours, for light and dark, and a logo.
//!
//! What comes in is checked here, since it becomes part of a style sheet.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use nabe_store::LookRow;

use crate::core::Core;
use crate::failure::Outcome;
use crate::sessions::OpenSession;

/// The colours that can be set; each also with `dark-` before it, for dark screens.
pub const COLOURS: [&str; 8] = ["accent", "on-accent", "ground", "text", "quiet", "line", "good", "bad"];
/// The largest logo, in bytes.
const LOGO_LIMIT: usize = 100 * 1024;
/// What comes before the name of a colour that is for dark screens.
const DARK: &str = "dark-";

/// A logo.
#[derive(Clone, Debug)]
pub struct Logo {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
}

impl Core {
    /// The style sheet of the session's project: only what differs from the house's own. Empty without a theme.
    pub async fn theme(&self, session: &OpenSession) -> Outcome<String> {
        let look = self.store.look(session.project()).await?;
        Ok(look.and_then(|it| it.theme).map_or_else(String::new, |it| style_sheet(&it)))
    }

    /// The logo of the session's project.
    pub async fn project_logo(&self, session: &OpenSession) -> Outcome<Option<Logo>> {
        let Some(LookRow { logo: Some(bytes), logo_type: Some(media_type), .. }) =
            self.store.look(session.project()).await?
        else {
            return Ok(None);
        };
        Ok(Some(Logo { bytes, media_type }))
    }
}

/// Checks what is to be set: colours as `name=#rrggbb`, and a logo's bytes.
pub fn look(colours: &[String], logo: Option<Vec<u8>>) -> Result<LookRow, String> {
    let mut theme = BTreeMap::new();
    for colour in colours {
        let (name, value) =
            colour.split_once('=').ok_or_else(|| format!("`{colour}` is not name=#rrggbb"))?;
        if !COLOURS.contains(&name.strip_prefix(DARK).unwrap_or(name)) {
            let known = COLOURS.join(", ");
            return Err(format!(
                "there is no colour `{name}`; there are {known}, each also with {DARK} before it"
            ));
        }
        let digits = value.strip_prefix('#').unwrap_or_default();
        if ![3, 6].contains(&digits.len()) || !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return Err(format!("`{value}` is no colour such as #1f5fa8"));
        }
        theme.insert(name.to_owned(), value.to_owned());
    }
    let logo_type = logo.as_deref().map(media_type).transpose()?;
    Ok(LookRow {
        theme: Some(theme).filter(|it| !it.is_empty()),
        logo,
        logo_type: logo_type.map(str::to_owned),
    })
}

fn media_type(logo: &[u8]) -> Result<&'static str, String> {
    if logo.len() > LOGO_LIMIT {
        return Err(format!("the logo has {} bytes, at most {LOGO_LIMIT} are taken", logo.len()));
    }
    let text = str::from_utf8(logo).unwrap_or_default();
    match logo {
        [0x89, b'P', b'N', b'G', ..] => Ok("image/png"),
        [0xff, 0xd8, 0xff, ..] => Ok("image/jpeg"),
        _ if text.contains("<svg") => Ok("image/svg+xml"),
        _ => Err("the logo is neither PNG nor JPEG nor SVG".to_owned()),
    }
}

/// Colours were checked when they were set.
fn style_sheet(theme: &BTreeMap<String, String>) -> String {
    let of = |dark: bool| {
        let mut rules = String::new();
        for (name, value) in theme.iter().filter(|it| it.0.starts_with(DARK) == dark) {
            let _ = write!(rules, "--{}:{value};", name.strip_prefix(DARK).unwrap_or(name));
        }
        rules
    };
    format!(":root{{{}}}\n@media (prefers-color-scheme: dark){{:root{{{}}}}}\n", of(false), of(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_get_into_the_style_sheet() {
        let good = look(&["accent=#0a5".to_owned(), "dark-accent=#33dd99".to_owned()], None).unwrap();
        let sheet = style_sheet(&good.theme.unwrap());
        assert!(
            sheet.starts_with(":root{--accent:#0a5;}") && sheet.contains("{:root{--accent:#33dd99;}}"),
            "{sheet}"
        );
        for bad in ["accent", "accent=red", "accent=#0a5;}body{x:y", "behaviour=#0a5", "dark-=#000"] {
            assert!(look(&[bad.to_owned()], None).is_err(), "{bad}");
        }
        assert!(look(&[], Some(b"<html>".to_vec())).is_err());
        assert_eq!(look(&[], Some(b"<svg/>".to_vec())).unwrap().logo_type.as_deref(), Some("image/svg+xml"));
        assert!(look(&[], Some(vec![0x89; LOGO_LIMIT + 1])).is_err());
    }
}
