//! Writes a small PDF file: one page with a title and lines of text.

/// A page of A4 with these texts. Letters that Latin-1 doesn't have become question marks.
pub(crate) fn pdf(title: &str, lines: &[String]) -> Vec<u8> {
    let mut page = b"BT\n/F1 18 Tf\n72 760 Td\n".to_vec();
    show(&mut page, title);
    page.extend_from_slice(b"/F1 11 Tf\n0 -34 Td\n16 TL\n");
    for line in lines {
        show(&mut page, line);
        page.extend_from_slice(b"T*\n");
    }
    page.extend_from_slice(b"ET\n");
    let mut content = format!("<< /Length {} >>\nstream\n", page.len()).into_bytes();
    content.extend_from_slice(&page);
    content.extend_from_slice(b"endstream");
    let mut about = b"<< /Title ".to_vec();
    text(&mut about, title);
    about.extend_from_slice(b" >>");
    assemble(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] \
          /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>"
            .to_vec(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        content,
        about,
    ])
}

/// The file: the objects in their order, the table of their places, and where that is. The last one is about the file.
fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    // Bytes over 127 in the first lines tell programs that this is no text.
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let (table, size) = (file.len(), objects.len() + 1);
    let places: Vec<String> = places.into_iter().map(|it| format!("{it:010} 00000 n \n")).collect();
    let last = objects.len();
    let places = places.concat();
    let rest = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{places}trailer\n\
         << /Size {size} /Root 1 0 R /Info {last} 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.extend_from_slice(rest.as_bytes());
    file
}

fn show(page: &mut Vec<u8>, line: &str) {
    text(page, line);
    page.extend_from_slice(b" Tj\n");
}

/// A text in parentheses.
fn text(out: &mut Vec<u8>, text: &str) {
    out.push(b'(');
    for letter in text.chars() {
        match letter {
            '(' | ')' | '\\' => out.extend_from_slice(&[b'\\', u8::try_from(letter).unwrap_or(b'?')]),
            ' '..='~' | '\u{a0}'..='\u{ff}' => out.push(u8::try_from(letter).unwrap_or(b'?')),
            _ => out.push(b'?'),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::pdf;

    #[test]
    fn the_table_has_the_place_of_every_object() {
        let file = pdf("Grüße (\\)", &["eins".to_owned(), "計測".to_owned()]);
        let at = |needle: &[u8], from: usize| {
            let rest = &file[from..];
            from + rest.windows(needle.len()).position(|it| it == needle).unwrap()
        };
        let ascii = |from: usize, to: usize| std::str::from_utf8(&file[from..to]).unwrap();
        let start = at(b"startxref\n", 0) + 10;
        let table: usize = ascii(start, at(b"\n%%EOF", start)).parse().unwrap();
        assert!(file[table..].starts_with(b"xref\n0 7\n0000000000 65535 f \n"));
        for number in 1..7 {
            let entry = table + 9 + 20 * number;
            assert_eq!(ascii(entry + 10, entry + 20), " 00000 n \n");
            let place: usize = ascii(entry, entry + 10).parse().unwrap();
            assert!(file[place..].starts_with(format!("{number} 0 obj\n").as_bytes()), "{number}");
        }
        let length = at(b"/Length ", 0) + 8;
        let length: usize = ascii(length, at(b" ", length)).parse().unwrap();
        let stream = at(b"stream\n", 0) + 7;
        assert!(file[stream + length..].starts_with(b"endstream"));
        assert!(file.windows(10).any(|it| it == b"Gr\xfc\xdfe \\(\\\\"), "escaped Latin-1");
        assert!(file.windows(4).any(|it| it == b"(??)"), "letters that the font doesn't have");
    }
}
