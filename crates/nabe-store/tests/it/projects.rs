//! Projects.

use nabe_model::ids::ProjectId;
use nabe_store::testing::TestStore;
use nabe_store::{LookRow, ProjectRow, StoreError};

use crate::support::{at, project};

on_every_engine!(
    a_project_reads_back,
    a_name_is_given_once,
    origins_are_replaced_in_one_project,
    required_rights_are_replaced_in_one_project,
    a_look_is_replaced_in_one_project,
    a_changed_row_is_told_apart_from_a_failure
);

async fn a_project_reads_back(store: &TestStore) {
    let origins = vec!["https://app.example.com".to_owned(), "http://localhost:3000".to_owned()];
    let new = |name: &str, ms| ProjectRow {
        id: ProjectId::new(),
        name: name.to_owned(),
        allowed_origins: origins.clone(),
        required_rights: Some(vec!["employees:read".to_owned()]),
        created_at: at(ms),
    };
    let (later, first) = (new("later", 2), new("first 'quoted'", 1));
    store.add_project(&later).await.unwrap();
    store.add_project(&first).await.unwrap();

    assert_eq!(store.project(&first.id).await.unwrap().as_ref(), Some(&first));
    assert_eq!(store.projects().await.unwrap(), [first, later]);
    assert_eq!(store.project(&ProjectId::new()).await.unwrap(), None);
}

async fn a_name_is_given_once(store: &TestStore) {
    let id = project(store).await;
    let row = store.project(&id).await.unwrap().unwrap();
    let same_name = ProjectRow { id: ProjectId::new(), ..row.clone() };
    let same_id = ProjectRow { name: "another".to_owned(), ..row };
    for taken in [same_name, same_id] {
        assert!(matches!(store.add_project(&taken).await, Err(StoreError::Conflict)));
    }
}

async fn origins_are_replaced_in_one_project(store: &TestStore) {
    let (mine, theirs) = (project(store).await, project(store).await);
    let origins = ["https://a.example".to_owned()];
    assert!(store.set_allowed_origins(&mine, &origins).await.unwrap());
    assert_eq!(store.project(&mine).await.unwrap().unwrap().allowed_origins, origins);
    assert!(store.project(&theirs).await.unwrap().unwrap().allowed_origins.is_empty());
    assert!(!store.set_allowed_origins(&ProjectId::new(), &origins).await.unwrap());
}

async fn a_changed_row_is_told_apart_from_a_failure(store: &TestStore) {
    let id = project(store).await;
    store.execute("update projects set allowed_origins = '[\"https://canary.example\", 7]'").await;
    let error = store.project(&id).await.unwrap_err();
    assert!(matches!(&error, StoreError::Corrupt(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("ProjectRow.allowed_origins") && !text.contains("canary"), "{text}");

    store.execute("update projects set allowed_origins = '[]', id = 'nonsense'").await;
    assert!(matches!(store.projects().await, Err(StoreError::Corrupt(_))));
}

async fn required_rights_are_replaced_in_one_project(store: &TestStore) {
    let (mine, other) = (project(store).await, project(store).await);
    let rights = vec!["time_off:read".to_owned()];
    assert!(store.set_required_rights(&mine, Some(&rights)).await.unwrap());
    assert_eq!(store.project(&mine).await.unwrap().unwrap().required_rights, Some(rights.clone()));
    assert_eq!(store.project(&other).await.unwrap().unwrap().required_rights, None);
    assert!(store.set_required_rights(&mine, None).await.unwrap());
    assert_eq!(store.project(&mine).await.unwrap().unwrap().required_rights, None);
    assert!(!store.set_required_rights(&ProjectId::new(), Some(&rights)).await.unwrap());
}

async fn a_look_is_replaced_in_one_project(store: &TestStore) {
    let (mine, other) = (project(store).await, project(store).await);
    let plain = LookRow { theme: None, logo: None, logo_type: None };
    assert_eq!(store.look(&mine).await.unwrap().as_ref(), Some(&plain));
    let look = LookRow {
        theme: Some([("accent".to_owned(), "#0a5".to_owned())].into()),
        logo: Some(vec![0, 255, 7]),
        logo_type: Some("image/png".to_owned()),
    };
    assert!(store.set_look(&mine, &look).await.unwrap());
    assert_eq!(store.look(&mine).await.unwrap(), Some(look.clone()));
    assert_eq!(store.look(&other).await.unwrap(), Some(plain));
    assert!(!store.set_look(&ProjectId::new(), &look).await.unwrap());
    assert_eq!(store.look(&ProjectId::new()).await.unwrap(), None);
}
