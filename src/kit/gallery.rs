//! Every component with samples, on one page, for the eye and for accessibility checks.

use askama::Template;

use super::chrome::{Chrome, Notice};
use super::form::{Choice, Form};
use super::parts::{Card, Chip, Link, Moment, Pager, Row, Tag, Task, Tone};

/// The page of all components.
#[derive(Template)]
#[template(path = "components/gallery.html")]
pub struct Gallery {
    form: Form,
    relations: Vec<Choice>,
    levels: Vec<Choice>,
    days: Vec<Choice>,
    chips: Vec<Chip>,
    trail: Vec<Link>,
    tabs: Vec<Link>,
    rows: Vec<Row>,
    tasks: Vec<Task>,
    moments: Vec<Moment>,
    tags: Vec<Tag>,
    pager: Pager,
    cards: Vec<Card>,
    attendance: Vec<Attendance>,
}

/// One line of the sample table.
struct Attendance {
    name: &'static str,
    kana: &'static str,
    chip: Chip,
    before: &'static str,
    after: &'static str,
    pulse: &'static str,
}

impl Gallery {
    /// Invented people and courses.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            form: form(),
            relations: choices(&[
                ("wife", "妻"),
                ("husband", "夫"),
                ("daughter", "長女"),
                ("other", "その他"),
            ]),
            levels: levels(),
            days: choices(&[("mon", "月曜日"), ("wed", "水曜日"), ("fri", "金曜日")]),
            chips: vec![
                Chip::new(Tone::Neutral, "下書き"),
                Chip::new(Tone::Info, "提出ずみ"),
                Chip::new(Tone::Success, "承認"),
                Chip::new(Tone::Warning, "確認待ち"),
                Chip::new(Tone::Danger, "差し戻し"),
            ],
            trail: vec![
                Link::new("教室", "#courses"),
                Link::new("足腰げんき教室 春コース", "#course"),
                Link::new("第3回", "#session").current(),
            ],
            tabs: vec![
                Link::new("名簿", "#roll").current(),
                Link::new("日程", "#days"),
                Link::new("実施報告", "#report"),
                Link::new("履歴", "#history"),
            ],
            rows: vec![
                Row::new("教室", "足腰げんき教室 春コース"),
                Row::new("期間", "令和8年4月7日から令和8年6月23日まで（全12回）").change("#dates"),
                Row::new("定員", "20人").change("#capacity"),
                Row::new("備考", "").change("#note"),
            ],
            tasks: tasks(),
            moments: moments(),
            tags: vec![
                Tag { label: "状態：確認待ち".into(), remove_href: "#all".into() },
                Tag { label: "年度：令和8年度".into(), remove_href: "#years".into() },
            ],
            pager: Pager::new(1_284, 2, 50, "/gallery?state=open"),
            cards: cards(),
            attendance: attendance(),
        }
    }

    /// A frame with everything in it.
    #[must_use]
    pub fn chrome() -> Chrome {
        Chrome {
            ward_name: "見本区".into(),
            organisation: "健康長寿課 介護予防係".into(),
            person: "見本 花子".into(),
            role_label: "区の担当者".into(),
            nav: vec![
                Link::new("今日", "#today"),
                Link::new("教室", "#courses").current(),
                Link::new("参加者", "#participants"),
                Link::new("連絡シート", "#sheets"),
                Link::new("実施報告", "#reports"),
                Link::new("契約と義務", "#contracts"),
                Link::new("設定", "#settings"),
            ],
            notice: Some(Notice {
                tone: Tone::Success, text: "第3回の記録を保存しました。".into()
            }),
            signed_in: true,
            tablet: false,
            csrf: "sample".into(),
        }
    }
}

fn choices(pairs: &[(&str, &str)]) -> Vec<Choice> {
    pairs.iter().map(|(code, label)| Choice::new(*code, *label)).collect()
}

fn levels() -> Vec<Choice> {
    let mut levels =
        choices(&[("none", "非該当"), ("listed", "事業対象者"), ("s1", "要支援1"), ("s2", "要支援2")]);
    if let Some(listed) = levels.get_mut(1) {
        *listed = listed.clone().hint("基本チェックリストで生活機能の低下が見られた人です。");
    }
    levels
}

fn form() -> Form {
    let mut form = Form::empty()
        .with("family_name", "髙𠮷")
        .with("born_on", "昭和64年1月9日")
        .with("level", "listed")
        .with("day", "mon")
        .with("day", "fri")
        .with("capacity", "二十")
        .with("note", "杖を使っています。\n雨の日は送迎が必要です。");
    form.refuse("given_name", "名を入力してください。");
    form.refuse("born_on", "生年月日を確かめてください。昭和64年は1月7日までです。1月9日なら平成元年です。");
    form.refuse("capacity", "定員は数字で入力してください。例：20");
    form.refuse("relation", "続柄を選んでください。");
    form.general("この時間は、同じ会場でほかの教室が開かれます。");
    form
}

