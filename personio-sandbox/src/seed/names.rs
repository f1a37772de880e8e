//! Names of people from several languages, invented by combination.
//!
//! Names in other scripts carry their ASCII form after a slash.

pub(crate) mod more;

use super::fold::fold;
use super::rng::Rng;
use crate::model::person::Gender;

/// The names of one language.
pub(crate) struct Culture {
    /// Two-letter code of the language.
    pub(crate) code: &'static str,
    female: &'static [&'static str],
    male: &'static [&'static str],
    last: &'static [&'static str],
    /// The forms of `last` that women bear, in the same order; empty when they are the same.
    last_female: &'static [&'static str],
}

/// A person's name and the front part of their e-mail address.
pub(crate) struct Name {
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) mailbox: String,
    /// Whether first and last name are in a script other than Latin.
    pub(crate) latin_form: Option<String>,
}

/// A name for a person of this culture and gender.
pub(crate) fn name(rng: &mut Rng, culture: &Culture, gender: Option<Gender>) -> Name {
    let female = match gender {
        Some(Gender::Female) => true,
        Some(Gender::Male) => false,
        Some(Gender::Diverse) | None => rng.chance(50),
    };
    let given = if female { culture.female } else { culture.male };
    let mut first = Word::parse(rng.pick(given));
    let last_at = rng.below(culture.last.len());
    let lasts = if female && !culture.last_female.is_empty() { culture.last_female } else { culture.last };
    let mut last = Word::parse(lasts[last_at]);
    match culture.code {
        "de" if rng.chance(6) => last = last.join(&Word::parse(rng.pick(culture.last)), "-"),
        "de" | "fr" if rng.chance(5) => first = first.join(&Word::parse(rng.pick(given)), "-"),
        "es" if rng.chance(70) => last = last.join(&Word::parse(rng.pick(culture.last)), " "),
        "tr" | "pl" if rng.chance(8) => first = first.join(&Word::parse(rng.pick(given)), " "),
        _ => {}
    }
    let german = culture.code == "de";
    let mailbox = format!("{}.{}", fold(&first.ascii, german), fold(&last.ascii, german));
    let other_script = first.text != first.ascii;
    let latin_form = other_script.then(|| format!("{} {}", capital(&first.ascii), capital(&last.ascii)));
    Name { first: first.text, last: last.text, mailbox, latin_form }
}

/// A name as written and in Latin letters.
struct Word {
    text: String,
    ascii: String,
}

impl Word {
    fn parse(entry: &str) -> Self {
        let (text, ascii) = entry.split_once('/').unwrap_or((entry, entry));
        Self { text: text.to_owned(), ascii: ascii.to_owned() }
    }

