//! Where a list goes on: the provider's position, and the record that was met last.

/// Both as one text.
pub(super) fn pack(position: &str, last: &str) -> String {
    let last = if last.contains('\n') { "" } else { last };
    format!("{last}\n{position}")
}

/// Both out of one text.
pub(super) fn unpack(text: &str) -> (Option<String>, String) {
    match text.split_once('\n') {
        Some((last, position)) => (Some(position.to_owned()), last.to_owned()),
        None => (Some(text.to_owned()), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn what_is_packed_is_unpacked() {
        for (position, last) in [("100", "7"), ("", ""), ("a\nb", "x"), ("p", "")] {
            assert_eq!(unpack(&pack(position, last)), (Some(position.to_owned()), last.to_owned()));
        }
        assert_eq!(unpack(&pack("p", "of\ntwo lines")), (Some("p".to_owned()), String::new()));
    }
}
