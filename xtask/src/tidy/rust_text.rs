//! Rust text with comments and literals blanked, so that a rule about code doesn't trip over a sentence.
//!
//! No parser: it knows where comments, strings and character literals begin and end, and nothing else.

/// The same text with every character of a comment or literal replaced by a space; lines stay where they are.
pub(super) fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|it| *it == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => string(rest),
            ['\'', ..] => character(rest),
            ['r', ..] if !follows_a_word(&chars, at) => raw_string(rest),
            _ => 0,
        };
        if length == 0 {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        for blanked in &chars[at..at + length] {
            out.push(if *blanked == '\n' { '\n' } else { ' ' });
        }
        at += length;
    }
    out
}

/// Everything before the tests at the end of a file.
pub(super) fn before_tests(text: &str) -> &str {
    let begins = text.find("#[cfg(test)]\nmod ").or_else(|| text.find("#[cfg(test)]\r\nmod "));
    begins.map_or(text, |at| &text[..at])
}

/// `b`, `c` and `br` may stand before a literal; any other word makes the `r` the end of a name.
fn follows_a_word(chars: &[char], at: usize) -> bool {
    let word = |at: usize| chars[at].is_alphanumeric() || chars[at] == '_';
    let prefixed = at > 0 && matches!(chars[at - 1], 'b' | 'c') && !(at > 1 && word(at - 2));
    at > 0 && word(at - 1) && !prefixed
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|it| **it == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let mut at = 2 + hashes;
    while at < rest.len() {
        let closing = rest[at] == '"' && rest[at + 1..].iter().take_while(|it| **it == '#').count() >= hashes;
        if closing {
            return at + 1 + hashes;
        }
        at += 1;
    }
    rest.len()
}

/// A character literal, not a lifetime.
fn character(rest: &[char]) -> usize {
    match rest {
        [_, '\\', _, tail @ ..] => tail.iter().position(|it| *it == '\'').map_or(0, |it| it + 4),
        [_, _, '\'', ..] => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let code = code_only(text);
        assert_eq!(code.chars().count(), text.chars().count());
        assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn comments_and_literals_are_blank() {
        check("a // b\nc /* d /* e */ f */ g", "a c g");
        check(r#"x("a \" b", 'c', '\'', '\u{1F600}', b"d", '"') y"#, "x( , , , , b , ) y");
        check("x(r#\"a \" b\"#, br\"c\\\", r##\"d\"# e\"##) y", "x( , b , ) y");
        check(
            "fn f<'a>(it: &'a str, r#type: u8, for_r: u8) {}",
            "fn f<'a>(it: &'a str, r#type: u8, for_r: u8) {}",
        );
        check("\"never closed", "");
        check("/* never closed", "");
    }

    #[test]
    fn the_tests_at_the_end_are_cut_off() {
        assert_eq!(before_tests("code\n#[cfg(test)]\nmod tests {}"), "code\n");
        assert_eq!(before_tests("code\n#[cfg(test)]\nfn helper() {}"), "code\n#[cfg(test)]\nfn helper() {}");
    }
}
