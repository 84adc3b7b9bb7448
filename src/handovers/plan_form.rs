//! 記入: the form of a new entry as typed, and what it says once it is read.

use time::{Date, Duration};

use super::{
    details::Details,
    kinds::{Channel, Kind, Medium},
    permitted::Permitted,
    states::{HandoverRefusal, making_day},
};
use crate::{
    kit::form::Form,
    obligations::library::Mode,
    vocab::ids::{CourseId, HeldItemId},
};

const LONGEST: usize = 200;
/// A plan further ahead is a slip of the pen.
const FAR: Duration = Duration::days(400);

/// What a form can choose from.
pub struct Ground<'a> {
    pub kind: Kind,
    pub permitted: &'a Permitted,
    /// What the contractor holds, and how much of it.
    pub held: &'a [(HeldItemId, Medium, u32)],
    pub courses: &'a [(CourseId, String)],
    /// It tells a password: one sheet or message.
    pub is_notice: bool,
    pub today: Date,
}

/// A new thing.
#[derive(Debug, PartialEq, Eq)]
pub struct Thing {
    pub content: String,
    pub medium: Medium,
    pub quantity: u32,
    pub course: Option<CourseId>,
    pub copied_from: Option<HeldItemId>,
}

/// What passes.
#[derive(Debug, PartialEq, Eq)]
pub enum Load {
    New(Thing),
    /// Parts of things that came before.
    Parts(Vec<(HeldItemId, Medium, u32)>),
}

/// An entry that may be written.
pub struct NewEntry {
    pub channel: Channel,
    pub on: Date,
    pub load: Load,
    pub details: Details,
}

/// Reads the form, or records the problems. A day too long ago is given back beside them.
pub fn read(form: &mut Form, ground: &Ground<'_>) -> Result<NewEntry, Option<HandoverRefusal>> {
    let mut backdated = None;
    let on = form.date("on", if ground.kind.is_own_making() { "日付" } else { "受渡しの予定日" });
    let on = on.and_then(|on| fitting_day(form, on, ground, &mut backdated));
    let channel =
        if ground.kind.is_own_making() { Some(Channel::ByHand) } else { channel(form, ground.permitted) };
    let returns = ground.kind == Kind::Back && !ground.is_notice;
    let load =
        if returns { parts(form, ground.held).map(Load::Parts) } else { thing(form, ground).map(Load::New) };
    if let Some((channel, load)) = channel.zip(load.as_ref()).filter(|_| !ground.kind.is_own_making()) {
        fits(form, channel, load);
    }
    let details = details(form, ground, channel);
    match (on, channel, load, details) {
        (Some(on), Some(channel), Some(load), Some(details)) if !form.has_problems() => {
            Ok(NewEntry { channel, on, load, details })
        }
        _ => Err(backdated),
    }
}

fn fitting_day(
    form: &mut Form,
    on: Date,
    ground: &Ground<'_>,
    backdated: &mut Option<HandoverRefusal>,
) -> Option<Date> {
    if ground.kind.is_own_making() {
        return match making_day(on, ground.today) {
            Ok(on) => Some(on),
            Err(refusal) => {
                form.refuse("on", refusal.to_string());
                *backdated = Some(refusal).filter(|refusal| refusal.is_back_dating());
                None
            }
        };
    }
    if on < ground.today {
        form.refuse("on", "受渡しの計画は、前もって立てます。今日か、今日より後の日を入力してください。");
        *backdated = Some(HandoverRefusal::BeforeThePlan);
        return None;
    }
    if on - ground.today > FAR {
        form.refuse("on", "受渡しの予定日が1年以上先です。年を確かめて入力してください。");
        return None;
    }
    Some(on)
}

fn channel(form: &mut Form, permitted: &Permitted) -> Option<Channel> {
    let codes: Vec<&str> = Channel::ALL.iter().map(|channel| channel.code()).collect();
    let channel =
        form.choice("channel", "受渡しの方法", &codes).and_then(|code| Channel::from_code(&code))?;
    if let Some(sentence) = permitted.refusal(channel) {
        form.refuse("channel", sentence);
        return None;
    }
    Some(channel)
}

