//! `/v1/company/absence-periods`: absences that are counted in hours (facts §4.1, §7, §8, §13.13).

use serde_json::{Value, json};

use super::{DOCTOR, Setting, V1, V1_HOURS, VACATION, number, text};

const OVERTIME: &str = "113450";

/// Takes whole days off by the hour.
async fn days(it: &Setting, start: &str, end: &str, halves: (&str, &str)) -> Value {
    let person = it.people[0].to_string();
    let fields = [
        ("employee_id", person.as_str()),
        ("time_off_type_id", OVERTIME),
        ("start_date", start),
        ("end_date", end),
        ("half_day_start", halves.0),
        ("half_day_end", halves.1),
    ];
    let made = it.local.form(&it.v1, V1_HOURS, &fields).await.expect(201).json();
    made["data"]["attributes"].clone()
}

#[tokio::test]
async fn hours_off_are_taken_listed_and_deleted() {
    let it = Setting::new().await;
    let person = it.people[0];
    let made = it.take_hours(person, DOCTOR, "2028-06-07", ("09:00", "10:45")).await.expect(201).json();
    let attributes = &made["data"]["attributes"];
    let expected = json!({
        "id": attributes["id"], "id_v2": attributes["id"], "measurement_unit": "hour", "effective_duration": 105,
        "employee": attributes["employee"],
        "absence_type": {"type": "AbsenceType", "attributes": {
            "id": it.kind(DOCTOR).await, "name": "Doctor's appointment", "time_off_type_id": DOCTOR,
        }},
        "certificate": {"status": "not-required"},
        "start": "2028-06-07T07:00:00.0Z", "end": "2028-06-07T08:45:00.0Z",
        "half_day_start": false, "half_day_end": false, "comment": "", "origin": "api", "status": "approved",
        "timezone": "Europe/Berlin", "created_by": person,
        "created_at": "2026-10-14T09:30:00.000Z", "updated_at": "2026-10-14T09:30:00.000Z",
        "approved_at": "2026-10-14T09:30:00.000Z",
        "breakdowns": [{"date": "2028-06-07", "effective_duration": 105}],
    });
    assert_eq!(made["data"], json!({"type": "AbsencePeriod", "attributes": expected}));
    assert_eq!(number(&attributes["employee"]["attributes"]["id"]["value"]), person);

    let id = text(&attributes["id"]);
    let listed = it.rows(V1_HOURS, &format!("absence_periods[]={id}")).await;
    assert_eq!(listed, [expected]);
    let path = format!("{V1_HOURS}/{id}");
    let gone = it.local.delete(&it.v1, &path, Value::Null).await.expect(200).json();
    assert_eq!(gone["data"]["message"], "The absence period was deleted.");
    let lost = it.local.delete(&it.v1, &path, Value::Null).await.expect(404).json();
    assert_eq!(lost["error"]["message"], "The absence period was not found.");
    let invalid = it.local.delete(&it.v1, &format!("{V1_HOURS}/12"), Value::Null).await.expect(400).json();
    assert_eq!(invalid["error"]["message"], "The absence period id is invalid.");
}

