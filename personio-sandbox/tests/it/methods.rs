//! Methods that a path does not have.

use serde_json::json;

use crate::kit::{File, Local};

#[tokio::test]
async fn a_path_refuses_methods_it_does_not_have() {
    let local = Local::new();
    let tokens = local.all().await;
    let paths = [(&tokens.v1, "/v1/company/document-categories"), (&tokens.v2, "/v2/absence-types")];
    for (token, path) in paths {
        let file = File { field: "file", name: "a.pdf", media_type: "application/pdf", bytes: b"%PDF" };
        let body = json!({"name": "a"});
        local.post(token, path, body.clone()).await.expect(405);
        local.patch(token, path, body.clone()).await.expect(405);
        local.put(token, path, body.clone()).await.expect(405);
        local.delete(token, path, body).await.expect(405);
        local.form(token, path, &[("name", "a")]).await.expect(405);
        local.multipart(token, path, &[("name", "a")], &[file]).await.expect(405);
    }
}
