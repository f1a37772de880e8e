//! The pages about the sandbox itself: clock, switches, request log.

use super::{page, submit, value};
use crate::kit::Local;

#[tokio::test]
async fn the_clock_is_moved_with_a_form_and_goes_forward_only() {
    let local = Local::at("2026-06-01T10:00:00Z");
    let shown = page(&local, "/clock").await.expect(200);
    assert!(shown.body.contains("2026-06-01 12:00:00") && shown.body.contains("it stands still"));
    submit(&local, "/clock", &[("advance", "P1D")]).await.expect(303);
    assert_eq!(local.clock().now().to_string(), "2026-06-02T10:00:00Z");
    submit(&local, "/clock", &[("at", "2026-06-03T08:30")]).await.expect(303);
    assert_eq!(local.clock().now().to_string(), "2026-06-03T06:30:00Z");
    for wrong in ["2026-06-01T00:00", "soon", ""] {
        let refused = submit(&local, "/clock", &[("at", wrong)]).await.expect(400);
        assert_eq!(value(&refused, "set-at"), wrong, "what was entered stays");
        assert!(refused.body.contains("aria-invalid=\"true\""), "{}", refused.body);
    }
    assert_eq!(local.clock().now().to_string(), "2026-06-03T06:30:00Z");
    submit(&local, "/clock", &[("running", "yes")]).await.expect(303);
    assert!(!local.clock().stands());
    submit(&local, "/clock", &[("running", "no")]).await.expect(303);
    assert!(local.clock().stands());
}

#[tokio::test]
async fn switches_are_set_together_or_not_at_all() {
    let local = Local::new();
    let shown = page(&local, "/switches").await.expect(200);
    let known = page(&local, "/_sandbox/switches").await.expect(200).json();
    for switch in known["switches"].as_array().unwrap() {
        let name = switch["name"].as_str().unwrap();
        assert!(shown.body.contains(&format!("name=\"{name}\"")), "{name}");
    }
    submit(&local, "/switches", &[("v1-attendance", "410")]).await.expect(303);
    let shown = page(&local, "/switches").await.expect(200);
    assert!(shown.body.contains("<option selected>410</option>"));
    assert!(shown.body.contains("not as by default"));
    let refused =
        submit(&local, "/switches", &[("v1-attendance", "404"), ("nothing", "on")]).await.expect(400);
    assert!(
        refused.body.contains("there is no switch") && refused.body.contains("<option selected>410</option>")
    );
}

#[tokio::test]
async fn the_request_log_has_a_command_for_each_call_without_secrets() {
    let local = Local::new();
    let token = local.all().await.v2;
    local.get(&token, "/v2/persons?limit=1").await.expect(200);
    local.get("papi-wrong", "/v2/nothing?client_secret=papi-very-secret").await.expect(404);
    let log = page(&local, "/requests").await.expect(200).body;
    let command = "curl &#39;http://sandbox.test/v2/persons?limit=1&#39; -H &#34;authorization: Bearer $TOKEN&#34; \
                   -H &#39;beta: true&#39;";
    assert!(log.contains(command), "{log}");
    assert!(!log.contains("very-secret") && !log.contains(&token));
    let failed = page(&local, "/requests?failed=yes").await.expect(200).body;
    assert!(failed.contains("/v2/nothing") && !failed.contains("/v2/persons"));
    let none = page(&local, "/requests?q=%3Cscript%3E").await.expect(200).body;
    assert!(none.contains("No such call") && !none.contains("<script>"));
    let listed = page(&local, "/_sandbox/requests").await.expect(200).json();
    assert!(
        listed["requests"][0]["curl"].as_str().unwrap().starts_with("curl 'http://sandbox.test/v2/nothing")
    );
}

#[tokio::test]
async fn the_overview_tells_what_waits_and_leads_to_it() {
    let local = Local::new();
    let shown = page(&local, "/settings").await.expect(200).body;
    let rows = shown.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let mut waiting = 0;
    for row in rows.split("<tr>").skip(1) {
        let link = row.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let count: usize =
            row.split("class=\"number\">").nth(1).unwrap().split('<').next().unwrap().parse().unwrap();
        let list = page(&local, &link).await.expect(200).body;
        let is_told = count == 0 || list.contains(&format!(" of {count}</span>"));
        assert!(is_told, "{link} has {count}: {list}");
        waiting += count;
    }
    assert!(waiting > 0);
}
