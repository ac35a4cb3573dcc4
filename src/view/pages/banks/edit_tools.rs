use super::edit::Desk;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::in_form::{kind_of, sentence};
use crate::domain::bank::lint::problem::Subject;
use crate::domain::bank::lint::{self};
use crate::domain::bank::revise::{self, Meaning};
use crate::platform::timer;
use crate::view::components::act::Act;
use crate::view::lean::{live, tap, text, when};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;

/// Places shown of what a replacement would change.
const SHOWN: usize = 20;
/// Questions shown of a check.
const LISTED: usize = 50;

/// What a replacement would do.
#[derive(Clone, PartialEq)]
struct Plan {
    drafts: Vec<(QuestionId, Draft)>,
    /// Number of the question, the text before and after.
    samples: Vec<(usize, String, String)>,
    /// Questions that could not be asked any more and stay as they are.
    n_spoilt: usize,
}

/// 查找替换, with a look at it first.
#[component]
pub fn ReplaceCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    let (find, with) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let plan = RwSignal::new(None::<Plan>);
    let said = RwSignal::new(String::new());
    let slip = RwSignal::new(false);
    let look = move || {
        said.set(String::new());
        let found = find.with_untracked(|find| with.with_untracked(|with| planned(&editing.get(), find, with)));
        plan.set(Some(found));
    };
    let replace = move || {
        let Some(of) = plan.get_untracked() else { return };
        let meaning = if slip.get_untracked() { Meaning::Kept } else { Meaning::Changed };
        let name = format!("把“{}”替换成“{}”", find.get_untracked(), with.get_untracked());
        let n = editing.apply(name, |bank| revise::replace_all(bank, of.drafts, meaning));
        plan.set(None);
        said.set(format!("已替换{n}题，可以在页面上方撤销。"));
    };
    let typed = move |of: RwSignal<String>| {
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            of.set(event.target().value());
            // What was looked at is no longer what would be done.
            plan.set(None);
        }
    };
    let way = move |is_slip: bool, label: &'static str, testid: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="replace-meaning" prop:checked=when(move || slip.get() == is_slip) on:change=move |_| slip.set(is_slip) data-testid=testid/>
                <span>{label}</span>
            </label>
        }
    };
    let planned_view = move || {
        let Plan { drafts, samples, n_spoilt } = plan.get()?;
        let n = drafts.len();
        if n == 0 {
            return Some(
                view! { <p class="muted" role="status" data-testid="replace-none">"没有找到这些字。"</p> }.into_any(),
            );
        }
        let row = |(place, before, after): (usize, String, String)| {
            view! {
                <li data-testid="replace-sample">
                    <p class="tiny">{format!("第{place}题")}</p>
                    <p><del>{before}</del></p>
                    <p><ins>{after}</ins></p>
                </li>
            }
        };
        let more = n.saturating_sub(samples.len());
        Some(
            view! {
                <p role="status" data-testid="replace-count">{format!("会改{n}题：")}</p>
                <ul class="bank-samples">{samples.into_iter().map(row).collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="tiny">{format!("……还有{more}题")}</p> })}
                {(n_spoilt > 0).then(|| view! { <p class="tiny">{format!("其中{n_spoilt}题替换后不成题（比如选项变空），会保持原样。")}</p> })}
                <div class="choices" role="radiogroup" aria-label="题意变了吗">
                    {way(false, "题意变了（答过的人要重答）", "replace-changed")}
                    {way(true, "只是改错别字", "replace-slip")}
                </div>
                <Act label="全部替换" testid="replace-do" press=tap(replace)/>
            }
            .into_any(),
        )
    };
    view! {
        <details class="card" data-testid="replace">
            <summary class="card__title">"查找替换"</summary>
            <div class="card__gap">
                <div class="org-pair">
                    <label class="gap"><span>"把"</span><input class="field" autocomplete="off" on:input:target=typed(find) data-testid="replace-find"/></label>
                    <label class="gap"><span>"替换成"</span><input class="field" autocomplete="off" on:input:target=typed(with) data-testid="replace-with"/></label>
                </div>
                <Act label="看看会改哪些" look="act--quiet" testid="replace-look" disabled=Signal::derive(move || find.read().is_empty()) press=tap(look)/>
                {live(planned_view)}
                <p class="muted" role="status" data-testid="replace-said">{text(move || said.get())}</p>
            </div>
        </details>
    }
}

