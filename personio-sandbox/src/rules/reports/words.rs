//! Words of reports in the languages they have: English, and German where somebody asks for it.

use crate::model::person::{Gender, Status};

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Locale {
    English,
    German,
}

impl Locale {
    /// The language that is asked for; English for those that reports don't have [?].
    pub(crate) fn named(text: Option<&str>) -> Self {
        let is_german = text.is_some_and(|it| it.split(['-', '_']).next() == Some("de"));
        if is_german { Self::German } else { Self::English }
    }

    fn pick(self, english: &'static str, german: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }
}

/// A status: the word that never changes, and the one to be read.
pub(crate) fn status(status: Status, locale: Locale) -> (&'static str, &'static str) {
    match status {
        Status::Onboarding => ("onboarding", locale.pick("Onboarding", "Onboarding")),
        Status::Active => ("active", locale.pick("Active", "Aktiv")),
        Status::Leave => ("leave", locale.pick("Leave", "Abwesend")),
        Status::Inactive => ("inactive", locale.pick("Inactive", "Inaktiv")),
    }
}

/// A gender in the same way.
pub(crate) fn gender(gender: Gender, locale: Locale) -> (&'static str, &'static str) {
    match gender {
        Gender::Male => ("male", locale.pick("Male", "Männlich")),
        Gender::Female => ("female", locale.pick("Female", "Weiblich")),
        Gender::Diverse => ("diverse", locale.pick("Diverse", "Divers")),
    }
}

/// A type of employment in the same way.
pub(crate) fn employment_type(external: bool, locale: Locale) -> (&'static str, &'static str) {
    if external {
        ("external", locale.pick("External", "Extern"))
    } else {
        ("internal", locale.pick("Internal", "Intern"))
    }
}

/// The German label of a column, by its id.
pub(super) fn german(id: &str) -> Option<&'static str> {
    const LABELS: &[(&str, &str)] = &[
        ("id", "ID"),
        ("first_name", "Vorname"),
        ("last_name", "Nachname"),
        ("preferred_name", "Name (bevorzugt)"),
        ("email", "E-Mail"),
        ("gender", "Geschlecht"),
        ("status", "Status"),
        ("position", "Position"),
        ("supervisor", "Vorgesetzte:r"),
        ("employment_type", "Art der Beschäftigung"),
        ("weekly_working_hours", "Wochenstunden"),
        ("hire_date", "Einstellungsdatum"),
        ("contract_end_date", "Vertragsende"),
        ("termination_date", "Kündigungsdatum"),
        ("termination_type", "Art der Kündigung"),
        ("termination_reason", "Kündigungsgrund"),
        ("probation_period_end", "Ende der Probezeit"),
        ("created_at", "Erstellt am"),
        ("last_modified_at", "Zuletzt geändert"),
        ("subcompany", "Gesellschaft"),
        ("office", "Standort"),
        ("department", "Abteilung"),
        ("cost_center", "Kostenstelle"),
        ("holiday_calendar", "Feiertage"),
        ("work_schedule", "Arbeitszeitmodell"),
        ("fix_salary", "Fixgehalt"),
        ("fix_salary_interval", "Gehaltsintervall"),
        ("hourly_salary", "Stundenlohn"),
        ("last_working_day", "Letzter Arbeitstag"),
        ("team", "Team"),
        ("full_time_equivalent", "Vollzeitäquivalent"),
        ("employment_period", "Beschäftigt von/bis"),
        ("attendance_contractual_target_hours", "Vertragliche Sollstunden"),
        ("attendance_tracked_hours", "Erfasste Stunden"),
        ("performance_targets", "Ziele"),
        ("performance_kpis", "Kennzahlen"),
    ];
    LABELS.iter().find(|it| it.0 == id).map(|it| it.1)
}
