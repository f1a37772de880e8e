//! What the invented company looks for: titles and descriptions of positions, in German and English.
//!
//! Positions remember only the place of theirs in the list, so that the texts cost nothing until somebody reads them.

/// A kind of position.
pub(crate) struct Opening {
    pub(crate) title: &'static str,
    /// The department it is for; none takes people for all of them.
    pub(crate) department: Option<&'static str>,
    /// The place of its category in the list of categories.
    pub(crate) category: usize,
    pub(crate) employment_type: &'static str,
    pub(crate) seniority: &'static str,
    pub(crate) schedule: &'static str,
    pub(crate) years: Option<&'static str>,
    pub(crate) occupation: Option<(&'static str, &'static str)>,
    pub(crate) keywords: Option<&'static str>,
    german: Texts,
    english: Texts,
}

/// What is said in one language; everything is HTML.
struct Texts {
    tasks: &'static [&'static str],
    profile: &'static [&'static str],
}

/// The opening at a place of the list.
pub(crate) fn opening(place: usize) -> &'static Opening {
    &OPENINGS[place % OPENINGS.len()]
}

/// How many there are.
pub(crate) const COUNT: usize = OPENINGS.len();

impl Opening {
    /// The blocks of the description, each with its heading and its HTML; none in other languages.
    pub(crate) fn blocks(&self, language: &str) -> Vec<(&'static str, String)> {
        let (texts, tasks, profile, offer) = match language {
            "de" => (&self.german, "Deine Aufgaben", "Dein Profil", ("Warum Nordlicht?", OFFER_DE)),
            "en" => (&self.english, "Your role & team", "Your profile", ("Why Nordlicht?", OFFER_EN)),
            _ => return Vec::new(),
        };
        vec![(tasks, list(texts.tasks)), (profile, list(texts.profile)), (offer.0, offer.1.to_owned())]
    }
}

fn list(items: &[&str]) -> String {
    let items: Vec<String> = items.iter().map(|it| format!("<li>{it}</li>")).collect();
    format!("<ul>{}</ul>", items.concat())
}

const OFFER_DE: &str = "Wir messen, was andere nur schätzen: Licht, Schall &amp; Material.<br><br>\
    <strong>Das erwartet dich:</strong><br><ul><li>30 Tage Urlaub &amp; flexible Arbeitszeiten</li>\
    <li>Kurze Wege, offene Türen und guter Kaffee ☕</li></ul>";
const OFFER_EN: &str = "We measure what others only estimate: light, sound &amp; materials.<br><br>\
    <strong>What you can expect:</strong><br><ul><li>30 days of vacation &amp; flexible hours</li>\
    <li>Short distances, open doors and good coffee ☕</li></ul>";

