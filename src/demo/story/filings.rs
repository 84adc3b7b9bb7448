//! The papers around the class that is half-way through: 提出物 received, approved, waiting, returned and handed in again; what
//! people said about it.

use time::{Date, Duration};
use uuid::Uuid;

use super::{class::Class, place::Place};
use crate::{
    demo::build::{Build, Contract, Custodian, Handed, Made, Planned, Voice},
    programmes::meguro,
};

pub(super) fn tell(
    build: &mut Build,
    here: &Place,
    contract: &Contract,
    class: &Class,
    staff: &[Custodian],
) -> Made {
    hand_in(build, here, contract, class, staff)?;
    listen(build, contract, class, staff)?;
    plan(build, class, staff)
}

/// A person with a plan of their own, whose daughter asked for the record.
fn plan(build: &mut Build, class: &Class, staff: &[Custodian]) -> Made {
    let (enrolled, on) = (&class.enrolled[5], build.day(-42));
    let planned = Planned {
        goals: "一人でバスに乗り、月に一度は古い友人に会いに行く。",
        actions: "教室では、いすからの立ち上がりとつま先立ちを毎回行う。\n家では、朝と夕方に立ち上がりを10回ずつ。",
        cautions: "右ひざが痛む日は、座ってできる体操にする。血圧の上が160を超えた日は見学にする。",
        made_on: on,
        explained: Some(("運動指導の担当", "本人と長女")),
        agreed_on: Some(build.day(-35)),
        by: &staff[1],
    };
    build.individual_plan(&class.course, enrolled, &planned)?;
    build.record_handover(&class.course, enrolled, &staff[0], build.day(-7), "長女")
}

/// One complaint that was settled, one that came in yesterday.
fn listen(build: &mut Build, contract: &Contract, class: &Class, staff: &[Custodian]) -> Made {
    let settled = Voice {
        of: Some(&class.enrolled[4].participant),
        from: "",
        means: "face",
        content: "後ろの席だと、講師の声が聞き取りにくい。耳が遠いので、いつも同じ話を聞きもらす。",
        response: Some((
            "その場でおわびし、次の回から前の席をご案内した。マイクの音量を上げ、要点を書いた紙を配ることにした。次の回に、よく聞こえるとのこと。",
            "運営責任者",
        )),
        on: build.day(-21),
        reported_on: Some(build.day(-20)),
        closed_on: Some(build.day(-14)),
        by: &staff[0],
    };
    build.complaint(contract, &settled)?;
    let open = Voice {
        of: None,
        from: "会場の近隣の方",
        means: "phone",
        content: "教室の日に、会場の前の道に自転車が並び、通りにくい。",
        response: None,
        on: build.day(-1),
        reported_on: None,
        closed_on: None,
        by: &staff[1],
    };
    build.complaint(contract, &open)
}

fn hand_in(build: &mut Build, here: &Place, contract: &Contract, class: &Class, staff: &[Custodian]) -> Made {
    let first_on = class.course.sessions.first().map_or(build.today, |session| session.on);
    let (by, course) = (staff[0].account, format!("course:{}", class.course.id));
    let briefing = first_on - Duration::days(10);
    let key = format!("day:{briefing}");
    let blank = Handed {
        code: "",
        occurrence: None,
        subject: "",
        said: &[],
        words: "",
        file: None,
        by,
        on: first_on,
        decided: None,
        replaces: None,
    };
    let received = Some(("received", &here.officer, ""));
    let weeks = |day: Date, weeks: i64| day - Duration::weeks(weeks);
    build.filing(
        contract,
        meguro(),
        &Handed {
            code: "programme_set",
            occurrence: Some((&key, briefing, weeks(briefing, 3))),
            words: "プログラム（16回分）、配付資料の見本、従事者名簿、配置予定表、資格証の写しです。",
            file: Some(("プログラム一式.txt", "第1回 体操と説明\n第2回 測定\n第3回から 体操と講話\n")),
            on: weeks(briefing, 3) - Duration::days(2),
            decided: received,
            ..blank
        },
    )?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            code: "programme_set_final",
            occurrence: Some((&key, briefing, weeks(briefing, 1))),
            words: "前回お出ししたものから、測定の日を第2回に改めました。",
            file: Some(("プログラム一式_確認用.txt", "第2回 測定（会場：多目的室）\n")),
            on: weeks(briefing, 1) - Duration::days(1),
            decided: received,
            ..blank
        },
    )?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            code: "personal_data_rules",
            said: &[("規程の名前", "個人情報保護規程"), ("施行した日", "令和6年4月1日")],
            occurrence: Some((&course, first_on, weeks(first_on, 3))),
            subject: "からだ元気コース（木の実ホール）",
            words: "法人の個人情報保護規程と、持出しの記録の様式です。",
            file: Some(("個人情報保護規程.txt", "第1条 目的\n第2条 責任者\n")),
            on: weeks(first_on, 4),
            decided: received,
            ..blank
        },
    )?;
    flyers(build, here, contract, by, blank)?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            code: "training",
            said: &[
                ("研修会・説明会の名前", "介護予防従事者研修（午後の部）"),
                ("受けた日", &crate::vocab::dates::wareki(build.day(-12))),
                ("参加した人", "管理者1人、運動指導の担当1人"),
            ],
            words: "資料は事業所で回覧しました。",
            on: build.day(-9),
            decided: received,
            ..blank
        },
    )?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            code: "changed_set",
            said: &[
                ("変わる書類", "プログラム（第9回、第10回）"),
                ("変わるところと理由", "第9回と第10回の講話の順番を入れかえます。講師の都合によるものです。"),
            ],
            file: Some(("変更後のプログラム.txt", "第9回 口腔\n第10回 栄養\n")),
            on: build.day(-2),
            ..blank
        },
    )?;
    Ok(())
}

/// The first came back, the next in its place was approved; one more waits.
fn flyers(build: &mut Build, here: &Place, contract: &Contract, by: Uuid, blank: Handed<'_>) -> Made {
    let flyer = Handed { code: "flyer", by, ..blank };
    let first = build.filing(
        contract,
        meguro(),
        &Handed {
            words: "秋の教室のチラシの案です。",
            file: Some(("チラシ案.txt", "からだ元気コース 参加者募集\n")),
            on: build.day(-58),
            decided: Some((
                "returned",
                &here.officer,
                "問合せ先に区の電話番号も載せてください。定員は18人です。",
            )),
            ..flyer
        },
    )?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            words: "問合せ先と定員を直しました。",
            file: Some(("チラシ案_2.txt", "からだ元気コース 参加者募集 定員18人\n")),
            on: build.day(-56),
            decided: Some(("approved", &here.officer, "")),
            replaces: Some(first),
            ..flyer
        },
    )?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            said: &[
                ("使い道", "教室の中で、参加者に20部"),
                ("配り始める日", &crate::vocab::dates::wareki(build.day(7))),
            ],
            words: "終了後の自主グループの案内です。",
            file: Some(("自主グループ案内.txt", "木の実ホールで月2回\n")),
            on: build.day(-3),
            ..flyer
        },
    )?;
    build.filing(
        contract,
        meguro(),
        &Handed {
            words: "掲示用のポスターの案です。",
            file: Some(("ポスター案.txt", "からだを動かしませんか\n")),
            on: build.day(-6),
            decided: Some((
                "returned",
                &here.officer,
                "写真に写っている方の同意が分かるものを付けてください。",
            )),
            ..flyer
        },
    )?;
    Ok(())
}
