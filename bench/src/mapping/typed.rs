//! A typed parse of a page that maps nothing: what anybody would write who only wants the values.
//!
//! Every attribute and everything around it is read; text is borrowed where it has no escapes.
#![expect(dead_code, reason = "only the parsing is measured")]

use std::borrow::Cow;

use serde::Deserialize;

/// Text, borrowed if it can be.
#[derive(Deserialize)]
#[serde(transparent)]
struct Str<'a>(#[serde(borrow)] Cow<'a, str>);

/// A page.
#[derive(Deserialize)]
pub(super) struct Page<'a> {
    success: bool,
    metadata: Metadata,
    offset: u64,
    limit: u64,
    #[serde(borrow)]
    data: Vec<Typed<'a, Employee<'a>>>,
}

#[derive(Deserialize)]
struct Metadata {
    total_elements: u64,
    current_page: u64,
    total_pages: u64,
}

/// `{"type", "attributes"}`.
#[derive(Deserialize)]
struct Typed<'a, T> {
    #[serde(borrow, rename = "type")]
    kind: Str<'a>,
    attributes: T,
}

/// `{"label", "value", "type", "universal_id"}`.
#[derive(Deserialize)]
struct Attribute<'a, T> {
    #[serde(borrow)]
    label: Str<'a>,
    value: T,
    #[serde(rename = "type")]
    kind: Str<'a>,
    universal_id: Option<Str<'a>>,
    currency: Option<Str<'a>>,
}

type Text<'a> = Option<Attribute<'a, Option<Str<'a>>>>;
type Number<'a> = Option<Attribute<'a, Option<f64>>>;
type Object<'a, T> = Option<Attribute<'a, Option<Typed<'a, T>>>>;
type Objects<'a, T> = Option<Attribute<'a, Vec<Typed<'a, T>>>>;

#[derive(Deserialize)]
struct Employee<'a> {
    id: Attribute<'a, u64>,
    #[serde(borrow)]
    first_name: Text<'a>,
    last_name: Text<'a>,
    preferred_name: Text<'a>,
    email: Text<'a>,
    gender: Text<'a>,
    status: Text<'a>,
    position: Text<'a>,
    employment_type: Text<'a>,
    weekly_working_hours: Text<'a>,
    profile_picture: Text<'a>,
    supervisor: Object<'a, Supervisor<'a>>,
    hire_date: Text<'a>,
    contract_end_date: Text<'a>,
    termination_date: Text<'a>,
    termination_type: Text<'a>,
    termination_reason: Text<'a>,
    probation_period_end: Text<'a>,
    last_working_day: Text<'a>,
    created_at: Text<'a>,
    last_modified_at: Text<'a>,
    subcompany: Object<'a, Named<'a>>,
    office: Object<'a, Named<'a>>,
    department: Object<'a, Named<'a>>,
    team: Object<'a, Named<'a>>,
    cost_centers: Objects<'a, CostCenter<'a>>,
    holiday_calendar: Object<'a, HolidayCalendar<'a>>,
    absence_entitlement: Objects<'a, TimeOffType<'a>>,
    work_schedule: Object<'a, WorkSchedule<'a>>,
    fix_salary: Number<'a>,
    fix_salary_interval: Text<'a>,
    hourly_salary: Number<'a>,
    dynamic_24400: Text<'a>,
    dynamic_24401: Text<'a>,
    dynamic_24402: Text<'a>,
    dynamic_24403: Text<'a>,
    dynamic_24404: Text<'a>,
    dynamic_24405: Text<'a>,
    dynamic_24406: Text<'a>,
    dynamic_24407: Text<'a>,
    dynamic_24408: Text<'a>,
}

#[derive(Deserialize)]
struct Supervisor<'a> {
    id: Attribute<'a, u64>,
    #[serde(borrow)]
    first_name: Attribute<'a, Str<'a>>,
    last_name: Attribute<'a, Str<'a>>,
    email: Attribute<'a, Str<'a>>,
}

#[derive(Deserialize)]
struct Named<'a> {
    id: u64,
    #[serde(borrow)]
    name: Str<'a>,
}

#[derive(Deserialize)]
struct CostCenter<'a> {
    id: u64,
    #[serde(borrow)]
    name: Str<'a>,
    percentage: f64,
}

#[derive(Deserialize)]
struct HolidayCalendar<'a> {
    id: u64,
    #[serde(borrow)]
    name: Str<'a>,
    country: Str<'a>,
    state: Str<'a>,
}

#[derive(Deserialize)]
struct TimeOffType<'a> {
    id: u64,
    #[serde(borrow)]
    name: Str<'a>,
    category: Str<'a>,
    entitlement: f64,
}

#[derive(Deserialize)]
struct WorkSchedule<'a> {
    id: u64,
    #[serde(borrow)]
    name: Str<'a>,
    valid_from: Option<Str<'a>>,
    monday: Str<'a>,
    tuesday: Str<'a>,
    wednesday: Str<'a>,
    thursday: Str<'a>,
    friday: Str<'a>,
    saturday: Str<'a>,
    sunday: Str<'a>,
}

/// Parses a page.
pub(super) fn parse(page: &[u8]) -> Page<'_> {
    serde_json::from_slice(page).expect("the page is made here")
}