#[tokio::test]
async fn whole_days_take_what_is_worked_on_them() {
    let it = Setting::new().await;
    // From Friday to Tuesday, Whit Monday in between.
    let made = days(&it, "2028-06-02", "2028-06-06", ("true", "false")).await;
    assert_eq!(
        (&made["start"], &made["end"]),
        (&json!("2028-06-01T22:00:00.0Z"), &json!("2028-06-06T22:00:00.0Z"))
    );
    let minutes: Vec<i64> = made["breakdowns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["effective_duration"].as_i64().unwrap())
        .collect();
    assert_eq!((minutes, &made["effective_duration"]), (vec![240, 0, 0, 0, 480], &json!(720)));
    // The flags count only for several days, for which a single one has times.
    let person = it.people[0].to_string();
    let fields = [
        ("employee_id", person.as_str()),
        ("time_off_type_id", OVERTIME),
        ("start_date", "2028-06-13"),
        ("end_date", "2028-06-13"),
        ("half_day_start", "true"),
        ("start_time", "08:00"),
        ("end_time", "12:00"),
    ];
    let one = it.local.form(&it.v1, V1_HOURS, &fields).await.expect(201).json();
    let one = &one["data"]["attributes"];
    assert_eq!((&one["half_day_start"], &one["effective_duration"]), (&json!(false), &json!(240)));
    let timeless = it.local.form(&it.v1, V1_HOURS, &fields[..4]).await.expect(422).json();
    let faults = timeless["error"]["error_data"].as_object().unwrap();
    assert_eq!(faults.keys().collect::<Vec<_>>(), ["end_time", "start_time"]);
}

#[tokio::test]
async fn hours_pass_as_the_clocks_change() {
    let it = Setting::new().await;
    // On 2028-03-26 there is no half past two, on 2028-10-29 it is there twice; nobody works on Sundays, so nothing
    // is taken, but the times tell.
    for (day, start, end) in [
        ("2028-03-26", "2028-03-26T00:30:00.0Z", "2028-03-26T01:30:00.0Z"),
        ("2028-10-29", "2028-10-28T23:30:00.0Z", "2028-10-29T02:30:00.0Z"),
    ] {
        let made = it.take_hours(it.people[0], DOCTOR, day, ("01:30", "03:30")).await.expect(201).json();
        let made = &made["data"]["attributes"];
        assert_eq!((&made["start"], &made["end"]), (&json!(start), &json!(end)), "{day}");
        assert_eq!(made["effective_duration"], 0);
    }
}

#[tokio::test]
async fn what_cant_be_stored_is_told() {
    let it = Setting::new().await;
    let person = it.people[0];
    let day = "2028-06-07";
    for times in
        [("20:00", "00:00"), ("20:00", "24:00"), ("10:00", "09:00"), ("10:00", "10:00"), ("x", "10:00")]
    {
        it.take_hours(person, DOCTOR, day, times).await.expect(422);
    }
    let daily = it.take_hours(person, VACATION, day, ("09:00", "10:00")).await.expect(400);
    assert!(daily.body.contains("doesn´t support Daily Absences"), "{daily:?}");
    // Types that want a certificate can't be written here (official file).
    let stored = "Error when trying to insert absence period";
    let certified = it.take_hours(person, 113_452, day, ("09:00", "10:00")).await.expect(400).json();
    assert_eq!(certified["error"]["message"], stored);
    let unknown = it.take_hours(person, 1, day, ("09:00", "10:00")).await.expect(404).json();
    assert_eq!(unknown["error"], json!({"code": 0, "message": "Absence type not found."}));
    it.take_hours(1, DOCTOR, day, ("09:00", "10:00")).await.expect(404);
    it.take_hours(person, DOCTOR, day, ("09:00", "10:00")).await.expect(201);
    let overlap = it.take_hours(person, DOCTOR, day, ("09:30", "11:00")).await.expect(400).json();
    assert_eq!(overlap["error"]["message"], stored);
    it.take_hours(person, DOCTOR, day, ("10:00", "11:00")).await.expect(201);
    // An absence of days isn't found here, nor one of hours there.
    let (number, uuid) = super::made(it.take(person, VACATION, "2028-06-08", "2028-06-08", json!({})).await);
    it.local.delete(&it.v1, &format!("{V1_HOURS}/{uuid}"), Value::Null).await.expect(404);
    for other in [number - 1, number - 2] {
        it.local.get(&it.v1, &format!("{V1}/{other}")).await.expect(404);
        it.local.delete(&it.v1, &format!("{V1}/{other}"), Value::Null).await.expect(404);
    }
}

#[tokio::test]
async fn lists_are_filtered() {
    let it = Setting::new().await;
    let person = it.people[0];
    it.clear(person).await;
    days(&it, "2028-06-02", "2028-06-06", ("false", "false")).await;
    it.local.clock().advance(3_600);
    it.take_hours(person, DOCTOR, "2028-06-08", ("09:00", "10:45")).await.expect(201);
    let kind = it.kind(DOCTOR).await;
    let count = async |query: &str| it.rows(V1_HOURS, &format!("employees[]={person}&{query}")).await.len();
    for (query, rows) in [
        ("", 2),
        ("start_date=2028-06-06&end_date=2028-06-07", 1),
        ("start_date=2028-06-07", 1),
        ("end_date=2028-06-02", 1),
        ("end_date=2028-06-01", 0),
        ("updated_from=2026-10-14T10:00:00Z", 1),
        ("updated_to=2026-10-14T10:00:00Z", 1),
        ("updated_from=2026-10-14&updated_to=2026-10-14", 2),
        ("updated_from=2026-10-15", 0),
        (&format!("absence_types[]={kind}"), 1),
        (&format!("absence_types[]={DOCTOR}&absence_types[]={OVERTIME}"), 2),
        ("absence_periods[]=6f1c3d52-0000-4000-8000-000000000000", 0),
    ] {
        assert_eq!(count(query).await, rows, "{query}");
    }
    let unknown = it.local.get(&it.v1, &format!("{V1_HOURS}?absence_types[]={}", "x")).await.expect(404);
    assert_eq!(unknown.json()["error"]["message"], "models.absence-types.not-found");
    for bad in ["start_date=x", "updated_from=x", "updated_to=2026-99-99", "limit=x"] {
        it.local.get(&it.v1, &format!("{V1_HOURS}?{bad}")).await.expect(400);
    }
}
