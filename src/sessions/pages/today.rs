//! 今日の教室: where a day at the hall begins.

use askama::Template;

use crate::{
    courses::words,
    kit::{
        ctx::View,
        error::Result,
        parts::{Card, Chip, Tone},
    },
    sessions::{
        Today,
        db::lists::{self, SessionLine},
    },
};

#[derive(Template)]
#[template(path = "sessions/today.html")]
struct TodayView {
    day: String,
    designated: bool,
    today: Vec<Card>,
    left: Vec<Card>,
    next: Vec<Card>,
}

pub async fn show(mut cx: View<Today>) -> Result {
    let (today, designated) = (cx.today(), cx.actor().sees_people());
    let mut view = TodayView {
        day: words::day(today),
        designated,
        today: Vec::new(),
        left: Vec::new(),
        next: Vec::new(),
    };
    for line in lists::around(cx.db(), today).await? {
        let list = if line.held_on == today {
            &mut view.today
        } else if line.held_on < today {
            &mut view.left
        } else {
            &mut view.next
        };
        let opens = line.held_on <= today && line.state != "cancelled" && line.state != "closed";
        list.push(card(&line, opens, designated, line.held_on < today));
    }
    cx.show(view).await
}

fn card(line: &SessionLine, opens: bool, designated: bool, past: bool) -> Card {
    let mut lines = vec![
        words::when(line.held_on, line.starts_at, line.minutes),
        line.venue.clone(),
        match line.makes_up {
            Some(missed) => format!("全{}回　第{missed}回（中止）の振替", line.sessions),
            None => format!("{}回のうち第{}回", line.sessions, line.number),
        },
    ];
    if designated {
        lines.push(format!("名簿{}人", line.enrolled));
    }
    if line.present + line.absent > 0 {
        lines.push(format!("出席{}人・欠席{}人", line.present, line.absent));
    }
    Card {
        title: words::session_title(&line.course_name, line.number),
        href: match (designated, opens) {
            (true, true) => format!("/sessions/{}/record", line.id),
            (true, false) => format!("/sessions/{}", line.id),
            (false, _) => String::new(),
        },
        lines,
        chip: Some(if line.undecided > 0 {
            Chip::new(Tone::Warning, format!("要確認{}件", line.undecided))
        } else {
            words::session_chip(&line.state, past)
        }),
    }
}
