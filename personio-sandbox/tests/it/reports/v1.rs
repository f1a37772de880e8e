//! `/v1/company/custom-reports/reports`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{REPORTS, Setting, items, value, values};

#[tokio::test]
async fn reports_are_listed_with_what_is_known_of_them() {
    let setting = Setting::new().await;
    let list = setting.local.get(&setting.v1, REPORTS).await.expect(200).json();
    let all = list["data"].as_array().unwrap();
    assert_eq!(list["metadata"], json!({"total_elements": all.len(), "current_page": 1, "total_pages": 1}));
    let of =
        |key: &str| all.iter().map(|it| it["attributes"][key].as_str().unwrap()).collect::<BTreeSet<_>>();
    assert_eq!(of("type"), BTreeSet::from(["historical_data", "point_in_time", "timeframe"]));
    assert_eq!(of("status"), BTreeSet::from(["up_to_date", "update_failed"]));
    let this_month =
        all.iter().map(|it| &it["attributes"]).find(|it| it["period_type"] == "this_month").unwrap();
    assert_eq!(
        (&this_month["start_date"], &this_month["end_date"]),
        (&json!("2026-10-01"), &json!("2026-10-31"))
    );
    assert_eq!(this_month["data_refreshed_at"], "2026-10-14T09:30:00Z");
    let filtered = all.iter().map(|it| &it["attributes"]).find(|it| it["name"] == "Altbestand 2019").unwrap();
    let expected = json!([{"column": "status", "comparison": "neq", "value": "inactive"}]);
    assert_eq!((&filtered["filters"], &filtered["period_type"]), (&expected, &json!("fixed")));
}

#[tokio::test]
async fn ids_and_states_narrow_the_list() {
    let setting = Setting::new().await;
    let (a, b) = (setting.id("Targets").await, setting.id("Altbestand 2019").await);
    let count = async |query: &str| {
        let list = setting.local.get(&setting.v1, &format!("{REPORTS}?{query}")).await.expect(200).json();
        list["data"].as_array().unwrap().len()
    };
    assert_eq!(count(&format!("report_ids={a},{b}")).await, 2);
    assert_eq!(count(&format!("report_ids={a},%20{b}")).await, 2);
    assert_eq!(count(&format!("report_ids={a}&report_ids={b}")).await, 2);
    assert_eq!(count(&format!("report_ids[]={a}&report_ids[]={b}&status=up_to_date")).await, 1);
    assert_eq!(count("report_ids=nothing").await, 0);
    assert_eq!(count("status=update_failed").await, 1);
    assert_eq!(count("status=updating").await, 0);
    setting.set(&a, json!({"status": "updating"})).await.expect(200);
    assert_eq!(count("status=updating").await, 1);
    let refused = setting.local.get(&setting.v1, &format!("{REPORTS}?status=done")).await.expect(400).json();
    assert_eq!(refused[0]["errors"][0]["_meta"][0]["field"], "status");
}

#[tokio::test]
async fn rows_are_what_the_company_is_now() {
    let setting = Setting::new().await;
    let report = setting.old("Mitarbeiterliste", "").await;
    let rows = items(&report);
    let employees = setting.employees().await;
    let here: Vec<&Value> = employees
        .iter()
        .filter(|it| ["active", "leave"].contains(&it["status"]["value"].as_str().unwrap()))
        .collect();
    assert_eq!(rows.len(), here.len());
    for (row, employee) in rows.iter().zip(here) {
        let is = |key: &str| &employee[key]["value"];
        assert_eq!(row["employee_id"], *is("id"));
        for key in ["first_name", "last_name", "email"] {
            assert_eq!(value(row, key)["value"], *is(key));
        }
        assert_eq!(value(row, "id")["value"], json!(is("id").to_string()));
        let department = value(row, "department");
        let known = &is("department")["attributes"];
        if !known.is_null() {
            assert_eq!(department["data_type"], "ENTITY");
            assert_eq!(
                (&department["entity_id"], &department["value"]),
                (&json!(known["id"].to_string()), &known["name"])
            );
        }
        let centers = value(row, "cost_center");
        assert_eq!(centers["data_type"], "COST_CENTER");
        let known = is("cost_centers").as_array().unwrap();
        for (center, known) in centers["cost_centers"].as_array().unwrap().iter().zip(known) {
            let known = &known["attributes"];
            assert_eq!(center["cost_center_id"], json!(known["id"].to_string()));
            assert_eq!(center["weight"], json!(format!("{}%", known["percentage"])));
        }
    }

    let id = rows[0]["employee_id"].to_string();
    let path = format!("/v2/persons/{id}");
    setting.local.patch(&setting.v2, &path, json!({"first_name": "Renamed"})).await.expect(204);
    let after = setting.old("Mitarbeiterliste", "").await;
    assert_eq!(value(&items(&after)[0], "first_name")["value"], "Renamed");
    setting.local.delete(&setting.v2, &path, Value::Null).await.expect(204);
    let after = setting.old("Mitarbeiterliste", "").await;
    assert_eq!(items(&after).len(), rows.len() - 1);
}

