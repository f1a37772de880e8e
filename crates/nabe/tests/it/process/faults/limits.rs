//! Limits that are real: everybody comes once at whatever pace Personio sets, and it is hardly ever asked too fast.

use serde_json::Value;

use crate::process::kit::control::Control;
use crate::process::kit::home::Home;
use crate::process::kit::personio::LocalPersonio;
use crate::process::kit::walk::Reader;

/// More calls at once than either model lets through.
const PEOPLE: usize = 2_500;

/// Reads everybody with the limits on and switches as they are named; answers how often Personio refused.
async fn read_everybody(switches: &[(&str, &str)]) -> usize {
    let personio = LocalPersonio::of(PEOPLE).await;
    let mut home = Home::new();
    home.use_personio(&personio.url).unset("NABE_PROVIDERS__PERSONIO__RATE_LIMITS");
    let (_server, client) = home.serve_first().await;
    let account = client.link("hurried", &personio.credentials()).await;
    let control = Control::new(&client, &personio);
    control.switch("rate-limits", "on").await;
    for (name, position) in switches {
        control.switch(name, position).await;
    }
    let reader = Reader { client: &client, account: &account };
    let ids = reader.walk("/unified/hris/employees?page_size=100&fields=id").await.whole("everybody");
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!((once.len(), ids.len()), (PEOPLE, PEOPLE), "{switches:?}");
    let asked = control.send("GET", "requests?limit=1000", None).await;
    let calls = asked["requests"].as_array().unwrap().iter();
    let calls: Vec<&Value> = calls.filter(|it| it["template"] == "/v1/company/employees").collect();
    assert!(calls.len() >= PEOPLE / 100, "{} calls", calls.len());
    calls.iter().filter(|it| it["status"] == 429).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_comes_at_300_a_minute() {
    let refused = read_everybody(&[("v1-employees-limit", "300-a-minute")]).await;
    assert!(refused <= 1, "{refused} calls were refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_comes_at_5_a_second() {
    let refused = read_everybody(&[("v1-employees-limit", "5-a-second"), ("v1-429-body", "empty")]).await;
    assert!(refused <= 3, "{refused} calls were refused");
}
