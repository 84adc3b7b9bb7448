//! 教材のひな形: materials and a test that ship, to begin a lesson with. A contractor changes them as it needs.

/// Right answers that pass the test that ships.
pub const PASS_MARK: usize = 5;

/// What is read before the test.
pub const MATERIALS: &str = "\
１　参加者の氏名・住所・健康の状態・出欠・写真は、すべて個人情報です。要支援の認定や体力測定の結果は、特に慎重に扱う情報です。
２　業務に要る情報だけを、要る人だけが開きます。だれが何を見たかは、すべて記録に残ります。
３　利用者IDとパスワードは自分だけのものです。席を離れるときは画面を閉じます。
４　紙は使うときだけ出し、終わったら鍵のかかる所に戻します。数を数えてから片付けます。
５　持ち出し・写し・印刷・保存は、区の承諾があるときだけ行います。私物の機器やメールは使いません。
６　なくした、漏れた、見られたかもしれない。そう思った時点で、すぐに取扱責任者に知らせます。確かめてからでは遅いことがあります。
７　契約が終わった後も、仕事を辞めた後も、知ったことを話しません。";

/// The test in the lines of [`super::questions::read`].
pub const QUESTIONS: &str = "\
問 出欠の紙が1枚足りないことに、片付けの途中で気づいた。まずすることは
○ すぐに取扱責任者に知らせる
× 翌日まで探して、見つからなければ知らせる
× 書き直して枚数を合わせる

問 参加者の家族から、別の参加者の体の様子を聞かれた
○ 話さない
× 親しい人なら話す
× 名前を言わなければ話してよい

問 同僚がパスワードを忘れて困っている
○ 自分のIDは使わせず、管理者にコードの発行を頼む
× 自分のIDで入って画面を渡す
× 紙に書いて渡す

問 記録の続きを家で書きたい
○ 区の承諾なしには持ち帰らない
× 自分の携帯電話で写真を撮って帰る
× 名前を消せば持ち帰ってよい

問 担当でない参加者の記録を、気になって開く
○ 業務に要らないので開かない
× 名簿に載っている従事者なら、だれの記録でもよい
× 書き換えなければよい

問 契約が終わって手元に残ったメモ
○ 決められた方法で返すか消し、記録に残す
× 自分で持っておく
× ごみとして出す";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lessons::questions::read;

    #[test]
    fn the_test_that_ships_reads_and_can_be_failed_and_passed() {
        let questions = read(QUESTIONS).unwrap();
        assert_eq!(questions.len(), 6);
        assert!(PASS_MARK > 0 && PASS_MARK <= questions.len());
    }
}
