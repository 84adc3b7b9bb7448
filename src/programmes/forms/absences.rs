//! 欠席: who is contacted, and who is told.

use super::{
    choices, count,
    field::{Field, Kind},
    ticked, word, yes,
};
use crate::{
    kit::form::Form,
    programmes::definition::{AbsenceRule, TellWhom},
};

pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new(Kind::Check, "absences.contact_without_notice", "無断で欠席した人に連絡する"),
        Field::new(Kind::Check, "absences.tell_first_session", "初回の欠席を知らせる"),
        Field::new(Kind::Number, "absences.tell_in_a_row", "無断欠席が何回続いたら知らせるか")
            .unit("回")
            .hint("知らせないときは0にします。中止した回は数えません。"),
        Field::new(Kind::Check, "absences.notice_resets", "連絡のある欠席があれば、数え直す"),
        Field::new(
            Kind::Boxes(choices(&TellWhom::ALL, |one| one.label().to_owned())),
            "absences.tell",
            "知らせる相手",
        ),
        Field::new(Kind::Number, "absences.within_days", "何開庁日以内に知らせるか")
            .unit("日")
            .hint("当日中のときは0にします。"),
    ]
}

pub(super) fn filled(rule: &AbsenceRule) -> Form {
    let form = Form::empty()
        .with("absences.contact_without_notice", yes(rule.contact_without_notice))
        .with("absences.tell_first_session", yes(rule.tell_first_session))
        .with("absences.tell_in_a_row", rule.tell_in_a_row.to_string())
        .with("absences.notice_resets", yes(rule.notice_resets))
        .with("absences.within_days", rule.within_days.to_string());
    rule.tell.iter().fold(form, |form, whom| form.with("absences.tell", word(whom)))
}

pub(super) fn read(form: &mut Form, rule: &mut AbsenceRule) -> Option<()> {
    let tell_in_a_row = count(form, "absences.tell_in_a_row", "続いた回数", 50);
    let tell = ticked(form, "absences.tell", "知らせる相手", &TellWhom::ALL);
    let within_days = count(form, "absences.within_days", "日数", 30);
    *rule = AbsenceRule {
        contact_without_notice: form.checked("absences.contact_without_notice", "yes"),
        tell_first_session: form.checked("absences.tell_first_session", "yes"),
        tell_in_a_row: tell_in_a_row?,
        notice_resets: form.checked("absences.notice_resets", "yes"),
        tell: tell?,
        within_days: within_days?,
    };
    Some(())
}
