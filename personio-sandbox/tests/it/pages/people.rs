//! The people: found, and one by one.

use super::page;
use crate::kit::Local;

#[tokio::test]
async fn people_are_found_and_paged() {
    let local = Local::with_people(120);
    let first = page(&local, "/people").await.expect(200).body;
    assert!(first.contains("1–50 of 120") && first.contains("href=\"/people?page=2\""), "{first}");
    let last = page(&local, "/people?page=3").await.expect(200).body;
    assert!(last.contains("101–120 of 120") && !last.contains("rel=\"next\""));
    let token = local.all().await.v2;
    let person = local.get(&token, "/v2/persons?limit=1").await.expect(200).json()["_data"][0].clone();
    let text = |name: &str| person[name].as_str().unwrap().to_owned();
    let found = page(&local, &format!("/people?q={}", text("email").to_uppercase())).await.expect(200).body;
    assert!(found.contains("1–1 of 1") && found.contains(&text("last_name")), "{found}");
    let nobody = page(&local, "/people?q=%3Cb%3E&status=leave").await.expect(200).body;
    assert!(nobody.contains("Nobody matches") && nobody.contains("value=\"&#60;b&#62;\""), "{nobody}");
    let inactive = page(&local, "/people?status=inactive").await.expect(200).body;
    assert!(!inactive.contains("class=\"good\""), "{inactive}");
}

#[tokio::test]
async fn a_person_is_shown_with_employments_and_custom_attributes() {
    let local = Local::new();
    let token = local.all().await.v2;
    let person = local.get(&token, "/v2/persons?limit=1").await.expect(200).json()["_data"][0].clone();
    let id = person["id"].as_str().unwrap();
    let shown = page(&local, &format!("/people/{id}")).await.expect(200).body;
    for part in [person["email"].as_str().unwrap(), "Employment: ", "Custom attributes", "Last events"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let gone = page(&local, "/people/999999").await.expect(404).body;
    assert!(gone.contains("This person is not there"));
}

#[tokio::test]
async fn every_page_of_the_navigation_is_there_and_marked() {
    let local = Local::new();
    let start = page(&local, "/settings").await.expect(200).body;
    let (_, navigation) = start.split_once("<nav").unwrap();
    let links = navigation.split("</nav>").next().unwrap().split("href=\"").skip(1);
    let mut count = 0;
    for link in links.map(|it| it.split('"').next().unwrap()) {
        let shown = page(&local, link).await.expect(200);
        assert!(shown.body.contains(&format!("href=\"{link}\" aria-current=\"page\"")), "{link}");
        assert_eq!(shown.headers["cache-control"], "no-store");
        let policy = shown.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(!shown.body.contains(" style=") && !shown.body.contains(" onclick="), "{link}");
        count += 1;
    }
    assert!(count >= 7);
}
