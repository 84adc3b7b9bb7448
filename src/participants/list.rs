//! The list of participants: a ward's whole register, a centre's own districts, a contractor's people under its contract
//! (projected through the information items). Two statements between `enter` and the audit event.

use askama::Template;
use axum::extract::Query as FromAddress;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::{
    Person, SearchParticipants, SeeParticipants, certification,
    db::{
        self,
        list::{Hit, Offered, Window},
    },
    filter::{Filter, Query, Standing},
    people,
    tokens::{self, Word},
    views::{age_and_sex, shown_name},
};
use crate::{
    audit::Event,
    kit::{
        ctx::{Act, Ctx, View},
        error::{AppError, Result},
        form::{Choice, Form},
        parts::{Chip, Pager, Tag, Tone},
        permission::Permission,
        typed::Typed,
    },
    programmes::InformationItem,
    sealing::{Sealable, Unit},
    vocab::ids::SearchId,
};

const PAGE: i64 = 50;
/// Up to here the program opens, verifies and sorts all hits by reading.
const SORTED: i64 = 1_000;
/// How long a stored search can be looked at again.
const REMEMBERED: Duration = Duration::hours(8);

/// What somebody typed into the search field.
#[derive(Serialize, Deserialize)]
struct Asked {
    typed: String,
}

impl Sealable for Asked {
    const TABLE: &'static str = "search";
}

/// The people a filter finds: opened, verified and in order. Whoever shows some of them calls `cx.saw`.
pub(super) struct Found {
    pub people: Vec<(Person, Places)>,
    pub total: i64,
    /// Whether `people` is everybody in order of reading, or one page by number.
    pub is_whole: bool,
    pub typed: String,
    pub offered: Vec<Offered>,
    pub items: Option<Vec<InformationItem>>,
}

/// Live enrolments as (state, course name).
pub(super) type Places = Vec<(String, String)>;

/// Runs the filter. `page` counts from 1 and matters only when more than `all_up_to` people fit.
pub(super) async fn find<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    filter: &Filter,
    page: i64,
    all_up_to: i64,
) -> Result<Found> {
    let (account, since) = (cx.actor().account, cx.now() - REMEMBERED);
    let items = people::items_for(cx).await?;
    let mut offered = if items.is_some() {
        db::list::offered_to_contractor(cx.db()).await?
    } else {
        db::list::offered(cx.db(), filter.search, account, since).await?
    };
    let stored = offered.iter().position(|o| o.kind == "search").map(|at| offered.remove(at));
    let typed = match (filter.search, stored) {
        (None, _) => String::new(),
        (Some(_), None) => {
            return Err(AppError::refused(
                "この検索は期限が切れました。参加者の一覧から、もう一度検索してください。",
            ));
        }
        (Some(id), Some(row)) => {
            let sealed = row.sealed.ok_or(AppError::NotFound)?;
            cx.open_paper::<Asked>(Unit::Ward(cx.ward().0), id.0, 1, &sealed)?.typed
        }
    };
    let words = tokens::words(&typed);
    let window = Window { all_up_to, size: PAGE, offset: (page - 1) * PAGE };
    let hits = if words.is_empty() {
        db::list::browse(cx.db(), filter, window).await?
    } else {
        let tokens = tokens::asked(&cx.app().keys.search_key(cx.ward().0)?, &words);
        db::list::search(cx.db(), &tokens, filter, window).await?
    };
    let total = hits.first().map_or(0, |hit| hit.total);
    let is_whole = total <= all_up_to;
    let people = open_hits(cx, hits, &words, items.as_deref(), is_whole)?;
    let total = if is_whole { i64::try_from(people.len()).unwrap_or(total) } else { total };
    Ok(Found { people, total, is_whole, typed, offered, items })
}