#[tokio::test]
async fn attributes_that_may_not_be_read_are_shown_all_the_same() {
    let setting = Setting::new().await;
    let wanted = json!({
        "name": "a", "permissions": {"custom_reports": "read"}, "attributes": ["first_name"],
    });
    let made = setting.local.control("POST", "/_sandbox/credentials", wanted).await.expect(201).json();
    let login = [
        ("client_id", made["client_id"].as_str().unwrap()),
        ("client_secret", made["client_secret"].as_str().unwrap()),
    ];
    let token = setting.local.form("", "/v1/auth", &login).await.expect(200).json();
    let path = format!("{REPORTS}/{}", setting.id("Salaries & allowances").await);
    let report = setting.local.get(token["data"]["token"].as_str().unwrap(), &path).await.expect(200).json();
    assert!(items(&report).iter().any(|it| value(it, "fix_salary").get("amount").is_some()));
}

#[tokio::test]
async fn pages_of_employees_follow_each_other() {
    let setting = Setting::new().await;
    let all = setting.old("Mitarbeiterliste", "").await;
    let total = items(&all).len();
    assert_eq!(all["metadata"], json!({"total_elements": total, "current_page": 1, "total_pages": 1}));
    let mut together = Vec::new();
    for page in 1..=total.div_ceil(7) {
        let report = setting.old("Mitarbeiterliste", &format!("page={page}&limit=7")).await;
        assert_eq!(report["metadata"]["current_page"], page);
        assert_eq!(report["metadata"]["total_pages"], total.div_ceil(7));
        assert_eq!((&report["offset"], &report["limit"]), (&json!((page - 1) * 7), &json!(7)));
        together.extend(items(&report).clone());
    }
    assert_eq!(&together, items(&all));
    assert!(items(&setting.old("Mitarbeiterliste", "page=99&limit=7").await).is_empty());
    assert_eq!(setting.old("Mitarbeiterliste", "page=0&limit=7").await["metadata"]["current_page"], 1);
    let path = format!("{REPORTS}/{}", setting.id("Targets").await);
    for query in ["page=x", "page=-1", "limit=0", "limit=1.5", "limit=99999999999"] {
        setting.local.get(&setting.v1, &format!("{path}?{query}")).await.expect(400);
    }
}

#[tokio::test]
async fn history_tells_since_when() {
    let setting = Setting::new().await;
    let list = setting.local.get(&setting.v2, "/v2/compensations?start_date=2026-10-14&end_date=2026-10-14");
    let list = list.await.expect(200).json();
    let paid = list["_data"].as_array().unwrap().iter().find(|it| it["type"]["category"] == "FIXED").unwrap();
    let body = json!({
        "person": paid["person"], "type": {"id": paid["type"]["id"]}, "value": 77_000.5,
        "effective_from": "2026-10-01",
    });
    setting.local.post(&setting.v2, "/v2/compensations", body).await.expect(201);
    let report = setting.old("Wechsel & Gehaltsentwicklung", "").await;
    assert_eq!(report["data"][0]["attributes"]["type"], "historical_data");
    let id: u32 = paid["person"]["id"].as_str().unwrap().parse().unwrap();
    let row = items(&report).iter().find(|it| it["employee_id"] == id).unwrap();
    let salaries = values(row, "fix_salary");
    assert!(salaries.len() > 1, "{salaries:?}");
    let days: Vec<&str> = salaries.iter().map(|it| it["effective_date"].as_str().unwrap()).collect();
    assert!(days.is_sorted());
    let raised = salaries.iter().find(|it| it["effective_date"] == "2026-10-01").unwrap();
    assert_eq!((&raised["amount"], &raised["data_type"]), (&json!("77000.50"), &json!("SALARY")));
    assert!(row.get("attributes").is_none());
    assert!(value(row, "department")["effective_date"].is_string());
}

