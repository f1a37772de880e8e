//! What the key file promises: private, readable by people, and never short of a key.

use std::fs;
use std::path::PathBuf;
use std::thread;

use tempfile::TempDir;

use super::*;

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nabe.key");
    (folder, path)
}

#[test]
fn a_new_file_reads_back_and_tells_people_what_it_is() {
    let (folder, path) = folder();
    let made = KeyFile::create(&path).unwrap();
    let read = KeyFile::load(&path).unwrap();
    assert_eq!(made.ids(), read.ids());
    assert_eq!(made.active().key, read.active().key);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# Nabe key file"));
    assert!(text.contains("keep a copy in a safe place"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn an_existing_file_is_never_touched() {
    let (folder, path) = folder();
    fs::write(&path, "precious").unwrap();
    let refused = KeyFile::create(&path).unwrap_err();
    assert!(matches!(refused, VaultError::KeyFileExists { .. }), "{refused}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let (_folder, path) = folder();
    for refused in [KeyFile::load(&path).unwrap_err(), KeyFile::add_active(&path).unwrap_err()] {
        assert!(matches!(refused, VaultError::KeyFileMissing { .. }), "{refused}");
    }
    let refused = KeyFile::create(path.join("below/nabe.key")).unwrap_err();
    assert!(matches!(refused, VaultError::KeyFileUnusable { .. }), "a missing folder: {refused}");
}

#[test]
fn a_rotation_keeps_the_old_keys_and_retiring_keeps_the_active_one() {
    let (folder, path) = folder();
    let first = KeyFile::create(&path).unwrap();
    let second = KeyFile::add_active(&path).unwrap();
    let third = KeyFile::add_active(&path).unwrap();
    assert_eq!(third.ids(), [first.active_id(), second.active_id(), third.active_id()]);
    assert_eq!(KeyFile::load(&path).unwrap().ids(), third.ids());
    assert_eq!(third.key(first.active_id()).unwrap().key, first.active().key);

    let kept = KeyFile::retain(&path, &[first.active_id()]).unwrap();
    assert_eq!(kept.ids(), [first.active_id(), third.active_id()]);
    let kept = KeyFile::retain(&path, &[] as &[&str]).unwrap();
    assert_eq!(kept.ids(), [third.active_id()]);
    assert_eq!(KeyFile::load(&path).unwrap().ids(), kept.ids());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn of_many_rotations_at_once_none_is_lost() {
    let (_folder, path) = folder();
    KeyFile::create(&path).unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    KeyFile::add_active(&path).unwrap();
                }
            });
        }
    });
    assert_eq!(KeyFile::load(&path).unwrap().ids().len(), 41);
}

#[test]
fn a_damaged_file_is_refused_with_its_line_and_without_its_text() {
    let (_folder, path) = folder();
    KeyFile::create(&path).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().last().unwrap();
    let at = text.lines().count();
    let key = line.split(' ').nth(1).unwrap();
    for (text, at) in [
        (text.replace(line, ""), 0),
        (text.replace(key, &key[4..]), at),
        (text.replace(key, "not*base64"), at),
        (text.replace(line, key), at),
        (text.replace("kek_", "KEK-"), at),
        (format!("{text}{line}\n"), at + 1),
        (format!("{text}kek_cut {}", &key[..20]), at + 1),
    ] {
        fs::write(&path, text).unwrap();
        let refused = KeyFile::load(&path).unwrap_err();
        assert!(matches!(&refused, VaultError::KeyFileMalformed { line, .. } if *line == at), "{refused}");
        assert!(!format!("{refused} {refused:?}").contains(&key[..20]));
        assert!(KeyFile::add_active(&path).is_err(), "a damaged file isn't written again");
    }
    fs::write(&path, [0xff, 0xfe]).unwrap();
    assert!(matches!(KeyFile::load(&path), Err(VaultError::KeyFileMalformed { line: 0, .. })));
}

#[test]
fn a_file_that_went_through_another_editor_still_reads() {
    let (_folder, path) = folder();
    let made = KeyFile::create(&path).unwrap();
    let text = fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
    fs::write(&path, format!("{text}\r\n  # a remark\r\n")).unwrap();
    assert_eq!(KeyFile::load(&path).unwrap().ids(), made.ids());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_key_file_is_readable_by_its_owner_only() {
        let (_folder, path) = folder();
        KeyFile::create(&path).unwrap();
        assert_eq!(mode(&path), 0o600);
        KeyFile::add_active(&path).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_file_that_others_may_read_or_change_is_refused() {
        let (_folder, path) = folder();
        KeyFile::create(&path).unwrap();
        for exposed in [0o604, 0o602, 0o644, 0o660, 0o620, 0o666] {
            set_mode(&path, exposed);
            for refused in [KeyFile::load(&path), KeyFile::add_active(&path)] {
                let refused = refused.unwrap_err();
                assert!(
                    matches!(refused, VaultError::KeyFileExposed { mode, .. } if mode == exposed),
                    "{refused}"
                );
                assert!(refused.to_string().contains("chmod 600"));
            }
        }
    }

    #[test]
    fn a_group_may_read_and_a_rotation_leaves_it_so() {
        let (_folder, path) = folder();
        KeyFile::create(&path).unwrap();
        for fine in [0o640, 0o440, 0o400] {
            set_mode(&path, fine);
            KeyFile::add_active(&path).unwrap();
            assert_eq!(mode(&path), fine);
            KeyFile::load(&path).unwrap();
        }
    }

    #[test]
    fn a_link_stays_a_link() {
        let (folder, path) = folder();
        KeyFile::create(&path).unwrap();
        let link = folder.path().join("link.key");
        symlink(&path, &link).unwrap();
        let rotated = KeyFile::add_active(&link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(KeyFile::load(&path).unwrap().ids(), rotated.ids());
    }
}

#[test]
fn one_rotates_at_a_time_and_clears_up_after_one_that_was_killed() {
    let (folder, path) = folder();
    KeyFile::create(&path).unwrap();
    let leftover = folder.path().join(".nabe.key.0123456789abcdef.new");
    let others = [".nabe.key.mine.new", ".other.key.0123456789abcdef.new"].map(|it| folder.path().join(it));
    for file in others.iter().chain([&leftover]) {
        fs::write(file, "half a file").unwrap();
    }
    let turn = KeyFile::lock_rotation(&path).unwrap();
    assert!(turn.is_some());
    assert!(!leftover.exists());
    assert!(others.iter().all(|it| it.exists()), "only its own leftovers go");
    assert!(KeyFile::lock_rotation(&path).unwrap().is_none());
    drop(turn);
    assert!(KeyFile::lock_rotation(&path).unwrap().is_some());
    assert!(matches!(
        KeyFile::lock_rotation(folder.path().join("none")),
        Err(VaultError::KeyFileMissing { .. })
    ));
}