fn tasks() -> Vec<Task> {
    let task = |label: &str, hint: &str, href: &str, chip| Task {
        label: label.into(),
        hint: hint.into(),
        href: href.into(),
        chip,
    };
    vec![
        task("出欠と測定の記録", "全12回", "#records", Chip::new(Tone::Neutral, "完了")),
        task("個別の評価", "20人のうち14人が終わりました", "#assessments", Chip::new(Tone::Info, "入力中")),
        task(
            "事故とヒヤリハットの報告",
            "ない場合も「なし」と答えます",
            "#accidents",
            Chip::new(Tone::Warning, "未着手"),
        ),
        task("提出", "ほかの項目が終わると提出できます", "", Chip::new(Tone::Neutral, "まだ始められません")),
    ]
}

fn moments() -> Vec<Moment> {
    let moment = |when: &str, iso: &str, who: &str, what: &str, note: &str| Moment {
        when: when.into(),
        iso: iso.into(),
        who: who.into(),
        what: what.into(),
        note: note.into(),
    };
    vec![
        moment(
            "令和8年11月20日 14時05分",
            "2026-11-20T14:05+09:00",
            "見本区 見本 花子",
            "差し戻しました",
            "第8回の参加人数が出欠表と合いません。確かめてください。",
        ),
        moment(
            "令和8年11月19日 9時30分",
            "2026-11-19T09:30+09:00",
            "見本スポーツ 試験 太郎",
            "提出しました",
            "",
        ),
        moment("令和8年11月18日", "2026-11-18", "かよい", "最終回が終わりました", ""),
    ]
}

fn cards() -> Vec<Card> {
    vec![
        Card {
            title: "足腰げんき教室 第3回".into(),
            href: "#card1".into(),
            lines: vec!["10時から12時まで　中央区民館 2階 和室".into(), "参加予定 18人".into()],
            chip: Some(Chip::new(Tone::Info, "端末に保存 12件")),
        },
        Card {
            title: "お口いきいき教室 第1回".into(),
            href: "#card2".into(),
            lines: vec!["14時から15時30分まで　北地域センター".into(), "参加予定 10人".into()],
            chip: None,
        },
    ]
}

fn attendance() -> Vec<Attendance> {
    let line = |name, kana, chip, before, after, pulse| Attendance { name, kana, chip, before, after, pulse };
    vec![
        line("青木 たえ", "アオキ タエ", Chip::new(Tone::Neutral, "出席"), "128 / 76", "121 / 71", "72"),
        line(
            "髙橋 一郎",
            "タカハシ イチロウ",
            Chip::new(Tone::Warning, "血圧が高め"),
            "162 / 91",
            "148 / 88",
            "81",
        ),
        line("濵田 みつ", "ハマダ ミツ", Chip::new(Tone::Danger, "連絡なし欠席"), "—", "—", "—"),
        line("渡邉 清", "ワタナベ キヨシ", Chip::new(Tone::Neutral, "出席"), "118 / 70", "111 / 68", "104"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::chrome;

    #[test]
    fn every_component_renders_without_style_or_script() {
        let html = chrome::render(&Gallery::sample(), &Gallery::chrome()).unwrap();
        for never in [" style=", "<style", "<script", " onclick", "&amp;lt;", "&amp;#"] {
            assert!(!html.contains(never), "found {never}");
        }
        assert!(html.contains("<title>エラー：部品の見本｜かよい</title>"));
        // To look at it: KAYOI_GALLERY=<folder> cargo test gallery, then serve the folder beside static/.
        if let Ok(folder) = std::env::var("KAYOI_GALLERY") {
            std::fs::write(format!("{folder}/gallery.html"), &html).unwrap();
            let tablet = Chrome { tablet: true, ..Gallery::chrome() };
            let html = chrome::render(&Gallery::sample(), &tablet).unwrap();
            std::fs::write(format!("{folder}/tablet.html"), html).unwrap();
            let fault = crate::kit::error_page::Fault::Conflict
                .render("", "019c-7a2e", &crate::kit::error_page::Back::home())
                .unwrap();
            std::fs::write(format!("{folder}/fault.html"), fault).unwrap();
        }
    }

    #[test]
    fn every_id_is_used_once_and_every_reference_has_its_target() {
        let html = chrome::render(&Gallery::sample(), &Gallery::chrome()).unwrap();
        let ids = attributes(&html, " id=\"");
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "an id stands twice: {ids:?}");
        for list in [" for=\"", " aria-describedby=\"", " aria-labelledby=\""] {
            for target in attributes(&html, list).iter().flat_map(|value| value.split_whitespace()) {
                assert!(ids.contains(&target), "{list} points to {target}, which is not there");
            }
        }
        let form = form();
        for problem in form.problems().iter().filter(|p| !p.field.is_empty()) {
            assert!(ids.contains(&problem.field.as_str()), "no field for {problem:?}");
            assert_eq!(html.matches(&problem.message).count(), 2, "in the summary and at the field");
        }
    }

    #[test]
    fn colours_that_are_too_pale_to_read_are_never_a_text_colour() {
        let sheets = [
            include_str!("../../static/css/base.css"),
            include_str!("../../static/css/form.css"),
            include_str!("../../static/css/parts.css"),
        ];
        let pale = ["error-1", "success-1", "warning-yellow-1", "warning-orange-1", "gray-420", "gray-536"];
        for rule in sheets.iter().flat_map(|sheet| sheet.split([';', '{', '}'])) {
            let property = rule.trim();
            let text = property.starts_with("color:") || property.starts_with("--ink");
            assert!(!(text && pale.iter().any(|name| property.contains(name))), "{property}");
        }
    }

    fn attributes<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
        html.split(start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }
}
