//! A page of employees as the provider writes it, made on the spot.

use std::fmt::Write;

/// Attributes of each employee.
const ATTRIBUTES: usize = 41;

/// How text that isn't ASCII is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// As it is.
    Utf8,
    /// `\u00fc`, and `\/` for a slash.
    Escaped,
}

const FIRST_NAMES: [&str; 8] = ["Jörg", "Anna", "Käthe", "Mehmet", "Zoë", "Lukas", "Søren", "Marie"];
const LAST_NAMES: [&str; 8] = ["Müller", "Schmidt", "Öztürk", "Weiß", "Hansen", "Grünwald", "Novák", "Ito"];
const POSITIONS: [&str; 4] = ["Software Engineer", "Geschäftsführerin", "Account Manager", "Werkstudent"];
const TEXTS: [(&str, &str); 7] = [
    ("Titel", "Dr."),
    ("Straße und Hausnummer", "Große Bergstraße 12"),
    ("Stadt", "München"),
    ("Postleitzahl", "80331"),
    ("Private E-Mail-Adresse", "jemand@example.org"),
    ("Notfallkontakt (Name)", "Renate Müller-Lüdenscheidt"),
    ("Sozialversicherungsnummer", "65 170839 J 003"),
];

/// A page of `rows` employees.
pub(super) fn page(rows: u32, spelling: Spelling) -> Vec<u8> {
    let mut json = format!(
        r#"{{"success":true,"metadata":{{"total_elements":{rows},"current_page":0,"total_pages":1}},"offset":0,"limit":{rows},"data":["#
    );
    for row in 0..rows {
        if row > 0 {
            json.push(',');
        }
        json.push_str(&employee(row));
    }
    json.push_str("]}");
    match spelling {
        Spelling::Utf8 => json.into_bytes(),
        Spelling::Escaped => escaped(&json).into_bytes(),
    }
}

/// Every character beyond ASCII as its escapes; all of them stand in strings.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + json.len() / 8);
    for letter in json.chars() {
        match letter {
            '/' => escaped.push_str("\\/"),
            letter if letter.is_ascii() => escaped.push(letter),
            letter => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    write!(escaped, "\\u{unit:04x}").expect("a text takes everything");
                }
            }
        }
    }
    escaped
}

/// One employee while it is written.
struct Row {
    json: String,
    attributes: usize,
}

impl Row {
    fn add(&mut self, key: &str, label: &str, kind: &str, universal_id: &str, value: &str) {
        if self.attributes > 0 {
            self.json.push(',');
        }
        self.attributes += 1;
        write!(
            self.json,
            r#""{key}":{{"label":"{label}","value":{value},"type":"{kind}","universal_id":{universal_id}}}"#
        )
        .expect("a text takes everything");
    }

