//! `/v1/company/time-offs` (facts §4.1, §6, §8).

use serde_json::{Value, json};

use super::{DOCTOR, PARENTAL, Setting, V1, VACATION, made, number, text};
use crate::kit::Local;

#[tokio::test]
async fn days_off_are_taken_read_and_deleted() {
    let it = Setting::new().await;
    let person = it.people[0];
    it.clear(person).await;
    let more = json!({"comment": "Berge", "half_day_end": true});
    let made = it.take(person, VACATION, "2027-03-25", "2027-03-30", more).await.expect(200).json();
    let attributes = &made["data"]["attributes"];
    let id = number(&attributes["id"]);
    let employee = it.local.get(&it.v1, &format!("/v1/company/employees/{person}")).await.json();
    let employee = &employee["data"]["attributes"];
    let short = json!({"type": "Employee", "attributes": {
        "id": employee["id"], "first_name": employee["first_name"], "last_name": employee["last_name"],
        "email": employee["email"],
    }});
    // Good Friday and Easter Monday aren't worked, and the Tuesday is a half.
    let expected = json!({
        "id": id, "status": "approved", "comment": "Berge",
        "start_date": "2027-03-25T00:00:00+0100", "end_date": "2027-03-30T00:00:00+0200",
        "days_count": 1.5, "half_day_start": false, "half_day_end": true,
        "time_off_type": {"type": "TimeOffType", "attributes": {
            "id": VACATION, "name": "Paid vacation", "category": "paid_vacation",
        }},
        "employee": short, "certificate": {"status": "not-required"},
        "created_at": "2026-10-14T11:30:00+0200", "created_by": "API",
        "updated_at": "2026-10-14T11:30:00+0200", "id_v2": attributes["id_v2"],
    });
    assert_eq!(made["data"], json!({"type": "TimeOffPeriod", "attributes": expected}));
    assert_eq!(made["success"], true);

    let path = format!("{V1}/{id}");
    let one = it.local.get(&it.v1, &path).await.expect(200);
    assert_eq!(one.json(), made);
    assert!(one.headers.contains_key("authorization"), "the token comes back");
    let gone = it.local.delete(&it.v1, &path, Value::Null).await.expect(200);
    assert_eq!(gone.json()["data"]["message"], "The absence period was deleted.");
    assert!(gone.headers.contains_key("authorization"), "the token comes back");
    let lost = it.local.get(&it.v1, &path).await.expect(404).json();
    assert_eq!(lost["error"], json!({"code": 404, "message": "The absence period was not found."}));
    let lost = it.local.delete(&it.v1, &path, Value::Null).await.expect(404).json();
    assert_eq!(lost["error"]["message"], "The absence period was not found.");
    let invalid = it.local.delete(&it.v1, &format!("{V1}/abc"), Value::Null).await.expect(400).json();
    assert_eq!(invalid["error"], json!({"code": 400, "message": "The absence period id is invalid."}));
    it.local.delete(&it.v1, &format!("{V1}/99999999999999"), Value::Null).await.expect(404);
}

