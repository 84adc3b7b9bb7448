//! The 従事者名簿 and its versions.

use askama::Template;
use time::Date;

use super::{Head, Tab, trail};
use crate::{
    contracts::{
        db::{
            Contract,
            rosters::{Designation, Roster},
        },
        pages::{entries::Offers, roster::Loaded, roster_missing::Missing},
        particulars::{Asked, POSTS, post_label},
        roster::{Custody, Entry, RosterState},
        roster_changes::Change,
        states::ContractState,
    },
    kit::{
        ctx::Actor,
        error::Result,
        form::{Choice, Form},
        parts::{Chip, Link, Moment, Tone},
        permission::Role,
    },
    vocab::{
        dates::{jst_date, jst_stamp, wareki},
        ids::DesignationId,
    },
};

/// What the rules look at of a version's lines; a line with an unknown word is left out.
pub fn entries(lines: &[Designation]) -> Vec<Entry> {
    lines.iter().filter_map(entry).collect()
}

fn entry(line: &Designation) -> Option<Entry> {
    let custody = Custody::from_code(&line.custody)?;
    Some(Entry { account: line.account, custody, valid_from: line.valid_from, valid_to: line.valid_to })
}

/// One person of a list.
pub struct Person {
    pub(super) name: String,
    pub(super) login_name: String,
    pub(super) custody: &'static str,
    pub(super) job: String,
    pub(super) qualification: String,
    pub(super) work_place: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) chip: Chip,
    pub(super) href: String,
    /// What the clauses ask besides, in words.
    pub(super) said: Vec<String>,
}

pub(super) fn person(line: &Designation, today: Option<Date>, base: &str) -> Person {
    let chip = match (line.account_state.as_str(), entry(line), today) {
        ("active", Some(entry), Some(today)) if entry.holds_on(today) => Chip::new(Tone::Success, "有効"),
        ("active", Some(entry), Some(today)) if entry.valid_from > today => Chip::new(Tone::Info, "開始前"),
        ("active", _, Some(_)) => Chip::new(Tone::Neutral, "期間終了"),
        ("active", _, None) => Chip::new(Tone::Neutral, "—"),
        _ => Chip::new(Tone::Warning, "アカウント停止"),
    };
    Person {
        name: line.name.clone(),
        login_name: line.login_name.clone(),
        custody: Custody::from_code(&line.custody).map_or("", Custody::label),
        job: line.job.clone(),
        qualification: qualification(line),
        work_place: line.work_place.clone(),
        from: wareki(line.valid_from),
        to: line.valid_to.map_or_else(|| "契約終了まで".into(), wareki),
        chip,
        href: format!("{base}/entries/{}", line.id),
        said: Vec::new(),
    }
}

/// The same with what the clauses ask besides.
fn whole(line: &Designation, base: &str, asked: &Asked) -> Person {
    let mut said = Vec::new();
    if asked.posts {
        said.push(post_label(&line.post).to_owned());
    }
    if let Some(words) = &line.said {
        let item = |item: &&super::super::particulars::Item| format!("{}：{}", item.label, item.value(words));
        said.extend(asked.items.iter().map(item));
    }
    if line.carries_media {
        said.push("記録媒体を授受する".to_owned());
    }
    said.retain(|words| !words.is_empty());
    Person { said, ..person(line, None, base) }
}

/// What a version says about its change.
pub struct Told {
    pub reason: Option<String>,
    pub changes: Vec<Change>,
}

/// Those of the programme's list, then what else was written.
fn qualification(line: &Designation) -> String {
    let held = line.qualifications.iter().flatten().chain(Some(&line.qualification));
    let words: Vec<&str> = held.map(String::as_str).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "—".into() } else { words.join("、") }
}

/// Who is in force now, and every version.
#[derive(Template)]
#[template(path = "contracts/roster.html")]
pub struct RosterOverview {
    head: Head,
    people: Vec<Person>,
    /// The contract is over: nobody sees anything through it.
    is_over: bool,
    versions: Vec<Version>,
    may_begin: bool,
    begin: String,
    begin_label: &'static str,
    /// What waits for this person, with its link.
    waiting: Option<(String, String)>,
    is_contractor: bool,
}

struct Version {
    href: String,
    name: String,
    chip: Chip,
    submitted: String,
    decided: String,
}

