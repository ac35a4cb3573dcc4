use super::item_editor::Lens;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::draft_edit::neighbour;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::lint::structure::n_gaps;
use crate::view::lean::{live, tap};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

const MOST: usize = 10;

/// The fields of the answer, by kind.
pub fn rows(lens: Lens) -> AnyView {
    match lens.read(|draft| draft.kind) {
        Some(Kind::Single | Kind::Multiple) => options(lens, true),
        Some(Kind::Order) => options(lens, false),
        Some(Kind::Judge) => judge(lens),
        Some(Kind::Blank) => gaps(lens),
        Some(Kind::Match) => pairs(lens),
        Some(Kind::Scenario) | None => ().into_any(),
    }
}

fn letter(at: usize) -> char {
    char::from(b'A' + (at % 26) as u8)
}

/// Options with their keys, or the items of an order.
fn options(lens: Lens, keyed: bool) -> AnyView {
    let Some((texts, shuffle)) = lens.read(|draft| (draft.options.clone(), draft.shuffle)) else {
        return ().into_any();
    };
    let n = texts.len();
    let field = move |at: usize| lens.id(&format!("option-{}", at + 1));
    let add = move || lens.reshape(Some(field(n)), |draft| draft.options.push(String::new()));
    let row = |(at, text): (usize, String)| {
        let name = if keyed { format!("选项{}", letter(at)) } else { format!("第{}项", at + 1) };
        let shift = move |down: bool| {
            if let Some(to) = neighbour(at, down, n) {
                lens.reshape(Some(field(to)), |draft| {
                    draft.move_option(at, down);
                });
            }
        };
        let keys = move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowUp" | "ArrowDown" if event.alt_key() => {
                event.prevent_default();
                shift(event.key() == "ArrowDown");
            }
            // A line of its own is the next option.
            "Enter" if !event.ctrl_key() && !event.meta_key() && !event.is_composing() => {
                event.prevent_default();
                if at + 1 == n && n < MOST {
                    add();
                } else {
                    crate::platform::page::focus(&format!("#{}", field((at + 1).min(n - 1))));
                }
            }
            _ => {}
        };
        let remove = tap(move || {
            lens.reshape(Some(field(at.min(n.saturating_sub(2)))), |draft| draft.remove_option(at));
        });
        view! {
            <li class="item__row" data-testid="item-option">
                {if keyed { key(lens, at, &name) } else { view! { <span class="item__key">{at + 1}</span> }.into_any() }}
                <textarea class="field item__line" rows="1" id=field(at) aria-label=name.clone() data-testid=field(at)
                    on:keydown=keys
                    on:input:target=move |event| lens.write(|draft| if let Some(text) = draft.options.get_mut(at) {
                        *text = event.target().value().replace(['\r', '\n'], "");
                    })>{text}</textarea>
                <div class="item__acts">
                    <button type="button" class="text-act" disabled=at == 0 on:click=tap(move || shift(false)) aria-label=format!("{name}上移")>"上移"</button>
                    <button type="button" class="text-act" disabled={at + 1 == n} on:click=tap(move || shift(true)) aria-label=format!("{name}下移")>"下移"</button>
                    <button type="button" class="text-act" on:click=remove aria-label=format!("删去{name}")>"删去"</button>
                </div>
            </li>
        }
        .into_any()
    };
    let (title, hint) = match lens.read(|draft| draft.kind) {
        Some(Kind::Single) => ("选项", "点字母选正确答案。按回车写下一个，Alt+↑↓移动"),
        Some(Kind::Multiple) => ("选项", "点字母选正确答案，可选几个。按回车写下一个，Alt+↑↓移动"),
        _ => ("各项，按正确的先后写", "学习者看到的顺序是打乱的。按回车写下一项，Alt+↑↓移动"),
    };
    view! {
        <fieldset class="card__gap">
            <legend>{title}</legend>
            <p class="tiny">{hint}</p>
            <ol class="item__rows">{texts.into_iter().enumerate().map(row).collect_view()}</ol>
            {(n < MOST).then(|| view! { <button type="button" class="act act--plain act--small" on:click=tap(add) data-testid=lens.id("option-add")>{if keyed { "加一个选项" } else { "加一项" }}</button> })}
            {keyed.then(|| view! {
                <label class="switch">
                    <input type="checkbox" checked=!shuffle data-testid=lens.id("fixed")
                        on:change:target=move |event| lens.write(|draft| draft.shuffle = !event.target().checked())/>
                    <span>"选项顺序固定"<br/><span class="tiny">"选项是数字、或者有“以上都对”时勾上；不勾则每次打乱"</span></span>
                </label>
            })}
        </fieldset>
    }
    .into_any()
}

