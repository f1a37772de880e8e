//! `GET /v2/salary-bands`.

use serde_json::json;

use super::Setting;

const BANDS: &str = "/v2/salary-bands";

#[tokio::test]
async fn bands_have_ids_and_names_and_perhaps_more() {
    let setting = Setting::new().await;
    let bare = setting.local.get(&setting.v2, BANDS).await.expect(200).json();
    let bare = bare["_data"].as_array().unwrap();
    assert!(bare.len() > 3);
    assert_eq!(bare[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "name"]);

    setting.local.switch("v2-salary-band-fields", "full").await;
    let full = setting.local.get(&setting.v2, BANDS).await.expect(200).json();
    let jobs = setting.local.get(&setting.v2, "/v2/jobs?limit=100").await.expect(200).json();
    for (band, short) in full["_data"].as_array().unwrap().iter().zip(bare) {
        assert_eq!(band["id"], short["id"]);
        assert!(band["minimum"].as_f64() < band["maximum"].as_f64(), "{band}");
        let job = jobs["_data"].as_array().unwrap().iter().find(|it| it["id"] == band["job"]["id"]).unwrap();
        let name = format!("{} ({})", job["name"].as_str().unwrap(), band["currency"].as_str().unwrap());
        assert_eq!(band["name"], json!(name));
    }
}

#[tokio::test]
async fn bands_may_be_beta() {
    let setting = Setting::new().await;
    let bearer = format!("Bearer {}", setting.v2);
    let plain = [("authorization", bearer.as_str())];
    setting.local.send("GET", BANDS, &plain, "").await.expect(200);
    setting.local.switch("salary-bands-beta", "hidden").await;
    setting.local.send("GET", BANDS, &plain, "").await.expect(404);
    setting.local.get(&setting.v2, BANDS).await.expect(200);
}

#[tokio::test]
async fn bands_come_in_pages_to_those_who_may_see_them() {
    let setting = Setting::new().await;
    let first = setting.local.get(&setting.v2, &format!("{BANDS}?limit=2")).await.expect(200).json();
    let next = first["_meta"]["links"]["next"]["href"].as_str().unwrap();
    let next = next.trim_start_matches("http://sandbox.test");
    let second = setting.local.get(&setting.v2, next).await.expect(200).json();
    assert_ne!(first["_data"][1]["id"], second["_data"][0]["id"]);
    for query in ["limit=101", "limit=x", "name=a"] {
        setting.local.get(&setting.v2, &format!("{BANDS}?{query}")).await.expect(400);
    }
    let other = setting.local.may(&[("employees", "read")]).await.v2;
    setting.local.get(&other, BANDS).await.expect(403);
}