impl RosterOverview {
    /// # Errors
    /// When the contract's stored state is unknown.
    pub fn new(
        contract: &Contract,
        reader: &Actor,
        versions: &[Roster],
        in_force: &[Designation],
        today: Date,
        may_begin: bool,
    ) -> Result<Self> {
        let accepted = versions.iter().any(|roster| roster.state == RosterState::Accepted.code());
        Ok(Self {
            head: Head::new(contract, reader, Tab::Roster, "従事者名簿")?,
            people: in_force.iter().map(|line| person(line, Some(today), "")).collect(),
            is_over: contract.state == ContractState::Closed.code(),
            versions: versions.iter().map(version).collect(),
            may_begin,
            begin: format!("/contracts/{}/roster", contract.id),
            begin_label: if accepted { "新しい版を作る" } else { "従事者名簿を作る" },
            waiting: waiting(versions, reader.role),
            is_contractor: reader.role.is_contractor(),
        })
    }
}

fn href(roster: &Roster) -> String {
    format!("/contracts/{}/rosters/{}", roster.contract, roster.id)
}

fn waiting(versions: &[Roster], role: Role) -> Option<(String, String)> {
    let told = versions.iter().find(|roster| roster.waits_for_receipt() && !role.is_contractor());
    if let Some(told) = told {
        let text = format!(
            "第{}版で従事者の変更が届け出られ、有効になっています。内容を確かめて、受理してください。",
            told.number
        );
        return Some((text, href(told)));
    }
    let open = versions
        .iter()
        .find(|roster| RosterState::from_code(&roster.state).is_some_and(RosterState::is_open))?;
    let href = href(open);
    let text = match (RosterState::from_code(&open.state)?, role.is_contractor()) {
        (RosterState::Submitted, false) => {
            format!("第{}版が提出されています。内容を確かめて、承認するか差し戻してください。", open.number)
        }
        (RosterState::Returned, true) => {
            format!("第{}版が差し戻されています。理由を確かめ、直して提出してください。", open.number)
        }
        (RosterState::Draft, true) => {
            format!("第{}版を作っている途中です。できたら区に提出してください。", open.number)
        }
        _ => return None,
    };
    Some((text, href))
}

fn version(roster: &Roster) -> Version {
    let stamp = |at: Option<time::OffsetDateTime>| at.map_or_else(|| "—".into(), jst_stamp);
    Version {
        href: href(roster),
        name: format!("第{}版", roster.number),
        chip: chip(roster),
        submitted: stamp(roster.submitted_at),
        decided: stamp(roster.decided_at),
    }
}

fn chip(roster: &Roster) -> Chip {
    if roster.waits_for_receipt() {
        Chip::new(Tone::Success, "有効（届出ずみ、区の受理待ち）")
    } else if roster.by_notice && state(roster) == RosterState::Accepted {
        Chip::new(Tone::Success, "有効（届出を受理ずみ）")
    } else {
        state(roster).chip()
    }
}

fn state(roster: &Roster) -> RosterState {
    RosterState::from_code(&roster.state).unwrap_or(RosterState::Replaced)
}

/// One version.
#[derive(Template)]
#[template(path = "contracts/roster_version.html")]
pub struct RosterShow {
    trail: Vec<Link>,
    heading: String,
    chip: Chip,
    people: Vec<Person>,
    /// Why it can't be submitted yet; empty when it can.
    missing: Vec<Missing>,
    returned: String,
    moments: Vec<Moment>,
    /// Why it changes, and what; empty for the first version.
    reason: String,
    changes: Vec<String>,
    base: String,
    may_edit: bool,
    may_decide: bool,
    /// A change that is in force by notice waits for the ward's receipt: the version of its row.
    may_receive: Option<i32>,
}

