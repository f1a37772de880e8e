//! Pages whose links or rows are not what they should be.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{fault, read};
use crate::kit::{HOST, Local};

/// The link to the next page, without its host.
fn next(page: &Value) -> Option<String> {
    let link = page["_meta"]["links"]["next"]["href"].as_str()?;
    Some(link.replace(&format!("http://{HOST}"), ""))
}

#[tokio::test]
async fn a_page_that_leads_to_itself() {
    let local = Local::new();
    let token = local.all().await.v2;
    fault(&local, json!({"route": "/v2/persons", "nth": [1, 2, 4]}), json!({"kind": "self-next"})).await;
    let first = read(&local, &token, "/v2/persons?limit=3&status=ACTIVE").await.json();
    // The link has a cursor even where the call had none.
    let again = read(&local, &token, &next(&first).unwrap()).await.json();
    assert_eq!(again["_data"], first["_data"]);
    assert_eq!(next(&again), next(&first));
    // Without the fault the same link leads on; with it, the second page leads to itself.
    let first = read(&local, &token, &next(&first).unwrap()).await.json();
    let link = next(&first).unwrap();
    let second = read(&local, &token, &link).await.json();
    assert_ne!(second["_data"], first["_data"]);
    assert_eq!(next(&second).unwrap(), link);
}

#[tokio::test]
async fn links_without_a_host() {
    let local = Local::new();
    let token = local.all().await.v2;
    fault(&local, json!({}), json!({"kind": "relative-next"})).await;
    let page = read(&local, &token, "/v2/persons?limit=3").await.json();
    let link = page["_meta"]["links"]["next"]["href"].as_str().unwrap();
    assert!(link.starts_with("/v2/persons?cursor="), "{link}");
    assert_eq!(read(&local, &token, link).await.json()["_data"].as_array().unwrap().len(), 3);
}

/// The ids of every page of v1 employees, and the totals that the pages tell.
async fn employees(local: &Local, token: &str, limit: usize) -> (Vec<Vec<u64>>, Vec<u64>) {
    let (mut pages, mut totals) = (Vec::new(), Vec::new());
    loop {
        let path = format!("/v1/company/employees?limit={limit}&offset={}", pages.len() * limit);
        let page = read(local, token, &path).await.json();
        let rows = page["data"].as_array().unwrap().iter();
        let ids: Vec<u64> = rows.map(|it| it["attributes"]["id"]["value"].as_u64().unwrap()).collect();
        if ids.is_empty() {
            return (pages, totals);
        }
        totals.push(page["metadata"]["total_elements"].as_u64().unwrap());
        pages.push(ids);
    }
}

#[tokio::test]
async fn a_row_that_was_deleted_between_pages_hides_another_one() {
    let local = Local::with_people(20);
    let token = local.all().await.v1;
    let (whole, _) = employees(&local, &token, 100).await;
    fault(&local, json!({"nth": [2, 3, 4]}), json!({"kind": "row-deleted"})).await;
    let (pages, totals) = employees(&local, &token, 8).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [8, 8, 3]);
    assert_eq!(totals, [20, 19, 19]);
    let seen: Vec<u64> = pages.concat();
    let missed: Vec<&u64> = whole[0].iter().filter(|it| !seen.contains(it)).collect();
    assert_eq!(missed, [&whole[0][8]]);
}

#[tokio::test]
async fn a_row_that_was_inserted_between_pages_shows_another_one_twice() {
    let local = Local::with_people(16);
    let token = local.all().await.v1;
    let (whole, _) = employees(&local, &token, 100).await;
    fault(&local, json!({"nth": [2, 3, 4]}), json!({"kind": "row-inserted"})).await;
    let (pages, totals) = employees(&local, &token, 8).await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [8, 8, 1]);
    assert_eq!(totals, [16, 17, 17]);
    assert_eq!(pages[1][0], whole[0][7]);
    let seen: BTreeSet<u64> = pages.concat().into_iter().collect();
    assert_eq!(seen, whole[0].iter().copied().collect(), "nobody is missed");
}

#[tokio::test]
async fn pages_that_are_numbered_shift_as_well() {
    let local = Local::new();
    let token = local.all().await.v1;
    let path = |offset: usize| format!("/v1/company/time-off-types?limit=3&offset={offset}");
    let ids = |page: &Value| {
        let rows = page["data"].as_array().unwrap().iter();
        rows.map(|it| it["attributes"]["id"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let whole = ids(&read(&local, &token, "/v1/company/time-off-types").await.json());
    fault(&local, json!({}), json!({"kind": "row-deleted"})).await;
    assert_eq!(
        ids(&read(&local, &token, &path(0)).await.json()),
        whole[..3],
        "no page was read before the first"
    );
    assert_eq!(ids(&read(&local, &token, &path(3)).await.json()), whole[4..7.min(whole.len())]);
}

#[tokio::test]
async fn cursors_shift_by_a_row() {
    let local = Local::new();
    let token = local.all().await.v2;
    let ids = |page: &Value| {
        let rows = page["_data"].as_array().unwrap().iter();
        rows.map(|it| it["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let whole = ids(&read(&local, &token, "/v2/persons?limit=50").await.json());
    let first = read(&local, &token, "/v2/persons?limit=4").await.json();
    let link = next(&first).unwrap();
    fault(&local, json!({"times": 1}), json!({"kind": "row-deleted"})).await;
    let second = read(&local, &token, &link).await.json();
    assert_eq!(ids(&second), whole[5..9]);
    let third = read(&local, &token, &next(&second).unwrap()).await.json();
    assert_eq!(ids(&third), whole[9..13]);
    fault(&local, json!({"times": 1}), json!({"kind": "row-inserted"})).await;
    let second = read(&local, &token, &link).await.json();
    assert_eq!(ids(&second), whole[3..7]);
    let third = read(&local, &token, &next(&second).unwrap()).await.json();
    assert_eq!(ids(&third), whole[7..11]);
}
