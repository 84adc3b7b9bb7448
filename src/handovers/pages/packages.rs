//! 暗号化ファイル: made by Kayoi for a planned handover; its passphrase is shown once and planned as a handover of its own.

use axum::extract::Path;

use crate::{
    audit::Event,
    documents::{Format, Issue},
    filings::sha256,
    handovers::{
        WriteHandover,
        db::{
            self, NewHandover,
            lines::{self, NewLine},
            packages::{self, NewPackage},
        },
        details::{Content, Details, PACKAGE},
        kinds::{Channel, Medium},
        loading::{self, Entry},
        notice::{Passing, apart},
        package::{OFFERED, Offered, encrypted, table},
        passphrase::passphrase,
        permitted::permitted,
        states::HandoverState,
        views::{PackageForm, PassphraseView},
    },
    kit::{
        answer::File,
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::Form,
        handing_out::Whom,
        permission::Permission,
        typed::Typed,
    },
    participants::{Person, people},
    permits::files,
    sealing::{Place, Unit},
    vocab::ids::{ContractId, CourseId, HandoverId, HeldItemId},
};

/// What a package can be made of.
pub struct Selection {
    pub entry: Entry,
    pub courses: Vec<(CourseId, String)>,
    /// What the contract's items allow of what can be packed.
    pub offered: Vec<&'static Offered>,
    pub channels: Vec<Channel>,
}

async fn selection<P: Permission, M>(cx: &mut Ctx<P, M>, id: HandoverId) -> Result<Selection> {
    let entry = loading::entry(cx, id).await?;
    let contract = entry.contract()?;
    let is_giver = entry.kind.giver() == Some(cx.actor().role.side());
    if entry.state != HandoverState::Planned || !is_giver {
        return Err(AppError::refused("暗号化ファイルは、渡す側が、渡す前の計画の画面で作ります。"));
    }
    if entry.row.notice_of.is_some() {
        return Err(AppError::refused("パスワードの通知には、暗号化ファイルを付けられません。"));
    }
    if packages::find(cx.db(), id).await?.is_some() {
        return Err(AppError::refused(
            "この受渡しの暗号化ファイルは、すでに作られています。作り直すときは、計画を取り消し、新しく立ててください。",
        ));
    }
    let lines = loading::named_lines(cx, std::slice::from_ref(&entry)).await?;
    if !lines.values().flatten().any(|line| line.medium.is_electronic()) {
        return Err(AppError::refused("紙の受渡しには、暗号化ファイルを付けられません。"));
    }
    let items = people::items_of(cx.db(), contract).await?;
    Ok(Selection {
        courses: lines::courses(cx.db(), contract).await?,
        offered: OFFERED.iter().filter(|one| items.contains(&one.item)).collect(),
        channels: permitted(cx.db(), contract).await?.channels().to_vec(),
        entry,
    })
}

pub async fn new(mut cx: View<WriteHandover>, Path(id): Path<HandoverId>) -> Result {
    let selection = selection(&mut cx, id).await?;
    cx.show(PackageForm::new(&selection, Form::empty())).await
}

/// What was chosen.
struct Wanted {
    course: Option<CourseId>,
    chosen: Vec<&'static Offered>,
    notice: Passing,
}