impl RosterShow {
    pub fn new(loaded: &Loaded, role: Role, (asked, missing): (&Asked, Vec<Missing>), told: Told) -> Self {
        let roster = &loaded.roster;
        let base = loaded.href();
        let may_edit = role.is_contractor() && loaded.state.is_editable();
        let returned = roster.return_reason.clone().filter(|_| loaded.state == RosterState::Returned);
        Self {
            trail: below(&loaded.contract),
            heading: format!("従事者名簿（第{}版）", roster.number),
            chip: chip(roster),
            people: loaded.lines.iter().map(|line| whole(line, &base, asked)).collect(),
            reason: told.reason.unwrap_or_default(),
            changes: if loaded.state.is_open() || roster.waits_for_receipt() {
                told.changes.iter().map(Change::sentence).collect()
            } else {
                Vec::new()
            },
            missing,
            returned: returned.unwrap_or_default(),
            moments: moments(roster, loaded.state),
            may_edit,
            may_decide: !role.is_contractor() && loaded.state == RosterState::Submitted,
            may_receive: (!role.is_contractor() && roster.waits_for_receipt()).then_some(roster.version),
            base,
        }
    }
}

pub(super) fn below(contract: &Contract) -> Vec<Link> {
    trail(contract, Some(Link::new("従事者名簿", format!("/contracts/{}/roster", contract.id))))
}

fn moments(roster: &Roster, state: RosterState) -> Vec<Moment> {
    let moment =
        |at: time::OffsetDateTime, who: &Option<String>, side: &str, what: &str, note: &str| Moment {
            when: format!("{} {}", wareki(jst_date(at)), crate::vocab::dates::jst_time(at)),
            iso: format!("{}T{}+09:00", jst_date(at), crate::vocab::dates::jst_time(at)),
            who: who.clone().unwrap_or_else(|| side.into()),
            what: what.into(),
            note: note.into(),
        };
    let handed_in =
        if roster.by_notice { "届け出ました（すぐに有効）" } else { "提出しました" };
    let submitted = roster.submitted_at.map(|at| moment(at, &roster.submitted_by, "受託者", handed_in, ""));
    let decided = roster.decided_at.map(|at| {
        let reason = roster.return_reason.as_deref().unwrap_or_default();
        let accepted = matches!(state, RosterState::Accepted | RosterState::Replaced);
        (
            at,
            moment(
                at,
                &roster.decided_by,
                "区の担当者",
                match (accepted, roster.by_notice) {
                    (true, true) => "受理しました",
                    (true, false) => "承認しました",
                    (false, _) => "差し戻しました",
                },
                reason,
            ),
        )
    });
    let mut all: Vec<(time::OffsetDateTime, Moment)> =
        roster.submitted_at.zip(submitted).into_iter().chain(decided).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, moment)| moment).collect()
}

/// Adding a person or changing a line.
#[derive(Template)]
#[template(path = "contracts/entry.html")]
pub struct EntryForm {
    pub form: Form,
    trail: Vec<Link>,
    title: &'static str,
    accounts: Vec<Choice>,
    qualifications: Vec<Choice>,
    custodies: Vec<Choice>,
    posts: Vec<Choice>,
    asked: Asked,
    term: String,
    action: String,
    back: String,
    label: &'static str,
    removal: Option<String>,
}

impl EntryForm {
    pub fn new(loaded: &Loaded, entry: Option<DesignationId>, form: Form, offers: Offers) -> Self {
        let Offers { accounts, qualifications, asked } = offers;
        let back = loaded.href();
        let hint = |custody: Custody| match custody {
            Custody::Manager => "個人情報の取扱いに責任を持ち、取扱者を監督する人です。",
            Custody::Custodian => "取扱責任者のもとで、参加者の情報を扱う人です。",
        };
        let mut trail = below(&loaded.contract);
        trail.push(Link::new(format!("第{}版", loaded.roster.number), &back));
        Self {
            form,
            trail,
            title: if entry.is_some() { "従事する人の変更" } else { "従事する人を加える" },
            accounts,
            qualifications,
            custodies: Custody::ALL
                .map(|custody| Choice::new(custody.code(), custody.label()).hint(hint(custody)))
                .to_vec(),
            posts: if asked.posts {
                POSTS.map(|(code, label)| Choice::new(code, label)).to_vec()
            } else {
                Vec::new()
            },
            asked,
            term: super::term(&loaded.contract),
            action: entry.map_or_else(|| format!("{back}/entries"), |id| format!("{back}/entries/{id}")),
            removal: entry.map(|id| format!("{back}/entries/{id}/removal")),
            back,
            label: if entry.is_some() { "変更を保存する" } else { "名簿に加える" },
        }
    }
}
