//! Absences of both generations, and what is left of days off.

use serde_json::{Value, json};

use super::{Scene, Shown, check, shape};
use crate::kit::{Answer, FORM, form};

pub(super) const SHOWN: &[Shown] = &[
    ("v1-time-offs-range", &[("within", "0 rows"), ("overlap", "1 row")]),
    ("v1-absence-periods-errors", &[("problem", "application/problem+json"), ("json", "application/json")]),
    ("v1-absence-unit", &[("hour", "\"hour\""), ("minutes", "\"minutes\"")]),
    ("v1-absence-period-created", &[("object", "an object"), ("list", "a list")]),
    ("v2-absence-range", &[("overlap", "1 row"), ("fields", "0 rows")]),
    ("v2-absence-end", &[("exclusive", "1 day"), ("inclusive", "2 days")]),
    ("v2-absence-offsets", &[("shifted", "201"), ("400", "400")]),
    ("v2-absence-comment", &[("changes", "\"two\""), ("ignored", "\"one\"")]),
    ("v2-absence-substitute", &[("left-out", "no substitute"), ("shown", "a substitute")]),
    ("v2-absence-created", &[("id", "id"), ("period", "many fields")]),
    ("v2-absence-patch", &[("204", "204"), ("200", "200")]),
    ("v2-absence-type-unit", &[("DAY", "\"DAY\""), ("DAILY", "\"DAILY\"")]),
    ("absence-timerange-event", &[("changed", "0 events"), ("always", "1 event")]),
    ("absence-accrual", &[("yearly", "the days of the year"), ("monthly", "fewer days")]),
    (
        "absence-carry-over",
        &[
            ("until-march", "some in February, not all in May"),
            ("nothing", "none in February, not all in May"),
            ("everything", "some in February, all in May"),
        ],
    ),
    ("absence-pending", &[("planned", "less is available"), ("ignored", "as much is available")]),
];

const V1: &str = "/v1/company/time-offs";
const V1_HOURS: &str = "/v1/company/absence-periods";
const V2: &str = "/v2/absence-periods";
const VACATION: u32 = 113_437;
const DOCTOR: u32 = 113_451;
/// A Tuesday of a year in which nothing was invented, and the days after it.
const DAYS: [&str; 3] = ["2028-06-06", "2028-06-07", "2028-06-08"];

