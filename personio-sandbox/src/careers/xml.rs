//! Writes XML: elements, texts and character data, escaped.

/// An XML document in the making.
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// A document with its first line.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned() }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// Writes an element with what `inside` writes.
    pub(super) fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.tag("<", name);
        self.text.push('\n');
        inside(self);
        self.tag("</", name);
        self.text.push('\n');
    }

    /// Writes an element with a text, or nothing.
    pub(super) fn field(&mut self, name: &str, text: Option<&str>) {
        let Some(text) = text else { return };
        self.tag("<", name);
        self.escaped(text);
        self.tag("</", name);
        self.text.push('\n');
    }

    /// Writes an element with character data, which may be HTML.
    pub(super) fn data(&mut self, name: &str, data: &str) {
        self.tag("<", name);
        self.text.push_str("<![CDATA[");
        for (at, part) in data.split("]]>").enumerate() {
            // The end of a section can't be inside it: it is cut in two.
            self.text.push_str(if at > 0 { "]]]]><![CDATA[>" } else { "" });
            self.text.extend(part.chars().filter(|it| is_allowed(*it)));
        }
        self.text.push_str("]]>");
        self.tag("</", name);
        self.text.push('\n');
    }

    fn tag(&mut self, begin: &str, name: &str) {
        self.text.push_str(begin);
        self.text.push_str(name);
        self.text.push('>');
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars().filter(|it| is_allowed(*it)) {
            match letter {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\r' => self.text.push_str("&#13;"),
                _ => self.text.push(letter),
            }
        }
    }
}

/// Whether a character can be in XML at all.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn nothing_breaks_out_of_its_element() {
        let mut xml = Xml::new();
        xml.element("a", |xml| {
            xml.field("b", Some("<&>\"\u{1}\u{ffff}😊"));
            xml.field("c", None);
            xml.data("d", "<b>x]]></d>]]>&amp;\u{0}");
        });
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n<b>&lt;&amp;&gt;&quot;😊</b>\n\
                        <d><![CDATA[<b>x]]]]><![CDATA[></d>]]]]><![CDATA[>&amp;]]></d>\n</a>\n";
        assert_eq!(String::from_utf8(xml.into_bytes()).unwrap(), expected);
    }
}
