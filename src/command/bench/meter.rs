//! What a process has used, from `/proc`: processor time in microseconds, memory in kilobytes.

use std::{fs, path::Path};

/// `/proc` counts in ticks of a hundredth of a second.
const TICK_MICROS: u64 = 10_000;

/// Places in `/proc/<pid>/stat` after the command name.
const PARENT: usize = 1;
const USER: usize = 11;
const SYSTEM: usize = 12;
const WAITED_USER: usize = 13;
const WAITED_SYSTEM: usize = 14;

/// Processor time of one process.
pub fn process(pid: u32) -> u64 {
    stat(&format!("/proc/{pid}/stat")).map_or(0, |fields| sum(&fields, &[USER, SYSTEM]))
}

/// Processor time of a server and of all its children, those that have ended too.
pub fn family(pid: u32) -> u64 {
    let own = stat(&format!("/proc/{pid}/stat"))
        .map_or(0, |f| sum(&f, &[USER, SYSTEM, WAITED_USER, WAITED_SYSTEM]));
    let children = entries("/proc").into_iter().filter_map(|name| stat(&format!("/proc/{name}/stat")));
    own + children
        .filter(|f| f.get(PARENT) == Some(&u64::from(pid)))
        .map(|f| sum(&f, &[USER, SYSTEM]))
        .sum::<u64>()
}

/// Processor time of this process's threads of a name.
pub fn threads(name: &str) -> u64 {
    let named = entries("/proc/self/task").into_iter().map(|id| format!("/proc/self/task/{id}"));
    let ours =
        named.filter(|task| fs::read_to_string(format!("{task}/comm")).is_ok_and(|text| text.trim() == name));
    ours.filter_map(|task| stat(&format!("{task}/stat"))).map(|f| sum(&f, &[USER, SYSTEM])).sum()
}

/// `VmRSS` (now) or `VmHWM` (the most so far) of a process.
pub fn memory(pid: u32, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// The process that leads a cluster.
pub fn postmaster(data: &Path) -> Option<u32> {
    fs::read_to_string(data.join("postmaster.pid")).ok()?.lines().next()?.trim().parse().ok()
}

fn entries(folder: &str) -> Vec<String> {
    let names = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit())).collect()
}

/// The numbers after the command name, which may hold blanks and brackets itself.
fn stat(path: &str) -> Option<Vec<u64>> {
    let text = fs::read_to_string(path).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect())
}

fn sum(fields: &[u64], places: &[usize]) -> u64 {
    places.iter().filter_map(|place| fields.get(*place)).sum::<u64>() * TICK_MICROS
}
