//! Reads the little XML that a feed has: elements, texts, character data and the five entities.

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The children of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |it| it.name == name)
    }

    /// The first child of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|it| it.name == name)
    }

    /// The text of the first child of this name; empty if there is none.
    pub(super) fn field(&self, name: &str) -> &str {
        self.get(name).map_or("", |it| &it.text)
    }
}

/// Reads a document; fails if it isn't well-formed.
#[track_caller]
pub(super) fn read(text: &str) -> Element {
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").expect("the first line");
    let mut open = vec![Element::default()];
    while !rest.is_empty() {
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let (data, after) = data.split_once("]]>").expect("a section that ends");
            open.last_mut().unwrap().text.push_str(data);
            rest = after;
        } else if let Some(tag) = rest.strip_prefix("</") {
            let (name, after) = tag.split_once('>').unwrap();
            let closed = open.pop().unwrap();
            assert_eq!(closed.name, name);
            open.last_mut().expect("an element that was open").children.push(closed);
            rest = after;
        } else if let Some(tag) = rest.strip_prefix('<') {
            let (name, after) = tag.split_once('>').unwrap();
            assert!(name.chars().all(|it| it.is_ascii_alphabetic() || it == '-'), "{name}");
            open.push(Element { name: name.to_owned(), ..Element::default() });
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            open.last_mut().unwrap().text.push_str(&unescaped(&rest[..end]));
            rest = &rest[end..];
        }
    }
    assert_eq!(open.len(), 1, "every element ends");
    assert_eq!(open[0].children.len(), 1, "one root");
    open.remove(0).children.remove(0)
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains("]]>") && !text.contains('>'), "{text}");
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (entity, after) = part.split_once(';').expect("an entity that ends");
        out.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => panic!("the entity {entity} is unknown"),
        });
        out.push_str(after);
    }
    out
}