fn open_hits<P: Permission, M>(
    cx: &Ctx<P, M>,
    hits: Vec<Hit>,
    words: &[Word],
    items: Option<&[InformationItem]>,
    sort: bool,
) -> Result<Vec<(Person, Places)>> {
    let mut people = Vec::with_capacity(hits.len());
    for hit in hits {
        let person = people::peek(cx, hit.register(), items)?;
        if tokens::is_meant(&person.identity, words) {
            people.push((person, hit.states.into_iter().zip(hit.courses).collect::<Places>()));
        }
    }
    if sort {
        people.sort_by_cached_key(|(person, _)| {
            (person.identity.family_kana.clone(), person.identity.given_kana.clone(), person.number)
        });
    }
    Ok(people)
}

#[derive(Template)]
#[template(path = "participants/list.html")]
struct ListView {
    form: Form,
    search_form: Form,
    is_ward: bool,
    may_search: bool,
    total: String,
    too_many_to_sort: bool,
    rows: Vec<Line>,
    tags: Vec<Tag>,
    pager: Pager,
    contracts: Vec<Choice>,
    courses: Vec<Choice>,
    districts: Vec<Choice>,
    centres: Vec<Choice>,
    levels: Vec<Choice>,
    standings: Vec<Choice>,
    carried: Vec<(&'static str, String)>,
    items: Shown,
}

/// Which columns the reader may see.
struct Shown {
    kana: bool,
    sex: bool,
    district: bool,
    certification: bool,
}

impl Shown {
    /// `items` of the contract a contractor works under; wards and centres see every column.
    fn of(items: Option<&[InformationItem]>) -> Self {
        let may = |item| items.is_none_or(|items| items.contains(&item));
        Self {
            kana: may(InformationItem::Kana),
            sex: may(InformationItem::Sex),
            district: may(InformationItem::Address),
            certification: may(InformationItem::Certification),
        }
    }
}

struct Line {
    href: String,
    number: i32,
    name: String,
    kana: String,
    age: String,
    district: String,
    certification: &'static str,
    places: Vec<Chip>,
}

pub async fn list(mut cx: View<SeeParticipants>, FromAddress(query): FromAddress<Query>) -> Result {
    let view = show_list(&mut cx, &query, Form::empty()).await?;
    cx.show(view).await
}

async fn show_list<P: Permission, M: Send>(
    cx: &mut Ctx<P, M>,
    query: &Query,
    search_form: Form,
) -> Result<ListView> {
    let filter = query.filter();
    let page = query.page();
    let found = find(cx, &filter, page, SORTED).await?;
    let skip = if found.is_whole { usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX) } else { 0 };
    let shown: Vec<&(Person, Places)> = found.people.iter().skip(skip).take(50).collect();
    if shown.is_empty() && page > 1 {
        return Err(AppError::NotFound);
    }
    cx.saw(shown.iter().map(|(person, _)| person.id));
    if let Some(contract) = filter.contract {
        cx.because_of(contract);
    }
    let columns = Shown::of(found.items.as_deref());
    let today = cx.today();
    let rows = shown.iter().map(|row| line(row, today, &columns, &found.offered)).collect();
    let total = u64::try_from(found.total).unwrap_or_default();
    let of = |kind: &str| offered_choices(&found.offered, kind);
    Ok(ListView {
        form: filter_form(&filter),
        search_form: if found.typed.is_empty() {
            search_form
        } else {
            search_form.with("typed", &found.typed)
        },
        is_ward: cx.actor().role.is_ward(),
        may_search: !cx.actor().role.is_contractor(),
        pager: Pager::new(total, u64::try_from(page).unwrap_or(1), PAGE.unsigned_abs(), &filter.href("")),
        total: Pager::new(total, 1, 1, "").total,
        too_many_to_sort: !found.is_whole,
        rows,
        tags: tags(&filter, &found),
        contracts: of("contract"),
        courses: of("course"),
        districts: of("district"),
        centres: of("centre"),
        levels: certification::choices(),
        standings: Standing::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
        carried: filter.pairs(),
        items: columns,
    })
}

