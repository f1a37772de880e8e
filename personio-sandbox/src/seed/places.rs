//! Offices, legal entities, calendars, schedules and types of the invented company.

use super::names::{self, Culture};
use super::rng::Rng;
use crate::model::organisation::{
    AbsenceType, AbsenceUnit, DocumentCategory, HolidayCalendar, LegalEntity, Office, WorkSchedule,
};
use crate::model::text::Text;

/// The name of the invented company.
pub(crate) const COMPANY: &str = "Nordlicht Instruments";

/// The domain of its e-mail addresses, which no one can register.
pub(crate) const DOMAIN: &str = "nordlicht.example";

/// One place with everything that depends on it.
pub(crate) struct Place {
    city: &'static str,
    pub(crate) country: &'static str,
    zone: &'static str,
    entity: u32,
    calendar: u32,
    pub(crate) currency: &'static str,
    /// Yearly pay relative to Germany, in percent of its number in the local currency.
    pub(crate) pay_percent: i64,
    /// Cultures of the people there and their weights.
    pub(crate) cultures: &'static [(&'static str, u32)],
    pub(crate) streets: &'static [&'static str],
    pub(crate) dial: &'static str,
}

impl Place {
    /// The number of the office there.
    pub(crate) fn office(&self) -> u32 {
        131_014 + 7 * PLACES.iter().position(|it| it.city == self.city).map_or(0, small)
    }

    /// The number of the legal entity there.
    pub(crate) fn legal_entity(&self) -> u32 {
        self.entity
    }

    /// The number of the holiday calendar there.
    pub(crate) fn holiday_calendar(&self) -> u32 {
        self.calendar
    }

    /// A place: headquarters or any of them, each as likely.
    pub(crate) fn drawn<'a>(rng: &mut Rng, places: &'a [Self]) -> &'a Self {
        if rng.chance(40) { &places[0] } else { &places[rng.below(places.len())] }
    }

    /// The culture of somebody there.
    pub(crate) fn culture(&self, rng: &mut Rng) -> &'static Culture {
        let weights: Vec<u32> = self.cultures.iter().map(|it| it.1).collect();
        names::culture(self.cultures[rng.weighted(&weights)].0)
    }

    /// The name of the city.
    pub(crate) fn city(&self) -> &'static str {
        self.city
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// How many places a company of this many people has.
pub(crate) fn places(people: usize) -> &'static [Place] {
    let count = match people {
        0..10 => 1,
        10..100 => 5,
        100..3_000 => 9,
        _ => PLACES.len(),
    };
    &PLACES[..count]
}

/// The offices at `places`.
pub(crate) fn offices(places: &[Place]) -> Vec<Office> {
    let office = |it: &Place| Office {
        id: it.office(),
        name: it.city.into(),
        country: it.country.into(),
        time_zone: it.zone.into(),
    };
    places.iter().map(office).collect()
}

/// The legal entities at `places`.
pub(crate) fn legal_entities(places: &[Place]) -> Vec<LegalEntity> {
    let used = |id: u32| places.iter().any(|it| it.entity == id);
    let all = ENTITIES.iter().filter(|(id, ..)| used(*id));
    all.map(|(id, name, country)| LegalEntity { id: *id, name: (*name).into(), country: (*country).into() })
        .collect()
}

/// The holiday calendars at `places`.
pub(crate) fn holiday_calendars(places: &[Place]) -> Vec<HolidayCalendar> {
    let used = |id: u32| places.iter().any(|it| it.calendar == id);
    let all = CALENDARS.iter().filter(|(id, ..)| used(*id));
    let row = |(id, name, country, state): &(u32, &'static str, &'static str, Option<&'static str>)| {
        HolidayCalendar {
            id: *id,
            name: (*name).into(),
            country: (*country).into(),
            state: state.map(Into::into),
        }
    };
    all.map(row).collect()
}

/// The work schedules with their weekly hours in hundredths.
pub(crate) const SCHEDULES: &[(u32, i64, &str, [&str; 7])] = &[
    (
        97_188,
        4_000,
        "Full-time, 40 hours without time tracking, (mon,tue,wed,thu,fri)",
        ["08:00", "08:00", "08:00", "08:00", "08:00", "00:00", "00:00"],
    ),
    (
        97_191,
        3_850,
        "Vollzeit 38,5 Stunden (Mo-Fr)",
        ["08:00", "08:00", "08:00", "08:00", "06:30", "00:00", "00:00"],
    ),
    (
        97_205,
        3_200,
        "Part-time, 32 hours (mon-thu)",
        ["08:00", "08:00", "08:00", "08:00", "00:00", "00:00", "00:00"],
    ),
    (
        97_206,
        3_000,
        "Teilzeit 30 Stunden (Mo-Fr)",
        ["06:00", "06:00", "06:00", "06:00", "06:00", "00:00", "00:00"],
    ),
    (
        97_212,
        2_000,
        "Part-time, 20 hours (mon-fri)",
        ["04:00", "04:00", "04:00", "04:00", "04:00", "00:00", "00:00"],
    ),
    (
        97_220,
        1_550,
        "Werkstudium 15,5 Stunden (Di, Do)",
        ["00:00", "07:45", "00:00", "07:45", "00:00", "00:00", "00:00"],
    ),
];