/// Paper doesn't go over a wire.
fn fits(form: &mut Form, channel: Channel, load: &Load) {
    let mut media: Vec<Medium> = match load {
        Load::New(thing) => vec![thing.medium],
        Load::Parts(parts) => parts.iter().map(|(_, medium, _)| *medium).collect(),
    };
    media.retain(|medium| !channel.carries(*medium));
    if let Some(medium) = media.first() {
        let sentence = format!(
            "「{}」は、「{}」では渡せません。方法か、渡す物を選び直してください。",
            medium.label(),
            channel.label()
        );
        form.refuse("channel", sentence);
    }
}

fn thing(form: &mut Form, ground: &Ground<'_>) -> Option<Thing> {
    let content = form.required("content", "内容", LONGEST);
    let codes: Vec<&str> = Medium::ALL.iter().map(|medium| medium.code()).collect();
    let medium = form.choice("medium", "媒体", &codes).and_then(|code| Medium::from_code(&code));
    let quantity = form.whole_number("quantity", "数量", 1..=100_000);
    let courses: Vec<String> = ground.courses.iter().map(|(id, _)| id.to_string()).collect();
    let courses: Vec<&str> = courses.iter().map(String::as_str).collect();
    let course = form.optional_choice("course", "教室", &courses)?.parse().ok();
    let copied_from = match ground.kind {
        Kind::Copied => Some(original(form, ground.held)?),
        Kind::Out | Kind::Back | Kind::Gathered | Kind::Printed | Kind::Exported | Kind::Imported => None,
    };
    let quantity = u32::try_from(quantity?).ok()?;
    Some(Thing { content: content?, medium: medium?, quantity, course, copied_from })
}

fn original(form: &mut Form, held: &[(HeldItemId, Medium, u32)]) -> Option<HeldItemId> {
    let chosen: Option<HeldItemId> = form.value("of").parse().ok();
    let found = chosen.filter(|id| held.iter().any(|(item, ..)| item == id));
    if found.is_none() {
        form.refuse("of", "写しの元を、いま手元にある物の中から選んでください。");
    }
    found
}

/// Whole things or parts of them: a tick for each, and how many.
fn parts(form: &mut Form, held: &[(HeldItemId, Medium, u32)]) -> Option<Vec<(HeldItemId, Medium, u32)>> {
    let mut parts = Vec::new();
    for (item, medium, count) in held.iter().filter(|(item, ..)| form.checked("item", &item.to_string())) {
        parts.push((*item, *medium, *count));
    }
    if parts.is_empty() {
        form.refuse("item", "返す物を選んでください。");
        return None;
    }
    let mut chosen = Vec::with_capacity(parts.len());
    for (item, medium, count) in parts {
        let quantity = form.whole_number(&format!("count-{item}"), "返す数", 1..=i64::from(count));
        chosen.push(quantity.and_then(|quantity| u32::try_from(quantity).ok()).map(|n| (item, medium, n)));
    }
    chosen.into_iter().collect()
}

