//! 続き: where a login leads on to, when the page that asked for it said so (`/login?next=/t/`). A closed list of pages of this site, so
//! that no address from outside becomes a redirect.

use serde::Deserialize;

/// A page that a login may lead on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// 端末の画面.
    Tablet,
}

/// What an address or a form asks for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    next: String,
}

impl Asked {
    pub fn onward(&self) -> Option<Onward> {
        Onward::named(&self.next)
    }
}

impl Onward {
    const ALL: [Self; 1] = [Self::Tablet];

    pub fn path(self) -> &'static str {
        match self {
            Self::Tablet => "/t/",
        }
    }

    /// The page of exactly this address; `None` for any other.
    pub fn named(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|onward| onward.path() == path)
    }
}

/// What a form on the way carries along; empty when nothing was asked for.
pub fn carried(onward: Option<Onward>) -> &'static str {
    onward.map_or("", Onward::path)
}

/// A page on the way, which is told where it goes on.
pub fn way(page: &str, onward: Option<Onward>) -> String {
    match onward {
        Some(onward) => format!("{page}?next={}", onward.path()),
        None => page.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_listed_page_is_led_on_to() {
        assert_eq!(Onward::named("/t/"), Some(Onward::Tablet));
        for other in [
            "",
            "/t",
            "/t/api/me",
            "/home",
            "//t/",
            "https://example.com/t/",
            "/t/?x",
            "/t/\n",
            " /t/",
            "\\t/",
        ] {
            assert_eq!(Onward::named(other), None, "{other}");
        }
        assert_eq!(way("/work", Some(Onward::Tablet)), "/work?next=/t/");
        assert_eq!((way("/work", None).as_str(), carried(None)), ("/work", ""));
    }
}