/// The work schedules as rows.
pub(crate) fn work_schedules() -> Vec<WorkSchedule> {
    let row = |(id, _, name, days): &(u32, i64, &'static str, [&'static str; 7])| WorkSchedule {
        id: *id,
        name: (*name).into(),
        days: days.map(Into::into),
    };
    SCHEDULES.iter().map(row).collect()
}

/// The absence types; the first is paid vacation.
pub(crate) fn absence_types(seed: u64) -> Vec<AbsenceType> {
    use AbsenceUnit::{Day, Hour};
    type Row = (u32, &'static str, Option<&'static str>, AbsenceUnit, bool, bool, Option<u8>, &'static str);
    let mut rng = Rng::new(seed, &[5]);
    let rows = [
        (113_437, "Paid vacation", Some("paid_vacation"), Day, true, true, None, "optional"),
        (113_438, "Sick leave", Some("sick_leave"), Day, false, true, Some(3), "disabled"),
        (113_439, "Parental leave", Some("maternity_parental_leave"), Day, true, false, None, "required"),
        (113_440, "Child sick", Some("child_care"), Day, false, true, Some(1), "disabled"),
        (113_441, "Unpaid vacation", Some("unpaid_vacation"), Day, true, true, None, "optional"),
        (113_442, "Home office", Some("offsite_work"), Day, true, true, None, "disabled"),
        (113_443, "Sonderurlaub", Some("other"), Day, true, true, None, "optional"),
        (113_450, "Überstundenausgleich", None, Hour, true, false, None, "disabled"),
        (113_451, "Doctor's appointment", Some("sick_leave"), Hour, false, false, None, "disabled"),
        (113_452, "Krankes Kind (Stunden)", Some("child_care"), Hour, false, false, Some(1), "disabled"),
    ];
    let row = |(
        id,
        name,
        category,
        unit,
        approval_required,
        half_days,
        certificate_after_days,
        substitute,
    ): Row| {
        let uuid = rng.uuid();
        AbsenceType {
            id,
            uuid,
            name: Text::from(name),
            category: category.map(Text::from),
            unit,
            approval_required,
            half_days,
            certificate_after_days,
            substitute: Text::from(substitute),
        }
    };
    rows.map(row).into()
}

/// The document categories.
pub(crate) fn document_categories() -> Vec<DocumentCategory> {
    let names = [
        "Employment contracts",
        "Certificates of employment",
        "Payslips",
        "Sick notes",
        "Bewerbungsunterlagen",
        "Other documents",
    ];
    (0..).zip(names).map(|(at, name)| DocumentCategory { id: 41_201 + at, name: name.into() }).collect()
}

const ENTITIES: &[(u32, &str, &str)] = &[
    (7_033, "Nordlicht Instruments GmbH", "DE"),
    (7_034, "Nordlicht Instruments Österreich GmbH", "AT"),
    (7_041, "Nordlicht Instruments Sp. z o.o.", "PL"),
    (7_047, "Nordlicht Instruments Ibérica, S.L.", "ES"),
    (7_052, "Nordlicht Instruments France SAS", "FR"),
    (7_060, "Nordlicht Ölçüm Teknolojileri A.Ş.", "TR"),
    (7_066, "Nordlicht Instruments Ελλάς Μ.Ε.Π.Ε.", "GR"),
    (7_071, "Công ty TNHH Nordlicht Việt Nam", "VN"),
    (7_080, "ノルトリヒト計測株式会社", "JP"),
];

const CALENDARS: &[(u32, &str, &str, Option<&str>)] = &[
    (3, "Deutschland (Berlin) Feiertage", "DE", Some("Berlin")),
    (2, "Deutschland (Bayern) Feiertage", "DE", Some("Bayern")),
    (6, "Deutschland (Hamburg) Feiertage", "DE", Some("Hamburg")),
    (21, "Österreich Feiertage", "AT", None),
    (24, "Polska - dni wolne od pracy", "PL", None),
    (31, "España (Comunidad de Madrid) festivos", "ES", Some("Comunidad de Madrid")),
    (35, "France jours fériés", "FR", None),
    (44, "Türkiye resmî tatiller", "TR", None),
    (47, "Ελλάδα αργίες", "GR", None),
    (52, "Việt Nam ngày lễ", "VN", None),
    (58, "日本の祝日", "JP", None),
];

const GERMANY: &[(&str, u32)] =
    &[("de", 66), ("tr", 9), ("pl", 6), ("ar", 4), ("en", 4), ("vi", 3), ("es", 3), ("el", 2), ("fr", 3)];

const PLACES: &[Place] = &[
    Place {
        city: "Berlin",
        country: "DE",
        zone: "Europe/Berlin",
        entity: 7_033,
        calendar: 3,
        currency: "EUR",
        pay_percent: 100,
        cultures: GERMANY,
        streets: &["Schönhauser Allee", "Torstraße", "Köpenicker Straße", "Gärtnerstraße"],
        dial: "+49 30",
    },
    Place {
        city: "Warszawa",
        country: "PL",
        zone: "Europe/Warsaw",
        entity: 7_041,
        calendar: 24,
        currency: "PLN",
        pay_percent: 290,
        cultures: &[("pl", 92), ("en", 4), ("vi", 4)],
        streets: &["ul. Żelazna", "ul. Świętokrzyska", "al. Jerozolimskie"],
        dial: "+48 22",
    },
    Place {
        city: "Madrid",
        country: "ES",
        zone: "Europe/Madrid",
        entity: 7_047,
        calendar: 31,
        currency: "EUR",
        pay_percent: 72,
        cultures: &[("es", 93), ("fr", 3), ("de", 4)],
        streets: &["Calle de Alcalá", "Calle Núñez de Balboa", "Paseo de la Castellana"],
        dial: "+34 91",
    },
    Place {
        city: "İstanbul",
        country: "TR",
        zone: "Europe/Istanbul",
        entity: 7_060,
        calendar: 44,
        currency: "TRY",
        pay_percent: 1_400,
        cultures: &[("tr", 96), ("ar", 4)],
        streets: &["Bağdat Caddesi", "İstiklal Caddesi", "Kılıçali Paşa Sokağı"],
        dial: "+90 212",
    },
    Place {
        city: "Thành phố Hồ Chí Minh",
        country: "VN",
        zone: "Asia/Ho_Chi_Minh",
        entity: 7_071,
        calendar: 52,
        currency: "VND",
        pay_percent: 800_000,
        cultures: &[("vi", 97), ("ja", 3)],
        streets: &["Đường Nguyễn Huệ", "Đường Lê Lợi"],
        dial: "+84 28",
    },
    Place {
        city: "München",
        country: "DE",
        zone: "Europe/Berlin",
        entity: 7_033,
        calendar: 2,
        currency: "EUR",
        pay_percent: 108,
        cultures: GERMANY,
        streets: &["Türkenstraße", "Müllerstraße", "Große Hesseloher Straße"],
        dial: "+49 89",
    },
    Place {
        city: "Wien",
        country: "AT",
        zone: "Europe/Vienna",
        entity: 7_034,
        calendar: 21,
        currency: "EUR",
        pay_percent: 95,
        cultures: GERMANY,
        streets: &["Mariahilfer Straße", "Währinger Gürtel"],
        dial: "+43 1",
    },
    Place {
        city: "Paris",
        country: "FR",
        zone: "Europe/Paris",
        entity: 7_052,
        calendar: 35,
        currency: "EUR",
        pay_percent: 92,
        cultures: &[("fr", 88), ("ar", 7), ("vi", 5)],
        streets: &["Rue de Crimée", "Boulevard Saint-Michel", "Rue des Écoles"],
        dial: "+33 1",
    },
    Place {
        city: "Αθήνα",
        country: "GR",
        zone: "Europe/Athens",
        entity: 7_066,
        calendar: 47,
        currency: "EUR",
        pay_percent: 58,
        cultures: &[("el", 97), ("en", 3)],
        streets: &["Οδός Ερμού", "Λεωφόρος Αλεξάνδρας"],
        dial: "+30 21",
    },
    Place {
        city: "Hamburg",
        country: "DE",
        zone: "Europe/Berlin",
        entity: 7_033,
        calendar: 6,
        currency: "EUR",
        pay_percent: 102,
        cultures: GERMANY,
        streets: &["Große Elbstraße", "Mönckebergstraße"],
        dial: "+49 40",
    },
    Place {
        city: "東京",
        country: "JP",
        zone: "Asia/Tokyo",
        entity: 7_080,
        calendar: 58,
        currency: "JPY",
        pay_percent: 12_000,
        cultures: &[("ja", 95), ("en", 5)],
        streets: &["千代田区丸の内", "渋谷区神南"],
        dial: "+81 3",
    },
];
