//! Every value of a section by its path. Things with a code are told apart by it, so that inserting one doesn't change
//! the others; the order of a list counts as a value of its own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Change;

/// Fields that say which thing of a list it is, strongest first.
const NAMES: [&str; 6] = ["code", "kind", "instrument", "cause", "from", "label"];

/// What changed below the path, ordered by path.
pub(super) fn changes(path: &str, before: Option<&Value>, after: Option<&Value>) -> Vec<Change> {
    let (before, after) = (flat(path, before), flat(path, after));
    let paths: BTreeSet<&String> = before.values.keys().chain(after.values.keys()).collect();
    let mut all: Vec<Change> = paths
        .into_iter()
        .filter(|path| before.values.get(*path) != after.values.get(*path))
        .map(|path| Change {
            about: path.clone(),
            before: before.values.get(path).cloned(),
            after: after.values.get(path).cloned(),
        })
        .collect();
    all.extend(before.orders.iter().filter_map(|(path, was)| reordered(path, was, after.orders.get(path)?)));
    all
}

/// The same things in another order.
fn reordered(path: &str, was: &[String], is: &[String]) -> Option<Change> {
    let both: BTreeSet<&String> = was.iter().collect();
    let both: BTreeSet<&String> = is.iter().filter(|name| both.contains(name)).collect();
    let kept: Vec<&String> = was.iter().filter(|name| both.contains(name)).collect();
    let now: Vec<&String> = is.iter().filter(|name| both.contains(name)).collect();
    let shown = |names: &[&String]| {
        let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
        Some(format!("並び順：{}", names.join("、")))
    };
    (kept != now).then(|| Change { about: path.to_owned(), before: shown(&kept), after: shown(&now) })
}

/// A section taken apart.
#[derive(Default)]
struct Flat {
    values: BTreeMap<String, String>,
    /// Names in the lists whose things have names.
    orders: BTreeMap<String, Vec<String>>,
}

fn flat(path: &str, value: Option<&Value>) -> Flat {
    let mut flat = Flat::default();
    if let Some(value) = value {
        flat.take(path, value);
    }
    flat
}

impl Flat {
    fn take(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(object) => self.object(path, object),
            Value::Array(list) => self.list(path, list),
            Value::Null => {}
            Value::String(text) => self.value(path, text.clone()),
            Value::Bool(_) | Value::Number(_) => self.value(path, value.to_string()),
        }
    }

    fn value(&mut self, path: &str, shown: String) {
        self.values.insert(path.to_owned(), shown);
    }

    fn object(&mut self, path: &str, object: &Map<String, Value>) {
        for (field, value) in object {
            self.take(&format!("{path}.{field}"), value);
        }
    }

    fn list(&mut self, path: &str, list: &[Value]) {
        if list.is_empty() {
            self.value(path, "（なし）".to_owned());
        }
        let named: Option<Vec<&str>> = list.iter().map(name).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names: Vec<String> = Vec::new();
        for (at, value) in list.iter().enumerate() {
            let name = named.as_ref().and_then(|named| named.get(at)).map_or_else(
                || at.to_string(),
                |name| {
                    let count = counts.entry(name).or_default();
                    *count += 1;
                    if *count == 1 { (*name).to_owned() } else { format!("{name}#{count}") }
                },
            );
            self.take(&format!("{path}[{name}]"), value);
            names.push(name);
        }
        if named.is_some() {
            self.orders.insert(path.to_owned(), names);
        }
    }
}

fn name(value: &Value) -> Option<&str> {
    NAMES.iter().find_map(|field| value.get(field)?.as_str())
}
