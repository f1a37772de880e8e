//! Every setting of the server: built-in defaults, then the file, then `NABE_…`, then the command line.
//!
//! The only place that reads the environment. A setting that isn't known refuses the start.

mod check;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::http::HeaderValue;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use ipnet::IpNet;
use miette::miette;
use nabe_connector::{Manifest, RateLimit, Registry};
use nabe_engine::Limits;
use serde::{Deserialize, Serialize};

use self::check::Senseless;
use crate::telemetry;

/// The file that is read when it is there and none is named.
const DEFAULT_FILE: &str = "nabe.toml";
/// Names behind `NABE_` that are no settings: the file itself, and a setting of the tests.
const NO_SETTINGS: [&str; 3] = ["config", "reference_dir", "threads"];

/// Settings that are text, also when they look like a number or a list in the environment.
const TEXTS: [&str; 6] =
    ["data_dir", "database_url", "log.level", "metrics.key", "public_url", "vault_key_file"];

/// Whether a setting is a text, also when it reads like a number: those above, and what belongs to a provider.
fn is_text(key: &str) -> bool {
    let of_provider = key.strip_prefix("providers.").and_then(|it| it.split_once('.'));
    TEXTS.contains(&key)
        || of_provider.is_some_and(|(_, setting)| setting == "partner_id" || setting.starts_with("hosts."))
}

/// A setting that never prints.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The value.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl<'de> Deserialize<'de> for Secret {
    /// By hand, because an error of the derived one quotes what it found.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let text =
            value.as_str().ok_or_else(|| serde::de::Error::custom("the value must be text, in quotes"))?;
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Every setting.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Where people and programs reach it: scheme and host. The listening address when it isn't set.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where the database and the vault's key file are kept.
    pub data_dir: PathBuf,
    /// `sqlite:FILE` or `postgres://…`; `nabe.db` in the data folder when it isn't set.
    pub database_url: Option<Secret>,
    /// The vault's key file; `vault.key` in the data folder when it isn't set.
    pub vault_key_file: Option<PathBuf>,
    /// The log.
    pub log: Log,
    /// Metrics.
    pub metrics: Metrics,
    /// What one caller may use up.
    pub limits: RequestLimits,
    /// Connecting accounts.
    pub connect: Connect,
    /// Outbound calls.
    pub egress: EgressSettings,
    /// Providers, by key.
    pub providers: BTreeMap<String, ProviderSettings>,
}

/// The log, on standard error.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// What is logged: `error`, `warn`, `info`, `debug`, or a filter such as `info,nabe_engine=debug`.
    pub level: String,
    /// How.
    pub format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// Metrics, in the form of Prometheus. Without any of the two there are none.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// A listener of their own, at `/metrics`.
    pub listen: Option<SocketAddr>,
    /// A bearer key, with which they are at `/metrics` of the server itself.
    pub key: Option<Secret>,
}

/// What one caller may use up.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RequestLimits {
    /// Requests a minute that one key may make; any number when it isn't set. The published contract has 1000.
    pub requests_per_minute: Option<u32>,
    /// The largest body that is read, in bytes.
    pub body_bytes: usize,
    /// How long one request may take, in seconds.
    pub request_seconds: u64,
}

/// Connecting accounts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Connect {
    /// How many days the link to the hosted page is good.
    pub link_days: u32,
}

/// Outbound calls.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EgressSettings {
    /// Private networks that may be called all the same, such as `127.0.0.0/8` for a local provider.
    pub allowed_networks: Vec<IpNet>,
}

/// One provider.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderSettings {
    /// Hosts in place of the provider's own, by name: `api = "http://127.0.0.1:8700"`.
    pub hosts: BTreeMap<String, String>,
    /// `"off"`, or rate limits in place of the documented ones, by class.
    pub rate_limits: Option<RateLimits>,
    /// The id under which the provider knows the product as its partner; sent with every call when it is set.
    pub partner_id: Option<String>,
}

/// Rate limits of one provider.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum RateLimits {
    /// `"off"`: no limit. For a provider of one's own.
    Switch(Switch),
    /// Calls a second and burst, by class.
    Classes(BTreeMap<String, ClassLimit>),
}

/// The word that switches limits off.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// No limit.
    Off,
}

