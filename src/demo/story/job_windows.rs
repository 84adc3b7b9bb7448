//! 保守作業 of 若葉区: one was confirmed, one waits for its confirmation, one is going on today, one is applied for.

use time::{Duration, OffsetDateTime};

use super::{People, place::Place};
use crate::demo::build::{Build, Contract, Job, Made, Step};

pub fn tell(build: &mut Build, here: &Place, contract: &Contract, people: &People) -> Made {
    let operator = people.of("genki.operator")?;
    let this_hour = OffsetDateTime::from_unix_timestamp(build.now.unix_timestamp().div_euclid(3_600) * 3_600)
        .unwrap_or(build.now);
    let before = |days: i64| this_hour - Duration::days(days);
    let jobs = [
        (
            before(15),
            "データベースの更新プログラムの適用と、適用後の動作の確認",
            Step::Confirmed("更新プログラムを適用し、再起動した。接続と監査記録の署名を確かめ、異常なし。"),
        ),
        (
            before(2),
            "画面が遅いとの連絡を受けた、表の大きさと接続の数の調査",
            Step::Reported(
                "大きい表の片付けが遅れていた。設定を直し、1時間後に元の速さに戻ったことを確かめた。",
            ),
        ),
        (this_hour, "月次の点検：大きさ、接続、署名、更新記録の退避の確認", Step::Approved),
        (this_hour + Duration::days(1), "証明書の入替えと、入替え後の接続の確認", Step::Applied),
    ];
    for (from, purpose, reached) in jobs {
        let touches = "データベースのサーバーとプログラムの設定。個人情報には触れない";
        let job = Job { operator, admin: &here.admin, from, hours: 8, purpose, touches, reached };
        build.job_window(&here.ward, contract, &job)?;
    }
    Ok(())
}
