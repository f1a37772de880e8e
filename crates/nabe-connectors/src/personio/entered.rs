//! What people enter by mistake: values in the wrong field, and company names that are no app id yet.
//!
//! Only what has a known form is recognised; anything else may be a form that was not seen, and Personio decides.

use nabe_connector::{Complaint, Credentials, Manifest, Text};

const ID: &str = "client_id";
const SECRET: &str = "client_secret";
const APP: &str = "personio_app_id";

/// The shortest secret that is recognised as one, behind its prefix. Official examples have 86 characters.
const SECRET_LENGTH: usize = 60;

/// How long a secret is with its prefix (official example).
const WHOLE_SECRET: usize = 91;

/// What is wrong with what was entered: what the manifest says, and better where more is known.
pub(super) fn complaints(manifest: &Manifest, credentials: &Credentials) -> Vec<Complaint> {
    let mut complaints = manifest.complaints(credentials);
    let id = credentials.get_or_empty(ID);
    let secret = credentials.get_or_empty(SECRET);
    for better in misplaced(id, secret) {
        complaints.retain(|it| it.field != better.field);
        complaints.push(better);
    }
    for complaint in complaints.iter_mut().filter(|it| it.field == APP) {
        complaint.offer = credentials.get(APP).and_then(app_id);
    }
    complaints
}

/// Values that are recognised as belonging to another field.
fn misplaced(id: &str, secret: &str) -> Vec<Complaint> {
    let of = |field, en, de| Complaint::new(field, Text::new(en, de));
    let hidden = |en, de| Complaint { hides_value: true, ..of(ID, en, de) };
    let mut complaints = Vec::new();
    match (is_secret(id), is_id(secret)) {
        (true, true) => {
            complaints.push(hidden(
                "Client ID and client secret are swapped: this is the secret.",
                "Client-ID und Client-Secret sind vertauscht: Das hier ist das Secret.",
            ));
            complaints.push(of(
                SECRET,
                "Client ID and client secret are swapped: this is the ID.",
                "Client-ID und Client-Secret sind vertauscht: Das hier ist die ID.",
            ));
        }
        (true, false) => complaints.push(hidden(
            "This is the client secret. The client ID is the shorter value that Personio shows above it.",
            "Das ist das Client-Secret. Die Client-ID ist der kürzere Wert, den Personio darüber zeigt.",
        )),
        (false, true) => complaints.push(of(
            SECRET,
            "This is the client ID. The client secret is the longer value that Personio shows once, below it.",
            "Das ist die Client-ID. Das Client-Secret ist der längere Wert, den Personio einmal darunter zeigt.",
        )),
        (false, false) => {}
    }
    if id.contains('@') {
        complaints.push(of(
            ID,
            "This is an e-mail address. The client ID begins with papi- and stands in Personio under Settings > \
             Integrations > API credentials.",
            "Das ist eine E-Mail-Adresse. Die Client-ID beginnt mit papi- und steht in Personio unter Einstellungen > \
             Integrationen > API-Zugangsdaten (API credentials).",
        ));
    }
    complaints
}

/// What may be wrong with an ID and a secret that Personio refused: it doesn't say which of them is wrong.
pub(super) fn doubts(credentials: &Credentials) -> Vec<Complaint> {
    let mut doubts = Vec::new();
    if !is_id(credentials.get_or_empty(ID)) {
        doubts.push(Complaint::new(
            ID,
            Text::new(
                "A client ID looks like papi-12345678-abcd-abcd-abcd-1234567890ab. This one doesn't: was it copied whole?",
                "Eine Client-ID sieht aus wie papi-12345678-abcd-abcd-abcd-1234567890ab. Diese nicht: Wurde sie ganz kopiert?",
            ),
        ));
    }
    let length = credentials.get_or_empty(SECRET).chars().count();
    if length != WHOLE_SECRET {
        doubts.push(Complaint::new(
            SECRET,
            Text::new(
                format!("A client secret has {WHOLE_SECRET} characters, this one has {length}: was it copied whole?"),
                format!("Ein Client-Secret hat {WHOLE_SECRET} Zeichen, dieses hat {length}: Wurde es ganz kopiert?"),
            ),
        ));
    }
    doubts
}

/// `papi-` and a UUID (official example).
fn is_id(value: &str) -> bool {
    let Some(rest) = value.strip_prefix("papi-") else { return false };
    let groups: Vec<&str> = rest.split('-').collect();
    groups.iter().map(|it| it.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
}

/// `papi-` and a long text of URL-safe characters (official example: 86).
fn is_secret(value: &str) -> bool {
    value.strip_prefix("papi-").is_some_and(|rest| {
        rest.len() >= SECRET_LENGTH
            && rest.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
    })
}

/// A company's name in the form of an app id: capitals, words joined by underscores. None if nothing is left of it.
fn app_id(name: &str) -> Option<String> {
    let latin: String = name.chars().map(in_latin_letters).collect();
    let words: Vec<&str> =
        latin.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let id = words.join("_").to_ascii_uppercase();
    (!id.is_empty()).then_some(id)
}

/// A letter as it is written where there are only the letters A to Z; German ones as Germans write them.
fn in_latin_letters(letter: char) -> &'static str {
    match letter {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' => "oe",
        'ü' | 'Ü' => "ue",
        'ß' | 'ẞ' => "ss",
        // An apostrophe joins: O'Neill is ONEILL.
        '\'' | '’' => "",
        other => deunicode::deunicode_char(other).unwrap_or(" "),
    }
}
