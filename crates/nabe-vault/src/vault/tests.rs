//! What the vault promises: only the right key and the right context open a secret, and rotation loses none.

use std::thread;

use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use super::*;

const MINE: Context<'_> = Context { project: "proj_1", account: "acct_1", purpose: "credentials" };

/// A vault with a key file of its own.
fn vault() -> (TempDir, PathBuf, Vault) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nabe.key");
    KeyFile::create(&path).unwrap();
    let vault = Vault::load(&path).unwrap();
    (folder, path, vault)
}

fn opens(vault: &Vault, sealed: &Sealed, secret: &[u8]) {
    assert_eq!(vault.open(MINE, sealed).unwrap().as_slice(), secret);
}

fn context([project, account, purpose]: &[String; 3]) -> Context<'_> {
    Context { project, account, purpose }
}

proptest! {
    #[test]
    fn a_secret_opens_as_it_was(secret: Vec<u8>) {
        let vault = Vault::in_memory();
        opens(&vault, &vault.seal(MINE, &secret).unwrap(), &secret);
    }

    #[test]
    fn any_flipped_bit_is_refused(secret: Vec<u8>, at: Index, bit in 0..8_u32) {
        let vault = Vault::in_memory();
        let sealed = vault.seal(MINE, &secret).unwrap();
        let refused = |sealed: &Sealed| {
            matches!(vault.open(MINE, sealed), Err(VaultError::Refused { .. }))
                && matches!(vault.rewrap(MINE, sealed), Err(VaultError::Refused { .. }))
        };

        let mut changed = sealed.clone();
        changed.ciphertext[at.index(sealed.ciphertext.len())] ^= 1 << bit;
        prop_assert!(refused(&changed));

        let mut changed = sealed.clone();
        changed.wrapped_key[at.index(sealed.wrapped_key.len())] ^= 1 << bit;
        prop_assert!(refused(&changed));
    }

    #[test]
    fn a_shortened_secret_is_refused(secret: Vec<u8>, at: Index) {
        let vault = Vault::in_memory();
        let mut sealed = vault.seal(MINE, &secret).unwrap();
        sealed.ciphertext.truncate(at.index(sealed.ciphertext.len()));
        prop_assert!(vault.open(MINE, &sealed).is_err());

        let mut sealed = vault.seal(MINE, &secret).unwrap();
        sealed.wrapped_key.truncate(at.index(sealed.wrapped_key.len()));
        prop_assert!(vault.open(MINE, &sealed).is_err());
    }

    #[test]
    fn another_context_is_refused(one: [String; 3], other: [String; 3]) {
        prop_assume!(one != other);
        let vault = Vault::in_memory();
        let sealed = vault.seal(context(&one), b"secret").unwrap();
        prop_assert!(vault.open(context(&one), &sealed).is_ok());
        prop_assert!(vault.open(context(&other), &sealed).is_err());
    }
}

#[test]
fn parts_of_a_context_dont_run_into_one_another() {
    let vault = Vault::in_memory();
    let sealed = vault.seal(Context { project: "ab", account: "c", purpose: "d" }, b"secret").unwrap();
    for context in [
        Context { project: "a", account: "bc", purpose: "d" },
        Context { project: "ab", account: "cd", purpose: "" },
        Context { project: "", account: "abc", purpose: "d" },
        Context { project: "c", account: "ab", purpose: "d" },
    ] {
        assert!(vault.open(context, &sealed).is_err(), "{context:?}");
    }
}

#[test]
fn the_parts_of_two_secrets_cant_be_swapped() {
    let vault = Vault::in_memory();
    let one = vault.seal(MINE, b"one").unwrap();
    let other = vault.seal(MINE, b"other").unwrap();
    let mixed = Sealed { wrapped_key: other.wrapped_key, ..one };
    assert!(matches!(vault.open(MINE, &mixed), Err(VaultError::Refused { .. })));
}

#[test]
fn the_same_secret_never_looks_the_same() {
    let vault = Vault::in_memory();
    let (one, other) = (vault.seal(MINE, b"secret").unwrap(), vault.seal(MINE, b"secret").unwrap());
    assert_ne!(one.ciphertext, other.ciphertext);
    assert_ne!(one.wrapped_key, other.wrapped_key);
}

#[test]
fn another_vault_doesnt_open_it() {
    let sealed = Vault::in_memory().seal(MINE, b"secret").unwrap();
    let other = Vault::in_memory();
    assert!(matches!(other.open(MINE, &sealed), Err(VaultError::UnknownKey { .. })));
    // Not even one that calls its key the same.
    let posing = Sealed { kek_id: other.active_kek_id().unwrap(), ..sealed };
    assert!(matches!(other.open(MINE, &posing), Err(VaultError::Refused { .. })));
}

#[test]
fn a_rotation_is_noticed_without_a_restart_and_old_secrets_still_open() {
    let (_folder, path, vault) = vault();
    let old = vault.seal(MINE, b"old").unwrap();

    let rotated = KeyFile::add_active(&path).unwrap();
    let new = vault.seal(MINE, b"new").unwrap();

    assert_ne!(old.kek_id, new.kek_id);
    assert_eq!(new.kek_id, rotated.active_id());
    opens(&vault, &old, b"old");
    opens(&vault, &new, b"new");
}

