//! Invented people: names as registers hold them (旧字体, 異体字, characters outside the basic plane, variation
//! selectors), addresses in invented streets, telephone numbers that are given to nobody (0x0-0000-…).

use time::{Date, Month};

use super::{
    build::{Build, Centre, Made, NewParticipant, Participant, Ward},
    dice::Dice,
};
use crate::participants::{EmergencyContact, Identity};

/// Family name and reading. The first ones are the hard ones, so that every list has some.
pub const FAMILIES: &[(&str, &str)] = &[
    ("髙橋", "タカハシ"),
    ("山﨑", "ヤマザキ"),
    ("𠮷田", "ヨシダ"),
    ("渡邉", "ワタナベ"),
    ("渡邊", "ワタナベ"),
    ("齋藤", "サイトウ"),
    ("斉藤", "サイトウ"),
    ("辻\u{E0100}村", "ツジムラ"),
    ("葛\u{E0101}西", "カサイ"),
    ("濵田", "ハマダ"),
    ("𣘺本", "ハシモト"),
    ("國分", "コクブ"),
    ("櫻井", "サクライ"),
    ("澤田", "サワダ"),
    ("廣瀨", "ヒロセ"),
    ("黑田", "クロダ"),
    ("德永", "トクナガ"),
    ("佐々木", "ササキ"),
    ("五十嵐", "イガラシ"),
    ("小野寺", "オノデラ"),
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("田中", "タナカ"),
    ("伊藤", "イトウ"),
    ("中村", "ナカムラ"),
    ("小林", "コバヤシ"),
    ("加藤", "カトウ"),
    ("山田", "ヤマダ"),
    ("松本", "マツモト"),
    ("井上", "イノウエ"),
    ("木村", "キムラ"),
    ("清水", "シミズ"),
    ("森", "モリ"),
    ("池田", "イケダ"),
    ("石川", "イシカワ"),
    ("前田", "マエダ"),
    ("藤田", "フジタ"),
    ("小川", "オガワ"),
    ("岡田", "オカダ"),
    ("後藤", "ゴトウ"),
    ("長谷川", "ハセガワ"),
    ("村上", "ムラカミ"),
    ("近藤", "コンドウ"),
    ("石井", "イシイ"),
    ("坂本", "サカモト"),
    ("遠藤", "エンドウ"),
    ("青木", "アオキ"),
    ("福田", "フクダ"),
    ("西村", "ニシムラ"),
    ("三浦", "ミウラ"),
    ("大野", "オオノ"),
    ("小野", "オノ"),
    ("原", "ハラ"),
    ("中川", "ナカガワ"),
    ("丹羽", "ニワ"),
];

const WOMEN: &[(&str, &str)] = &[
    ("幸子", "サチコ"),
    ("和子", "カズコ"),
    ("節子", "セツコ"),
    ("洋子", "ヨウコ"),
    ("恵子", "ケイコ"),
    ("惠子", "ケイコ"),
    ("静江", "シズエ"),
    ("ハル", "ハル"),
    ("トミ子", "トミコ"),
    ("美智子", "ミチコ"),
    ("文江", "フミエ"),
    ("千鶴子", "チズコ"),
    ("キヨ", "キヨ"),
    ("京子", "キョウコ"),
    ("眞理", "マリ"),
    ("照代", "テルヨ"),
    ("富美子", "フミコ"),
    ("久江", "ヒサエ"),
    ("敏子", "トシコ"),
    ("よし江", "ヨシエ"),
    ("榮子", "エイコ"),
    ("翠", "ミドリ"),
];

const MEN: &[(&str, &str)] = &[
    ("正雄", "マサオ"),
    ("茂", "シゲル"),
    ("勇", "イサム"),
    ("清", "キヨシ"),
    ("昭", "アキラ"),
    ("博", "ヒロシ"),
    ("壽夫", "ヒサオ"),
    ("賢治", "ケンジ"),
    ("淸一", "セイイチ"),
    ("隆", "タカシ"),
    ("武司", "タケシ"),
    ("義男", "ヨシオ"),
    ("龍彥", "タツヒコ"),
    ("進", "ススム"),
    ("稔", "ミノル"),
];

const HISTORIES: &[&str] = &[
    "高血圧（内服中）。朝の血圧手帳あり。",
    "変形性膝関節症（右）。階段の下りで痛む。",
    "腰部脊柱管狭窄症。10分歩くと休む。",
    "骨粗鬆症。2年前に手首を骨折。",
    "糖尿病（食事と内服）。低血糖なし。",
    "心房細動。抗凝固薬を内服。",
    "白内障の手術ずみ（両眼）。",
    "特になし。",
    "軽い難聴。右から話すと聞こえやすい。",
];

