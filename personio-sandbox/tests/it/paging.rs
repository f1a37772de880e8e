//! Paging of both generations (facts §6).

use std::collections::BTreeSet;

use crate::kit::Local;

fn ids_v1(list: &serde_json::Value) -> Vec<i64> {
    let rows = list["data"].as_array().unwrap();
    rows.iter().map(|it| it["attributes"]["id"]["value"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn v1_counts_rows_from_nought_and_pages_too() {
    let local = Local::new();
    let token = local.all().await.v1;
    let mut seen = BTreeSet::new();
    for page in 0..3 {
        let path = format!("/v1/company/employees?limit=10&offset={}", page * 10);
        let list = local.get(&token, &path).await.expect(200).json();
        assert_eq!(list["metadata"]["total_elements"], 25);
        assert_eq!(list["metadata"]["total_pages"], 3);
        assert_eq!(list["metadata"]["current_page"], page);
        assert_eq!(list["limit"], 10);
        seen.extend(ids_v1(&list));
    }
    assert_eq!(seen.len(), 25);
    let beyond = local.get(&token, "/v1/company/employees?offset=1000").await.expect(200).json();
    assert!(ids_v1(&beyond).is_empty());
}

#[tokio::test]
async fn v1_serves_at_most_a_hundred_rows() {
    let local = Local::with_people(130);
    let token = local.all().await.v1;
    for (query, rows) in [("", 50), ("?limit=100", 100), ("?limit=200", 100), ("?limit=200&offset=100", 30)] {
        let list = local.get(&token, &format!("/v1/company/employees{query}")).await.expect(200).json();
        assert_eq!(ids_v1(&list).len(), rows, "{query}");
    }
}

#[tokio::test]
async fn v2_follows_the_next_link_to_an_end_without_one() {
    let local = Local::new();
    let token = local.all().await.v2;
    let mut path = "/v2/persons?limit=10".to_owned();
    let mut seen = BTreeSet::new();
    let mut pages = 0;
    loop {
        let list = local.get(&token, &path).await.expect(200).json();
        for person in list["_data"].as_array().unwrap() {
            assert!(seen.insert(person["id"].as_str().unwrap().to_owned()), "somebody comes twice");
        }
        pages += 1;
        let links = list["_meta"]["links"].as_object().unwrap();
        let Some(next) = links.get("next") else { break };
        let next = next["href"].as_str().unwrap();
        next.strip_prefix("http://sandbox.test").unwrap().clone_into(&mut path);
        assert!(path.contains("cursor="), "{path}");
    }
    assert_eq!((seen.len(), pages), (25, 3));
}

#[tokio::test]
async fn a_cursor_of_v2_carries_limit_and_filters() {
    let local = Local::new();
    let token = local.all().await.v2;
    let list = local.get(&token, "/v2/persons?limit=5&status=ACTIVE").await.expect(200).json();
    let next = list["_meta"]["links"]["next"]["href"].as_str().unwrap();
    let cursor = next.split("cursor=").nth(1).unwrap().split('&').next().unwrap();
    // A client sends the cursor alone, another repeats what it sent at first.
    for query in [format!("cursor={cursor}"), format!("limit=5&status=ACTIVE&cursor={cursor}")] {
        let page = local.get(&token, &format!("/v2/persons?{query}")).await.expect(200).json();
        let rows = page["_data"].as_array().unwrap();
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|it| it["status"] == "ACTIVE"));
    }
}