fn read(form: &mut Form, selection: &Selection) -> Option<Wanted> {
    let courses: Vec<String> = selection.courses.iter().map(|(id, _)| id.to_string()).collect();
    let courses: Vec<&str> = courses.iter().map(String::as_str).collect();
    let course = form.optional_choice("course", "だれの情報か", &courses);
    let codes: Vec<&str> = selection.offered.iter().map(|one| one.item.code()).collect();
    let items = form.choices("items", "情報の項目", &codes);
    if items.as_ref().is_some_and(Vec::is_empty) {
        form.refuse("items", "入れる情報の項目を選んでください。");
    }
    let channels: Vec<&str> = selection.channels.iter().map(|channel| channel.code()).collect();
    let channel = form.choice("notice_channel", "パスワードを知らせる方法", &channels);
    let on = form.date("notice_on", "パスワードを知らせる日");
    let data = Passing { on: selection.entry.row.planned_on, channel: selection.entry.channel };
    let notice = on.zip(channel.as_deref().and_then(Channel::from_code));
    let notice = notice.map(|(on, channel)| Passing { on, channel });
    if let Some(Err(problem)) = notice.map(|notice| apart(data, notice)) {
        form.refuse("notice_on", problem.to_string());
    }
    if form.has_problems() {
        return None;
    }
    let items = items?;
    let chosen = selection.offered.iter().copied();
    let chosen = chosen.filter(|one| items.iter().any(|code| code == one.item.code())).collect();
    Some(Wanted { course: course?.parse().ok(), chosen, notice: notice? })
}

pub async fn make(mut cx: Act<WriteHandover>, Path(id): Path<HandoverId>, Typed(mut form): Typed) -> Result {
    if let Some(why) = files::kept_in(&mut cx).await? {
        return cx.refuse(files::refused::<WriteHandover>(), why).await;
    }
    let selection = selection(&mut cx, id).await?;
    let contract = selection.entry.contract()?;
    let Some(wanted) = read(&mut form, &selection) else {
        return cx.invalid(PackageForm::new(&selection, form)).await;
    };
    let people = chosen_people(&mut cx, contract, wanted.course).await?;
    if people.is_empty() {
        form.refuse("course", "この選び方に当てはまる参加者がいません。");
        return cx.invalid(PackageForm::new(&selection, form)).await;
    }
    let secret = passphrase().map_err(AppError::bug)?;
    store(&mut cx, (id, contract), &people, &wanted, &secret).await?;
    let notice = plan_notice(&mut cx, &selection.entry, wanted.notice).await?;
    let items: Vec<&str> = wanted.chosen.iter().map(|one| one.item.code()).collect();
    let detail = serde_json::json!({ "people": people.len(), "fields": items });
    let event = Event::new("handover.pack").about(id.0).under(contract).detail(detail);
    let view = PassphraseView {
        passphrase: secret,
        people: people.len(),
        back: format!("/handovers/{id}"),
        notice: format!("/handovers/{notice}"),
    };
    cx.commit_and_show(event, view).await
}

/// Why a contractor may make no file of people today: a package is a copy and leaves Kayoi, as an export does.
/// Opened and projected through the contract's items, by kana.
async fn chosen_people<P: Permission, M>(
    cx: &mut Ctx<P, M>,
    contract: ContractId,
    course: Option<CourseId>,
) -> Result<Vec<Person>> {
    let items = people::items_of(cx.db(), contract).await?;
    let ids = packages::people(cx.db(), contract, course).await?;
    let mut found = Vec::with_capacity(ids.len());
    for row in people::find_many(cx.db(), &ids).await? {
        found.push(people::open(cx, row, Some(&items))?);
    }
    found.sort_by_cached_key(|person| (person.identity.kana(), person.number));
    Ok(found)
}

async fn store(
    cx: &mut Act<WriteHandover>,
    (id, contract): (HandoverId, ContractId),
    people: &[Person],
    wanted: &Wanted,
    secret: &str,
) -> Result<()> {
    let workbook = Format::Xlsx.write(&table("参加者一覧", people, &wanted.chosen))?;
    let archive = encrypted("participants.xlsx", &workbook, secret).map_err(AppError::bug)?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let sealed = cx.app().keys.seal_raw(Unit::Unit(contract.0), PACKAGE, place, &archive)?;
    let items: Vec<String> = wanted.chosen.iter().map(|one| one.item.code().to_owned()).collect();
    let (by, now) = (cx.actor().account, cx.now());
    let new = NewPackage {
        handover: id,
        contract,
        file: &sealed,
        size: i32::try_from(archive.len()).map_err(AppError::bug)?,
        sha256: &sha256(&archive),
        course: wanted.course,
        people: &people.iter().map(|person| person.id.0).collect::<Vec<_>>(),
        items: &items,
        by,
        now,
    };
    if packages::insert(cx.write(), &new).await? { Ok(()) } else { Err(AppError::stale()) }
}