#[tokio::test]
async fn a_form_takes_days_off_as_well() {
    let it = Setting::new().await;
    let person = it.people[0].to_string();
    let kind = VACATION.to_string();
    let fields = [
        ("employee_id", person.as_str()),
        ("time_off_type_id", kind.as_str()),
        ("start_date", "2028-06-07"),
        ("end_date", "2028-06-07"),
        ("half_day_start", "true"),
        ("half_day_end", "0"),
        ("skip_approval", "false"),
    ];
    let made = it.local.form(&it.v1, V1, &fields).await.expect(200).json();
    let attributes = &made["data"]["attributes"];
    assert_eq!((&attributes["days_count"], &attributes["status"]), (&json!(0.5), &json!("pending")));
    assert_eq!((&attributes["half_day_start"], &attributes["half_day_end"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn approval_is_skipped_unless_the_call_says_otherwise_and_the_type_has_a_rule() {
    let it = Setting::new().await;
    let sick = 113_438;
    for (kind, more, status) in [
        (VACATION, json!({}), "approved"),
        (VACATION, json!({"skip_approval": true}), "approved"),
        (VACATION, json!({"skip_approval": "false"}), "pending"),
        (sick, json!({"skip_approval": false}), "approved"),
    ] {
        let made = it.take(it.people[0], kind, "2028-06-07", "2028-06-08", more).await.expect(200).json();
        let attributes = &made["data"]["attributes"];
        assert_eq!(attributes["status"], status, "{kind}");
        let path = format!("{V1}/{}", attributes["id"]);
        it.local.delete(&it.v1, &path, Value::Null).await.expect(200);
    }
}

#[tokio::test]
async fn what_cant_be_stored_is_told_as_the_real_one_does() {
    let it = Setting::new().await;
    let person = it.people[0];
    let day = async |kind: u32, more: Value| it.take(person, kind, "2028-06-07", "2028-06-07", more).await;
    let both = day(VACATION, json!({"half_day_start": true, "half_day_end": true})).await.expect(400).json();
    let told =
        "Invalid absence day. Reason: Both half day start and half day end are true for a single-day period";
    assert_eq!(both["error"], json!({"code": 400, "message": told}));
    // Several days may begin and end with a half.
    let more = json!({"half_day_start": true, "half_day_end": true});
    let halves = it.take(person, VACATION, "2028-06-07", "2028-06-08", more).await.expect(200).json();
    assert_eq!(halves["data"]["attributes"]["days_count"], 1);
    let again = it.take(person, VACATION, "2028-06-08", "2028-06-12", json!({})).await.expect(400).json();
    let told = json!({"code": 400, "message": "Error when trying to insert absence period"});
    assert_eq!(again["error"], told);
    // Parental leave has no halves.
    let half = it.take(person, PARENTAL, "2028-07-03", "2028-07-07", json!({"half_day_start": true})).await;
    assert_eq!(half.expect(400).json()["error"], told);
    for (field, kind) in [("time_off_type_id", 1), ("time_off_type_id", DOCTOR)] {
        let unknown = day(VACATION, json!({field: kind})).await.expect(404).json();
        assert_eq!(unknown["error"], json!({"code": 0, "message": "Time-off type not found."}));
    }
    for nobody in [json!(1), json!(9_999_999_999_999_u64), json!(-5)] {
        let unknown = day(VACATION, json!({"employee_id": nobody})).await.expect(404).json();
        assert_eq!(unknown["error"]["code"], 0);
    }
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_told_by_field() {
    let it = Setting::new().await;
    for (field, value) in [
        ("employee_id", Value::Null),
        ("employee_id", json!("x")),
        ("employee_id", json!(1.5)),
        ("time_off_type_id", json!([])),
        ("start_date", Value::Null),
        ("start_date", json!("07.06.2028")),
        ("start_date", json!("2028-02-30")),
        ("end_date", json!("2028-06-06")),
        ("end_date", json!("9999-12-31")),
        ("half_day_start", Value::Null),
        ("half_day_end", json!("maybe")),
        ("comment", json!(5)),
        ("skip_approval", json!("x")),
    ] {
        let more = json!({field: value});
        let bad = it.take(it.people[0], VACATION, "2028-06-07", "2028-06-07", more).await.expect(422).json();
        assert_eq!(bad["error"]["code"], 0);
        let far = field == "end_date" && value == "9999-12-31";
        if !far {
            assert_eq!(bad["error"]["message"], "The given data failed to pass validation.");
            assert!(bad["error"]["error_data"][field].is_array(), "{field}: {bad}");
        }
    }
    let bearer = format!("Bearer {}", it.v1);
    for (kind, body) in [("application/json", "{"), ("application/json", "[]"), ("text/plain", "x")] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        it.local.send("POST", V1, &headers, body).await.expect(400);
    }
}

#[tokio::test]
async fn lists_are_filtered() {
    let it = Setting::new().await;
    for person in &it.people[..2] {
        it.clear(*person).await;
        for (start, end) in
            [("2028-06-05", "2028-06-09"), ("2028-06-28", "2028-07-04"), ("2028-08-01", "2028-08-01")]
        {
            made(it.take(*person, VACATION, start, end, json!({})).await);
            it.local.clock().advance(7 * 1_800);
        }
    }
    let both = format!("employees[]={}&employees[]={}", it.people[0], it.people[1]);
    let count = async |query: &str| it.rows(V1, &format!("{both}&{query}")).await.len();
    assert_eq!(count("").await, 6);
    assert_eq!(it.rows(V1, &format!("employees[]={}", it.people[0])).await.len(), 3);
    assert_eq!(it.rows(V1, "employees[]=999999").await.len(), 0);
    for (query, within, overlapping) in [
        ("start_date=2028-06-05&end_date=2028-06-09", 2, 2),
        ("start_date=2028-06-06&end_date=2028-06-08", 0, 2),
        ("start_date=2028-07-01&end_date=2028-08-01", 2, 4),
        ("start_date=2028-06-29", 2, 4),
        ("end_date=2028-06-28", 2, 4),
    ] {
        it.local.switch("v1-time-offs-range", "within").await;
        assert_eq!(count(query).await, within, "{query}");
        it.local.switch("v1-time-offs-range", "overlap").await;
        assert_eq!(count(query).await, overlapping, "{query}");
    }
    // The clock began on the 14th at 11:30 where the company is; the fourth was made at 22:00, the fifth at 1:30.
    for (query, rows) in [
        ("updated_from=2026-10-15", 2),
        ("updated_to=2026-10-14", 4),
        ("updated_from=2026-10-15&updated_to=2026-10-15", 2),
        ("updated_from=2028-01-01", 0),
    ] {
        assert_eq!(count(query).await, rows, "{query}");
    }
    for bad in ["start_date=x", "end_date=2028-13-01", "updated_from=x", "limit=0", "limit=x", "offset=-1"] {
        it.local.get(&it.v1, &format!("{V1}?{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn pages_are_counted_from_one() {
    let it = Setting::new().await;
    let page = async |query: &str| it.local.get(&it.v1, &format!("{V1}?{query}")).await.expect(200).json();
    let first = page("limit=7").await;
    let total = usize::try_from(first["metadata"]["total_elements"].as_u64().unwrap()).unwrap();
    assert!(total > 100, "{total}");
    assert_eq!(first["metadata"]["total_pages"], total.div_ceil(7));
    assert_eq!(first["metadata"]["current_page"], 1);
    for (query, number) in [("limit=7&offset=0", 1), ("limit=7&offset=1", 1), ("limit=7&offset=2", 2)] {
        let page = page(query).await;
        assert_eq!(page["metadata"]["current_page"], number);
        assert_eq!(page["data"] == first["data"], number == 1, "{query}");
    }
    let all = it.rows(V1, "limit=7").await;
    let ids: Vec<u64> = all.iter().map(|it| it["id"].as_u64().unwrap()).collect();
    assert!(ids.is_sorted() && ids.len() == total, "each row once");
    let past = page("limit=7&offset=4294967295").await;
    assert_eq!((&past["data"], &past["metadata"]["total_elements"]), (&json!([]), &json!(total)));
    let whole = page("limit=5000").await;
    assert_eq!(whole["limit"], 200);
}

#[tokio::test]
async fn rights_are_asked_for() {
    let local = Local::new();
    let reader = local.may(&[("time_off", "read")]).await;
    local.get(&reader.v1, V1).await.expect(200);
    local.get(&reader.v1, super::V1_HOURS).await.expect(200);
    local.get(&reader.v2, super::V2).await.expect(200);
    local.post(&reader.v1, V1, json!({})).await.expect(403);
    local.form(&reader.v1, super::V1_HOURS, &[]).await.expect(403);
    local.delete(&reader.v1, &format!("{V1}/1"), Value::Null).await.expect(403);
    local.delete(&reader.v1, &format!("{}/1", super::V1_HOURS), Value::Null).await.expect(403);
    local.post(&reader.v2, super::V2, json!({})).await.expect(403);
    local.patch(&reader.v2, &format!("{}/1", super::V2), json!({})).await.expect(403);
    local.delete(&reader.v2, &format!("{}/1", super::V2), Value::Null).await.expect(403);
    let other = local.may(&[("employees", "write"), ("attendances", "write")]).await;
    local.get(&other.v1, V1).await.expect(403);
    local.get(&other.v1, &format!("{V1}/1")).await.expect(403);
    local.get(&other.v1, "/v1/company/employees/1/absences/balance").await.expect(403);
    for path in ["", "/1", "/1/breakdowns"] {
        local.get(&other.v2, &format!("{}{path}", super::V2)).await.expect(403);
    }
    // Written only, they can be read neither here nor there.
    let it = Setting::of(local).await;
    let list = it.local.get(&it.v1, &format!("{V1}?limit=1")).await.expect(200).json();
    assert!(text(&list["data"][0]["type"]) == "TimeOffPeriod");
}