    fn system(&mut self, key: &str, label: &str, kind: &str, value: &str) {
        self.add(key, label, kind, &format!(r#""{key}""#), value);
    }

    fn text(&mut self, key: &str, label: &str, value: &str) {
        self.system(key, label, "standard", &format!(r#""{value}""#));
    }

    fn linked(&mut self, key: &str, label: &str, kind: &str, id: u32, name: &str) {
        let value = format!(r#"{{"type":"{kind}","attributes":{{"id":{id},"name":"{name}"}}}}"#);
        self.system(key, label, "standard", &value);
    }

    fn money(&mut self, key: &str, label: &str, value: &str) {
        self.system(key, label, "decimal", value);
        // The currency stands beside the value.
        self.json.pop();
        self.json.push_str(r#","currency":"EUR"}"#);
    }
}

fn employee(at: u32) -> String {
    let mut row = Row { json: r#"{"type":"Employee","attributes":{"#.to_owned(), attributes: 0 };
    person(&mut row, at);
    dates(&mut row, at);
    organisation(&mut row, at);
    time_and_money(&mut row, at);
    custom(&mut row, at);
    assert_eq!(row.attributes, ATTRIBUTES, "the number is the one that is told");
    row.json.push_str("}}");
    row.json
}

fn pick(from: &[&'static str], at: u32) -> &'static str {
    from[at as usize % from.len()]
}

fn person(row: &mut Row, at: u32) {
    let (first, last) = (pick(&FIRST_NAMES, at), pick(&LAST_NAMES, at / 3));
    row.system("id", "ID", "integer", &(1_132_000 + at).to_string());
    row.text("first_name", "Vorname", first);
    row.text("last_name", "Nachname", last);
    row.text("preferred_name", "Name (bevorzugt)", &format!("{first} {last}"));
    row.text("email", "E-Mail", &format!("person.{at}@example.com"));
    row.text("gender", "Geschlecht", pick(&["male", "female", "diverse"], at));
    row.text("status", "Status", pick(&["active", "active", "active", "leave", "onboarding"], at));
    row.text("position", "Position", pick(&POSITIONS, at));
    row.text("employment_type", "Beschäftigungsart", pick(&["internal", "internal", "external"], at));
    row.text("weekly_working_hours", "Wochenarbeitszeit", pick(&["40", "38.5", "20"], at));
    let picture = format!("https://api.personio.de/v1/company/employees/{at}/profile-picture");
    row.text("profile_picture", "Profilbild", &picture);
    let supervisor = format!(
        r#"{{"type":"Employee","attributes":{{"id":{{"label":"ID","value":{},"type":"integer","universal_id":"id"}},"first_name":{{"label":"Vorname","value":"Käthe","type":"standard","universal_id":"first_name"}},"last_name":{{"label":"Nachname","value":"Grünwald","type":"standard","universal_id":"last_name"}},"email":{{"label":"E-Mail","value":"kaethe@example.com","type":"standard","universal_id":"email"}}}}}}"#,
        1_132_000 + at / 10
    );
    row.system("supervisor", "Vorgesetzte:r", "standard", &supervisor);
}

fn dates(row: &mut Row, at: u32) {
    let (month, day) = (at % 12 + 1, at % 28 + 1);
    let hired = format!(r#""20{:02}-{month:02}-{day:02}T00:00:00+01:00""#, at % 25);
    row.system("hire_date", "Einstellungsdatum", "date", &hired);
    row.system("contract_end_date", "Vertragsende", "date", "null");
    row.system("termination_date", "Kündigungsdatum", "date", "null");
    row.text("termination_type", "Kündigungsart", "");
    row.text("termination_reason", "Kündigungsgrund", "");
    row.system("probation_period_end", "Ende der Probezeit", "date", "null");
    row.system("last_working_day", "Letzter Arbeitstag", "date", "null");
    let created = format!(r#""2023-{month:02}-{day:02}T09:49:03+02:00""#);
    row.system("created_at", "Erstellt am", "date", &created);
    let modified = format!(r#""2026-{month:02}-{day:02}T17:33:55+01:00""#);
    row.system("last_modified_at", "Zuletzt geändert", "date", &modified);
}

fn organisation(row: &mut Row, at: u32) {
    row.linked("subcompany", "Gesellschaft", "Subcompany", 7033, "Beispiel Maschinenbau GmbH");
    row.linked("office", "Arbeitsplatz", "Office", 131_014 + at % 4, "München");
    row.linked("department", "Abteilung", "Department", 281_521 + at % 9, "Kundenbetreuung");
    row.linked("team", "Team", "Team", 59_026 + at % 20, "Fünf Freunde");
    let centers = r#"[{"type":"CostCenter","attributes":{"id":82957,"name":"Kostenstelle 1","percentage":60}},{"type":"CostCenter","attributes":{"id":82958,"name":"Kostenstelle 2","percentage":40}}]"#;
    row.system("cost_centers", "Kostenstelle", "standard", centers);
}

fn time_and_money(row: &mut Row, at: u32) {
    let calendar = r#"{"type":"HolidayCalendar","attributes":{"id":2,"name":"Deutschland (Bayern) Feiertage","country":"DE","state":"Bayern"}}"#;
    row.system("holiday_calendar", "Feiertage", "standard", calendar);
    let entitlement = r#"[{"type":"TimeOffType","attributes":{"id":113437,"name":"Urlaub","category":"paid_vacation","entitlement":30}}]"#;
    row.system("absence_entitlement", "Urlaubsanspruch", "standard", entitlement);
    let schedule = r#"{"type":"WorkSchedule","attributes":{"id":97188,"name":"Vollzeit, 40 Stunden ohne Zeiterfassung, (Mo, Di, Mi, Do, Fr)","valid_from":null,"monday":"08:00","tuesday":"08:00","wednesday":"08:00","thursday":"08:00","friday":"08:00","saturday":"00:00","sunday":"00:00"}}"#;
    row.system("work_schedule", "Arbeitszeitmodell", "standard", schedule);
    row.money("fix_salary", "Festgehalt", &(3000 + at * 7).to_string());
    row.text("fix_salary_interval", "Gehaltsintervall", "monthly");
    row.money("hourly_salary", "Stundenlohn", "0");
}

fn custom(row: &mut Row, at: u32) {
    for (index, (label, value)) in TEXTS.iter().enumerate() {
        row.add(&format!("dynamic_{}", 24_400 + index), label, "standard", "null", &format!(r#""{value}""#));
    }
    row.add("dynamic_24407", "IBAN", "standard", r#""iban""#, r#""DE02 1203 0000 0000 2020 51""#);
    let since = format!(r#""2021-{:02}-01""#, at % 12 + 1);
    row.add("dynamic_24408", "Jubiläum", "date", "null", &since);
}
