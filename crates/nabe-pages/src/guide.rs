//! A connector's guide, made from its Markdown: as a whole, or in steps beside the form.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd, html::push_html};

/// A part of a guide: what stands under one heading.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// Its heading, without markup; empty for what stands before the first one.
    pub(crate) title: String,
    /// What stands under it, as HTML.
    pub(crate) body: String,
}

/// A guide whose pictures have their addresses on this server.
pub(crate) fn with_pictures(markdown: &str, provider: &str) -> String {
    markdown.replace("](pictures/", &format!("](/docs/connectors/{provider}/pictures/"))
}

/// The parts of a guide, without its title.
pub(crate) fn parts(markdown: &str) -> Vec<Part> {
    let mut parts: Vec<(String, Vec<Event<'_>>)> = vec![(String::new(), Vec::new())];
    let mut heading = None;
    for event in Parser::new(markdown) {
        if let Event::Start(Tag::Heading { level, .. }) = &event
            && *level <= HeadingLevel::H2
        {
            heading = Some(String::new());
        } else if let Event::End(TagEnd::Heading(level)) = &event
            && *level <= HeadingLevel::H2
        {
            let title = heading.take().unwrap_or_default();
            if *level == HeadingLevel::H2 {
                parts.push((title, Vec::new()));
            }
        } else if let Some(title) = &mut heading {
            if let Event::Text(text) | Event::Code(text) = &event {
                title.push_str(text);
            }
        } else if let Some((_, events)) = parts.last_mut() {
            events.push(event);
        }
    }
    let part = |(title, events): (String, Vec<Event<'_>>)| {
        let mut body = String::new();
        push_html(&mut body, events.into_iter());
        Part { title, body }
    };
    let filled = |it: &Part| !it.title.is_empty() || !it.body.is_empty();
    parts.into_iter().map(part).filter(filled).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_guide_falls_into_its_parts() {
        let parts = parts("# Title\n\nBefore.\n\n## One *step*\n\n1. a\n2. b\n\n### Deeper\n\n## `Two`\n");
        let titles: Vec<&str> = parts.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["", "One step", "Two"]);
        assert_eq!(parts[0].body, "<p>Before.</p>\n");
        assert!(parts[1].body.contains("<li>b</li>") && parts[1].body.contains("<h3>Deeper</h3>"));
    }
}
