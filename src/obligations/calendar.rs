//! 予定表のファイル: obligations as days of a calendar (RFC 5545). Lines end with CRLF and hold at most 75 bytes.

use time::{Date, Duration, OffsetDateTime, UtcOffset, macros::format_description};

use super::{db::Obligation, views::owed_by};

/// Bytes of a line before it is folded.
const LONGEST_LINE: usize = 75;

/// One whole-day entry for each obligation, on its due day.
pub fn ics(rows: &[Obligation], now: OffsetDateTime) -> String {
    let mut text = String::new();
    let mut add = |line: String| {
        text.push_str(&folded(&line));
        text.push_str("\r\n");
    };
    add("BEGIN:VCALENDAR".into());
    add("VERSION:2.0".into());
    add("PRODID:-//Kayoi//obligations//JA".into());
    for row in rows {
        add("BEGIN:VEVENT".into());
        add(format!("UID:{}@kayoi", row.id));
        add(format!("DTSTAMP:{}", stamp(now)));
        add(format!("DTSTART;VALUE=DATE:{}", day(row.due_on)));
        add(format!("DTEND;VALUE=DATE:{}", day(row.due_on.checked_add(Duration::DAY).unwrap_or(row.due_on))));
        add(format!("SUMMARY:{}", escaped(&format!("{}（{}）", row.title, owed_by(&row.owed_by)))));
        let contract = format!("{}　{}。{}", row.contract_number, row.contract_title, row.explanation);
        add(format!("DESCRIPTION:{}", escaped(&contract)));
        add("TRANSP:TRANSPARENT".into());
        add("END:VEVENT".into());
    }
    add("END:VCALENDAR".into());
    text
}

fn day(date: Date) -> String {
    date.format(format_description!("[year][month][day]")).unwrap_or_default()
}

fn stamp(now: OffsetDateTime) -> String {
    let format = format_description!("[year][month][day]T[hour][minute][second]Z");
    now.to_offset(UtcOffset::UTC).format(format).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Breaks between characters; each further line begins with a blank.
fn folded(line: &str) -> String {
    let (mut text, mut room) = (String::with_capacity(line.len()), LONGEST_LINE);
    for c in line.chars() {
        if c.len_utf8() > room {
            text.push_str("\r\n ");
            room = LONGEST_LINE - 1;
        }
        text.push(c);
        room -= c.len_utf8();
    }
    text
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::vocab::ids::{ContractId, ObligationId};

    fn obligation(title: &str) -> Obligation {
        Obligation {
            id: ObligationId(Uuid::from_u128(1)),
            contract: ContractId(Uuid::from_u128(2)),
            contract_number: "契第12号".into(),
            contract_title: "シニアの教室".into(),
            rule: "inspection".into(),
            occurrence: "day:2027-03-31".into(),
            title: title.into(),
            clauses: sqlx::types::Json(Vec::new()),
            owed_by: "ward".into(),
            event_on: date!(2027 - 03 - 31),
            due_on: date!(2027 - 03 - 31),
            last_on: date!(2027 - 03 - 31),
            explanation: "年度の末日（令和9年3月31日）の当日（令和9年3月31日）まで。".into(),
            evidence: "inspection".into(),
            decision: "none".into(),
            gate: None,
            remind_on: date!(2027 - 01 - 30),
            escalate_on: date!(2027 - 04 - 07),
            handed_in_on: None,
            state: "open".into(),
            done_on: None,
            done_by: None,
            note: String::new(),
            version: 1,
            signed_on: None,
            waiver_asked_at: None,
            waiver_asked_by: None,
            waiver_asker: None,
            waiver_reason: String::new(),
        }
    }

    #[test]
    fn each_obligation_is_a_day_and_no_line_is_too_long() {
        let long = format!("実地検査, {};", "長い題名".repeat(20));
        let text = ics(&[obligation(&long)], datetime!(2026-11-20 09:30 +9));
        assert!(text.contains("DTSTART;VALUE=DATE:20270331\r\nDTEND;VALUE=DATE:20270401\r\n"), "{text}");
        assert!(text.contains("DTSTAMP:20261120T003000Z\r\n"), "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.contains("SUMMARY:実地検査\\, ") && unfolded.contains("\\;（区）"), "{unfolded}");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