/// The letter of an option, pressed where it is right.
fn key(lens: Lens, at: usize, name: &str) -> AnyView {
    let single = lens.read(|draft| draft.kind == Kind::Single).unwrap_or_default();
    let is_key = move || lens.follow(|draft| draft.is_key(at)).unwrap_or_default();
    view! {
        <label class="item__key choice">
            <input type=if single { "radio" } else { "checkbox" } name=lens.id("key") aria-label=format!("{name}是正确答案")
                prop:checked=crate::view::lean::when(is_key) data-testid=lens.id(&format!("key-{}", at + 1))
                on:change:target=move |event| lens.write(|draft| draft.mark_key(at, event.target().checked()))/>
            <span aria-hidden="true">{live(move || if is_key() { format!("✓{}", letter(at)) } else { letter(at).to_string() })}</span>
        </label>
    }
    .into_any()
}

fn judge(lens: Lens) -> AnyView {
    let known = lens.read(|draft| draft.judged).flatten();
    let way = |said: bool, label: &'static str, testid: String| {
        view! {
            <label class="choice">
                <input type="radio" name=lens.id("judged") checked=known == Some(said) data-testid=testid
                    on:change=move |_| lens.write(|draft| draft.judged = Some(said))/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="card__gap">
            <legend>"这句话是"</legend>
            <div class="choices">
                {way(true, "对的", lens.id("true"))}
                {way(false, "错的", lens.id("false"))}
            </div>
        </fieldset>
    }
    .into_any()
}