fn details(form: &mut Form, ground: &Ground<'_>, channel: Option<Channel>) -> Option<Details> {
    if ground.kind.is_own_making() {
        let place = form.required("place", "保管する場所", LONGEST);
        let consent = match (ground.kind, ground.permitted.copying) {
            (Kind::Copied, Mode::Consent) => form.required("consent", "区の承諾（日付と番号）", LONGEST),
            _ => Some(String::new()),
        };
        return Some(Details { place: place?, consent: consent?, ..Details::default() });
    }
    let place = form.required("place", "場所", LONGEST);
    let giver = form.required("giver", "渡す担当者", LONGEST);
    let taker = form.required("taker", "受け取る担当者", LONGEST);
    let protection = form.required("protection", "保護の方法", LONGEST);
    let is_carried = channel.is_some_and(|channel| channel.is_carried());
    let mut carried = |name: &str, label: &str| {
        if is_carried { form.required(name, label, LONGEST) } else { form.optional(name, label, LONGEST) }
    };
    let (route, packing) = (carried("route", "運ぶ経路"), carried("packing", "こん包・入れ物"));
    let vehicle = carried("vehicle", "移動の手段");
    Some(Details {
        place: place?,
        giver: giver?,
        taker: taker?,
        protection: protection?,
        route: route?,
        packing: packing?,
        vehicle: vehicle?,
        consent: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date!(2026 - 06 - 17);
    const HELD: HeldItemId = HeldItemId(Uuid::from_u128(1));

    fn form(pairs: &[(&str, &str)]) -> Form {
        let common =
            [("place", "区役所3階"), ("giver", "佐藤"), ("taker", "田中"), ("protection", "鍵付きかばん")];
        pairs.iter().chain(&common).fold(Form::empty(), |form, (name, value)| form.with(name, *value))
    }

    fn read_as(kind: Kind, copying: Mode, form: &mut Form) -> Result<NewEntry, Option<HandoverRefusal>> {
        let permitted = Permitted::for_tests(&[Channel::ByHand, Channel::Post], copying);
        let held = [(HELD, Medium::Paper, 30)];
        let ground =
            Ground { kind, permitted: &permitted, held: &held, courses: &[], is_notice: false, today: TODAY };
        read(form, &ground)
    }

    #[test]
    fn a_plan_says_how_it_is_carried() {
        let plan = [
            ("on", "R8.6.18"),
            ("channel", "by_hand"),
            ("content", "参加者名簿"),
            ("medium", "paper"),
            ("quantity", "３０"),
        ];
        let mut bare = form(&plan);
        assert!(read_as(Kind::Out, Mode::Free, &mut bare).is_err());
        assert_eq!(bare.problem("route"), Some("運ぶ経路を入力してください。"));
        let mut whole =
            form(&plan).with("route", "区役所から事業所").with("packing", "封筒").with("vehicle", "徒歩");
        let entry = read_as(Kind::Out, Mode::Free, &mut whole).ok().unwrap();
        assert!(matches!(entry.load, Load::New(Thing { quantity: 30, medium: Medium::Paper, .. })));
        let mut shut = Form::empty().with("channel", "mail");
        assert!(read_as(Kind::Out, Mode::Free, &mut shut).is_err());
        assert!(shut.problem("channel").unwrap().contains("認められていません"));
    }

    #[test]
    fn paper_does_not_go_over_a_wire_nor_a_file_by_hand() {
        let mut by_hand = form(&[
            ("on", "R8.6.18"),
            ("channel", "by_hand"),
            ("content", "名簿"),
            ("medium", "file"),
            ("quantity", "1"),
        ]);
        assert!(read_as(Kind::Out, Mode::Free, &mut by_hand).is_err());
        assert!(by_hand.problem("channel").unwrap().contains("電子ファイル"));
    }

    #[test]
    fn parts_of_what_is_held_go_back_and_no_more() {
        let count = format!("count-{HELD}");
        let id = HELD.to_string();
        let plan =
            |n: &'static str| form(&[("on", "R8.6.18"), ("channel", "post"), ("item", &id), (&count, n)]);
        let entry = read_as(Kind::Back, Mode::Free, &mut plan("12")).ok().unwrap();
        assert_eq!(entry.load, Load::Parts(vec![(HELD, Medium::Paper, 12)]));
        let mut more = plan("31");
        assert!(read_as(Kind::Back, Mode::Free, &mut more).is_err());
        assert_eq!(more.problem(&count), Some("返す数は1から30までの数字で入力してください。"));
    }

    #[test]
    fn a_copy_names_its_original_and_the_wards_consent() {
        let mut copy =
            form(&[("on", "R8.6.17"), ("content", "名簿の写し"), ("medium", "paper"), ("quantity", "2")]);
        assert!(read_as(Kind::Copied, Mode::Consent, &mut copy).is_err());
        assert!(copy.problem("of").is_some() && copy.problem("consent").is_some());
        let mut old =
            form(&[("on", "R8.6.1"), ("content", "申込書"), ("medium", "paper"), ("quantity", "2")]);
        assert_eq!(
            read_as(Kind::Gathered, Mode::Free, &mut old).err().unwrap(),
            Some(HandoverRefusal::TooLongAgo)
        );
        let mut past = form(&[
            ("on", "R8.6.16"),
            ("channel", "post"),
            ("content", "名簿"),
            ("medium", "paper"),
            ("quantity", "2"),
        ]);
        assert_eq!(
            read_as(Kind::Out, Mode::Free, &mut past).err().unwrap(),
            Some(HandoverRefusal::BeforeThePlan)
        );
    }
}