fn planned(bank: &Bank, find: &str, with: &str) -> Plan {
    let drafts = revise::replaced(bank, find, with);
    let places: HashMap<&QuestionId, usize> =
        bank.questions.iter().enumerate().map(|(at, question)| (&question.id, at)).collect();
    let sample = |(id, after): &(QuestionId, Draft)| {
        let at = *places.get(id)?;
        let before = Draft::of(bank.questions.get(at)?);
        let pairs = before.texts().into_iter().zip(after.texts());
        let (before, after) = pairs.into_iter().find(|(before, after)| before != after)?;
        Some((at + 1, before.to_owned(), after.to_owned()))
    };
    let samples = drafts.iter().take(SHOWN).filter_map(sample).collect();
    let n_spoilt = drafts.iter().filter(|(id, draft)| draft.question(id).0.is_none()).count();
    Plan { samples, n_spoilt, drafts }
}

/// What a look at the whole bank found.
#[derive(Clone, PartialEq)]
struct Checked {
    of_bank: Vec<String>,
    /// Number, id, and what is amiss.
    items: Vec<(usize, QuestionId, Vec<String>)>,
    n_uncited: usize,
}

/// 检查: repeats, keys in the same place, and everything that is amiss with single questions.
#[component]
pub fn CheckCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    let checked = RwSignal::new(None::<Checked>);
    let busy = RwSignal::new(false);
    let check = move || {
        busy.set(true);
        spawn_local(async move {
            // The button says first that it was pressed.
            timer::sleep(0).await;
            let Some(bank) = editing.bank.try_get_untracked() else { return };
            let _ = checked.try_set(Some(checked_of(&bank)));
            let _ = busy.try_set(false);
        });
    };
    let found = move || {
        let Checked { of_bank, items, n_uncited } = checked.get()?;
        let n = items.len();
        let none = of_bank.is_empty() && n == 0;
        let row = |(place, id, said): (usize, QuestionId, Vec<String>)| {
            view! {
                <li data-testid="check-item">
                    <button type="button" class="text-act" on:click=tap(move || desk.edit(&id))>{format!("第{place}题")}</button>
                    <ul class="item__faults">{said.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
                </li>
            }
        };
        Some(view! {
            <p role="status" data-testid="check-said">{match n {
                _ if none => "没有发现问题。".to_owned(),
                0 => "各题没有发现问题，整个题库有这些：".to_owned(),
                n => format!("有{n}题可以改改。"),
            }}</p>
            <ul class="item__faults">{of_bank.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
            {(n_uncited > 0).then(|| view! { <p class="tiny">{format!("有{n_uncited}题没有写出处。写上出处，学习者能自己去查。")}</p> })}
            <ul class="bank-samples">{items.into_iter().take(LISTED).map(row).collect_view()}</ul>
            {(n > LISTED).then(|| view! { <p class="tiny">{format!("先列{LISTED}题，改完再检查一次。")}</p> })}
        })
    };
    view! {
        <details class="card" data-testid="check">
            <summary class="card__title">"检查整个题库"</summary>
            <div class="card__gap">
                <p class="muted">"找出重复的题、容易猜中的答案分布，以及每题可以改进的地方。"</p>
                <Act label={text(move || if busy.get() { "正在检查……" } else { "检查" })} look="act--quiet" testid="check-do" disabled=busy press=tap(check)/>
                {live(found)}
            </div>
        </details>
    }
}

fn checked_of(bank: &Bank) -> Checked {
    let places: HashMap<&str, usize> =
        bank.questions.iter().enumerate().map(|(at, question)| (question.id.as_str(), at)).collect();
    let number = |id: &str| places.get(id).map_or_else(|| id.to_owned(), |at| format!("第{}题", at + 1));
    let (mut of_bank, mut n_uncited) = (Vec::new(), 0);
    let mut items: Vec<(usize, QuestionId, Vec<String>)> = Vec::new();
    for problem in lint::lint("", bank) {
        let fault = match problem.fault {
            // A bank of one's own needs no points.
            Fault::NoPoint => continue,
            Fault::NoCitation => {
                n_uncited += 1;
                continue;
            }
            Fault::Duplicate { of } => Fault::Duplicate { of: number(&of) },
            Fault::NearDuplicate { of, percent } => Fault::NearDuplicate { of: number(&of), percent },
            other => other,
        };
        let at = problem.place.id.as_deref().and_then(|id| places.get(id)).copied();
        match (problem.place.subject, at.and_then(|at| Some((at, bank.questions.get(at)?)))) {
            (Subject::Question, Some((at, question))) => {
                let parts: Vec<Kind> = question.body.parts().iter().map(|part| part.body.kind()).collect();
                let said = sentence(&fault, kind_of(&fault, question.kind(), &parts));
                match items.last_mut() {
                    Some((place, _, list)) if *place == at + 1 => list.push(said),
                    _ => items.push((at + 1, question.id.clone(), vec![said])),
                }
            }
            _ => of_bank.push(sentence(&fault, Kind::Single)),
        }
    }
    Checked { of_bank, items, n_uncited }
}
