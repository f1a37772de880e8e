//! Starts and ends of employments, by hand and as days pass.

use serde_json::{Value, json};

use crate::kit::{Local, Tokens};
use crate::people::{company, employee, employments, events, hire, leaver, person, since, somebody};

async fn terminate(local: &Local, id: u64, body: Value) -> crate::kit::Answer {
    local.control("POST", &format!("/_sandbox/people/{id}/terminate"), body).await
}

async fn rehire(local: &Local, id: u64, date: &str) -> crate::kit::Answer {
    local.control("POST", &format!("/_sandbox/people/{id}/rehire"), json!({"date": date})).await
}

/// Moves the clock, after which yesterday's tokens have expired.
async fn move_to(local: &Local, tokens: &mut Tokens, now: &str) {
    local.control("POST", "/_sandbox/clock", json!({"now": now})).await.expect(200);
    *tokens = local.all().await;
}

/// Status in v1, status of the person and of the newest employment in v2.
async fn stages(local: &Local, tokens: &Tokens, id: u64) -> [Value; 3] {
    let newest = employments(local, tokens, id).await.swap_remove(0);
    let (v1, v2) = (employee(local, tokens, id).await, person(local, tokens, id).await);
    [v1["status"].clone(), v2["status"].clone(), newest["status"].clone()]
}

/// Name and time of what is told about a person since there were `before` events.
async fn told(local: &Local, before: usize, id: u64) -> Vec<(String, String)> {
    let about = |payload: &Value| payload["person"]["id"] == json!(id.to_string());
    let all = events(local).await.into_iter().skip(before);
    all.filter(|it| about(&it.2)).map(|it| (it.0, it.1)).collect()
}