fn line((person, places): &(Person, Places), today: Date, columns: &Shown, offered: &[Offered]) -> Line {
    Line {
        href: format!("/participants/{}", person.id),
        number: person.number,
        name: shown_name(person),
        kana: if columns.kana { person.identity.kana() } else { String::new() },
        age: age_and_sex(person, today, columns.sex),
        district: if columns.district {
            name_of(offered, "district", person.district.0)
        } else {
            String::new()
        },
        certification: if columns.certification { certification::label(&person.certification) } else { "" },
        places: places.iter().map(|(state, course)| place_chip(state, course)).collect(),
    }
}

fn place_chip(state: &str, course: &str) -> Chip {
    let what = if course.is_empty() { "個別支援" } else { course };
    if state == "waiting" {
        Chip::new(Tone::Warning, format!("待機：{what}"))
    } else {
        Chip::new(Tone::Info, format!("参加中：{what}"))
    }
}

pub(super) fn name_of(offered: &[Offered], kind: &str, id: uuid::Uuid) -> String {
    offered.iter().find(|o| o.kind == kind && o.id == id).map_or_else(String::new, |o| o.name.clone())
}

fn offered_choices(offered: &[Offered], kind: &str) -> Vec<Choice> {
    offered.iter().filter(|o| o.kind == kind).map(|o| Choice::new(o.id.to_string(), o.name.clone())).collect()
}

fn filter_form(filter: &Filter) -> Form {
    filter.pairs().into_iter().fold(Form::empty(), |form, (name, value)| form.with(name, value))
}

fn tags(filter: &Filter, found: &Found) -> Vec<Tag> {
    let named = |label: &str, kind: &str, id: Option<uuid::Uuid>| {
        id.map(|id| format!("{label}：{}", name_of(&found.offered, kind, id)))
    };
    [
        ("search", filter.search.map(|_| format!("検索：{}", found.typed))),
        ("number", filter.number.map(|n| format!("参加者番号：{n}"))),
        ("contract", named("契約", "contract", filter.contract.map(|c| c.0))),
        ("course", named("教室", "course", filter.course.map(|c| c.0))),
        ("district", named("地区", "district", filter.district.map(|d| d.0))),
        ("centre", named("包括", "centre", filter.centre.map(|c| c.0))),
        (
            "certification",
            filter.certification.as_deref().map(|c| format!("認定：{}", certification::label(c))),
        ),
        ("state", filter.state.map(|s| format!("参加の状況：{}", s.label()))),
    ]
    .into_iter()
    .filter_map(|(name, label)| label.map(|label| Tag { label, remove_href: filter.href(name) }))
    .collect()
}

/// Stores the words sealed and leads to the address that shows their hits.
pub async fn search(
    mut cx: Act<SearchParticipants>,
    FromAddress(query): FromAddress<Query>,
    Typed(mut form): Typed,
) -> Result {
    let typed = form.required("typed", "氏名・カナ・電話番号", 60);
    if typed.as_deref().is_some_and(|typed| tokens::words(typed).is_empty()) {
        form.refuse("typed", "氏名かカナ、または電話番号の下4けたを入力してください。例：さとう　さち");
    }
    let (Some(typed), false) = (typed, form.has_problems()) else {
        let view = show_list(&mut cx, &query, form).await?;
        return cx.invalid(view).await;
    };
    let id = SearchId(cx.new_id());
    let sealed = cx.seal(Unit::Ward(cx.ward().0), id.0, 1, &Asked { typed })?;
    let (account, now) = (cx.actor().account, cx.now());
    db::insert_search(cx.write(), id, account, &sealed, now, now - REMEMBERED).await?;
    let to = Filter { search: Some(id), ..Query::filter(&query) }.href("");
    cx.commit(Event::new("participant.search").about(id.0)).await?.redirect(to)
}
