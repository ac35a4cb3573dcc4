use crate::domain::bank::text::fold;
use crate::domain::contest::entry_form::{EntryForm, Missing};
use crate::domain::contest::terms::{NumberAsked, Terms, Units};
use crate::view::lean::{attr, live, text, when};
use leptos::prelude::*;

/// From this many units on one searches rather than scrolls.
const SEARCHED: usize = 13;

/// As whom an entrant sits: name, unit, number, time.
#[component]
pub fn EntryFields(form: RwSignal<EntryForm>, missing: RwSignal<Vec<Missing>>, terms: Terms) -> impl IntoView {
    let number = match terms.number {
        NumberAsked::None => None,
        NumberAsked::Roster => Some(("名单编号", "text")),
        NumberAsked::PhoneTail => Some(("手机尾号（后4位）", "numeric")),
    };
    let more_time = terms.offers_more_time();
    view! {
        <Typed label="姓名" longest=40 testid="entry-name" missing faults=&[Missing::Name, Missing::LongName]
            value=Signal::derive(move || form.read().name.clone()) on_input=Callback::new(move |name| form.update(|form| form.name = name))/>
        {match terms.units {
            Units::None => None,
            Units::List(units) => Some(view! { <UnitList units form missing/> }.into_any()),
            Units::Free => Some(view! {
                <Typed label="单位" testid="entry-unit" missing faults=&[Missing::Unit, Missing::LongUnit]
                    value=Signal::derive(move || form.read().unit.clone()) on_input=Callback::new(move |unit| form.update(|form| form.unit = unit))/>
            }
            .into_any()),
        }}
        {number.map(|(label, mode)| view! {
            <Typed label mode testid="entry-number" missing faults=&[Missing::Number, Missing::PhoneTail]
                value=Signal::derive(move || form.read().number.clone()) on_input=Callback::new(move |number| form.update(|form| form.number = number))/>
        })}
        {more_time.then(|| view! { <Time form/> })}
    }
}

/// What is wrong with a field, under it.
fn fault(missing: RwSignal<Vec<Missing>>, faults: &'static [Missing]) -> Memo<Option<&'static str>> {
    Memo::new(move |_| missing.read().iter().find(|of| faults.contains(of)).map(|of| of.sentence()))
}

#[component]
fn Typed(
    label: &'static str,
    #[prop(default = "text")] mode: &'static str,
    #[prop(optional)] longest: Option<u16>,
    testid: &'static str,
    missing: RwSignal<Vec<Missing>>,
    faults: &'static [Missing],
    value: Signal<String>,
    on_input: Callback<String>,
) -> impl IntoView {
    let fault = fault(missing, faults);
    view! {
        <label class="gap">
            <span>{label}</span>
            <input class="field" autocomplete="off" inputmode=mode maxlength=longest.map(|n| n.to_string()) prop:value=value aria-invalid=attr(move || fault.get().map(|_| "true"))
                on:input:target=move |event| on_input.run(event.target().value()) data-testid=testid/>
        </label>
        {said(fault)}
    }
}

fn said(fault: Memo<Option<&'static str>>) -> impl IntoView {
    live(move || fault.get().map(|why| view! { <p role="alert" data-testid="entry-problem">{format!("{why}。")}</p> }))
}

#[component]
fn UnitList(units: Vec<String>, form: RwSignal<EntryForm>, missing: RwSignal<Vec<Missing>>) -> impl IntoView {
    let fault = fault(missing, &[Missing::Unit]);
    let words = RwSignal::new(String::new());
    let n = units.len();
    let found = Memo::new({
        let units = units.clone();
        move |_| {
            let words = fold(&words.read());
            let fits = |unit: &str| words.is_empty() || fold(unit).contains(&words);
            let found = units.iter().enumerate().filter(|(_, unit)| fits(unit));
            found.map(|(idx, unit)| (idx, unit.clone())).collect::<Vec<_>>()
        }
    });
    let choose = move |value: String| form.update(|form| form.listed = value.parse().ok());
    view! {
        {(n >= SEARCHED).then(|| view! {
            <label class="gap">
                <span>"查单位"</span>
                <input class="field" type="search" autocomplete="off" placeholder="输入单位名称里的几个字" prop:value=words
                    on:input:target=move |event| words.set(event.target().value()) data-testid="unit-search"/>
            </label>
        })}
        <label class="gap">
            <span>{text(move || match found.read().len() {
                shown if shown == n => format!("单位（{n}个）"),
                shown => format!("单位（找到{shown}个）"),
            })}</span>
            // A new list for each search, with what was chosen before still in it.
            {live(move || {
                let listed = untrack(|| form.read().listed);
                let chosen = listed.and_then(|idx| Some((usize::from(idx), units.get(usize::from(idx))?.clone())));
                let mut shown = found.get();
                if let Some(chosen) = chosen.filter(|chosen| !shown.contains(chosen)) {
                    shown.insert(0, chosen);
                }
                view! {
                    <select class="field" aria-invalid=attr(move || fault.get().map(|_| "true"))
                        on:change:target=move |event| choose(event.target().value()) data-testid="entry-unit">
                        <option value="" selected=listed.is_none()>"请选择"</option>
                        {shown.into_iter().map(|(idx, unit)| view! {
                            <option value=idx.to_string() selected=listed.map(usize::from) == Some(idx)>{unit}</option>
                        }).collect_view()}
                    </select>
                }
            })}
        </label>
        {said(fault)}
    }
}

#[component]
fn Time(form: RwSignal<EntryForm>) -> impl IntoView {
    view! {
        <div class="gap" role="group" aria-label="答题时间">
            <span>"答题时间"</span>
            <div class="choices">
                {[(100, "标准"), (150, "1.5倍"), (200, "2倍")].map(|(percent, label)| view! {
                    <label class="choice">
                        <input type="radio" name="time" prop:checked=when(move || form.read().time_percent == percent)
                            on:change=move |_| form.update(|form| form.time_percent = percent) data-testid=format!("time-{percent}")/>
                        <span>{label}</span>
                    </label>
                })}
            </div>
        </div>
    }
}