/// The password passes as a handover of its own, planned at once so that it can't be forgotten.
async fn plan_notice(cx: &mut Act<WriteHandover>, data: &Entry, notice: Passing) -> Result<HandoverId> {
    let contract = data.contract()?;
    let (id, unit) = (HandoverId(cx.new_id()), Unit::Unit(contract.0));
    let planned = loading::details(cx, &data.row)?.unwrap_or_default();
    let details = Details {
        place: planned.place,
        giver: planned.giver,
        taker: planned.taker,
        protection: "封をした通知書、または本人確認をした相手への通知".into(),
        ..Details::default()
    };
    let sealed = cx.seal(unit, id.0, 1, &details)?;
    let (by, now, side) = (cx.actor().account, cx.now(), cx.actor().role.side());
    let new = NewHandover {
        id,
        contract,
        kind: data.kind.code(),
        side: side.code(),
        channel: notice.channel.code(),
        planned_on: notice.on,
        notice_of: Some(data.row.id),
        sealed: &sealed,
        state: HandoverState::Planned.code(),
        by,
        now,
    };
    db::insert(cx.write(), &new).await?;
    let line = HeldItemId(cx.new_id());
    let content = cx.seal(unit, line.0, 1, &Content("パスワード通知書".into()))?;
    let medium = if notice.channel.carries(Medium::Paper) { Medium::Paper } else { Medium::File };
    let medium = if notice.channel.carries(medium) { medium } else { Medium::Disc };
    let new = NewLine {
        id: line,
        contract,
        handover: id,
        item: line,
        copied_from: None,
        course: None,
        medium: medium.code(),
        quantity: 1,
        content: Some(&content),
    };
    lines::insert(cx.write(), &new).await?;
    Ok(id)
}

/// The archive as it was made. Whoever gives takes it to pass it on; whoever receives takes it only when it passes in Kayoi.
pub async fn take(mut cx: View<WriteHandover>, Path(id): Path<HandoverId>) -> Result {
    let Some(package) = packages::find(cx.db(), id).await? else { return cx.missing(id.0).await };
    let entry = loading::entry(&mut cx, id).await?;
    let contract = entry.contract()?;
    let is_giver = entry.kind.giver() == Some(cx.actor().role.side());
    let is_open = match entry.state {
        HandoverState::Planned => is_giver,
        HandoverState::Given => is_giver || entry.channel == Channel::System,
        HandoverState::Received | HandoverState::Cancelled | HandoverState::Done => false,
    };
    if !is_open {
        return Err(AppError::refused(
            "この暗号化ファイルは、もう取り出せません。渡す前は渡す側が、渡した後は、Kayoiで渡すときに受け取る側が取り出します。",
        ));
    }
    // What the ward hands over, its receiver takes; what a contractor packed leaves only while its copies may.
    let whom = if is_giver { Whom::Unread } else { Whom::Given };
    let sealed = packages::file(cx.db(), id).await?.ok_or(AppError::NotFound)?;
    let place = Place { ward: cx.ward().0, row: id.0, version: 1 };
    let bytes = cx.app().keys.unseal_raw(Unit::Unit(contract.0), PACKAGE, place, &sealed)?;
    let issue = Issue::new(&cx, whom, "暗号化ファイル", id.to_string());
    let detail = serde_json::json!({ "people": package.people });
    let event = Event::new("handover.take").about(id.0).under(contract).detail(detail);
    issue
        .file(cx, event, "zip", |name| File { name, content_type: "application/zip", bytes, inline: false })
        .await
}
