//! 義務の書架: every duty a clause can mean, as data. One TOML file per family of topics, in our own words; nothing in it
//! is a sentence of any ward. A clause is bound to rules of this library, and codes never change once released.

mod declarations;
mod evidence;
mod gate;
mod occasion;
mod parameters;
mod rule;
mod sign;
#[cfg(test)]
mod tests;
mod trigger;

use std::sync::LazyLock;

use serde::Deserialize;

pub use declarations::Declaration;
pub use evidence::Evidence;
pub use gate::Gate;
pub use occasion::Occasion;
pub use parameters::{Channel, Mode, Parameters, Setting};
pub use rule::Rule;
pub use sign::{Sign, Unit};
pub use trigger::{Arising, Cycle, Standing, Trigger};

/// Every topic, rule and declaration that ships, in the order of the files.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    #[serde(default)]
    pub topics: Vec<Topic>,
    #[serde(default)]
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub declarations: Vec<Declaration>,
}

/// What a group of duties is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub code: String,
    pub label: String,
}

const FILES: [&str; 11] = [
    include_str!("conduct.toml"),
    include_str!("custody.toml"),
    include_str!("permissions.toml"),
    include_str!("handover.toml"),
    include_str!("ending.toml"),
    include_str!("oversight.toml"),
    include_str!("systems.toml"),
    include_str!("running.toml"),
    include_str!("charges.toml"),
    include_str!("ward.toml"),
    include_str!("declarations.toml"),
];

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let mut all = Library::default();
    for text in FILES {
        let file = shipped(text);
        all.topics.extend(file.topics);
        all.rules.extend(file.rules);
        all.declarations.extend(file.declarations);
    }
    all
});

#[expect(clippy::expect_used, reason = "the text ships with the program, and a test reads every file")]
fn shipped(text: &str) -> Library {
    toml::from_str(text).expect("a file of the library")
}

/// The library as it ships.
pub fn library() -> &'static Library {
    &LIBRARY
}

impl Library {
    /// The rule of a code.
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// What a topic is called; its code where it is unknown.
    pub fn topic_label<'a>(&'a self, code: &'a str) -> &'a str {
        self.topics.iter().find(|topic| topic.code == code).map_or(code, |topic| &topic.label)
    }
}
