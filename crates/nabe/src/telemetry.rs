//! The log and the metrics.
//!
//! Must not know what is logged or counted.

use std::io::IsTerminal as _;
use std::sync::OnceLock;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::config::{Log, LogFormat};

/// Bounds of the histograms, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Starts the log on standard error. A second call changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let base =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Fails only when a log was started before, as tests do.
    let _ = match log.format {
        LogFormat::Json => base.json().flatten_event(true).with_span_list(false).try_init(),
        // Colours are for a terminal; in a file they are noise.
        LogFormat::Text if !std::io::stderr().is_terminal() => base.with_ansi(false).compact().try_init(),
        LogFormat::Text => base.compact().try_init(),
    };
}

/// Whether the log understands this: a level, or a filter with levels. A word that is no level would silently name a
/// part of the program instead, and log nothing else.
pub fn is_level(text: &str) -> bool {
    let is_level = |it: &str| it.parse::<LevelFilter>().is_ok();
    let mut bare_words = text.split(',').map(str::trim).filter(|it| !it.contains(['=', '[']));
    bare_words.all(is_level) && EnvFilter::try_new(text).is_ok()
}

/// The metrics of this process, counted from the first call on.
pub fn metrics() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || PrometheusBuilder::new().set_buckets(&SECONDS).ok()?.install_recorder().ok();
    HANDLE.get_or_init(install).as_ref()
}
