//! The text files of the repository: what git tracks or would track.

use miette::miette;

use crate::house::House;
use crate::process::output_of;

/// Larger files are data, which no rule reads.
const LARGEST: u64 = 4_000_000;

/// One text file.
#[derive(Debug)]
pub(super) struct File {
    /// The path from the root, with slashes.
    pub(super) path: String,
    /// What is in it.
    pub(super) text: String,
}

impl File {
    /// Whether the name ends with this extension.
    pub(super) fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, it)| it == extension)
    }

    /// Whether it is for tests or measurements only.
    pub(super) fn is_test(&self) -> bool {
        let path = &self.path;
        ["/tests/", "/benches/"].iter().any(|it| path.contains(it)) || path.ends_with("/tests.rs")
    }

    /// The lines with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line))
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads every text file that git tracks, and those that it would if they were added.
    pub(super) fn read(house: &House) -> miette::Result<Self> {
        let mut git = house.command("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let names = output_of(&mut git).ok_or_else(|| {
            miette!(help = "work in a clone", "`git ls-files` failed: the rules need the list")
        })?;
        let mut files = Vec::new();
        for name in names.split('\0').filter(|it| !it.is_empty()) {
            let path = house.root.join(name);
            // A file that was deleted but not yet committed as such is in the list, but nowhere else.
            let Ok(about) = std::fs::symlink_metadata(&path) else { continue };
            if !about.is_file() || about.len() > LARGEST {
                continue;
            }
            if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(File { path: name.to_owned(), text });
            }
        }
        Ok(Self { files })
    }

    /// A tree made for a test.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect() }
    }

    /// Every file.
    pub(super) fn files(&self) -> &[File] {
        &self.files
    }

    /// The Rust files.
    pub(super) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|it| it.is("rs"))
    }

    /// The file at this path.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|it| it.path == path)
    }

    /// The files under a folder, with their paths from there.
    pub(super) fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a File)> {
        self.files.iter().filter_map(move |it| Some((it.path.strip_prefix(folder)?, it)))
    }
}