#[tokio::test]
async fn whoever_was_hired_starts_at_midnight_of_their_first_day() {
    let (local, mut tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-05-11"})).await;
    assert_eq!(stages(&local, &tokens, id).await, ["onboarding", "ACTIVE", "ONBOARDING"]);
    let before = events(&local).await.len();
    move_to(&local, &mut tokens, "2026-05-10T21:59:59Z").await;
    assert_eq!(stages(&local, &tokens, id).await[0], "onboarding");
    move_to(&local, &mut tokens, "2026-05-10T22:00:00Z").await;
    assert_eq!(stages(&local, &tokens, id).await, ["active", "ACTIVE", "ACTIVE"]);
    let midnight = "2026-05-10T22:00:00Z";
    assert_eq!(told(&local, before, id).await, [("employment.started".to_owned(), midnight.to_owned())]);
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!(v1["last_modified_at"], "2026-05-11T00:00:00+02:00");
    assert_eq!(employments(&local, &tokens, id).await[0]["updated_at"], midnight);
    assert_eq!(person(&local, &tokens, id).await["updated_at"], midnight);
    // Only once.
    move_to(&local, &mut tokens, "2026-05-20T08:00:00Z").await;
    assert_eq!(told(&local, before, id).await.len(), 1);
    let since = "/v1/company/employees?updated_since=2026-05-10T23:59:59&attributes[]=status";
    let list = local.get(&tokens.v1, since).await.expect(200).json();
    let ids: Vec<&Value> =
        list["data"].as_array().unwrap().iter().map(|it| &it["attributes"]["id"]["value"]).collect();
    assert!(ids.contains(&&json!(id)), "{ids:?}");
}

#[tokio::test]
async fn whoever_starts_today_has_started() {
    let (local, tokens) = company().await;
    let before = events(&local).await.len();
    hire(&local, &tokens, json!({"hire_date": "2026-05-04"})).await;
    let expected = ["person.created", "employment.created", "employment.started"];
    assert_eq!(since(&local, before).await, expected);
}

#[tokio::test]
async fn whoever_is_terminated_leaves_after_their_last_day() {
    let (local, mut tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2020-01-01"})).await;
    let before = events(&local).await.len();
    let ending = json!({"date": "2026-05-31", "last_working_day": "2026-05-20", "type": "QUIT", "reason": "Better offer"});
    let ended = terminate(&local, id, ending).await.expect(200).json();
    let employment = &employments(&local, &tokens, id).await[0];
    assert_eq!(ended, json!({"person": {"id": id.to_string()}, "employment": {"id": employment["id"]}}));
    let expected = json!({
        "termination_date": "2026-05-31", "last_working_day": "2026-05-20", "terminated_at": "2026-05-04",
        "type": "QUIT", "reason": "Better offer",
    });
    assert_eq!(employment["termination"], expected);
    assert_eq!(employment["employment_end_date"], "2026-05-31");
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!(v1["termination_date"], "2026-05-31T00:00:00+02:00");
    assert_eq!((&v1["termination_type"], &v1["status"]), (&json!("quit"), &json!("active")));
    assert_eq!(since(&local, before).await, ["employment.updated"]);

    move_to(&local, &mut tokens, "2026-05-31T12:00:00Z").await;
    assert_eq!(stages(&local, &tokens, id).await, ["active", "ACTIVE", "ACTIVE"]);
    move_to(&local, &mut tokens, "2026-05-31T22:00:00Z").await;
    assert_eq!(stages(&local, &tokens, id).await, ["inactive", "INACTIVE", "INACTIVE"]);
    let last = told(&local, before, id).await.pop().unwrap();
    assert_eq!(last, ("employment.terminated".to_owned(), "2026-05-31T22:00:00Z".to_owned()));
}

#[tokio::test]
async fn a_past_end_takes_effect_at_once() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2020-01-01", "status": "leave"})).await;
    let before = events(&local).await.len();
    terminate(&local, id, json!({"date": "2026-05-03"})).await.expect(200);
    assert_eq!(stages(&local, &tokens, id).await, ["inactive", "INACTIVE", "INACTIVE"]);
    assert_eq!(since(&local, before).await, ["employment.updated", "employment.terminated"]);
    terminate(&local, id, json!({"date": "2026-06-03"})).await.expect(400);
}

#[tokio::test]
async fn whoever_comes_back_has_a_history() {
    let (local, mut tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2020-01-01", "position": "Baker"})).await;
    terminate(&local, id, json!({"date": "2026-05-10"})).await.expect(200);
    let before = events(&local).await.len();
    rehire(&local, id, "2026-05-10").await.expect(400);
    let back = rehire(&local, id, "2026-05-11").await.expect(201).json();
    let all = employments(&local, &tokens, id).await;
    assert_eq!((all.len(), &all[0]["id"]), (2, &back["employment"]["id"]));
    assert_eq!((&all[0]["status"], &all[1]["status"]), (&json!("ONBOARDING"), &json!("ACTIVE")));
    assert_eq!((&all[0]["position"]["title"], &all[0]["termination"]), (&json!("Baker"), &Value::Null));
    assert_eq!(all[0]["employment_start_date"], "2026-05-11");
    assert_eq!(since(&local, before).await, ["employment.created"]);

    move_to(&local, &mut tokens, "2026-05-12T08:00:00Z").await;
    let all = employments(&local, &tokens, id).await;
    assert_eq!((&all[0]["status"], &all[1]["status"]), (&json!("ACTIVE"), &json!("INACTIVE")));
    let midnight = "2026-05-10T22:00:00Z".to_owned();
    let expected =
        [("employment.terminated".to_owned(), midnight.clone()), ("employment.started".to_owned(), midnight)];
    assert_eq!(told(&local, before, id).await[1..], expected);
    let v1 = employee(&local, &tokens, id).await;
    assert_eq!(
        (&v1["hire_date"], &v1["termination_date"]),
        (&json!("2026-05-11T00:00:00+02:00"), &Value::Null)
    );

    // Somebody who left long ago starts at once.
    let gone = leaver(&local, &tokens).await;
    let history = employments(&local, &tokens, gone).await.len();
    rehire(&local, gone, "2026-05-12").await.expect(201);
    assert_eq!(stages(&local, &tokens, gone).await, ["active", "ACTIVE", "ACTIVE"]);
    assert_eq!(employments(&local, &tokens, gone).await.len(), history + 1);
}

#[tokio::test]
async fn a_jump_over_many_days_tells_everything_in_order() {
    let (local, mut tokens) = company().await;
    for (number, day) in ["2026-06-20", "2026-05-06", "2026-06-01", "2026-05-06"].into_iter().enumerate() {
        let email = format!("p{number}@example.com");
        let id = hire(&local, &tokens, json!({"email": email, "hire_date": day})).await;
        if number > 1 {
            terminate(&local, id, json!({"date": "2026-06-19"})).await.expect(200);
        }
    }
    let before = events(&local).await.len();
    move_to(&local, &mut tokens, "2026-12-31T08:00:00Z").await;
    // What was told before the jump is older than events are kept, what happened on the way isn't lost.
    let all = events(&local).await;
    let on_the_way: Vec<&(String, String, Value)> =
        all.iter().filter(|it| it.0 == "employment.started" || it.0 == "employment.terminated").collect();
    assert!(on_the_way.len() >= 6 && before > 0, "{on_the_way:?}");
    assert!(on_the_way.iter().map(|it| &it.1).is_sorted(), "{on_the_way:?}");
    let joined = local.get(&tokens.v2, "/v2/persons?email=p0@example.com,p1@example.com").await.json();
    assert!(joined["_data"].as_array().unwrap().iter().all(|it| it["status"] == "ACTIVE"));
    let left = local.get(&tokens.v2, "/v2/persons?email=p2@example.com,p3@example.com").await.json();
    assert!(left["_data"].as_array().unwrap().iter().all(|it| it["status"] == "INACTIVE"));
    // Nobody is about to start, and nobody is still there who should have left.
    let company = local.control("GET", "/_sandbox/company", Value::Null).await.json();
    assert_eq!(company["people"]["onboarding"], 0, "{company}");
}

#[tokio::test]
async fn a_moved_start_counts_and_not_the_old_one() {
    let (local, mut tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-05-11"})).await;
    let change = json!({"employee": {"hire_date": "2026-05-18"}});
    local.patch(&tokens.v1, &format!("/v1/company/employees/{id}"), change).await.expect(200);
    move_to(&local, &mut tokens, "2026-05-12T08:00:00Z").await;
    assert_eq!(stages(&local, &tokens, id).await[0], "onboarding");
    move_to(&local, &mut tokens, "2026-05-18T08:00:00Z").await;
    assert_eq!(stages(&local, &tokens, id).await[0], "active");
}

#[tokio::test]
async fn what_an_administrator_cant_do_is_told() {
    let (local, tokens) = company().await;
    let id = hire(&local, &tokens, json!({"hire_date": "2026-01-01"})).await;
    for body in [
        json!({}),
        json!({"date": "soon"}),
        json!({"date": "2025-12-31"}),
        json!({"date": "2026-06-30", "last_working_day": "2026-07-01"}),
        json!({"date": "2026-06-30", "type": "BORED"}),
        json!({"date": "2026-06-30", "other": 1}),
    ] {
        terminate(&local, id, body).await.expect(400);
    }
    terminate(&local, 999_999, json!({"date": "2026-06-30"})).await.expect(404);
    rehire(&local, 999_999, "2026-06-30").await.expect(404);
    rehire(&local, id, "2026-06-30").await.expect(400);
    assert_eq!(stages(&local, &tokens, id).await, ["active", "ACTIVE", "ACTIVE"]);
}

#[tokio::test]
async fn no_event_tells_that_a_job_changed() {
    let (local, tokens) = company().await;
    let id = somebody(&local, &tokens).await;
    let jobs = local.get(&tokens.v2, "/v2/jobs").await.expect(200).json();
    let before = events(&local).await.len();
    local.clock().advance(60);
    let path = format!("/_sandbox/people/{id}/job");
    for job in [&jobs["_data"][0]["id"], &jobs["_data"][1]["id"]] {
        local.control("POST", &path, json!({"job": job})).await.expect(204);
        let employment = &employments(&local, &tokens, id).await[0];
        assert_eq!(&employment["job"]["id"], job);
        assert_eq!(employment["updated_at"], "2026-05-04T08:01:00Z");
    }
    local.control("POST", &path, json!({"job": null})).await.expect(204);
    assert_eq!(employments(&local, &tokens, id).await[0].get("job"), None);
    assert_eq!(since(&local, before).await, Vec::<String>::new());
    let unknown = json!({"job": "00000000-0000-4000-8000-000000000000"});
    local.control("POST", &path, unknown).await.expect(400);
    local.control("POST", "/_sandbox/people/999999/job", json!({"job": null})).await.expect(404);
}
