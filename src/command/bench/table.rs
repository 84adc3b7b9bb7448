//! The figures as Markdown, and what they say about the goals.

use std::time::Duration;

use super::load::Figures;
use crate::demo::generate::Size;

/// One workload at one number of connections.
pub struct Line {
    pub workload: &'static str,
    pub connections: usize,
    pub floor: Option<Figures>,
    pub kayoi: Figures,
}

/// Memory of the program in kilobytes, and its start.
pub struct Memory {
    pub after_pages: u64,
    pub under_logins: u64,
    pub first_page: Duration,
}

impl Line {
    fn row(&self) -> String {
        let of = |f: &Figures| {
            format!(
                "{:.0} | {:.2} | {:.2} | {:.0}",
                f.per_second(),
                f.percentile(0.5),
                f.percentile(0.99),
                f.cpu
            )
        };
        let floor = self.floor.as_ref().map_or_else(|| "– | – | – | –".into(), of);
        let ratios = self.floor.as_ref().map_or_else(
            || "– | –".into(),
            |f| format!("{:.2} | {:.2}", self.kayoi.per_second() / f.per_second(), self.kayoi.cpu / f.cpu),
        );
        let failures = self.kayoi.failures + self.floor.as_ref().map_or(0, |f| f.failures);
        format!(
            "| {} | {} | {floor} | {} | {ratios} | {failures} |",
            self.workload,
            self.connections,
            of(&self.kayoi)
        )
    }
}

/// A goal: what is compared, what it came to, whether that keeps the bar.
struct Goal {
    id: &'static str,
    what: String,
    found: f64,
    bar: f64,
    at_most: bool,
}

impl Goal {
    fn row(&self) -> String {
        let kept = if self.at_most { self.found <= self.bar } else { self.found >= self.bar };
        let sign = if self.at_most { "≤" } else { "≥" };
        format!(
            "| {} | {} | {sign} {} | {:.2} | {} |",
            self.id,
            self.what,
            self.bar,
            self.found,
            if kept { "yes" } else { "**no**" }
        )
    }
}

pub fn markdown(size: &Size, seconds: u64, lines: &[Line], memory: &Memory) -> String {
    let mut text = format!(
        "\n{} wards with {} participants each, {} courses each; {seconds} s a figure. Times in ms; CPU in µs a page.\n\n\
         | workload | conn. | floor pages/s | p50 | p99 | CPU | Kayoi pages/s | p50 | p99 | CPU | pages/s to floor | CPU to floor | failed |\n\
         | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n",
        size.wards, size.participants_per_ward, size.courses_each
    );
    text.extend(lines.iter().map(|line| line.row() + "\n"));
    text += "\n| goal | what | bar | found | kept |\n| --- | --- | --- | --- | --- |\n";
    text.extend(goals(lines, memory).iter().map(|goal| goal.row() + "\n"));
    text + &format!(
        "\nMemory of the program: {:.0} MB after 64 readers, {:.0} MB at most under 64 logins at once. Start to first page: {:.2} s.\n",
        memory.after_pages as f64 / 1_024.0,
        memory.under_logins as f64 / 1_024.0,
        memory.first_page.as_secs_f64()
    )
}

fn goals(lines: &[Line], memory: &Memory) -> Vec<Goal> {
    let mut goals = Vec::new();
    let at = |connections| lines.iter().filter(move |line| line.connections == connections);
    for (line, floor) in at(16).filter_map(|line| line.floor.as_ref().map(|floor| (line, floor))) {
        let what = format!("{}, CPU a page to floor, 16 conn.", line.workload);
        goals.push(Goal { id: "P1", what, found: line.kayoi.cpu / floor.cpu, bar: 2.5, at_most: true });
        let what = format!("{}, pages/s to floor, 16 conn.", line.workload);
        goals.push(Goal {
            id: "P3",
            what,
            found: line.kayoi.per_second() / floor.per_second(),
            bar: 0.45,
            at_most: false,
        });
    }
    for (line, floor) in at(1).take(1).filter_map(|line| line.floor.as_ref().map(|floor| (line, floor))) {
        for (name, share, bar) in [("p50", 0.5, 1.5), ("p99", 0.99, 2.5)] {
            let what = format!("{}, {name} to floor, 1 conn.", line.workload);
            goals.push(Goal {
                id: "P2",
                what,
                found: line.kayoi.percentile(share) / floor.percentile(share),
                bar,
                at_most: true,
            });
        }
    }
    let grown = memory.under_logins as f64 / memory.after_pages.max(1) as f64;
    goals.push(Goal {
        id: "P9",
        what: "memory under 64 logins at once to memory after 64 readers".into(),
        found: grown,
        bar: 2.0,
        at_most: true,
    });
    goals.push(Goal {
        id: "P15",
        what: "start to first page, s".into(),
        found: memory.first_page.as_secs_f64(),
        bar: 1.0,
        at_most: true,
    });
    goals.sort_by_key(|goal| goal.id.trim_start_matches('P').parse::<u8>().unwrap_or_default());
    goals
}