/// One class.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClassLimit {
    /// Calls a second, in the long run.
    pub per_second: f64,
    /// Calls at once after a pause; needed unless there is `per_minute`, and without a meaning then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burst: Option<u32>,
    /// Calls in any minute, for a provider that counts calls in windows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_minute: Option<u32>,
}

impl ClassLimit {
    /// The limit of a class that is named so.
    fn over(self, documented: &RateLimit, name: &str) -> miette::Result<RateLimit> {
        let Self { per_second, burst, per_minute } = self;
        if burst.is_none() && per_minute.is_none() {
            return Err(miette!(
                help = "write how many calls may go at once after a pause as `burst`, or the calls in any minute as \
                        `per_minute`",
                "the rate limit `{name}` has neither `burst` nor `per_minute`"
            ));
        }
        Ok(RateLimit { per_second, burst: burst.unwrap_or(1), per_minute, ..*documented })
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            data_dir: PathBuf::from("nabe-data"),
            database_url: None,
            vault_key_file: None,
            log: Log { level: "info".to_owned(), format: LogFormat::Json },
            metrics: Metrics::default(),
            limits: RequestLimits { requests_per_minute: None, body_bytes: 1024 * 1024, request_seconds: 55 },
            connect: Connect { link_days: 5 },
            egress: EgressSettings::default(),
            providers: BTreeMap::new(),
        }
    }
}

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The database.
    pub database_url: Option<String>,
    /// The data folder.
    pub data_dir: Option<PathBuf>,
    /// Where the server listens.
    pub listen: Option<SocketAddr>,
}

impl Config {
    /// Reads the settings from all sources.
    pub fn load(file: Option<&Path>, overrides: Overrides) -> miette::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        let file = file_to_read(file)?;
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let env = Env::prefixed("NABE_").ignore(&NO_SETTINGS).split("__");
        let in_env: Vec<String> = env.iter().map(|(key, _)| key.to_string()).collect();
        let texts: Vec<_> = env.iter().filter(|(key, _)| is_text(key.as_str())).collect();
        figment = figment.merge(env);
        for (key, text) in texts {
            figment = figment.merge(Serialized::default(key.as_str(), text));
        }
        let mut config: Self = figment.extract().map_err(|error| {
            // Names that stand for several are quoted twice.
            let errors = error.into_iter().map(|it| without_source(&it.to_string().replace("``", "`")));
            let errors: Vec<String> = errors.collect();
            miette!(
                help = "docs/configuration.md lists every setting; nothing was started",
                "the settings can't be used: {}",
                errors.join("; ")
            )
        })?;
        let Overrides { database_url, data_dir, listen } = overrides;
        config.database_url = database_url.map(Secret).or(config.database_url);
        config.data_dir = data_dir.unwrap_or(config.data_dir);
        config.listen = listen.unwrap_or(config.listen);
        config.check()?;
        if let Some(Senseless { setting, must }) = check::senseless(&config) {
            let source = source_of(&setting, &in_env, file);
            return Err(miette!(
                help = "docs/configuration.md lists every setting; nothing was started",
                "the setting `{setting}` ({source}) can't be used: it must be {must}"
            ));
        }
        Ok(config)
    }

    fn check(&self) -> miette::Result<()> {
        if self.metrics.key.as_ref().is_some_and(|it| it.expose().is_empty()) {
            return Err(miette!(
                help = "name a key that can't be guessed, or leave the setting out",
                "the setting `metrics.key` is empty, which would open the metrics to everybody"
            ));
        }
        if !telemetry::is_level(&self.log.level) {
            return Err(miette!(
                help = "write error, warn, info, debug, trace or a filter such as info,nabe_engine=debug",
                "the setting `log.level` is no level: `{}`",
                self.log.level
            ));
        }
        let Some(url) = &self.public_url else { return Ok(()) };
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let host = rest.map(|it| it.strip_suffix('/').unwrap_or(it));
        if host.is_some_and(|it| !it.is_empty() && !it.contains(['/', '?', '#', '@', ' '])) {
            return Ok(());
        }
        Err(miette!(
            help = "write scheme and host without a path, such as https://nabe.example.com: pages, assets and the API are found from the root",
            "the setting `public_url` can't be used: `{url}`"
        ))
    }

    /// The database.
    pub fn database_url(&self) -> Secret {
        let default = || Secret(format!("sqlite:{}", self.data_dir.join("nabe.db").display()));
        self.database_url.clone().unwrap_or_else(default)
    }

    /// The vault's key file.
    pub fn vault_key_file(&self) -> PathBuf {
        self.vault_key_file.clone().unwrap_or_else(|| self.data_dir.join("vault.key"))
    }

    /// Where people and programs reach the server that listens here, without a slash at the end.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{listening}"));
        url.trim_end_matches('/').to_owned()
    }

    /// How long one request may take.
    pub fn request_life(&self) -> Duration {
        Duration::from_secs(self.limits.request_seconds)
    }

    /// What the settings say of the engine. Refuses a provider, host or class that doesn't exist.
    pub fn engine(&self, registry: Registry) -> miette::Result<nabe_engine::Settings> {
        let mut settings = nabe_engine::Settings::default();
        for (key, provider) in &self.providers {
            let known = registry.get(key).ok_or_else(|| unknown("provider", key))?.manifest();
            if let Some(host) = provider.hosts.keys().find(|it| !known.hosts.contains_key(*it)) {
                return Err(unknown("host", &format!("{key}.hosts.{host}")));
            }
            settings.hosts.insert(key.clone(), provider.hosts.clone());
            if let Some(partner) = &provider.partner_id {
                settings.partners.insert(key.clone(), partner_id(key, partner, known)?);
            }
            let limits = match &provider.rate_limits {
                None => continue,
                Some(RateLimits::Switch(Switch::Off)) => Limits::Off,
                Some(RateLimits::Classes(classes)) => {
                    let mut limits = BTreeMap::new();
                    for (class, limit) in classes {
                        let name = format!("{key}.rate_limits.{class}");
                        let documented =
                            known.rate_limits.get(class).ok_or_else(|| unknown("rate limit", &name))?;
                        limits.insert(class.clone(), limit.over(documented, &name)?);
                    }
                    Limits::Classes(limits)
                }
            };
            settings.limits.insert(key.clone(), limits);
        }
        Ok(settings)
    }
}

