//! The career site: its feed and its `robots.txt`, by host name (facts §10).

mod xml;

use serde_json::{Value, json};

use self::xml::{Element, read};
use crate::kit::{Answer, Local};

const HOST: &str = "nordlicht.jobs.localhost:8700";

async fn get(local: &Local, host: &str, path: &str) -> Answer {
    local.send("GET", path, &[("host", host)], "").await
}

/// A redirect, which is not published.
async fn redirect(local: &Local, host: &str, path: &str) -> String {
    let answer = local.send_unchecked("GET", path, &[("host", host)], "").await.expect(307);
    answer.headers["location"].to_str().unwrap().to_owned()
}

async fn feed(local: &Local, path: &str) -> Element {
    let answer = get(local, HOST, path).await.expect(200);
    assert_eq!(answer.headers["content-type"], "application/xml");
    let root = read(&answer.body);
    assert_eq!(root.name, "workzag-jobs");
    assert!(root.children.iter().all(|it| it.name == "position"));
    root
}

async fn switch(local: &Local, name: &str, position: &str) {
    local.control("PUT", "/_sandbox/switches", json!({name: position})).await.expect(200);
}

#[tokio::test]
async fn every_host_of_a_company_has_its_feed() {
    let local = Local::new();
    local
        .control("POST", "/_sandbox/companies", json!({"key": "acme", "people": 10, "seed": 9}))
        .await
        .expect(201);
    let ours = get(&local, HOST, "/xml?language=en").await.expect(200).body;
    for host in [
        "nordlicht.jobs.personio.de",
        "nordlicht.jobs.personio.com",
        "NORDLICHT.Jobs.localhost",
        "nordlicht.jobs.test:1",
    ] {
        assert_eq!(get(&local, host, "/xml?language=en").await.expect(200).body, ours, "{host}");
        let robots = get(&local, host, "/robots.txt").await.expect(200);
        assert_eq!(robots.body, "User-agent: *\nAllow: /\n");
        assert_eq!(robots.headers["content-type"], "text/plain; charset=utf-8");
    }
    assert_ne!(get(&local, "acme.jobs.localhost", "/xml?language=en").await.expect(200).body, ours);
    let unknown = "nobody.jobs.localhost:8700";
    assert_eq!(get(&local, unknown, "/robots.txt").await.expect(200).body, "User-agent: *\nDisallow: /\n");
    let answer = get(&local, unknown, "/xml?language=en").await.expect(404);
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    // The API is not on the host of a career site, and the feed not on that of the API.
    for host in [
        "localhost:8700",
        "nordlicht.localhost",
        "jobs.localhost",
        "127.0.0.1:8700",
        "[::1]:8700",
        "nordlicht.jobs",
    ] {
        local.send_unchecked("GET", "/xml", &[("host", host)], "").await.expect(404);
        local.send_unchecked("GET", "/robots.txt", &[("host", host)], "").await.expect(404);
    }
    let token = local.all().await.v1;
    let bearer = format!("Bearer {token}");
    let headers = [("host", HOST), ("authorization", bearer.as_str())];
    local.send_unchecked("GET", "/v1/company/employees", &headers, "").await.expect(404);
    local.send("POST", "/xml", &[("host", HOST)], "").await.expect(405);
}

#[tokio::test]
async fn a_position_has_the_published_fields_in_their_order() {
    let local = Local::with_people(1_000);
    let root = feed(&local, "/xml?language=de").await;
    let known = [
        "id",
        "subcompany",
        "office",
        "additionalOffices",
        "department",
        "recruitingCategory",
        "name",
        "jobDescriptions",
        "employmentType",
        "seniority",
        "schedule",
        "yearsOfExperience",
        "keywords",
        "occupation",
        "occupationCategory",
        "createdAt",
    ];
    for position in &root.children {
        let names: Vec<usize> = position
            .children
            .iter()
            .map(|it| known.iter().position(|known| *known == it.name).expect(&it.name))
            .collect();
        assert!(names.is_sorted() && names.windows(2).all(|it| it[0] != it[1]), "{position:?}");
        for required in ["id", "name", "jobDescriptions", "employmentType", "schedule", "createdAt"] {
            assert!(position.get(required).is_some(), "{required}");
        }
        assert!(position.field("id").parse::<u32>().is_ok());
        assert!(["permanent", "intern", "trainee", "freelance"].contains(&position.field("employmentType")));
        assert!(
            ["entry-level", "experienced", "executive", "student"].contains(&position.field("seniority"))
        );
        assert!(["full-time", "part-time"].contains(&position.field("schedule")));
        let years = ["", "lt-1", "1-2", "2-5", "5-7", "7-10", "10-15", "gt-15"];
        assert!(years.contains(&position.field("yearsOfExperience")));
        assert!(position.field("createdAt").ends_with("+00:00"));
    }
    for sometimes in known {
        assert!(root.children.iter().any(|it| it.get(sometimes).is_some()), "{sometimes}");
    }
    for optional in ["subcompany", "additionalOffices", "department", "yearsOfExperience", "keywords"] {
        assert!(root.children.iter().any(|it| it.get(optional).is_none()), "{optional} is always there");
    }
    let text = |it: &Element| format!("{it:?}");
    let escaped =
        root.children.iter().find(|it| it.field("name").contains('"')).expect("a title with quotes");
    assert_eq!(escaped.field("name"), "Senior Software Engineer \"Messdaten\" (Rust & C++)");
    assert!(root.children.iter().any(|it| it.field("department") == "People & Culture"));
    assert!(
        root.children.iter().any(|it| text(it).contains("if (a[b[0]]>0)")),
        "the end of a section inside it"
    );
}