    fn join(&self, other: &Self, with: &str) -> Self {
        if self.text == other.text {
            return Self { text: self.text.clone(), ascii: self.ascii.clone() };
        }
        Self {
            text: format!("{}{with}{}", self.text, other.text),
            ascii: format!("{}{with}{}", self.ascii, other.ascii),
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

/// The culture with this code, or the first.
pub(crate) fn culture(code: &str) -> &'static Culture {
    CULTURES.iter().chain(more::MORE).find(|it| it.code == code).unwrap_or(&CULTURES[0])
}

const CULTURES: &[Culture] = &[
    Culture {
        code: "de",
        female: &[
            "Anna",
            "Lena",
            "Käthe",
            "Jördis",
            "Sophie",
            "Marlene",
            "Greta",
            "Bärbel",
            "Svenja",
            "Katharina",
            "Ulrike",
            "Friederike",
            "Heike",
            "Sabine",
            "Antje",
            "Theresa",
            "Mareike",
            "Imke",
            "Dörte",
            "Nele",
            "Franziska",
            "Johanna",
            "Luise",
            "Rebekka",
            "Silke",
            "Hannelore",
            "Carla",
            "Wiebke",
        ],
        male: &[
            "Jürgen",
            "Björn",
            "Sören",
            "Matthias",
            "Lukas",
            "Jörg",
            "Götz",
            "Felix",
            "Uwe",
            "Holger",
            "Torben",
            "Maximilian",
            "Jannik",
            "Dietmar",
            "Rüdiger",
            "Malte",
            "Henning",
            "Fabian",
            "Volker",
            "Niklas",
            "Bastian",
            "Ansgar",
            "Konstantin",
            "Günther",
            "Ole",
            "Tim",
            "Hauke",
            "Emil",
        ],
        last: &[
            "Müller",
            "Schäfer",
            "Groß",
            "Jäger",
            "Böhm",
            "Weiß",
            "Krüger",
            "Lüdtke",
            "Hoffmann",
            "Vogt",
            "Brandt",
            "Lindner",
            "Kühn",
            "Voß",
            "Bergmann",
            "Ostermann",
            "Thiele",
            "Wächter",
            "Roßbach",
            "Schröder",
            "Baumgärtner",
            "Engel",
            "Petersen",
            "Reuter",
            "Kästner",
            "Zöllner",
            "von Ahlen",
            "Hübner",
            "Dörfler",
            "Stein",
            "Paulsen",
            "Grünwald",
            "Fröhlich",
            "Oehler",
            "Matthiesen",
            "Seidel",
            "Kirchhoff",
            "Preuß",
            "Albers",
            "Wendt",
        ],
        last_female: &[],
    },
    Culture {
        code: "tr",
        female: &[
            "Ayşe", "Gülşen", "Elif", "Özlem", "Zeynep", "Şule", "Çiğdem", "İpek", "Büşra", "Nazlı", "Tuğba",
            "Sevgi", "Ebru", "Hülya", "Yıldız",
        ],
        male: &[
            "Mehmet", "Çağlar", "Ömer", "Uğur", "İbrahim", "Kerem", "Şahin", "Barış", "Oğuz", "Gökhan",
            "Tolga", "Emre", "Yiğit", "Hakan", "Serdar",
        ],
        last: &[
            "Yılmaz",
            "Öztürk",
            "Çelik",
            "Şahin",
            "Güneş",
            "Doğan",
            "Kılıç",
            "Aydın",
            "Işık",
            "Erdoğan",
            "Koç",
            "Aslan",
            "Özdemir",
            "Çakır",
            "Yıldırım",
            "Tunç",
            "Polat",
            "Ünal",
            "Karataş",
            "Demir",
        ],
        last_female: &[],
    },
    Culture {
        code: "pl",
        female: &[
            "Małgorzata",
            "Agnieszka",
            "Zofia",
            "Łucja",
            "Kinga",
            "Bożena",
            "Elżbieta",
            "Jadwiga",
            "Oliwia",
            "Grażyna",
            "Wioletta",
            "Hanna",
            "Dominika",
            "Żaneta",
        ],
        male: &[
            "Łukasz",
            "Wojciech",
            "Paweł",
            "Michał",
            "Grzegorz",
            "Rafał",
            "Zbigniew",
            "Kacper",
            "Przemysław",
            "Józef",
            "Tomasz",
            "Bartłomiej",
            "Andrzej",
            "Stanisław",
        ],
        last: &[
            "Kowalski",
            "Wiśniewski",
            "Dąbrowski",
            "Zieliński",
            "Wójcik",
            "Łukaszewski",
            "Jabłoński",
            "Górski",
            "Czarnecki",
            "Nowak",
            "Żak",
            "Piątek",
            "Kamiński",
            "Wróbel",
            "Sikorski",
            "Bąk",
        ],
        last_female: &[
            "Kowalska",
            "Wiśniewska",
            "Dąbrowska",
            "Zielińska",
            "Wójcik",
            "Łukaszewska",
            "Jabłońska",
            "Górska",
            "Czarnecka",
            "Nowak",
            "Żak",
            "Piątek",
            "Kamińska",
            "Wróbel",
            "Sikorska",
            "Bąk",
        ],
    },
    Culture {
        code: "es",
        female: &[
            "Lucía",
            "María José",
            "Begoña",
            "Inés",
            "Sofía",
            "Ángela",
            "Noelia",
            "Concepción",
            "Rocío",
            "Maite",
            "Verónica",
            "Núria",
            "Paula",
            "Itziar",
        ],
        male: &[
            "José", "Íñigo", "Álvaro", "Andrés", "Sergio", "Raúl", "Joaquín", "Héctor", "Adrián", "Óscar",
            "Tomás", "Martín", "Jesús", "Iván",
        ],
        last: &[
            "García",
            "Muñoz",
            "Ibáñez",
            "Rodríguez",
            "Peña",
            "López",
            "Martínez",
            "Núñez",
            "Giménez",
            "Ordóñez",
            "Castro",
            "Vázquez",
            "Cañete",
            "Fernández",
            "Ríos",
            "Sáez",
            "Velasco",
            "Zúñiga",
        ],
        last_female: &[],
    },
    Culture {
        code: "fr",
        female: &[
            "Élodie",
            "Chloé",
            "Anaïs",
            "Françoise",
            "Hélène",
            "Margaux",
            "Océane",
            "Zoé",
            "Agnès",
            "Maëlle",
            "Inès",
            "Solène",
        ],
        male: &[
            "François",
            "Loïc",
            "Théo",
            "Benoît",
            "Jérôme",
            "Rémi",
            "Mathéo",
            "Gaël",
            "Cédric",
            "Étienne",
            "Noël",
            "Aurélien",
        ],
        last: &[
            "Lefèvre",
            "Béranger",
            "Gonçalves",
            "Dubois",
            "Fournier",
            "Hélias",
            "Moreau",
            "Lemaître",
            "Noël",
            "Garçon",
            "Faÿ",
            "Perrault",
            "Château",
            "Boucher",
            "Le Goff",
            "Dupré",
        ],
        last_female: &[],
    },
    Culture {
        code: "vi",
        female: &["Thị Hương", "Ngọc Ánh", "Thùy Linh", "Mỹ Duyên", "Quỳnh", "Thảo", "Bích Phượng", "Hồng"],
        male: &["Văn Đức", "Minh Tuấn", "Quốc Bảo", "Hữu Nghĩa", "Đình Khôi", "Thanh Tùng", "Việt", "Sơn"],
        last: &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Lý"],
        last_female: &[],
    },
    Culture {
        code: "el",
        female: &[
            "Ελένη/eleni",
            "Μαρία/maria",
            "Κατερίνα/katerina",
            "Δήμητρα/dimitra",
            "Ιωάννα/ioanna",
            "Χριστίνα/christina",
            "Σοφία/sofia",
        ],
        male: &[
            "Γιώργος/giorgos",
            "Νίκος/nikos",
            "Κώστας/kostas",
            "Δημήτρης/dimitris",
            "Θανάσης/thanasis",
            "Παναγιώτης/panagiotis",
            "Στέλιος/stelios",
        ],
        last: &[
            "Παπαδόπουλος/papadopoulos",
            "Γεωργίου/georgiou",
            "Νικολάου/nikolaou",
            "Βλάχος/vlachos",
            "Αντωνίου/antoniou",
            "Μακρής/makris",
        ],
        last_female: &[
            "Παπαδοπούλου/papadopoulou",
            "Γεωργίου/georgiou",
            "Νικολάου/nikolaou",
            "Βλάχου/vlachou",
            "Αντωνίου/antoniou",
            "Μακρή/makri",
        ],
    },
    Culture {
        code: "ar",
        female: &["ليلى/layla", "فاطمة/fatima", "نور/nour", "ياسمين/yasmin", "سلمى/salma", "هدى/huda"],
        male: &["أحمد/ahmad", "يوسف/yousef", "خالد/khaled", "عمر/omar", "سامي/sami", "طارق/tarek"],
        last: &[
            "حداد/haddad",
            "الخطيب/alkhatib",
            "منصور/mansour",
            "النجار/alnajjar",
            "عباس/abbas",
            "قاسم/qasem",
        ],
        last_female: &[],
    },
    Culture {
        code: "ja",
        female: &["花子/hanako", "美咲/misaki", "さくら/sakura", "結衣/yui", "陽子/yoko"],
        male: &["太郎/taro", "健太/kenta", "翔/sho", "大輔/daisuke", "悠斗/yuto"],
        last: &["佐藤/sato", "鈴木/suzuki", "髙橋/takahashi", "渡邉/watanabe", "伊藤/ito", "小林/kobayashi"],
        last_female: &[],
    },
    Culture {
        code: "en",
        female: &["Siobhán", "Amelia", "Zoë", "Charlotte", "Niamh", "Grace", "Renée"],
        male: &["Seán", "Oliver", "Noah", "Ciarán", "George", "Rhys", "Theo"],
        last: &["O'Brien", "Smith", "Ó Súilleabháin", "Taylor", "MacDonald", "Brontë", "D'Arcy-Hughes"],
        last_female: &[],
    },
];
