//! Acts on an application that need words and nothing else: giving back, declining, withdrawing.

use axum::extract::Path;

use super::{Loaded, judged, load, store};
use crate::{
    applications::{
        DecideApplication, WriteApplication,
        db::{self, Change},
        sheet::{Said, SaidAt},
        states::ApplicationAct,
        views::WordsView,
    },
    audit::Event,
    kit::{
        ctx::{Act, View},
        error::{AppError, Result},
        form::Form,
        permission::Permission,
        typed::Typed,
    },
    sealing::Unit,
    vocab::ids::ApplicationId,
};

/// One of the three acts.
#[derive(Clone, Copy)]
struct Words {
    act: ApplicationAct,
    at: SaidAt,
    route: &'static str,
    title: &'static str,
    lead: &'static str,
    button: &'static str,
    event: &'static str,
    notice: &'static str,
}

const RETURN: Words = Words {
    act: ApplicationAct::GiveBack,
    at: SaidAt::GivenBack,
    route: "return",
    title: "申込みを差し戻す",
    lead: "下書きに戻り、書いた人が直して、もう一度提出できます。",
    button: "差し戻す",
    event: "application.return",
    notice: "申込みを差し戻しました。",
};
const REFUSAL: Words = Words {
    act: ApplicationAct::Decline,
    at: SaidAt::Declined,
    route: "refusal",
    title: "申込みを見送りにする",
    lead: "見送りにすると、この申込みは元に戻せません。理由は、申込みを書いた側にも見えます。",
    button: "見送りにする",
    event: "application.decline",
    notice: "申込みを見送りにしました。",
};
const WITHDRAWAL: Words = Words {
    act: ApplicationAct::Withdraw,
    at: SaidAt::Withdrawn,
    route: "withdrawal",
    title: "申込みを取り下げる",
    lead: "取り下げると、この申込みは元に戻せません。",
    button: "取り下げる",
    event: "application.withdraw",
    notice: "申込みを取り下げました。",
};

async fn ask<P: Permission>(mut cx: View<P>, id: ApplicationId, words: Words) -> Result {
    let loaded = load(&mut cx, id).await?;
    loaded.after(words.act)?;
    let form = Form::empty().with("version", loaded.row.version.to_string());
    cx.show(view_of(&loaded, words, form)).await
}

fn view_of(loaded: &Loaded, words: Words, form: Form) -> WordsView {
    WordsView {
        form,
        action: format!("{}/{}", loaded.href(), words.route),
        back: loaded.href(),
        title: words.title,
        name: loaded.sheet.applicant.identity.name(),
        lead: words.lead,
        label: words.at.label(),
        button: words.button,
    }
}

/// Reads the words and writes the act; `Err` with the page when something is missing.
async fn say<P: Permission>(mut cx: Act<P>, id: ApplicationId, mut form: Form, words: Words) -> Result {
    let mut loaded = load(&mut cx, id).await?;
    let state = loaded.after(words.act)?;
    let Some(text) = form.required_lines("words", words.at.label(), 400) else {
        let form = form.with("version", loaded.row.version.to_string());
        return cx.invalid(view_of(&loaded, words, form)).await;
    };
    if form.value("version") != loaded.row.version.to_string() {
        return Err(AppError::stale());
    }
    loaded.sheet.said.push(Said { on: cx.today(), at: words.at, words: text });
    if words.at == SaidAt::Declined {
        decline_row(&mut cx, &loaded, state).await?;
    } else {
        store(&mut cx, &loaded, state, loaded.row.applied_on, None).await?;
    }
    let event = Event::new(words.event).about(id.0).under(loaded.row.contract);
    cx.commit(event).await?.redirect_with(loaded.href(), words.notice)
}

async fn decline_row<P: Permission>(
    cx: &mut Act<P>,
    loaded: &Loaded,
    state: crate::applications::states::ApplicationState,
) -> Result<()> {
    let (id, version) = (loaded.id(), loaded.row.version);
    let sealed = cx.seal(Unit::Unit(loaded.row.contract.0), id.0, version + 1, &loaded.sheet)?;
    let change = Change {
        state,
        applied_on: loaded.row.applied_on,
        judged: judged(&loaded.judgement),
        sealed: &sealed,
    };
    let decided = (cx.actor().account, cx.now());
    if db::decide(cx.write(), (id, version), &change, decided, None).await? {
        Ok(())
    } else {
        Err(AppError::stale())
    }
}

pub async fn ask_return(cx: View<DecideApplication>, Path(id): Path<ApplicationId>) -> Result {
    ask(cx, id, RETURN).await
}

pub async fn give_back(
    cx: Act<DecideApplication>,
    Path(id): Path<ApplicationId>,
    Typed(form): Typed,
) -> Result {
    say(cx, id, form, RETURN).await
}

pub async fn ask_refusal(cx: View<DecideApplication>, Path(id): Path<ApplicationId>) -> Result {
    ask(cx, id, REFUSAL).await
}

pub async fn decline(
    cx: Act<DecideApplication>,
    Path(id): Path<ApplicationId>,
    Typed(form): Typed,
) -> Result {
    say(cx, id, form, REFUSAL).await
}

pub async fn ask_withdrawal(cx: View<WriteApplication>, Path(id): Path<ApplicationId>) -> Result {
    ask(cx, id, WITHDRAWAL).await
}

pub async fn withdraw(
    cx: Act<WriteApplication>,
    Path(id): Path<ApplicationId>,
    Typed(form): Typed,
) -> Result {
    say(cx, id, form, WITHDRAWAL).await
}
