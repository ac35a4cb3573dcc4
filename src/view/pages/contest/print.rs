use super::bulletin::BulletinPrint;
use super::certificates::CertificatesPrint;
use super::paper_view::{answer_sheet, key_view, paper_view};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::contest::papers::Papers;
use crate::domain::contest::terms::{NumberAsked, Terms, Units};
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::format::pack::Pack;
use crate::format::printed::{Printed, printed};
use crate::platform::page;
use crate::state::contests::Contests;
use crate::state::library::Library;
use crate::state::linked;
use crate::state::own_banks;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::fields::{NumberField, Pick, TextField};
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap};
use crate::view::pages::banks::bank_print::BankPrint;
use crate::view::pages::result::date_time;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq)]
enum What {
    Paper,
    Key,
}

/// Something of a contest or of an own bank for paper: `id/paper`, `id/key`, `id/bulletin`, `id/certificates`.
#[component]
pub fn PrintPage(what: String) -> impl IntoView {
    let (id, what) = what.split_once('/').map(|(id, what)| (id.to_owned(), what.to_owned())).unwrap_or_default();
    let bank = BankId::new(id.as_str());
    if own_banks::is_own(&bank) {
        return view! { <BankPrint id=bank is_key={what == "key"}/> }.into_any();
    }
    match &*what {
        "paper" => view! { <PaperPrint id what=What::Paper/> }.into_any(),
        "key" => view! { <PaperPrint id what=What::Key/> }.into_any(),
        "bulletin" => view! { <BulletinPrint id/> }.into_any(),
        "certificates" => view! { <CertificatesPrint id/> }.into_any(),
        _ => view! {
            <PageBar title="打印".to_owned() up=Route::Room(Room::Organise, String::new())/>
            <div class="page"><p class="card" role="alert">"没有可以打印的内容"</p></div>
        }
        .into_any(),
    }
}

struct Ready {
    terms: Terms,
    contest: ContestId,
    papers: Papers,
}

#[component]
fn PaperPrint(id: String, what: What) -> impl IntoView {
    let (contests, library) = (Contests::expect(), Library::expect());
    let found = RwSignal::new(None::<Result<Arc<Ready>, String>>);
    let of = id.clone();
    spawn_local(async move {
        let ready = ready(contests, library, &of).await;
        let _ = found.try_set(Some(ready.map(Arc::new)));
    });
    let title = if what == What::Paper { "打印试卷" } else { "打印答案" };
    view! {
        <PageBar title=title.to_owned() up=Route::Room(Room::Held, id)/>
        <div class="page page--wide page--print" data-testid="print">
            {live(move || match found.get() {
                None => view! { <div class="card bone" role="status" aria-label="正在打开"></div> }.into_any(),
                Some(Err(why)) => view! {
                    <div class="card card__gap" role="alert" data-testid="print-failed">
                        <p>{why}</p>
                        <ActLink label="回到组织竞赛" href=Route::Room(Room::Organise, String::new()).href()/>
                    </div>
                }.into_any(),
                Some(Ok(ready)) => sheets(&ready, what),
            })}
        </div>
    }
}

async fn ready(contests: Contests, library: Library, id: &str) -> Result<Ready, String> {
    let missing = || "这台设备上没有这场竞赛".to_owned();
    let contest: ContestId = id.parse().map_err(|_| missing())?;
    let (Pack { terms, carried, .. }, _) = contests.held(contest).await.ok_or_else(missing)?;
    let mut banks: Vec<Arc<Bank>> = Vec::new();
    for text in &carried {
        let bank = linked::read(text).await.map_err(|why| why.to_string())?;
        banks.push(Arc::new(bank.ok_or("竞赛自带的题库读不出来")?));
    }
    for term in &terms.banks {
        if banks.iter().all(|bank| bank.id != term.id) {
            let loaded = library.loaded(&term.id).await;
            banks.push(loaded.map_err(|why| format!("题库“{}”没能打开：{why}", library.title(&term.id)))?);
        }
    }
    let papers = Papers::new(&terms, &banks).map_err(|why| why.to_string())?;
    Ok(Ready { terms, contest, papers })
}

/// Whose paper is printed where everybody has her own.
#[derive(Clone, Default, PartialEq)]
struct Whose {
    name: String,
    unit: String,
    unit_idx: u16,
    number: String,
    attempt: u16,
}

fn sheets(ready: &Arc<Ready>, what: What) -> AnyView {
    let whose = RwSignal::new(Whose { attempt: 1, ..Whose::default() });
    let (per_entrant, ready) = (ready.terms.per_entrant, ready.clone());
    let form = per_entrant.then(|| whose_form(&ready.terms, whose));
    view! {
        <section class="card card__gap print-tools">
            {form}
            <p class="muted">{match what {
                What::Paper => "A4纸，先是试卷，后是答题纸。页眉页脚可以在打印窗口里去掉。",
                What::Key => "答案单独成页，请不要和试卷一起发。",
            }}</p>
            <Act label="打印" testid="print-now" press=tap(page::print)/>
        </section>
        {live(move || {
            let whose = whose.get();
            let terms = &ready.terms;
            let by_number = terms.number == NumberAsked::Roster;
            let named = if by_number { !whose.number.trim().is_empty() } else { !whose.name.trim().is_empty() };
            if per_entrant && !named {
                let which = if by_number { "编号" } else { "姓名" };
                return view! { <p class="card print-tools" data-testid="print-whose">{format!("每人的卷不同，请先填{which}，要与参赛时填的完全一样。")}</p> }.into_any();
            }
            match ready.papers.of(terms, &entry(terms, ready.contest, &whose)) {
                Err(why) => view! { <p class="card" role="alert">{why.to_string()}</p> }.into_any(),
                Ok(paper) => {
                    let printed = printed(&paper, terms.shuffles);
                    if what == What::Paper { paper_sheets(terms, &whose, printed) } else { key_sheet(terms, &whose, printed) }
                }
            }
        })}
    }
    .into_any()
}

