//! Where a list goes on: the provider's position, and the record that was met last.

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// What the provider said; nothing before the first page and behind the last.
    pub(super) position: Option<String>,
    /// The id of the record that was met last; empty if it had none, or none was met.
    last: String,
}

impl Place {
    /// Whether the list got here with this record: one that grew by a row before this page gives the last of the page
    /// before once more.
    pub(super) fn ended_with(&self, id: &str) -> bool {
        !self.last.is_empty() && self.last == id
    }

    /// That this record was met.
    pub(super) fn go_past(&mut self, id: &str) {
        id.clone_into(&mut self.last);
    }

    /// The place as one text; nothing behind the last page.
    pub(super) fn pack(&self) -> Option<String> {
        let last = if self.last.contains('\n') { "" } else { &self.last };
        self.position.as_ref().map(|it| format!("{last}\n{it}"))
    }

    /// A place out of a text.
    pub(super) fn unpack(text: &str) -> Self {
        let (last, position) = text.split_once('\n').unwrap_or(("", text));
        Self { position: Some(position.to_owned()), last: last.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn what_is_packed_is_unpacked() {
        for (position, last) in [("100", "7"), ("", ""), ("a\nb", "x"), ("p", "")] {
            let mut place = Place { position: Some(position.to_owned()), ..Place::default() };
            place.go_past(last);
            assert_eq!(place.ended_with(last), !last.is_empty());
            assert_eq!(Place::unpack(&place.pack().unwrap()), place);
        }
        let odd = Place { position: Some("p".to_owned()), last: "of\ntwo lines".to_owned() };
        assert!(!Place::unpack(&odd.pack().unwrap()).ended_with("of"));
        assert_eq!(Place::default().pack(), None);
    }
}