async fn seen(switch: &str, it: &Scene) -> String {
    match switch {
        "v1-time-offs-range" => {
            ask(it, json!({})).await.expect(201);
            let list = it.get(&format!("{V1}?start_date={0}&end_date={0}", DAYS[1])).await.expect(200).json();
            counted(list["data"].as_array().unwrap().len(), "row")
        }
        "v1-absence-periods-errors" => {
            let refused = it.get(&format!("{V1_HOURS}?start_date=x")).await;
            refused.headers["content-type"].to_str().unwrap().to_owned()
        }
        "v1-absence-unit" => hours(it).await.pointer("/attributes/measurement_unit").unwrap().to_string(),
        "v1-absence-period-created" => {
            let made = take_hours(it).await.expect(201).json();
            if made["data"].is_array() { "a list" } else { "an object" }.to_owned()
        }
        "v2-absence-range" => {
            ask(it, json!({})).await.expect(201);
            let list = it.get(&format!("{V2}?starts_from.date_time.gte={}T00:00:00", DAYS[1])).await;
            counted(list.expect(200).json()["_data"].as_array().unwrap().len(), "row")
        }
        "v2-absence-end" => {
            let end = json!({"date_time": format!("{}T00:00:00", DAYS[1]), "type": "SECOND_HALF"});
            let path = made(it, json!({"ends_at": end})).await;
            let days = it.get(&format!("{path}/breakdowns")).await.expect(200).json();
            counted(days["_data"].as_array().unwrap().len(), "day")
        }
        "v2-absence-offsets" => {
            let at = |time: &str| json!({"date_time": format!("{}T{time}:00Z", DAYS[0])});
            let body = json!({
                "absence_type": {"id": kind(it, DOCTOR).await}, "starts_from": at("09:00"), "ends_at": at("10:00"),
            });
            ask(it, body).await.status.to_string()
        }
        "v2-absence-comment" => {
            let path = made(it, json!({"comment": "one"})).await;
            it.call("PATCH", &path, json!({"comment": "two"})).await.expect(204);
            it.get(&path).await.expect(200).json()["comment"].to_string()
        }
        "v2-absence-substitute" => {
            let substitute = it.people().await.swap_remove(1);
            let path = made(it, json!({"substitute": {"id": substitute}})).await;
            let there = it.get(&path).await.expect(200).json().get("substitute").is_some();
            if there { "a substitute" } else { "no substitute" }.to_owned()
        }
        "v2-absence-created" => {
            let shape = shape(&ask(it, json!({})).await.expect(201));
            if shape.contains("starts_from") { "many fields".to_owned() } else { shape }
        }
        "v2-absence-patch" => {
            let path = made(it, json!({})).await;
            it.call("PATCH", &path, json!({"comment": "two"})).await.status.to_string()
        }
        "v2-absence-type-unit" => {
            let path = format!("/v2/absence-types/{}", kind(it, VACATION).await.as_str().unwrap());
            it.get(&path).await.expect(200).json()["unit"].to_string()
        }
        "absence-timerange-event" => timeranges(it).await,
        "absence-accrual" => {
            let given = balances(it).await.0;
            it.local.switch("absence-accrual", "yearly").await;
            let fewer = given < balances(it).await.0;
            if fewer { "fewer days" } else { "the days of the year" }.to_owned()
        }
        "absence-carry-over" => carried(it).await,
        "absence-pending" => {
            let before = balances(it).await.1;
            let at =
                |day: &str| json!({"date_time": format!("2026-12-{day}T00:00:00"), "type": "FIRST_HALF"});
            let mut end = at("02");
            end["type"] = json!("SECOND_HALF");
            ask(it, json!({"starts_from": at("01"), "ends_at": end})).await.expect(201);
            let less = balances(it).await.1 < before;
            if less { "less is available" } else { "as much is available" }.to_owned()
        }
        _ => panic!("{switch}"),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The id that v2 has for a type.
async fn kind(it: &Scene, number: u32) -> Value {
    let types = it.get("/v1/company/time-off-types").await.expect(200).json();
    let found = types["data"].as_array().unwrap().iter().find(|it| it["attributes"]["id"] == number).cloned();
    found.unwrap()["attributes"]["id_v2"].clone()
}

/// Asks for the three days, or what other fields say.
async fn ask(it: &Scene, more: Value) -> Answer {
    let mut body = json!({
        "person": {"id": it.people().await[0]}, "absence_type": {"id": kind(it, VACATION).await},
        "starts_from": {"date_time": format!("{}T00:00:00", DAYS[0]), "type": "FIRST_HALF"},
        "ends_at": {"date_time": "2028-06-09T00:00:00", "type": "SECOND_HALF"},
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    it.call("POST", V2, body).await
}

/// The path of a new absence.
async fn made(it: &Scene, more: Value) -> String {
    let made = ask(it, more).await.expect(201).json();
    format!("{V2}/{}", made["id"].as_str().unwrap())
}

/// Takes an hour off through v1.
async fn take_hours(it: &Scene) -> Answer {
    let (person, kind) = (it.people().await.swap_remove(0), DOCTOR.to_string());
    let fields = [
        ("employee_id", person.as_str()),
        ("time_off_type_id", &kind),
        ("start_date", DAYS[0]),
        ("end_date", DAYS[0]),
        ("start_time", "09:00"),
        ("end_time", "10:00"),
    ];
    let bearer = format!("Bearer {}", it.v1);
    let headers = [FORM, ("authorization", bearer.as_str())];
    it.local.send_unchecked("POST", V1_HOURS, &headers, form(&fields)).await
}

/// An hour off, as v1 lists it.
async fn hours(it: &Scene) -> Value {
    take_hours(it).await.expect(201);
    let list = it.get(&format!("{V1_HOURS}?start_date={0}&end_date={0}", DAYS[0])).await.expect(200).json();
    list["data"][0].clone()
}

/// How many events tell a changed time after the comment changed.
async fn timeranges(it: &Scene) -> String {
    let path = made(it, json!({})).await;
    it.call("PATCH", &path, json!({"comment": "two"})).await.expect(204);
    let saved = it.local.control("GET", "/_sandbox/snapshot", Value::Null).await.expect(200).json();
    let events = saved["companies"][0]["tables"]["events"].as_array().unwrap();
    let (_, id) = path.rsplit_once('/').unwrap();
    let of_it = |it: &&Value| it["name"] == "absence-period.updated.timerange" && it.to_string().contains(id);
    counted(events.iter().filter(of_it).count(), "event")
}

/// What somebody has left of vacation, and what of it is available.
async fn balances(it: &Scene) -> (f64, f64) {
    let tokens = it.local.all().await;
    let person = it.people().await.swap_remove(0);
    let path = format!("/v1/company/employees/{person}/absences/balance");
    let list = it.local.get(&tokens.v1, &path).await.expect(200).json();
    let found = list["data"].as_array().unwrap().iter().find(|it| it["id"] == VACATION).cloned().unwrap();
    (found["balance"].as_f64().unwrap(), found["available_balance"].as_f64().unwrap())
}

/// Whether days of the year before are there early in the next year, and all of them after the end of March.
async fn carried(it: &Scene) -> String {
    let list = it.local.control("GET", "/_sandbox/switches", Value::Null).await.expect(200).json();
    let mut switches = list["switches"].as_array().unwrap().iter();
    let position = switches.find(|it| it["name"] == "absence-carry-over").unwrap()["position"].clone();
    let left = async |now: &str, position: &str| {
        it.local.control("POST", "/_sandbox/clock", json!({"now": now})).await.expect(200);
        it.local.switch("absence-carry-over", position).await;
        rest(it).await
    };
    let (position, february, may) =
        (position.as_str().unwrap(), "2027-02-10T09:00:00Z", "2027-05-10T09:00:00Z");
    let some = left(february, position).await > left(february, "nothing").await;
    let all = left(may, position).await >= left(may, "everything").await;
    let (some, all) = (if some { "some" } else { "none" }, if all { "all" } else { "not all" });
    format!("{some} in February, {all} in May")
}

/// What is left of vacation to all who work there.
async fn rest(it: &Scene) -> f64 {
    let tokens = it.local.all().await;
    let list = it.local.get(&tokens.v2, "/v2/persons?status=ACTIVE&limit=50").await.expect(200).json();
    let mut all = 0.0;
    for person in list["_data"].as_array().unwrap() {
        let path = format!("/v1/company/employees/{}/absences/balance", person["id"].as_str().unwrap());
        let list = it.local.get(&tokens.v1, &path).await.expect(200).json();
        let rows = list["data"].as_array().unwrap().iter().filter(|it| it["id"] == VACATION);
        all += rows.map(|it| it["balance"].as_f64().unwrap()).sum::<f64>();
    }
    all
}

#[tokio::test]
async fn each_position_shows() {
    check(SHOWN, seen).await;
}