fn entry(terms: &Terms, contest: ContestId, whose: &Whose) -> Entry {
    let unit = match &terms.units {
        Units::None => Unit::None,
        Units::List(_) => Unit::Listed(whose.unit_idx),
        Units::Free => Unit::Written(whose.unit.clone()),
    };
    let (name, number) = (whose.name.clone(), whose.number.clone());
    Entry { contest, name, unit, number, attempt: whose.attempt, time_percent: 100 }
}

fn whose_form(terms: &Terms, whose: RwSignal<Whose>) -> AnyView {
    let unit = match &terms.units {
        Units::None => ().into_any(),
        Units::List(units) => view! {
            <Pick label="单位" testid="print-unit" chosen=0 options=units.clone()
                change=Callback::new(move |at: usize| whose.update(|whose| whose.unit_idx = at as u16))/>
        }
        .into_any(),
        Units::Free => view! {
            <TextField label="单位" id="print-unit" value=String::new()
                change=Callback::new(move |text| whose.update(|whose| whose.unit = text))/>
        }
        .into_any(),
    };
    let number = (terms.number == NumberAsked::Roster).then(|| {
        view! {
            <TextField label="编号" id="print-number" value=String::new()
                change=Callback::new(move |text| whose.update(|whose| whose.number = text))/>
        }
    });
    view! {
        <h2 class="card__title">"谁的卷"</h2>
        <div class="org-pair">
            <TextField label="姓名" id="print-name" longest=40 value=String::new()
                change=Callback::new(move |text| whose.update(|whose| whose.name = text))/>
            {number}
            {unit}
            <label class="gap">
                <span>"第几次作答"</span>
                <NumberField label="第几次作答" testid="print-attempt" least=1 most=9999 value=1
                    change=Callback::new(move |n: u32| whose.update(|whose| whose.attempt = n.max(1) as u16))/>
            </label>
        </div>
    }
    .into_any()
}

fn head(terms: &Terms, whose: &Whose, under: &'static str) -> AnyView {
    let unit = match &terms.units {
        Units::List(units) if terms.per_entrant => units.get(usize::from(whose.unit_idx)).cloned().unwrap_or_default(),
        _ => whose.unit.clone(),
    };
    let asked = |label: &'static str, value: String| view! { <span>{label}"："<b>{value}</b></span> }.into_any();
    let mut lines = Vec::new();
    if terms.units != Units::None {
        lines.push(asked("单位", unit));
    }
    lines.push(asked("姓名", whose.name.clone()));
    match terms.number {
        NumberAsked::None => {}
        NumberAsked::Roster => lines.push(asked("编号", whose.number.clone())),
        NumberAsked::PhoneTail => lines.push(asked("手机尾号", String::new())),
    }
    let minutes = terms.limit.map(|limit| format!("，限时{}分钟", limit.0 / 60_000)).unwrap_or_default();
    let attempt = (terms.per_entrant && whose.attempt > 1).then(|| format!("，第{}次作答", whose.attempt));
    view! {
        <h2 class="sheet-title">{terms.title.clone()}{under}</h2>
        <p class="sheet-under">{terms.organiser.clone()}</p>
        <p class="sheet-under">{format!("{}题，满分{}分{minutes}", terms.n_questions(), terms.total())}{attempt}</p>
        <p class="sheet-who">{lines}</p>
    }
    .into_any()
}

fn paper_sheets(terms: &Terms, whose: &Whose, printed: Printed) -> AnyView {
    let answers = answer_sheet(&printed);
    let note = (!terms.note.is_empty()).then(|| view! { <p class="sheet-under">{terms.note.clone()}</p> });
    let window = format!("{}至{}", date_time(terms.window.opens), date_time(terms.window.closes));
    view! {
        <article class="a4" data-testid="paper">
            {head(terms, whose, "")}
            {note}
            {paper_view(printed)}
        </article>
        <article class="a4" data-testid="answer-sheet">
            {head(terms, whose, " 答题纸")}
            {answers}
            <p class="sheet-under">{format!("作答时间：{window}　　得分：＿＿＿＿　　阅卷：＿＿＿＿＿＿")}</p>
        </article>
    }
    .into_any()
}

fn key_sheet(terms: &Terms, whose: &Whose, printed: Printed) -> AnyView {
    view! {
        <article class="a4" data-testid="key">
            {head(terms, whose, " 答案")}
            {key_view(printed)}
        </article>
    }
    .into_any()
}