const OPENINGS: &[Opening] = &[
    Opening {
        title: "Recruiter (m/w/d)",
        department: Some("People & Culture"),
        category: 0,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "full-time",
        years: Some("2-5"),
        occupation: Some(("recruitment", "human_resources")),
        keywords: Some("recruiting,personalgewinnung,active sourcing,büro"),
        german: Texts {
            tasks: &[
                "Du begleitest Bewerber:innen vom ersten Gespräch bis zum ersten Tag",
                "Du berätst Führungskräfte bei Suche &amp; Auswahl",
            ],
            profile: &[
                "Mindestens zwei Jahre im Recruiting",
                "Deutsch und Englisch sicher in Wort &amp; Schrift",
            ],
        },
        english: Texts {
            tasks: &[
                "You guide applicants from first call to first day",
                "You advise managers on search &amp; selection",
            ],
            profile: &["At least two years in recruiting", "Fluent German &amp; English"],
        },
    },
    Opening {
        title: "Initiativbewerbung",
        department: None,
        category: 0,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "full-time",
        years: None,
        occupation: None,
        keywords: None,
        german: Texts {
            tasks: &["Nichts Passendes dabei? Erzähl uns, was du kannst"],
            profile: &["Neugier, Sorgfalt &amp; Freude an Technik"],
        },
        english: Texts {
            tasks: &["Nothing that fits? Tell us what you can do"],
            profile: &["Curiosity, care &amp; a liking for technology"],
        },
    },
    Opening {
        title: "HR Business Partner (all genders)",
        department: Some("People & Culture"),
        category: 0,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "part-time",
        years: Some("5-7"),
        occupation: Some(("hr_management", "human_resources")),
        keywords: Some("hr,people,teilzeit,part time"),
        german: Texts {
            tasks: &["Du bist die Ansprechperson für drei Bereiche", "Du führst Gespräche, die zählen"],
            profile: &["Fünf Jahre in der Personalarbeit", "Arbeitsrecht ist dir kein Fremdwort"],
        },
        english: Texts {
            tasks: &["You are the partner of three departments", "You lead the conversations that count"],
            profile: &["Five years in HR", "You know your way around employment law"],
        },
    },
    Opening {
        title: "Senior Software Engineer \"Messdaten\" (Rust & C++)",
        department: Some("Engineering"),
        category: 1,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "full-time",
        years: Some("5-7"),
        occupation: Some(("software_and_web_development", "it_software")),
        keywords: Some("rust,c++,messtechnik,embedded"),
        german: Texts {
            tasks: &[
                "Du entwickelst die Auswertung unserer Sensoren, von <code>if (a[b[0]]>0)</code> bis zur Cloud",
                "Du hältst Antwortzeiten &lt; 5 ms",
            ],
            profile: &["Erfahrung mit Rust oder C++", "Du erklärst Schwieriges einfach"],
        },
        english: Texts {
            tasks: &[
                "You build the analysis of our sensors, from <code>if (a[b[0]]>0)</code> to the cloud",
                "You keep response times &lt; 5 ms",
            ],
            profile: &["Experience with Rust or C++", "You explain difficult things simply"],
        },
    },
    Opening {
        title: "Werkstudent:in Qualitätssicherung (m/w/d)",
        department: Some("Engineering"),
        category: 3,
        employment_type: "trainee",
        seniority: "student",
        schedule: "part-time",
        years: Some("lt-1"),
        occupation: Some(("quality_assurance", "it_software")),
        keywords: Some("werkstudent,qa,test"),
        german: Texts {
            tasks: &["Du prüfst Firmware, bevor es die Kundschaft tut"],
            profile: &["Eingeschrieben in Informatik oder Elektrotechnik"],
        },
        english: Texts {
            tasks: &["You test firmware before our customers do"],
            profile: &["Enrolled in computer science or electrical engineering"],
        },
    },
    Opening {
        title: "Account Executive DACH (m/w/d)",
        department: Some("Sales"),
        category: 0,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "full-time",
        years: Some("2-5"),
        occupation: Some(("sales_management", "sales")),
        keywords: Some("vertrieb,sales,dach"),
        german: Texts {
            tasks: &["Du gewinnst Labore und Werke als Kundschaft", "Du verhandelst auf Augenhöhe"],
            profile: &["Abschlussstark &amp; ehrlich"],
        },
        english: Texts {
            tasks: &["You win laboratories and plants as customers", "You negotiate as equals"],
            profile: &["Good at closing &amp; honest"],
        },
    },
    Opening {
        title: "Technical Support Engineer (m/f/x)",
        department: Some("Customer Support"),
        category: 1,
        employment_type: "permanent",
        seniority: "entry-level",
        schedule: "full-time",
        years: Some("1-2"),
        occupation: Some(("technical_support", "customer_service")),
        keywords: None,
        german: Texts { tasks: &["Du löst, was andere melden"], profile: &["Geduld &amp; gutes Englisch"] },
        english: Texts {
            tasks: &["You solve what others report"],
            profile: &["Patience &amp; good English"],
        },
    },
    Opening {
        title: "Bilanzbuchhalter:in (m/w/d)",
        department: Some("Finance"),
        category: 0,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "full-time",
        years: Some("7-10"),
        occupation: Some(("accounting", "finance_and_accounting")),
        keywords: Some("buchhaltung,abschluss,HGB"),
        german: Texts {
            tasks: &["Du erstellst Monats- und Jahresabschlüsse nach HGB"],
            profile: &["Abgeschlossene Weiterbildung"],
        },
        english: Texts {
            tasks: &["You prepare monthly and annual statements under German GAAP"],
            profile: &["A completed qualification in accounting"],
        },
    },
    Opening {
        title: "Praktikum Content Marketing",
        department: Some("Marketing"),
        category: 3,
        employment_type: "intern",
        seniority: "student",
        schedule: "full-time",
        years: Some("lt-1"),
        occupation: Some(("content_marketing", "marketing_and_product")),
        keywords: Some("praktikum,social media"),
        german: Texts {
            tasks: &["Du schreibst über Dinge, die man nicht sieht: Schall &amp; Wellen"],
            profile: &["Du schreibst gern und gut"],
        },
        english: Texts {
            tasks: &["You write about things that nobody sees: sound &amp; waves"],
            profile: &["You like to write, and write well"],
        },
    },
    Opening {
        title: "Product Manager Sensors (m/w/d)",
        department: Some("Product"),
        category: 1,
        employment_type: "permanent",
        seniority: "experienced",
        schedule: "full-time",
        years: Some("5-7"),
        occupation: Some(("product_management", "marketing_and_product")),
        keywords: Some("product,sensors,roadmap"),
        german: Texts {
            tasks: &["Du sagst, was wir als Nächstes bauen &amp; was nicht"],
            profile: &["Technisches Studium oder Gleichwertiges"],
        },
        english: Texts {
            tasks: &["You say what we build next &amp; what we don't"],
            profile: &["A technical degree or the like"],
        },
    },
    Opening {
        title: "Mechatroniker:in für die Endmontage (m/w/d)",
        department: Some("Production & Logistics"),
        category: 2,
        employment_type: "permanent",
        seniority: "entry-level",
        schedule: "full-time",
        years: Some("1-2"),
        occupation: Some(("mechatronics", "production_and_operations")),
        keywords: Some("mechatronik,montage,schicht"),
        german: Texts {
            tasks: &["Du montierst und justierst Messköpfe auf 1/1000 mm"],
            profile: &["Abgeschlossene Ausbildung", "Bereitschaft zur Schichtarbeit"],
        },
        english: Texts {
            tasks: &["You assemble and adjust probes to 1/1000 mm"],
            profile: &["A completed apprenticeship", "Willing to work shifts"],
        },
    },
    Opening {
        title: "Freelance Illustrator:in",
        department: Some("Marketing"),
        category: 0,
        employment_type: "freelance",
        seniority: "experienced",
        schedule: "part-time",
        years: Some("10-15"),
        occupation: Some(("graphic_design", "design_and_creative")),
        keywords: None,
        german: Texts {
            tasks: &["Du zeichnest, wie unsere Geräte arbeiten"],
            profile: &["Ein Portfolio, das uns lächeln lässt"],
        },
        english: Texts {
            tasks: &["You draw how our devices work"],
            profile: &["A portfolio that makes us smile"],
        },
    },
    Opening {
        title: "Head of Research (all genders)",
        department: Some("Research"),
        category: 1,
        employment_type: "permanent",
        seniority: "executive",
        schedule: "full-time",
        years: Some("gt-15"),
        occupation: Some(("research_management", "science_and_research")),
        keywords: Some("optics,acoustics,leadership"),
        german: Texts {
            tasks: &["Du führst Optik, Akustik &amp; Werkstoffe"],
            profile: &["Promotion und Führungserfahrung"],
        },
        english: Texts {
            tasks: &["You lead optics, acoustics &amp; materials"],
            profile: &["A doctorate and experience in leading people"],
        },
    },
    Opening {
        title: "Ausbildung Fachinformatiker:in Systemintegration 2027",
        department: Some("IT"),
        category: 3,
        employment_type: "trainee",
        seniority: "entry-level",
        schedule: "full-time",
        years: Some("lt-1"),
        occupation: Some(("system_administration", "it_software")),
        keywords: Some("ausbildung,it"),
        german: Texts {
            tasks: &["Du lernst alles über Netze, Server &amp; Geduld"],
            profile: &["Schulabschluss und Neugier"],
        },
        english: Texts {
            tasks: &["You learn all about networks, servers &amp; patience"],
            profile: &["A school certificate and curiosity"],
        },
    },
];
