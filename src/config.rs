//! Settings: `kayoi.toml`, then the environment over it. All mistakes are reported at once, by key.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use serde::Deserialize;

/// The program's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// `KAYOI_LISTEN`: address and port to serve on.
    pub listen: SocketAddr,
    /// `KAYOI_DATA`: the private cluster, the key directory, anchors.
    pub data: PathBuf,
    /// `KAYOI_KEYS`: the key directory; back it up apart from the database.
    pub keys: PathBuf,
    /// `DATABASE_URL`: an administrator's connection; absent, Kayoi runs its own private cluster.
    pub database_url: Option<String>,
    /// `KAYOI_ORIGIN`: what stands in the browser's address bar, e.g. `https://kayoi.example.lg.jp`.
    pub origin: String,
    /// `KAYOI_POOL`: connections per kind of user.
    pub pool: u32,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    data: Option<PathBuf>,
    keys: Option<PathBuf>,
    database_url: Option<String>,
    origin: Option<String>,
    pool: Option<u32>,
}

/// Everything wrong with the settings.
#[derive(Debug, thiserror::Error)]
#[error("settings:\n{}", .0.iter().map(|(key, why)| format!("  {key}: {why}")).collect::<Vec<_>>().join("\n"))]
pub struct ConfigProblems(pub BTreeMap<&'static str, String>);

impl Config {
    /// Reads `kayoi.toml` in the working directory (or `$KAYOI_CONFIG`) and the environment.
    pub fn load() -> Result<Self, ConfigProblems> {
        let path = std::env::var("KAYOI_CONFIG").unwrap_or_else(|_| "kayoi.toml".into());
        let file = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text)
                .map_err(|e| ConfigProblems(BTreeMap::from([("kayoi.toml", e.to_string())])))?,
            Err(_) => File::default(),
        };
        Self::of(file, |key| std::env::var(key).ok())
    }

    fn of(file: File, env: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigProblems> {
        let mut wrong = BTreeMap::new();
        let listen = env("KAYOI_LISTEN").or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".into());
        let listen: SocketAddr = listen.parse().unwrap_or_else(|_| {
            wrong.insert(
                "KAYOI_LISTEN",
                format!("「{listen}」 is not an address with a port, e.g. 127.0.0.1:8080"),
            );
            SocketAddr::from(([127, 0, 0, 1], 8080))
        });
        let data = env("KAYOI_DATA").map(PathBuf::from).or(file.data).unwrap_or_else(|| "var".into());
        let pool = match env("KAYOI_POOL").map(|p| p.parse()).or(file.pool.map(Ok)) {
            None => 6,
            Some(Ok(n @ 1..=50)) => n,
            Some(_) => {
                wrong.insert("KAYOI_POOL", "a whole number from 1 to 50".into());
                6
            }
        };
        let origin = env("KAYOI_ORIGIN").or(file.origin).unwrap_or_else(|| format!("http://{listen}"));
        let plain = origin.strip_prefix("http://");
        if !origin.starts_with("https://") && !plain.is_some_and(is_loopback) {
            wrong.insert("KAYOI_ORIGIN", format!("「{origin}」 must begin with https:// (plain http only on this machine: 127.0.0.1 or localhost)"));
        }
        let database_url = env("DATABASE_URL").or(file.database_url).filter(|u| !u.is_empty());
        if database_url
            .as_ref()
            .is_some_and(|u| !u.starts_with("postgres://") && !u.starts_with("postgresql://"))
        {
            wrong.insert("DATABASE_URL", "must begin with postgres://".into());
        }
        let keys = env("KAYOI_KEYS").map(PathBuf::from).or(file.keys).unwrap_or_else(|| data.join("keys"));
        if wrong.is_empty() {
            Ok(Self { listen, data, keys, database_url, origin, pool })
        } else {
            Err(ConfigProblems(wrong))
        }
    }

    /// Behind TLS: cookies are `__Host-` and Secure.
    pub fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// The path of an address of ours; `None` for anybody else's.
    pub fn path_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        address.strip_prefix(&self.origin).filter(|path| is_own_path(path))
    }
}

/// Whether a link with this text stays on the site: browsers read a second slash, and a backslash like one, as another host.
pub fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\")
}

fn is_loopback(rest: &str) -> bool {
    let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
    matches!(host, "127.0.0.1" | "localhost" | "[::1]" | "0.0.0.0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_told_at_once() {
        let env = |key: &str| match key {
            "KAYOI_LISTEN" => Some("eighty".into()),
            "KAYOI_POOL" => Some("0".into()),
            "DATABASE_URL" => Some("mysql://x".into()),
            "KAYOI_ORIGIN" => Some("http://kayoi.example".into()),
            _ => None,
        };
        let ConfigProblems(wrong) = Config::of(File::default(), env).unwrap_err();
        assert_eq!(
            wrong.keys().copied().collect::<Vec<_>>(),
            ["DATABASE_URL", "KAYOI_LISTEN", "KAYOI_ORIGIN", "KAYOI_POOL"]
        );
    }

    #[test]
    fn only_our_own_addresses_have_a_path() {
        let config = Config::of(File::default(), |_| None).unwrap();
        assert_eq!(config.path_of("http://127.0.0.1:8080/courses"), Some("/courses"));
        assert_eq!(config.path_of("http://127.0.0.1:8080.evil.example/"), None);
        assert_eq!(config.path_of("https://evil.example/"), None);
        assert_eq!(config.path_of("http://127.0.0.1:8080//evil.example/"), None);
        assert_eq!(config.path_of(r"http://127.0.0.1:8080/\evil.example/"), None);
    }
}