#[tokio::test]
async fn only_the_descriptions_depend_on_the_language() {
    let local = Local::new();
    let blocks = |root: &Element| -> Vec<(String, String)> {
        let descriptions = root.children.iter().map(|it| it.get("jobDescriptions").unwrap());
        let first = |it: &Element| {
            it.all("jobDescription")
                .next()
                .map(|it| (it.field("name").to_owned(), it.field("value").to_owned()))
        };
        descriptions.map(|it| first(it).unwrap_or_default()).collect()
    };
    let without = |mut root: Element| {
        root.children.iter_mut().for_each(|it| it.children.retain(|it| it.name != "jobDescriptions"));
        root
    };
    let german = feed(&local, "/xml?language=de").await;
    let english = feed(&local, "/xml?language=en").await;
    for same in ["/xml", "/xml?language=", "/xml?language=xx", "/xml?lang=en"] {
        assert_eq!(feed(&local, same).await, german, "{same}");
    }
    let (de, en) = (blocks(&german), blocks(&english));
    let written = |it: &(String, String)| !it.1.is_empty();
    assert!(de.iter().zip(&en).any(|(de, en)| written(de) && written(en)), "in both languages");
    assert!(de.iter().zip(&en).any(|(de, en)| written(de) && !written(en)), "in German only");
    assert!(de.iter().zip(&en).any(|(de, en)| !written(de) && written(en)), "in English only");
    assert!(
        de.iter().filter(|it| written(it)).all(|it| it.0 == "Deine Aufgaben" && it.1.starts_with("<ul><li>"))
    );
    assert!(en.iter().filter(|it| written(it)).all(|it| it.0 == "Your role & team"));
    for language in ["fr", "es", "nl", "it", "pt"] {
        let other = feed(&local, &format!("/xml?language={language}")).await;
        assert!(blocks(&other).iter().all(|it| !written(it)));
        assert_eq!(without(other), without(german.clone()));
    }
}

#[tokio::test]
async fn the_feed_follows_what_is_published() {
    let local = Local::new();
    let token = local.may(&[("recruiting", "read")]).await.v2;
    let ids = async || -> Vec<String> {
        feed(&local, "/xml").await.children.iter().map(|it| it.field("id").to_owned()).collect()
    };
    let before = ids().await;
    let jobs = local.get(&token, "/v2/recruiting/jobs?limit=200").await.expect(200).json();
    let jobs: Vec<&str> =
        jobs["_data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert!(before.iter().all(|it| jobs.contains(&it.as_str())), "v2 has the same numbers");
    let hidden = jobs
        .iter()
        .find(|it| !before.iter().any(|id| id == **it))
        .expect("v2 also has what is not published");
    let publish = async |id: &str, published: bool| {
        let path = format!("/_sandbox/recruiting/jobs/{id}");
        local.control("PATCH", &path, json!({"published": published})).await.expect(200);
    };
    publish(hidden, true).await;
    publish(&before[0], false).await;
    let after = ids().await;
    assert!(after.iter().any(|it| it == *hidden) && !after.contains(&before[0]));

    let settings = json!({"xml_feed": false});
    local.control("PUT", "/_sandbox/recruiting/settings", settings).await.expect(200);
    get(&local, HOST, "/xml").await.expect(404);
    assert!(get(&local, HOST, "/robots.txt").await.expect(200).body.contains("Allow: /"));
}

#[tokio::test]
async fn each_switch_shows() {
    let local = Local::new();
    switch(&local, "career-site-unknown", "307").await;
    assert_eq!(redirect(&local, "nobody.jobs.localhost", "/xml").await, "https://www.personio.com/");
    get(&local, HOST, "/xml").await.expect(200);

    switch(&local, "career-site-domain", "307").await;
    let elsewhere = redirect(&local, "nordlicht.jobs.personio.de", "/xml?language=en").await;
    assert_eq!(elsewhere, "https://nordlicht.jobs.personio.com/xml?language=en");
    redirect(&local, "nordlicht.jobs.personio.de", "/robots.txt").await;
    get(&local, "nordlicht.jobs.personio.com", "/xml?language=en").await.expect(200);
    get(&local, HOST, "/xml?language=en").await.expect(200);

    switch(&local, "career-feed-created-at", "no-colon").await;
    let created = feed(&local, "/xml").await.children[0].field("createdAt").to_owned();
    assert!(created.ends_with("+0200") || created.ends_with("+0100"), "{created}");
    switch(&local, "career-feed-media-type", "text/xml").await;
    let answer = local.send_unchecked("GET", "/xml", &[("host", HOST)], "").await.expect(200);
    assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8");
}

#[tokio::test]
async fn calls_of_the_career_site_are_in_the_journal() {
    let local = Local::new();
    get(&local, HOST, "/xml?language=en").await.expect(200);
    let calls = local.control("GET", "/_sandbox/requests?limit=1", Value::Null).await.expect(200).json();
    assert_eq!(calls["requests"][0]["path"], "/xml?language=en");
}
