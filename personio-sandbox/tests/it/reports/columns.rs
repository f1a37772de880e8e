//! Columns: their types, their names, and what they show.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Setting, cell, items, value, values};

const COLUMNS: &str = "/v1/company/custom-reports/columns";

fn attributes(list: &Value) -> &Vec<Value> {
    list["data"]["attributes"].as_array().unwrap()
}

#[tokio::test]
async fn columns_of_every_type_are_listed() {
    let setting = Setting::new().await;
    let list = setting.local.get(&setting.v1, COLUMNS).await.expect(200).json();
    assert_eq!(list["data"]["type"], "Column");
    let all = attributes(&list);
    assert_eq!(list["metadata"]["total_elements"], all.len());
    let types: BTreeSet<&str> = all.iter().map(|it| it["data_type"].as_str().unwrap()).collect();
    let expected = [
        "ABSENCE_OVERVIEW",
        "ABSENCE_PERIOD",
        "COMPENSATION",
        "COST_CENTER",
        "DURATION",
        "ENTITY",
        "PERFORMANCE_KPI",
        "PERFORMANCE_TARGET",
        "SALARY",
        "TEXT",
    ];
    assert_eq!(types, BTreeSet::from(expected));
    let ids: BTreeSet<&str> = all.iter().map(|it| it["attribute_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len());
    assert!(ids.contains("dynamic_33413") && ids.contains("absence_113437:periods"));
}

#[tokio::test]
async fn names_ids_and_reports_narrow_the_columns() {
    let setting = Setting::new().await;
    let report = setting.id("Targets").await;
    let get = async |query: &str| {
        let list = setting.local.get(&setting.v1, &format!("{COLUMNS}?{query}")).await.expect(200).json();
        let text = |it: &Value| it["attribute_id"].as_str().unwrap().to_owned();
        attributes(&list).iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(get("columns=last_name,first_name").await, ["first_name", "last_name"]);
    assert_eq!(get("columns=last_name&columns=first_name").await, ["first_name", "last_name"]);
    let of_report = ["last_name", "performance_targets", "performance_kpis"];
    assert_eq!(get(&format!("report_id={report}")).await, of_report);
    assert_eq!(get(&format!("report_id={report}&columns=last_name,email")).await, ["last_name"]);
    setting.local.get(&setting.v1, &format!("{COLUMNS}?report_id=x")).await.expect(404);
}

#[tokio::test]
async fn names_and_words_follow_the_language() {
    let setting = Setting::new().await;
    let label = async |query: &str| {
        let path = format!("{COLUMNS}?columns=fix_salary&{query}");
        let list = setting.local.get(&setting.v1, &path).await.expect(200).json();
        attributes(&list)[0]["human_readable"].as_str().unwrap().to_owned()
    };
    for (query, expected) in [
        ("", "Fix salary"),
        ("locale=en", "Fix salary"),
        ("locale=de", "Fixgehalt"),
        ("locale=de-DE", "Fixgehalt"),
        ("locale=xx", "Fix salary"),
    ] {
        assert_eq!(label(query).await, expected, "{query}");
    }
    for (query, word, name) in [("locale=de", "Intern", "Status"), ("locale=en", "Active", "Hire date")] {
        let report = setting.new_report("Mitarbeiterliste", query).await.to_string();
        assert!(report.contains(word) || report.contains("Aktiv"), "{query}");
        assert!(report.contains(name), "{query}");
    }
    let german = setting.old("Mitarbeiterliste", "locale=de").await;
    assert!(items(&german).iter().any(|it| value(it, "status")["value"] == "Aktiv"));
    let english = setting.old("Mitarbeiterliste", "").await;
    assert!(items(&english).iter().any(|it| value(it, "status")["value"] == "Active"));
}

#[tokio::test]
async fn payments_are_told_with_their_currency() {
    let setting = Setting::new().await;
    let list = setting.local.get(&setting.v2, "/v2/compensations").await.expect(200).json();
    let report = setting.old("Payments of this month", "").await;
    let mut kinds = BTreeSet::new();
    for paid in list["_data"].as_array().unwrap() {
        let category = paid["type"]["category"].as_str().unwrap();
        if ["FIXED", "HOURLY"].contains(&category) {
            continue;
        }
        let id: u32 = paid["person"]["id"].as_str().unwrap().parse().unwrap();
        let row = items(&report).iter().find(|it| it["employee_id"] == id).unwrap();
        let told = value(row, paid["type"]["id"].as_str().unwrap());
        assert_eq!(told["data_type"], "COMPENSATION");
        assert_eq!(told["amount"].as_str().unwrap().parse::<f64>().ok(), paid["value"].as_f64(), "{told}");
        assert_eq!(told["currency_code"], paid["currency"]);
        assert_eq!(told.get("bonus_type").is_some(), category == "BONUS");
        kinds.insert(category);
    }
    assert_eq!(kinds, BTreeSet::from(["BONUS", "ONE_TIME", "RECURRING"]));
    let unpaid = items(&report).iter().flat_map(|it| it["attributes"].as_array().unwrap());
    let unpaid = unpaid.filter(|it| it["data_type"] == "COMPENSATION" && it.get("amount").is_none());
    assert!(unpaid.count() > 0, "nothing is left out where there is nothing");
}

#[tokio::test]
async fn durations_are_minutes_or_hours() {
    let setting = Setting::new().await;
    let duration = async |column: &str| -> i64 {
        let report = setting.old("Abwesenheiten", "").await;
        let all = items(&report).iter().map(|it| value(it, column)["duration"].as_i64().unwrap());
        all.max().unwrap()
    };
    let target = "attendance_contractual_target_hours";
    // From 14 September to 14 October there are 23 working days.
    assert_eq!(duration(target).await, 23 * 8 * 60);
    assert!(duration("attendance_tracked_hours").await > 60);
    setting.local.switch("v1-report-durations", "hours").await;
    assert_eq!(duration(target).await, 23 * 8);
}

#[tokio::test]
async fn tracked_hours_are_work_without_breaks() {
    let setting = Setting::new().await;
    let body = json!({"first_name": "Ada", "last_name": "Neu", "employments": [{"employment_start_date": "2026-01-01"}]});
    let made = setting.local.post(&setting.v2, "/v2/persons", body).await.expect(201).json();
    for (kind, start, end) in [("WORK", "09:00", "17:00"), ("BREAK", "12:00", "12:45")] {
        let body = json!({
            "person": {"id": made["id"]}, "type": kind,
            "start": {"date_time": format!("2026-10-13T{start}:00")},
            "end": {"date_time": format!("2026-10-13T{end}:00")},
        });
        setting.local.post(&setting.v2, "/v2/attendance-periods?skip_approval=true", body).await.expect(201);
    }
    let id: u32 = made["id"].as_str().unwrap().parse().unwrap();
    let report = setting.old("Abwesenheiten", "").await;
    let row = items(&report).iter().find(|it| it["employee_id"] == id).unwrap();
    assert_eq!(value(row, "attendance_tracked_hours")["duration"], 8 * 60 - 45);
    let new = setting.new_report("Abwesenheiten", "").await;
    let row = new["_data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| cell(it, "last_name")["string_value"]["value"] == "Neu");
    assert_eq!(cell(row.unwrap(), "attendance_tracked_hours")["numeric_value"]["number"], 7.25);
}

#[tokio::test]
async fn targets_have_ids_and_values() {
    let setting = Setting::new().await;
    let report = setting.old("Targets", "").await;
    let some =
        items(&report).iter().map(|it| (value(it, "performance_targets"), value(it, "performance_kpis")));
    let (targets, kpis) =
        some.into_iter().find(|it| !it.0["performance_targets"].as_array().unwrap().is_empty()).unwrap();
    assert_eq!(
        (&targets["data_type"], &kpis["data_type"]),
        (&json!("PERFORMANCE_TARGET"), &json!("PERFORMANCE_KPI"))
    );
    for measure in [&targets["performance_targets"][0], &kpis["performance_target_kpis"][0]] {
        assert!(
            measure["performance_target_id"].is_string() && measure["performance_target_value"].is_string()
        );
    }
    assert!(items(&report).iter().all(|it| values(it, "last_name").len() == 1));
}

#[tokio::test]
async fn absences_are_added_up_and_told_one_by_one() {
    let setting = Setting::new().await;
    let body = json!({"first_name": "Ada", "last_name": "Neu", "employments": [{"employment_start_date": "2026-01-01"}]});
    let made = setting.local.post(&setting.v2, "/v2/persons", body).await.expect(201).json();
    let id = made["id"].as_str().unwrap();
    // Half a day less than a week that begins before the report does, a single day, and one that waits.
    for (start, end, half, skip) in [
        ("2026-09-10", "2026-09-15", "true", "true"),
        ("2026-10-05", "2026-10-05", "false", "true"),
        ("2026-10-06", "2026-10-06", "false", "false"),
    ] {
        let form = [
            ("employee_id", id),
            ("time_off_type_id", "113437"),
            ("start_date", start),
            ("end_date", end),
            ("half_day_start", "false"),
            ("half_day_end", half),
            ("skip_approval", skip),
        ];
        setting.local.form(&setting.v1, "/v1/company/time-offs", &form).await.expect(200);
    }
    let report = setting.old("Abwesenheiten", "").await;
    let number: u32 = id.parse().unwrap();
    let row = items(&report).iter().find(|it| it["employee_id"] == number).unwrap();
    let overview = value(row, "absence_113437");
    let expected = json!({
        "attribute_id": "absence_113437", "data_type": "ABSENCE_OVERVIEW", "employee_id": number,
        "start_date": "2026-09-14", "end_date": "2026-10-14", "duration_days": "2.5", "duration_hours": "20",
    });
    assert_eq!(*overview, expected);
    let periods = values(row, "absence_113437:periods");
    let days: Vec<_> =
        periods.iter().map(|it| (&it["start_date"], &it["end_date"], &it["half_day_at_end"])).collect();
    let [first, second] = [("2026-09-10", "2026-09-15", true), ("2026-10-05", "2026-10-05", false)]
        .map(|it| (json!(it.0), json!(it.1), json!(it.2)));
    assert_eq!(days, [(&first.0, &first.1, &first.2), (&second.0, &second.1, &second.2)]);
    assert!(values(row, "absence_113438:periods").is_empty());

    let new = setting.new_report("Abwesenheiten", "").await;
    let rows = new["_data"].as_array().unwrap();
    let row = rows.iter().find(|it| cell(it, "last_name")["string_value"]["value"] == "Neu").unwrap();
    assert_eq!(cell(row, "absence_113437")["numeric_value"]["number"], 2.5);
    let range = json!({"from": "2026-09-10", "to": "2026-10-05"});
    assert_eq!(cell(row, "absence_113437:periods")["time_range_value"], range);
}