/// Alternatives stand behind one another in a line.
fn alternatives(text: &str) -> Vec<String> {
    let parts = text.split(['；', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn gaps(lens: Lens) -> AnyView {
    let known = lens.read(|draft: &Draft| (draft.gaps.clone(), draft.any_order, n_gaps(&draft.stem)));
    let Some((gaps, any_order, n)) = known else { return ().into_any() };
    let n_rows = gaps.len();
    let row = |(at, texts): (usize, Vec<String>)| {
        let id = lens.id(&format!("answer-{}", at + 1));
        let lost = at >= n;
        let remove = tap(move || {
            lens.reshape(None, |draft| {
                draft.gaps.remove(at);
                draft.fit_gaps();
            });
        });
        view! {
            <label class="gap">
                <span>{if lost { format!("第{}空的答案（题干里没有这一空了）", at + 1) } else { format!("第{}空的答案", at + 1) }}</span>
                <input class="field" id=id.clone() autocomplete="off" value=texts.join("；") data-testid=id
                    on:input:target=move |event| lens.write(|draft| if let Some(gap) = draft.gaps.get_mut(at) {
                        *gap = alternatives(&event.target().value());
                    })/>
            </label>
            {lost.then(|| view! { <button type="button" class="text-act" on:click=remove>{format!("删去第{}空的答案", at + 1)}</button> })}
        }
        .into_any()
    };
    view! {
        <fieldset class="card__gap">
            <legend>"答案"</legend>
            <p class="tiny">{if n_rows == 0 {
                "先在题干里按“插入空格”，这里就有填答案的地方"
            } else {
                "一个空有几种写法都算对的，用“；”隔开，第一个最先显示。数字写3或三都算对"
            }}</p>
            {gaps.into_iter().enumerate().map(row).collect_view()}
            {(n_rows > 1).then(|| view! {
                <label class="switch">
                    <input type="checkbox" checked=any_order data-testid=lens.id("any-order")
                        on:change:target=move |event| lens.write(|draft| draft.any_order = event.target().checked())/>
                    <span>"各空可以换着填"</span>
                </label>
            })}
        </fieldset>
    }
    .into_any()
}

fn pairs(lens: Lens) -> AnyView {
    let Some((pairs, extra)) = lens.read(|draft| (draft.pairs.clone(), draft.extra.clone())) else {
        return ().into_any();
    };
    let (n, n_extra) = (pairs.len(), extra.len());
    let side = move |at: usize, right: bool, text: String| {
        let place = at + 1;
        let (id, name) = if right {
            (lens.id(&format!("right-{place}")), format!("第{place}对右边"))
        } else {
            (lens.id(&format!("left-{place}")), format!("第{place}对左边"))
        };
        view! {
            <input class="field" id=id.clone() autocomplete="off" aria-label=name value=text data-testid=id
                placeholder=if right { "右边" } else { "左边" }
                on:input:target=move |event| lens.write(|draft| if let Some(pair) = draft.pairs.get_mut(at) {
                    pair[usize::from(right)] = event.target().value();
                })/>
        }
    };
    let row = |(at, [left, right]): (usize, [String; 2])| {
        let place = at + 1;
        let swap = move |down: bool| {
            tap(move || {
                if let Some(to) = neighbour(at, down, n) {
                    lens.reshape(Some(lens.id(&format!("left-{}", to + 1))), |draft| draft.pairs.swap(at, to));
                }
            })
        };
        let remove = tap(move || {
            lens.reshape(None, |draft| {
                draft.pairs.remove(at);
            });
        });
        view! {
            <li class="item__pair" data-testid="item-pair">
                {side(at, false, left)}
                {side(at, true, right)}
                <div class="item__acts">
                    <button type="button" class="text-act" disabled=at == 0 on:click=swap(false) aria-label=format!("第{place}对上移")>"上移"</button>
                    <button type="button" class="text-act" disabled=place == n on:click=swap(true) aria-label=format!("第{place}对下移")>"下移"</button>
                    <button type="button" class="text-act" on:click=remove aria-label=format!("删去第{place}对")>"删去"</button>
                </div>
            </li>
        }
        .into_any()
    };
    let extra_row = |(at, text): (usize, String)| {
        let place = at + 1;
        let id = lens.id(&format!("extra-{place}"));
        let remove = tap(move || {
            lens.reshape(None, |draft| {
                draft.extra.remove(at);
            });
        });
        view! {
            <li class="item__row item__row--extra">
                <input class="field" id=id.clone() autocomplete="off" aria-label=format!("多出的右边第{place}项") value=text data-testid=id
                    on:input:target=move |event| lens.write(|draft| if let Some(text) = draft.extra.get_mut(at) { *text = event.target().value() })/>
                <div class="item__acts">
                    <button type="button" class="text-act" on:click=remove aria-label=format!("删去多出的右边第{place}项")>"删去"</button>
                </div>
            </li>
        }
        .into_any()
    };
    let add = move || {
        lens.reshape(Some(lens.id(&format!("left-{}", n + 1))), |draft| draft.pairs.push(Default::default()));
    };
    let add_extra = move || {
        lens.reshape(Some(lens.id(&format!("extra-{}", n_extra + 1))), |draft| draft.extra.push(String::new()));
    };
    view! {
        <fieldset class="card__gap">
            <legend>"左边和它正确的右边"</legend>
            <p class="tiny">"学习者看到的右边是打乱的。几个左边可以配同一个右边，照样写"</p>
            <ol class="item__rows">{pairs.into_iter().enumerate().map(row).collect_view()}</ol>
            {(n < 6).then(|| view! { <button type="button" class="act act--plain act--small" on:click=tap(add) data-testid=lens.id("pair-add")>"加一对"</button> })}
            {(n_extra > 0).then(|| view! { <p class="tiny">"多出的右边，哪个都不配，用来迷惑："</p> })}
            <ol class="item__rows">{extra.into_iter().enumerate().map(extra_row).collect_view()}</ol>
            <button type="button" class="act act--plain act--small" on:click=tap(add_extra) data-testid=lens.id("extra-add")>"加一个多出的右边"</button>
        </fieldset>
    }
    .into_any()
}
