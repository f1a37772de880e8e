//! One run of the program: its output is kept whole, and it never outlives the test.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::Value;

use super::eventually;

/// A program that runs, or ran.
pub(crate) struct Program {
    child: Child,
    stdout: Output,
    stderr: Output,
}

/// A run that is over.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// Whether it ended with code 0.
    pub(crate) fn is_good(&self) -> bool {
        self.status.code() == Some(0)
    }

    /// What it said on standard error, in one line and without the frame that errors are drawn in.
    pub(crate) fn complaint(&self) -> String {
        let words = self.stderr.split(|it: char| it.is_whitespace() || "│×·╰─▶├".contains(it));
        words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Fails unless the program refused: with a code, nothing on standard output, and all of these words.
    #[track_caller]
    pub(crate) fn assert_refused(&self, words: &[&str]) {
        assert!(self.status.code().is_some_and(|it| it != 0), "it ends with a code, not 0: {self:?}");
        assert_eq!(self.stdout, "", "nothing on standard output");
        let complaint = self.complaint();
        for word in words {
            let found = complaint.to_lowercase().contains(&word.to_lowercase());
            assert!(found, "`{word}` is missing in: {complaint}");
        }
        assert!(!complaint.contains("panicked"), "{complaint}");
    }
}

impl Program {
    /// Starts it.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdout = Output::of(child.stdout.take().unwrap());
        let stderr = Output::of(child.stderr.take().unwrap());
        Self { child, stdout, stderr }
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has written on standard output.
    pub(crate) fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What it has written on standard error.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// The lines of the log that are JSON.
    pub(crate) fn log(&self) -> Vec<Value> {
        self.stderr().lines().filter_map(|it| serde_json::from_str(it).ok()).collect()
    }

    /// The first line of the log with this message, as soon as it is there. Fails when the program ends before.
    pub(crate) async fn logged(&mut self, message: &str) -> Value {
        self.wrote(message, |it| it.log().into_iter().find(|it| it["message"] == message)).await
    }

    /// The same of a log that is a text for people.
    pub(crate) async fn logged_as_text(&mut self, message: &str) -> String {
        let text = format!(" {message} ");
        self.wrote(message, |it| it.stderr().lines().find(|it| it.contains(&text)).map(str::to_owned)).await
    }

    async fn wrote<T>(&mut self, message: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        let what = format!("`{message}` in the log");
        let found = eventually(&what, || match look(self) {
            Some(line) => Some(Ok(line)),
            None => self.child.try_wait().unwrap().map(Err),
        });
        match found.await {
            Ok(line) => line,
            Err(status) => {
                panic!("it ended ({status}) without `{message}`: {}{}", self.stdout(), self.stderr())
            }
        }
    }

    /// The first line on standard output that `is_it`, as soon as it is there.
    pub(crate) async fn printed(&mut self, is_it: impl Fn(&str) -> bool) -> String {
        let found = eventually("a line on standard output", || {
            let text = self.stdout();
            let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
            match whole.lines().find(|it| is_it(it)) {
                Some(line) => Some(Ok(line.to_owned())),
                None => self.child.try_wait().unwrap().map(Err),
            }
        });
        match found.await {
            Ok(line) => line,
            Err(status) => panic!("it ended ({status}): {}{}", self.stdout(), self.stderr()),
        }
    }

    /// Tells it to stop, as a service manager does.
    pub(crate) fn tell_to_stop(&self) {
        self.signal("TERM");
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.id().to_string()).status().unwrap();
        assert!(sent.success());
    }

    /// Ends it at once, without a word.
    pub(crate) async fn kill(mut self) -> Ended {
        self.child.kill().unwrap();
        self.end().await
    }

    /// Tells it to stop and waits until it has.
    pub(crate) async fn stop(self) -> Ended {
        self.tell_to_stop();
        self.end().await
    }

    /// Waits until it ends by itself.
    pub(crate) async fn end(mut self) -> Ended {
        let status = eventually("the end of the program", || self.child.try_wait().unwrap()).await;
        Ended { status, stdout: self.stdout.whole(), stderr: self.stderr.whole() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All that came out of a pipe so far.
struct Output {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Output {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&bytes);
        let reader = std::thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(count @ 1..) = pipe.read(&mut chunk) {
                into.lock().unwrap().extend_from_slice(&chunk[..count]);
            }
        });
        Self { bytes, reader: Some(reader) }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().unwrap()).into_owned()
    }

    /// Everything, after the program ended.
    fn whole(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.text()
    }
}
