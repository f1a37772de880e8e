//! Reads of the organisation: what each list has, its order, limits and filters (facts §9.5).

use serde_json::{Value, json};

use crate::kit::{Local, Tokens};

async fn company() -> (Local, Tokens) {
    let local = Local::with_people(600);
    let tokens = local.all().await;
    (local, tokens)
}

async fn rows(local: &Local, tokens: &Tokens, path: &str) -> Vec<Value> {
    let list = local.get(&tokens.v2, path).await.expect(200).json();
    list["_data"].as_array().unwrap().clone()
}

/// Every row of a list, along its links.
async fn everything(local: &Local, tokens: &Tokens, first: &str) -> Vec<Value> {
    let (mut path, mut all) = (first.to_owned(), Vec::new());
    loop {
        let page = local.get(&tokens.v2, &path).await.expect(200).json();
        all.extend(page["_data"].as_array().unwrap().clone());
        let Some(next) = page["_meta"]["links"].get("next") else { return all };
        next["href"].as_str().unwrap().strip_prefix("http://sandbox.test").unwrap().clone_into(&mut path);
    }
}

fn texts<'a>(rows: &'a [Value], field: &str) -> Vec<&'a str> {
    rows.iter().map(|it| it[field].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_list_has_its_limits() {
    let (local, tokens) = company().await;
    for (path, default) in [
        ("/v2/org-units", 20),
        ("/v2/legal-entities", 20),
        ("/v2/cost-centers", 50),
        ("/v2/workplaces", 50),
        ("/v2/jobs", 50),
    ] {
        let all = everything(&local, &tokens, &format!("{path}?limit=3")).await;
        assert_eq!(rows(&local, &tokens, path).await.len(), all.len().min(default), "{path}");
        for bad in ["limit=0", "limit=101", "limit=x", "nothing=1", "cursor=x"] {
            local.get(&tokens.v2, &format!("{path}?{bad}")).await.expect(400);
        }
        local.get(&tokens.v2, &format!("{path}?limit=100")).await.expect(200);
    }
}

#[tokio::test]
async fn org_units_form_chains_and_their_links_repeat_the_filters() {
    let (local, tokens) = company().await;
    let path = "/v2/org-units?type=department&include_parent_chain=true&limit=2";
    let page = local.get(&tokens.v2, path).await.expect(200).json();
    let next = page["_meta"]["links"]["next"]["href"].as_str().unwrap();
    assert!(next.contains("type=department&include_parent_chain=true&cursor="), "{next}");
    let departments = everything(&local, &tokens, path).await;
    assert!(departments.iter().all(|it| it["type"] == "department"));
    let teams = everything(&local, &tokens, "/v2/org-units?type=team").await;
    assert_eq!(everything(&local, &tokens, "/v2/org-units").await.len(), departments.len() + teams.len());

    let deep = departments.iter().find(|it| !it["parent_id"].is_null()).unwrap();
    assert_eq!(deep["parent_chain"], json!([{"id": deep["parent_id"]}]));
    let id = deep["id"].as_str().unwrap();
    let one = format!("/v2/org-units/{id}?type=department");
    let alone = local.get(&tokens.v2, &one).await.expect(200).json();
    assert_eq!(alone.get("parent_chain"), None);
    let chain = local.get(&tokens.v2, &format!("{one}&include_parent_chain=true")).await.expect(200).json();
    let parent = &chain["parent_chain"][0];
    assert_eq!(parent["id"], deep["parent_id"]);
    assert!(parent["name"].is_string() && parent["abbreviation"].is_string(), "the whole unit: {parent}");

    local.get(&tokens.v2, &format!("/v2/org-units/{id}?type=team")).await.expect(404);
    local.get(&tokens.v2, &format!("/v2/org-units/{id}")).await.expect(400);
    for bad in ["type=squad", "include_parent_chain=maybe"] {
        local.get(&tokens.v2, &format!("/v2/org-units?{bad}")).await.expect(400);
    }
}

#[tokio::test]
async fn legal_entities_come_newest_first() {
    let (local, tokens) = company().await;
    let all = rows(&local, &tokens, "/v2/legal-entities").await;
    let ids: Vec<u32> = texts(&all, "id").iter().map(|it| it.parse().unwrap()).collect();
    assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
    let (first, last) = (ids[0], ids[ids.len() - 1]);
    for query in
        [format!("id[]={first},{last}"), format!("id={first},{last}"), format!("id[]={first}&id[]={last}")]
    {
        let some = rows(&local, &tokens, &format!("/v2/legal-entities?{query}")).await;
        assert_eq!(texts(&some, "id"), [first.to_string(), last.to_string()], "{query}");
    }
    let german = rows(&local, &tokens, "/v2/legal-entities?country[]=DE,AT").await;
    assert_eq!(german.len(), 2);
    assert!(rows(&local, &tokens, "/v2/legal-entities?country=IS").await.is_empty());
    for bad in ["id[]=x", "country[]=Germany", "country=d1"] {
        local.get(&tokens.v2, &format!("/v2/legal-entities?{bad}")).await.expect(400);
    }
    assert_eq!(
        local.get(&tokens.v2, &format!("/v2/legal-entities/{first}")).await.expect(200).json(),
        all[0]
    );
    local.get(&tokens.v2, "/v2/legal-entities/1").await.expect(404);
}

#[tokio::test]
async fn named_lists_are_sorted_and_filtered() {
    let (local, tokens) = company().await;
    for path in ["/v2/cost-centers", "/v2/workplaces", "/v2/jobs"] {
        let by_name = rows(&local, &tokens, &format!("{path}?sort=name&limit=100")).await;
        assert!(texts(&by_name, "name").is_sorted(), "{path}");
        let mut backwards = rows(&local, &tokens, &format!("{path}?sort=-name&limit=100")).await;
        backwards.reverse();
        assert_eq!(backwards, by_name);
        let by_id = rows(&local, &tokens, &format!("{path}?sort=id&limit=100")).await;
        assert!(texts(&by_id, "id").is_sorted(), "{path}");
        let mut default = rows(&local, &tokens, &format!("{path}?limit=100")).await;
        if path == "/v2/jobs" {
            default.reverse();
        }
        assert_eq!(default, by_id, "{path}");
        let (one, two) = (&by_id[0], &by_id[1]);
        let ids = format!("{path}?id={},{}", one["id"].as_str().unwrap(), two["id"].as_str().unwrap());
        assert_eq!(rows(&local, &tokens, &ids).await.len(), 2);
        let name =
            form_urlencoded::byte_serialize(one["name"].as_str().unwrap().as_bytes()).collect::<String>();
        assert_eq!(rows(&local, &tokens, &format!("{path}?name={name}")).await, std::slice::from_ref(one));
        assert!(rows(&local, &tokens, &format!("{path}?name=nothing")).await.is_empty());
        local.get(&tokens.v2, &format!("{path}?sort=size")).await.expect(400);
    }
}

#[tokio::test]
async fn cost_centers_may_be_missing_and_fields_few() {
    let (local, tokens) = company().await;
    local.get(&tokens.v2, "/v2/cost-centers").await.expect(200);
    local.switch("v2-cost-centers", "404").await;
    local.get(&tokens.v2, "/v2/cost-centers").await.expect(404);

    let unit = &rows(&local, &tokens, "/v2/org-units?limit=1").await[0];
    assert!(unit.get("description").is_some() && unit.get("abbreviation").is_some());
    local.switch("v2-organisation-fields", "bare").await;
    let unit = rows(&local, &tokens, "/v2/org-units?limit=1").await.swap_remove(0);
    let fields: Vec<&String> = unit.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["id", "name", "parent_id", "type"]);
    let entity = rows(&local, &tokens, "/v2/legal-entities?limit=1").await.swap_remove(0);
    assert_eq!(entity.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "name"]);
    let path = format!("/v2/legal-entities/{}", entity["id"].as_str().unwrap());
    assert_eq!(local.get(&tokens.v2, &path).await.expect(200).json(), entity);
}