/// Where a setting comes from that isn't the default.
fn source_of(setting: &str, in_env: &[String], file: Option<&Path>) -> String {
    let is_it = |key: &&String| {
        setting.strip_prefix(key.as_str()).is_some_and(|it| it.is_empty() || it.starts_with('.'))
    };
    match (in_env.iter().find(is_it), file) {
        (Some(key), _) => format!("of the variable NABE_{}", key.replace('.', "__").to_uppercase()),
        (None, Some(file)) => format!("of `{}`", file.display()),
        (None, None) => "built in".to_owned(),
    }
}

/// What is wrong with a file and where, without the line itself, which may hold a secret.
fn without_source(error: &str) -> String {
    let is_source = |line: &str| {
        line.trim_start_matches([' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']).starts_with('|')
    };
    let lines: Vec<&str> = error.lines().filter(|it| !is_source(it)).map(str::trim_end).collect();
    lines.join("\n")
}

/// A partner's id as a header, for a provider that reads one.
fn partner_id(key: &str, id: &str, known: &Manifest) -> miette::Result<HeaderValue> {
    let refused = |why| {
        miette!(
            help = "write the id that the provider gave you, or leave the setting out",
            "the setting `providers.{key}.partner_id` can't be used: {why}"
        )
    };
    if known.partner_header.is_none() {
        return Err(refused("this provider reads none"));
    }
    HeaderValue::from_str(id).map_err(|_| refused("it has characters that a header can't carry"))
}

/// The file that was named, which must be there, or the default one if it is.
fn file_to_read(named: Option<&Path>) -> miette::Result<Option<&Path>> {
    match named {
        Some(file) if !file.is_file() => Err(miette!(
            help = "name a file that is there with --config or NABE_CONFIG, or leave it out",
            "there is no configuration file `{}`",
            file.display()
        )),
        Some(file) => Ok(Some(file)),
        None => Ok(Some(Path::new(DEFAULT_FILE)).filter(|it| it.is_file())),
    }
}

fn unknown(what: &str, name: &str) -> miette::Report {
    miette!(
        help = "docs/configuration.md lists every setting; nothing was started",
        "the setting `providers.{name}` names a {what} that doesn't exist"
    )
}