#[tokio::test]
async fn a_rehired_person_has_two_departments_in_the_history_of_their_year() {
    let setting = Setting::new().await;
    let employees = setting.employees().await;
    let units = setting.local.get(&setting.v2, "/v2/org-units?type=department").await.expect(200).json();
    let works = |it: &&Value| {
        it["status"]["value"] == "active"
            && it["employment_type"]["value"] == "internal"
            && !it["department"]["value"].is_null()
    };
    let id = employees.iter().find(works).unwrap()["id"]["value"].to_string();
    let end = json!({"date": "2026-10-10"});
    setting.local.control("POST", &format!("/_sandbox/people/{id}/terminate"), end).await.expect(200);
    let start = json!({"date": "2026-10-12"});
    setting.local.control("POST", &format!("/_sandbox/people/{id}/rehire"), start).await.expect(201);
    let jobs =
        setting.local.get(&setting.v2, &format!("/v2/persons/{id}/employments")).await.expect(200).json();
    let job = &jobs["_data"][0];
    let old = job["org_units"].as_array().unwrap().iter().find(|it| it["type"] == "department").unwrap();
    let new = units["_data"].as_array().unwrap().iter().find(|it| it["id"] != old["id"]).unwrap();
    let path = format!("/v2/persons/{id}/employments/{}", job["id"].as_str().unwrap());
    let body = json!({"org_units": [{"type": "department", "id": new["id"]}]});
    setting.local.patch(&setting.v2, &path, body).await.expect(204);

    let report = setting.old("Wechsel & Gehaltsentwicklung", "").await;
    let number: u32 = id.parse().unwrap();
    let row = items(&report).iter().find(|it| it["employee_id"] == number).unwrap();
    let departments = values(row, "department");
    assert_eq!(departments.len(), 2, "{departments:?}");
    assert_eq!(departments[1]["effective_date"], "2026-10-12");
    assert_eq!(departments[1]["value"], new["name"]);
    assert_eq!(values(row, "weekly_working_hours").len(), 1, "what did not change is there once");
}

#[tokio::test]
async fn a_report_whose_update_failed_has_no_rows() {
    let setting = Setting::new().await;
    let id = setting.id("Mitarbeiterliste").await;
    setting.local.clock().advance(60);
    setting.set(&id, json!({"status": "update_failed"})).await.expect(200);
    setting.local.clock().advance(60);
    let failed = setting.old("Mitarbeiterliste", "").await;
    assert!(items(&failed).is_empty());
    let about = &failed["data"][0]["attributes"];
    assert_eq!(
        (&about["status"], &about["data_refreshed_at"]),
        (&json!("update_failed"), &json!("2026-10-14T09:31:00Z"))
    );
    setting.set(&id, json!({"status": "up_to_date"})).await.expect(200);
    let again = setting.old("Mitarbeiterliste", "").await;
    assert!(!items(&again).is_empty());
    assert_eq!(again["data"][0]["attributes"]["data_refreshed_at"], "2026-10-14T09:32:00Z");
    for bad in [json!({"status": "done"}), json!({"name": "a"}), json!([])] {
        setting.set(&id, bad).await.expect(400);
    }
    setting.set("x", json!({})).await.expect(404);
}

#[tokio::test]
async fn unknown_reports_are_told_in_a_shape_of_their_own() {
    let setting = Setting::new().await;
    for id in ["0b5eb2a4-0000-4000-8000-000000000000", "1", "x%2Fy"] {
        let refused = setting.local.get(&setting.v1, &format!("{REPORTS}/{id}")).await.expect(404).json();
        let error = &refused[0]["errors"][0];
        assert_eq!(refused[0]["status"], 404);
        assert_eq!((&error["title"], &error["details"]), (&json!("Not Found"), &json!("Report not found")));
        assert_eq!(error["_meta"], json!([{"field": "ID", "description": "Report ID not found"}]));
    }
    let other = setting.local.may(&[("documents", "read")]).await.v1;
    for path in ["reports", "reports/x", "columns"] {
        setting.local.get(&other, &format!("/v1/company/custom-reports/{path}")).await.expect(403);
    }
}