#[test]
fn a_secret_of_another_process_opens_though_its_key_is_newer() {
    let (_folder, path, vault) = vault();
    KeyFile::add_active(&path).unwrap();
    let sealed = Vault::load(&path).unwrap().seal(MINE, b"new").unwrap();
    opens(&vault, &sealed, b"new");
}

#[test]
fn rewrapping_changes_the_wrapping_only() {
    let (_folder, path, vault) = vault();
    let old = vault.seal(MINE, b"secret").unwrap();
    let rotated = KeyFile::add_active(&path).unwrap();

    let new = vault.rewrap(MINE, &old).unwrap();
    assert_eq!(new.kek_id, rotated.active_id());
    assert_eq!(new.ciphertext, old.ciphertext);
    assert_ne!(new.wrapped_key, old.wrapped_key);
    opens(&vault, &new, b"secret");
    assert!(vault.open(Context { account: "acct_2", ..MINE }, &new).is_err());

    // Then the old key can go.
    KeyFile::retain(&path, &[rotated.active_id()]).unwrap();
    let vault = Vault::load(&path).unwrap();
    opens(&vault, &new, b"secret");
    assert!(matches!(vault.open(MINE, &old), Err(VaultError::UnknownKey { .. })));
}

#[test]
fn without_its_key_file_a_vault_seals_nothing_but_still_opens() {
    let (_folder, path, vault) = vault();
    let sealed = vault.seal(MINE, b"secret").unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(vault.seal(MINE, b"another"), Err(VaultError::KeyFileMissing { .. })));
    opens(&vault, &sealed, b"secret");
}

#[test]
fn a_damaged_key_file_doesnt_replace_the_keys_in_memory() {
    let (_folder, path, vault) = vault();
    let sealed = vault.seal(MINE, b"secret").unwrap();
    let good = std::fs::read(&path).unwrap();
    std::fs::write(&path, "kek_x damaged").unwrap();
    assert!(matches!(vault.seal(MINE, b"another"), Err(VaultError::KeyFileMalformed { .. })));
    opens(&vault, &sealed, b"secret");

    std::fs::write(&path, good).unwrap();
    assert!(vault.seal(MINE, b"another").is_ok());
}

#[test]
fn rotating_while_others_seal_and_open_loses_nothing() {
    let (_folder, path, vault) = vault();
    let before = vault.seal(MINE, b"before").unwrap();
    let seal_and_open = &(|| {
        let sealed = vault.seal(MINE, b"during").unwrap();
        opens(&vault, &sealed, b"during");
        opens(&vault, &before, b"before");
        sealed
    });
    let sealed: Vec<Sealed> = thread::scope(|scope| {
        let seal_many = move || (0..100).map(|_| seal_and_open()).collect::<Vec<_>>();
        let sealers = [scope.spawn(seal_many), scope.spawn(seal_many), scope.spawn(seal_many)];
        for _ in 0..10 {
            KeyFile::add_active(&path).unwrap();
        }
        sealers.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });

    let fresh = Vault::load(&path).unwrap();
    assert_eq!(fresh.kek_ids().unwrap().len(), 11);
    for sealed in &sealed {
        opens(&fresh, sealed, b"during");
    }
    assert_eq!(vault.active_kek_id().unwrap(), fresh.active_kek_id().unwrap());
}

#[test]
fn a_check_tells_the_right_key_file_from_a_wrong_one() {
    let (_folder, path, vault) = vault();
    assert!(vault.verify_checks(&[]).is_ok(), "a new database has no checks");
    let checks = vault.make_checks().unwrap();
    assert!(vault.verify_checks(&checks).is_ok());

    let other = Vault::in_memory();
    assert!(matches!(other.verify_checks(&checks), Err(VaultError::UnknownKey { .. })));
    let posing = Sealed { kek_id: other.active_kek_id().unwrap(), ..checks[0].clone() };
    assert!(matches!(other.verify_checks(&[posing]), Err(VaultError::WrongKeyFile { .. })));
    // A secret can't stand in for a check.
    let secret = vault.seal(MINE, CHECK_TEXT).unwrap();
    assert!(matches!(vault.verify_checks(&[secret]), Err(VaultError::WrongKeyFile { .. })));

    // After a rotation the database still has the check of a key that was retired since.
    let rotated = KeyFile::add_active(&path).unwrap();
    let checks = vault.make_checks().unwrap();
    assert_eq!(checks.len(), 2);
    KeyFile::retain(&path, &[rotated.active_id()]).unwrap();
    assert!(Vault::load(&path).unwrap().verify_checks(&checks).is_ok());
}

#[test]
fn nothing_prints_a_secret() {
    let (_folder, path, vault) = vault();
    let sealed = vault.seal(MINE, b"canary").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let key = text.lines().last().unwrap().split(' ').nth(1).unwrap();
    for shown in [format!("{vault:?}"), format!("{:?}", KeyFile::load(&path).unwrap()), format!("{sealed:?}")]
    {
        assert!(!shown.contains(key) && !shown.contains("canary"), "{shown}");
        assert!(shown.contains(&sealed.kek_id), "{shown}");
    }
}