const HOUSEHOLDS: &[&str] = &[
    "ひとり暮らし。娘が週1回来る。",
    "夫と二人暮らし。",
    "妻と二人暮らし。妻は要介護2。",
    "長男夫婦と同居。日中はひとり。",
    "ひとり暮らし。近所の友人と毎日会う。",
];
const HOUSES: &[&str] = &[
    "戸建て2階建て。寝室は2階。",
    "集合住宅4階、エレベーターなし。",
    "集合住宅1階。玄関に段差15cm。",
    "戸建て平屋。浴室に手すりあり。",
];
const CERTIFICATIONS: &[&str] =
    &["none", "none", "none", "target", "target", "support_1", "support_2", "unknown"];
const RELATIONS: &[&str] = &["長女", "長男", "二女", "妹", "おい", "友人"];
const CARERS: &[&str] = &["保健師　今野", "社会福祉士　白井", "主任ケアマネジャー　堀", "看護師　大串"];

impl Build<'_> {
    /// An invented person of one of the centre's districts.
    pub fn somebody(&mut self, ward: &Ward, centre: &Centre) -> Made<Participant> {
        let mut dice = self.dice.clone();
        let (district, place) = dice.pick(&centre.districts.iter().collect::<Vec<_>>()).clone();
        let sex = if dice.chance(72) { "female" } else { "male" };
        let identity = identity(&mut dice, self.today, &ward.name, &place, sex);
        let certification = dice.pick(CERTIFICATIONS);
        self.dice = dice;
        self.participant(ward, centre, district, NewParticipant { sex, certification, identity })
    }
}

/// An invented person, 65 to 93 years old today.
pub fn identity(dice: &mut Dice, today: Date, ward: &str, place: &str, sex: &str) -> Identity {
    let (family, family_kana) = *dice.pick(&FAMILIES.iter().collect::<Vec<_>>());
    let given = if sex == "female" { WOMEN } else { MEN };
    let (given, given_kana) = *dice.pick(&given.iter().collect::<Vec<_>>());
    let lives = format!("東都{ward}{place}{}番{}号", dice.between(1, 28), dice.between(1, 19));
    Identity {
        family_name: family.to_owned(),
        given_name: given.to_owned(),
        family_kana: family_kana.to_owned(),
        given_kana: given_kana.to_owned(),
        born_on: birthday(dice, today),
        postal_code: format!("000-{:04}", dice.between(1, 9999)),
        telephone: telephone(dice),
        emergency: contacts(dice, family, &lives),
        address: lives,
        centre_person: dice.pick(CARERS).to_owned(),
        service_use: if dice.chance(25) {
            "訪問型サービス（週1回の掃除）".into()
        } else {
            "なし".into()
        },
        housing: dice.pick(HOUSES).to_owned(),
        household: dice.pick(HOUSEHOLDS).to_owned(),
        mobility: if dice.chance(30) { "屋外は杖を使う".into() } else { "自立".into() },
        toileting: "自立".into(),
        meals: "自立".into(),
        bathing: if dice.chance(15) { "またぐときに見守り".into() } else { "自立".into() },
        history: dice.pick(HISTORIES).to_owned(),
    }
}

fn birthday(dice: &mut Dice, today: Date) -> Date {
    let year = today.year() - i32::try_from(dice.between(66, 93)).unwrap_or(75);
    let month = Month::try_from(u8::try_from(dice.between(1, 12)).unwrap_or(1)).unwrap_or(Month::January);
    let day = u8::try_from(dice.between(1, 28)).unwrap_or(1);
    Date::from_calendar_date(year, month, day).unwrap_or(today)
}

fn telephone(dice: &mut Dice) -> String {
    let (middle, last) = (dice.between(0, 9999), dice.between(0, 9999));
    if dice.chance(60) {
        format!("03-0000-{last:04}")
    } else {
        format!("090-0000-{:04}", (middle + last) % 10_000)
    }
}

fn contacts(dice: &mut Dice, family: &str, lives: &str) -> Vec<EmergencyContact> {
    let (given, _) = *dice.pick(&WOMEN.iter().chain(MEN).collect::<Vec<_>>());
    let address = if dice.chance(40) {
        lives.to_owned()
    } else {
        format!("東都港北町{}番地", dice.between(1, 900))
    };
    vec![EmergencyContact {
        name: format!("{family}　{given}"),
        relation: dice.pick(RELATIONS).to_owned(),
        telephone: telephone(dice),
        address,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::kana::{fold_kana, fold_name, katakana};

    #[test]
    fn readings_are_full_width_katakana() {
        for (name, reading) in FAMILIES.iter().chain(WOMEN).chain(MEN) {
            assert_eq!(katakana(reading).as_deref(), Ok(*reading), "{name}");
            assert!(!fold_kana(reading).is_empty() && !fold_name(name).is_empty());
        }
    }

    #[test]
    fn the_hard_ones_are_there() {
        let all: String = FAMILIES.iter().map(|(name, _)| *name).collect();
        for hard in ["髙", "﨑", "𠮷", "邉", "邊", "\u{E0100}", "𣘺", "濵"] {
            assert!(all.contains(hard), "{hard}");
        }
    }

    #[test]
    fn telephone_numbers_belong_to_nobody() {
        let mut dice = Dice::new(5);
        assert!((0..200).all(|_| telephone(&mut dice).contains("-0000-")));
    }
}
