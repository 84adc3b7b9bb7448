//! Every paper printed: conformance, text on the pages, hostile and unprintable characters.

use typst::layout::{Frame, FrameItem};

use super::press::Job;
use super::*;

/// The text of all pages, line by line as typst placed it.
fn text_of<P: Paper>(paper: &P) -> String {
    let document = Job::new(paper).unwrap().set().unwrap();
    let mut text = String::new();
    document.pages().iter().for_each(|page| collect(&page.frame, &mut text));
    text
}

fn collect(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            collect(&group.frame, text);
        } else if let FrameItem::Text(run) = item {
            text.push_str(&run.text);
        }
    }
}

/// The PDF of a sample. `KAYOI_KEEP_PAPERS=directory` keeps it there to be looked at.
fn printed<P: Paper>(paper: &P) -> Vec<u8> {
    let pdf = Job::new(paper).unwrap().print().unwrap();
    if let Some(directory) = std::env::var_os("KAYOI_KEEP_PAPERS") {
        let name = std::thread::current().name().unwrap_or(P::NAME).replace("::", "-");
        std::fs::write(std::path::Path::new(&directory).join(name).with_extension("pdf"), &pdf).unwrap();
    }
    pdf
}

fn assert_conforms(pdf: &[u8]) {
    let has = |mark: &str| pdf.windows(mark.len()).any(|window| window == mark.as_bytes());
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(has("<pdfaid:part>2</pdfaid:part>") && has("<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(has("<pdfuaid:part>1</pdfuaid:part>"));
}

/// Prints the sample and looks for the expected texts on its pages.
fn assert_prints<P: Paper>(paper: &P, expected: &[&str]) {
    assert_conforms(&printed(paper));
    let text = text_of(paper);
    for words in expected {
        assert!(text.contains(words), "{words} is not on the paper:\n{text}");
    }
}

#[test]
fn the_standing_of_a_contract_prints() {
    let expected =
        ["契約の現況", "関門", "残っている義務", "条項の行き先", "まだ確かめていません", "定めのみ"];
    assert_prints(&ContractStanding::sample(), &expected);
}

#[test]
fn the_measures_print_with_what_changed() {
    let list = MeasuresList::sample();
    assert_prints(
        &list,
        &["業務委託：区が行う対策", "外部結合：受託者に行わせる対策", "システム上の対策", "からの変更箇所"],
    );
    assert_eq!(list.tables.iter().flat_map(|table| &table.lines).filter(|line| line.changed).count(), 2);
}

#[test]
fn a_blank_sheet_of_a_session_prints() {
    let expected = ["手書きの記録票", "髙橋 花子", "名札", "開始前", "測れない理由", "132/78・68"];
    assert_prints(&SessionSheet::sample(), &expected);
    let unmeasured = SessionSheet { measures: false, ..SessionSheet::sample() };
    assert!(!text_of(&unmeasured).contains("開始前"));
}

#[test]
fn the_flow_of_data_prints() {
    assert_prints(
        &DataFlowSheet::sample(),
        &["個人情報の流れ", "対象者の名簿", "地域包括支援センター", "鍵付きかばん"],
    );
    let empty = DataFlowSheet { charts: Vec::new(), flows: Vec::new(), ..DataFlowSheet::sample() };
    assert_prints(&empty, &["個人情報の受渡しはありません"]);
}

#[test]
fn a_long_flow_of_data_fills_its_first_page_and_goes_on() {
    let mut sheet = DataFlowSheet::sample();
    sheet.flows = sheet.flows.iter().cycle().take(30).cloned().collect();
    sheet.charts = crate::data_flows::charts(&sheet.flows).unwrap();
    printed(&sheet);
    let document = Job::new(&sheet).unwrap().set().unwrap();
    let mut first = String::new();
    collect(&document.pages()[0].frame, &mut first);
    assert!(first.contains(&format!("（1／{}）", sheet.charts.len())), "{first}");
}

#[test]
fn the_council_paper_prints_with_its_annexes() {
    let expected = [
        "付議事項",
        "要綱の根拠",
        "事業の概要",
        "別紙（業務委託）",
        "別紙（電算開発）",
        "別紙（外部結合）",
        "LGWAN及び",
        "これまでの承認",
        "対策の一覧",
        "個人情報の流れ",
    ];
    assert_prints(&CouncilPaper::sample(), &expected);
}

#[test]
fn the_roster_prints() {
    let expected =
        ["参加者名簿", "青木 ハル", "アオキ ハル", "昭和11年1月3日", "緊急連絡先", "1／2頁", "2／2頁"];
    assert_prints(&ParticipantRoster::sample(), &expected);
}

#[test]
fn the_liaison_sheet_prints_without_names_of_other_districts() {
    let sheet = LiaisonSheet::sample();
    assert_prints(
        &sheet,
        &[
            "みどり東地域包括支援センター",
            "髙橋 花子",
            "東部てぬぐいの会",
            "若葉いきいきサロン",
            "渡邊 キミ",
            "訪問予定",
        ],
    );
    assert!(!text_of(&sheet).contains("上野 千代子"));
}

#[test]
fn the_individual_assessment_prints() {
    let expected = ["個別評価書", "握力（kg）", "+1.8", "あまりよくない", "● 該当", "週に3日以上続けている"];
    assert_prints(&IndividualAssessment::sample(), &expected);
}

#[test]
fn the_plan_of_the_sessions_prints() {
    let expected =
        ["プログラム・配置予定表", "第16回", "家で続けられる動き", "東 みなみ（看護師）", "中止した回です"];
    assert_prints(&SessionPlan::sample(), &expected);
}

#[test]
fn the_name_tags_print_ten_to_a_page() {
    let tags = NameTags::sample();
    assert_prints(&tags, &["髙橋 花子", "アオキ ハル", "手ぬぐい体操グループづくりコース", "出力番号"]);
    assert_eq!(Job::new(&tags).unwrap().set().unwrap().pages().len(), tags.tags.len().div_ceil(10));
}

#[test]
fn the_fee_statement_prints() {
    let expected = [
        "委託料内訳書",
        "4回 × 20,000円 ＝ 80,000円",
        "174,900円",
        "未確定",
        "10月24日の回の記録がありません",
    ];
    assert_prints(&FeeStatement::sample(), &expected);
    let mut empty = FeeStatement::sample();
    (empty.lines, empty.problems, empty.notes, empty.steps) = Default::default();
    assert_prints(&empty, &["委託料の対象として計算できる記録はありません"]);
}

#[test]
fn the_papers_of_one_person_print() {
    let expected = ["個別事業計画", "友人に会いに行く", "右ひざが痛む日", "同意しました"];
    assert_prints(&ServicePlan::sample(), &expected);
    let expected = ["提供記録", "令和6年7月4日（木）", "128／74　70", "欠席（連絡あり）", "いすの体操"];
    assert_prints(&ProvisionRecord::sample(), &expected);
    let expected = ["測定の結果", "10.2", "よくなりました", "短いほど", "まだありません", "家での体操"];
    assert_prints(&ResultSheet::sample(), &expected);
    assert_prints(&FeeReceipt::sample(), &["領収書", "1,200円", "令和6年7月分の利用者負担", "第12号"]);
}

#[test]
fn the_record_of_an_incident_prints() {
    let expected = [
        "事故報告書",
        "名簿が1枚見当たらない。",
        "片付けのときに気付いた。",
        "令和6年7月5日　電話で",
        "指摘はありません。",
    ];
    assert_prints(&RecordSheet::sample(), &expected);
}

#[test]
fn the_ledger_and_its_receipts_print() {
    let expected =
        ["受渡し管理簿", "参加予定者名簿（紙）", "追跡番号 1234-5678-9012", "双方確認ずみ", "残り", "10枚"];
    assert_prints(&HandoverLedger::sample(), &expected);
    let mut empty = HandoverLedger::sample();
    (empty.rows, empty.held) = Default::default();
    assert_prints(&empty, &["受渡しの記録はありません", "すべて返還または消去されています"]);
    assert_prints(
        &CustodyReceipt::sample(),
        &["預かり証", "お預かりしました", "30枚", "みどり区　介護予防課"],
    );
}

#[test]
fn the_papers_of_return_and_erasure_print() {
    let expected = [
        "データ消去報告書",
        "みどり区　介護予防課　御中",
        "令和6年9月18日（5営業日）",
        "S00123",
        "写真はありません",
    ];
    assert_prints(&ErasurePaper::sample(), &expected);
}

#[test]
fn typed_text_is_never_markup() {
    let hostile = "#read(\"/etc/passwd\") *太字* $x^2$ <ラベル> @引用 = 見出し \\ [] // /* `生`";
    let mut sheet = LiaisonSheet::sample();
    sheet.conduct = Some(hostile.into());
    sheet.participant.written = "#panic(\"x\")".into();
    assert_prints(&sheet, &["#panic(\"x\")", "#read(\"/etc/passwd\") *太字* $x^2$ <ラベル> @引用 = 見出し"]);
}

#[test]
fn an_unprintable_name_is_printed_with_its_kana() {
    let mut sheet = LiaisonSheet::sample();
    sheet.participant.written = "\u{E000}田 花\u{E0101}\u{202E}".into();
    sheet.message = Some("😀さんへ\u{0}連絡".into());
    assert_prints(&sheet, &["〓田 花", "（タカハシ ハナコ）", "〓さんへ連絡"]);
}

#[test]
fn no_character_can_stop_a_document() {
    let special = [0..=0x2FF, 0x2000..=0x20FF, 0x3000..=0x30FF, 0xFD00..=0xFFFF, 0xE0000..=0xE01EF];
    let sparse = (0..=0x2_FFFF_u32).step_by(211).chain((0xE000..=0x10_FFFF).step_by(4_001));
    let text: String = special.into_iter().flatten().chain(sparse).filter_map(char::from_u32).collect();
    let mut roster = small();
    roster.masthead.title = "\u{E000}名簿".into();
    roster.people[0].address = Some(text);
    assert_prints(&roster, &["〓名簿"]);
}

#[test]
fn a_long_run_without_spaces_stays_in_its_column() {
    let mut roster = small();
    roster.people[0].address = Some("https://example.invalid/".repeat(12));
    roster.people[0].phone = Some("0".repeat(40));
    let document = Job::new(&roster).unwrap().set().unwrap();
    let mut runs = Vec::new();
    document.pages().iter().for_each(|page| collect_ascii(&page.frame, &mut runs));
    let longest = runs.iter().copied().max().unwrap();
    assert!((20..50).contains(&longest), "{longest} characters on one line");
    assert_conforms(&printed(&roster));
}

/// The lengths of the runs of half-width characters that typst set without a break.
fn collect_ascii(frame: &Frame, runs: &mut Vec<usize>) {
    for (_, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            collect_ascii(&group.frame, runs);
        } else if let FrameItem::Text(run) = item {
            let line = run.text.replace("\u{200B}", "");
            runs.extend(line.is_ascii().then_some(line.len()));
        }
    }
}

#[test]
fn a_rare_name_is_printed_from_the_second_font() {
    let mut roster = ParticipantRoster::sample();
    roster.people[0].name = Some(parts::PersonName::new("𠮷田 渡邊\u{E0101}", "ヨシダ"));
    roster.people.truncate(1);
    assert_prints(&roster, &["𠮷", "田 渡邊"]);
}

#[tokio::test]
async fn a_list_that_is_too_long_is_refused_in_words() {
    let mut roster = ParticipantRoster::sample();
    roster.people = roster.people.into_iter().cycle().take(pdf::MAX_ROWS + 1).collect();
    let message = render(roster).await.unwrap_err().to_string();
    assert!(message.contains("1501行") && message.contains("Excel"), "{message}");
}

#[tokio::test]
async fn two_papers_at_once_take_turns() {
    let (first, second) = tokio::join!(render(small()), render(small()));
    assert_conforms(&first.unwrap());
    assert_conforms(&second.unwrap());
}

fn small() -> ParticipantRoster {
    let mut roster = ParticipantRoster::sample();
    roster.people.truncate(1);
    roster
}

#[test]
fn the_course_report_prints_in_the_order_of_the_form() {
    let report = CourseReport::sample();
    let expected = ["東部てぬぐいの会", "うち要支援（再掲）", "42.1%", "家族の介護が始まり"];
    assert_prints(&report, &expected);
    let text = text_of(&report);
    let headings = [
        "1　事業概要",
        "2　プログラム",
        "3　参加状況",
        "4　主観的健康感の変化",
        "5　基本チェックリストの結果",
        "6　測定結果",
        "7　まとめ",
    ];
    let places: Vec<_> = headings.iter().map(|heading| text.find(heading)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
}

#[test]
fn the_service_report_prints() {
    let expected = ["利用実績報告書", "令和6年10月分", "延利用回数", "事前訪問", "計画の見直し", "みどり東"];
    assert_prints(&ServiceReport::sample(), &expected);
}

#[test]
fn the_report_on_one_persons_guidance_prints() {
    let expected = [
        "指導結果報告書（個人）",
        "タカハシ ハナコ",
        "塩分のとり方",
        "目標：みそ汁",
        "遅れ（期間は",
        "HbA1c（％）",
        "改善",
    ];
    assert_prints(&GuidanceResult::sample(), &expected);
}

#[test]
fn the_report_on_a_whole_guidance_prints() {
    let expected = [
        "指導結果報告書（全体）",
        "うち区が加えた人",
        "合計",
        "LDLコレステロール",
        "改善9・変化なし2・悪化4",
        "苦情",
    ];
    assert_prints(&GuidanceOverall::sample(), &expected);
}

#[test]
fn a_form_paper_prints_words_facts_and_tables() {
    let expected =
        ["個人情報の持出しの承諾書", "会場に電源がない", "令和6年7月1日", "青木 ハル", "取扱責任者"];
    assert_prints(&FormPaper::sample(), &expected);
}
