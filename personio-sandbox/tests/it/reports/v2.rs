//! `/v2/reports`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Setting, cell, closed, detail, path};

fn names(list: &Value) -> Vec<&str> {
    list["_data"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn reports_open_to_the_api_are_listed_newest_first() {
    let setting = Setting::new().await;
    let list = setting.local.get(&setting.v2, "/v2/reports").await.expect(200).json();
    let all = names(&list);
    assert_eq!((all[0], all[all.len() - 1]), ("役員のみ", "Mitarbeiterliste"));
    assert!(!all.contains(&"Altbestand 2019"), "not open");
    let id = setting.id("Mitarbeiterliste").await;
    setting.set(&id, closed()).await.expect(200);
    let list = setting.local.get(&setting.v2, "/v2/reports").await.expect(200).json();
    assert!(!names(&list).contains(&"Mitarbeiterliste"));
    assert_eq!(names(&list).len(), all.len() - 1);

    let first = setting.local.get(&setting.v2, "/v2/reports?limit=1").await.expect(200).json();
    let second =
        setting.local.get(&setting.v2, path(&first["_meta"]["links"]["next"])).await.expect(200).json();
    assert_eq!([names(&first), names(&second)].concat(), all[..2]);
    setting.local.get(&setting.v2, "/v2/reports?limit=101").await.expect(400);
}

#[tokio::test]
async fn a_name_is_meant_whole_or_in_part() {
    let setting = Setting::new().await;
    let find = async |name: &str| {
        let path = format!("/v2/reports?name={name}");
        let list = setting.local.get(&setting.v2, &path).await.expect(200).json();
        list["_data"].as_array().unwrap().len()
    };
    assert_eq!((find("Targets").await, find("target").await), (1, 0));
    setting.local.switch("v2-report-name", "contains").await;
    assert_eq!((find("Targets").await, find("target").await, find("nothing").await), (1, 1, 0));
}

#[tokio::test]
async fn attributes_say_what_values_there_are() {
    let setting = Setting::new().await;
    let mut all = Vec::new();
    let mut next = "/v2/reports/attributes?limit=30".to_owned();
    loop {
        let page = setting.local.get(&setting.v2, &next).await.expect(200).json();
        all.extend(page["_data"].as_array().unwrap().iter().cloned());
        let Some(link) = page["_meta"]["links"].get("next") else { break };
        path(link).clone_into(&mut next);
    }
    let types: BTreeSet<&str> = all.iter().map(|it| it["type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        BTreeSet::from(["monetary", "numeric", "options", "percentage", "string", "time_range"])
    );
    let department = all.iter().find(|it| it["id"] == "department").unwrap();
    let expected = json!({
        "id": "department", "name": "Department", "type": "options", "display": "list", "is_filterable": true,
    });
    assert_eq!(*department, expected);
}

#[tokio::test]
async fn cells_stand_where_their_columns_do_and_have_their_kind() {
    let setting = Setting::new().await;
    let mut kinds = BTreeSet::new();
    let names =
        ["Mitarbeiterliste", "Salaries & allowances", "Payments of this month", "Abwesenheiten", "Targets"];
    for name in names {
        let report = setting.new_report(name, "").await;
        let columns = report["_meta"]["columns"].as_array().unwrap();
        assert_eq!(report["report_config"]["columns"].as_array().unwrap().len(), columns.len());
        for row in report["_data"].as_array().unwrap() {
            let row = row.as_array().unwrap();
            assert_eq!(row.len(), columns.len());
            for (cell, column) in row.iter().zip(columns) {
                assert_eq!(cell["attribute_id"], column["name"], "{name}");
                let kind = format!("{}_value", column["type"].as_str().unwrap());
                assert_eq!(cell.as_object().unwrap().len(), 2, "{cell}");
                assert!(cell.get(&kind).is_some(), "{kind} {cell}");
                kinds.insert(kind);
            }
        }
    }
    let all = ["monetary", "numeric", "options", "percentage", "string", "time_range"];
    assert_eq!(kinds, all.iter().map(|it| format!("{it}_value")).collect());
}

#[tokio::test]
async fn a_cursor_goes_through_the_rows_in_the_language_of_the_first_page() {
    let setting = Setting::new().await;
    let all = setting.new_report("Mitarbeiterliste", "locale=de").await;
    assert!(all["_meta"]["links"].get("next").is_none(), "without a limit all rows are there");
    let mut page = setting.new_report("Mitarbeiterliste", "limit=4&locale=de").await;
    let mut rows = Vec::new();
    loop {
        assert_eq!(page["_meta"]["columns"], all["_meta"]["columns"]);
        rows.extend(page["_data"].as_array().unwrap().iter().cloned());
        let Some(next) = page["_meta"]["links"].get("next").cloned() else { break };
        page = setting.local.get(&setting.v2, path(&next)).await.expect(200).json();
    }
    assert_eq!(Value::Array(rows), all["_data"]);
}

#[tokio::test]
async fn a_cursor_stands_alone() {
    let setting = Setting::new().await;
    let first = setting.new_report("Mitarbeiterliste", "limit=4").await;
    let next = path(&first["_meta"]["links"]["next"]).to_owned();
    for more in ["&limit=4", "&locale=en"] {
        let refused = setting.local.get(&setting.v2, &format!("{next}{more}")).await.expect(400);
        assert!(detail(&refused).starts_with("Either a cursor or "), "{}", refused.body);
    }
    let other = format!(
        "/v2/reports/{}?cursor={}",
        setting.id("Targets").await,
        next.split('=').next_back().unwrap()
    );
    setting.local.get(&setting.v2, &other).await.expect(400);
    for query in ["limit=0", "limit=x", "filter=a"] {
        let path = format!("/v2/reports/{}?{query}", setting.id("Targets").await);
        setting.local.get(&setting.v2, &path).await.expect(400);
    }
}

#[tokio::test]
async fn what_keeps_a_report_from_being_read_is_a_bad_request() {
    let setting = Setting::new().await;
    let read =
        async |id: &str| setting.local.get(&setting.v2, &format!("/v2/reports/{id}")).await.expect(400);
    let grouped = setting.id("Headcount by department").await;
    assert_eq!(detail(&read(&grouped).await), "Unsupported nested type: null");
    let hidden = setting.id("役員のみ").await;
    assert_eq!(detail(&read(&hidden).await), "Array contains no element matching the predicate");
    let closed = setting.id("Altbestand 2019").await;
    for id in [closed.as_str(), "0b5eb2a4-0000-4000-8000-000000000000", "1"] {
        assert_eq!(detail(&read(id).await), format!("Report with {id} not found."));
    }
    setting.local.switch("v2-report-errors", "message").await;
    let told = read(&grouped).await.json();
    assert_eq!(told, json!({"error": {"message": "Unsupported nested type: null"}}));

    setting.local.switch("v2-report-unknown", "404").await;
    setting.local.get(&setting.v2, "/v2/reports/1").await.expect(404);
    setting.set(&grouped, json!({"grouped": false})).await.expect(200);
    setting.set(&hidden, json!({"shared": true})).await.expect(200);
    for id in [&grouped, &hidden] {
        setting.local.get(&setting.v2, &format!("/v2/reports/{id}")).await.expect(200);
    }
}

#[tokio::test]
async fn every_route_wants_the_right() {
    let setting = Setting::new().await;
    let other = setting.local.may(&[("employees", "read")]).await.v2;
    for path in ["/v2/reports", "/v2/reports/attributes", "/v2/reports/1"] {
        let refused = setting.local.get(&other, path).await.expect(400).json();
        assert_eq!(refused, json!({"error": {"message": "Unauthorized token"}}));
    }
}

#[tokio::test]
async fn a_salary_is_an_amount_of_a_currency() {
    let setting = Setting::new().await;
    let report = setting.new_report("Salaries & allowances", "").await;
    let rows = report["_data"].as_array().unwrap();
    let paid = rows.iter().map(|it| &cell(it, "fix_salary")["monetary_value"]);
    let paid: Vec<&Value> = paid.filter(|it| !it["value"].is_null()).collect();
    assert!(paid.len() > 10);
    assert!(
        paid.iter()
            .all(|it| it["value"].as_f64() > Some(100.0) && it["currency"].as_str().unwrap().len() == 3)
    );
    let unpaid = rows
        .iter()
        .any(|it| cell(it, "hourly_salary")["monetary_value"] == json!({"value": null, "currency": null}));
    assert!(unpaid);
}
