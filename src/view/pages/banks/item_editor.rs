use super::item_rows::rows;
use super::item_source::{Around, SourceFields};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::kind::{GAP, Kind};
use crate::domain::bank::level::Level;
use crate::domain::bank::lint::fault::{Fault, Field};
use crate::domain::bank::lint::in_form::{kind_of, sentence};
use crate::domain::bank::lint::{self};
use crate::platform::page;
use crate::view::lean::{fresh, live, tap};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// A question, or one part of a scenario, inside what is typed.
#[derive(Clone, Copy)]
pub struct Lens {
    pub draft: RwSignal<Draft>,
    pub part: Option<usize>,
    /// Counts the changes after which rows have to be drawn anew.
    pub version: RwSignal<usize>,
}

impl Lens {
    /// Without following it.
    pub fn read<T>(self, get: impl FnOnce(&Draft) -> T) -> Option<T> {
        self.draft.with_untracked(|draft| self.of(draft).map(get))
    }

    pub fn follow<T>(self, get: impl FnOnce(&Draft) -> T) -> Option<T> {
        self.draft.with(|draft| self.of(draft).map(get))
    }

    fn of(self, draft: &Draft) -> Option<&Draft> {
        self.part.map_or(Some(draft), |part| draft.parts.get(part))
    }

    /// Notes what was typed.
    pub fn write(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(|draft| match self.part {
            None => change(draft),
            Some(part) => {
                if let Some(part) = draft.parts.get_mut(part) {
                    change(part);
                }
            }
        });
    }

    /// Changes the rows themselves, and puts the focus where the author goes on.
    pub fn reshape(self, focus: Option<String>, change: impl FnOnce(&mut Draft)) {
        self.write(change);
        self.version.update(|version| *version += 1);
        if let Some(id) = focus {
            // The rows are there by the time the frame begins.
            request_animation_frame(move || {
                page::focus(&format!("#{id}"));
            });
        }
    }

    /// The id of a field on the page.
    pub fn id(self, name: &str) -> String {
        match self.part {
            None => format!("item-{name}"),
            Some(part) => format!("item-{}-{name}", part + 1),
        }
    }
}

/// Everything of one question, to be typed. What is amiss stands under it as it arises.
#[component]
pub fn ItemEditor(
    draft: RwSignal<Draft>,
    /// What the bank offers around the question; without it sources are not asked for.
    #[prop(optional)]
    around: Option<Around>,
    /// Ctrl and Enter.
    #[prop(optional)]
    save: Option<Callback<()>>,
) -> impl IntoView {
    if draft.with_untracked(|draft| draft.options.is_empty() && draft.stem.is_empty()) {
        draft.update(Draft::fill_rows);
    }
    let lens = Lens { draft, part: None, version: RwSignal::new(0) };
    let hotkey = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            if let Some(save) = save {
                save.run(());
            }
        }
    };
    view! {
        <div class="item card__gap" on:keydown=hotkey data-testid="item-editor">
            {asked(lens)}
            {sort_fields(draft, around)}
            {around.map(|around| view! { <SourceFields draft around/> })}
            <Amiss draft/>
        </div>
    }
}

/// What stands in a whole question and in each part of a scenario.
fn asked(lens: Lens) -> AnyView {
    let kinds: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| lens.part.is_none() || *kind != Kind::Scenario).collect();
    let known = lens.read(|draft| (draft.kind, draft.explain.clone())).unwrap_or((Kind::Single, String::new()));
    let (kind_id, explain_id) = (lens.id("kind"), lens.id("explain"));
    let again = kind_id.clone();
    let of = kinds.clone();
    let change_kind = move |at: usize| {
        let Some(kind) = of.get(at).copied() else { return };
        // What was typed for another kind stays.
        lens.reshape(Some(again.clone()), move |draft| {
            draft.kind = kind;
            draft.fill_rows();
        });
    };
    let explain_label = if lens.part.is_some() { "这一问的解析（可不写）" } else { "解析" };
    view! {
        <label class="gap">
            <span>"题型"</span>
            <select class="field" id=kind_id data-testid=lens.id("kind")
                on:change:target=move |event| {
                    if let Ok(at) = event.target().value().parse() {
                        change_kind(at);
                    }
                }>
                {kinds.into_iter().enumerate().map(|(at, kind)| view! {
                    <option value=at.to_string() selected=kind == known.0>{kind.label()}</option>
                }).collect_view()}
            </select>
        </label>
        {fresh(move || lens.version.get(), move || view! { {stem(lens)} {body(lens)} }.into_any())}
        <label class="gap">
            <span>{explain_label}</span>
            <textarea class="field item__text" id=explain_id data-testid=lens.id("explain")
                on:input:target=move |event| lens.write(|draft| draft.explain = event.target().value())>{known.1}</textarea>
        </label>
    }
    .into_any()
}

fn stem(lens: Lens) -> AnyView {
    let Some((kind, text)) = lens.read(|draft| (draft.kind, draft.stem.clone())) else { return ().into_any() };
    let id = lens.id("stem");
    let label = if kind == Kind::Scenario { "材料" } else { "题干" };
    let write = move |text: String| {
        let n_before = lens.read(|draft| draft.gaps.len());
        lens.write(|draft| {
            draft.stem = text;
            if draft.kind == Kind::Blank {
                draft.fit_gaps();
            }
        });
        n_before != lens.read(|draft| draft.gaps.len())
    };
    // Fields of answers appear with their gaps; the stem keeps the focus, so only they are drawn anew.
    let gaps_version = RwSignal::new(0_usize);
    let (of_gap, of_strong) = (id.clone(), id.clone());
    let gap = move || {
        if let Some((whole, before)) = page::wrap_chosen(&of_gap, GAP, "") {
            let gap = before.matches(GAP).count();
            lens.write(|draft| {
                draft.stem = whole;
                draft.insert_gap(gap);
            });
            gaps_version.update(|version| *version += 1);
        }
    };
    let strong = move || {
        if let Some((whole, _)) = page::wrap_chosen(&of_strong, "**", "**") {
            write(whole);
        }
    };
    view! {
        <div class="item__stem">
            <label class="gap">
                <span>{label}</span>
                <textarea class="field item__text" id=id.clone() data-testid=id
                    on:input:target=move |event| if write(event.target().value()) { gaps_version.update(|version| *version += 1) }>{text}</textarea>
            </label>
            <div class="item__tools">
                {(kind == Kind::Blank).then(|| view! { <button type="button" class="act act--plain act--small" on:click=tap(gap) data-testid=lens.id("gap")>"插入空格"</button> })}
                <button type="button" class="act act--plain act--small" on:click=tap(strong) title="选中几个字再按，学习者会看到着重号" data-testid=lens.id("strong")>"着重"</button>
            </div>
        </div>
        {(kind == Kind::Blank).then(|| fresh(move || gaps_version.get(), move || rows(lens)))}
    }
    .into_any()
}

fn body(lens: Lens) -> AnyView {
    match lens.read(|draft| draft.kind) {
        Some(Kind::Blank) | None => ().into_any(),
        Some(Kind::Scenario) => parts(lens),
        Some(_) => rows(lens),
    }
}

/// 小问. They have no parts of their own, so this goes one deep.
fn parts(lens: Lens) -> AnyView {
    let n = lens.read(|draft| draft.parts.len()).unwrap_or_default();
    let add = move || {
        lens.reshape(Some(format!("item-{}-stem", n + 1)), |draft| {
            let mut part = Draft::new(Kind::Single);
            part.fill_rows();
            draft.parts.push(part);
        });
    };
    let part = |idx: usize| {
        let of = Lens { part: Some(idx), ..lens };
        let place = idx + 1;
        let swap = move |to: usize| {
            tap(move || lens.reshape(Some(format!("item-{}-stem", to + 1)), |draft| draft.parts.swap(idx, to)))
        };
        let remove = tap(move || {
            lens.reshape(Some("item-part-add".to_owned()), |draft| {
                draft.parts.remove(idx);
            });
        });
        view! {
            <fieldset class="item__part card__gap" data-testid="item-part">
                <legend class="card__title">{format!("第{place}小问")}</legend>
                {asked(of)}
                <div class="org-ends">
                    {(idx > 0).then(|| view! { <button type="button" class="text-act" on:click=swap(idx.saturating_sub(1)) aria-label=format!("第{place}小问上移")>"上移"</button> })}
                    {(place < n).then(|| view! { <button type="button" class="text-act" on:click=swap(place) aria-label=format!("第{place}小问下移")>"下移"</button> })}
                    <button type="button" class="text-act" on:click=remove aria-label=format!("删去第{place}小问")>"删去这一问"</button>
                </div>
            </fieldset>
        }
        .into_any()
    };
    view! {
        {(0..n).map(part).collect_view()}
        <button type="button" class="act act--plain" id="item-part-add" on:click=tap(add) data-testid="item-part-add">"加一个小问"</button>
    }
    .into_any()
}

/// Topic and level.
fn sort_fields(draft: RwSignal<Draft>, around: Option<Around>) -> AnyView {
    let known = draft.with_untracked(|draft| (draft.topic.clone(), draft.level));
    let topics = move || around.map(|around| around.topics.get()).unwrap_or_default();
    view! {
        <div class="org-pair">
            <label class="gap">
                <span>"主题（可不写）"</span>
                <input class="field" id="item-topic" list="item-topics" autocomplete="off" value=known.0 data-testid="item-topic"
                    on:input:target=move |event| draft.update(|draft| draft.topic = event.target().value().trim().to_owned())/>
                <datalist id="item-topics">{live(move || topics().into_iter().map(|topic| view! { <option value=topic></option> }).collect_view())}</datalist>
            </label>
            <label class="gap">
                <span>"难度"</span>
                <select class="field" data-testid="item-level"
                    on:change:target=move |event| if let Some(level) = Level::from_key(&event.target().value()) { draft.update(|draft| draft.level = level) }>
                    {Level::ALL.map(|level| view! { <option value=level.key() selected=level == known.1>{level.label()}</option> })}
                </select>
            </label>
        </div>
    }
    .into_any()
}

/// What keeps the draft from being asked, then what could be better, in words of the form.
pub fn amiss(draft: &Draft) -> (Vec<String>, Vec<String>) {
    let draft = draft.trimmed();
    let (question, mut faults) = draft.question(&QuestionId::new("q"));
    match question {
        Some(question) => faults = lint::findings(&question),
        None => {
            // Without an answer nothing else was looked at, and a stem is wanted first.
            let field = if draft.kind == Kind::Scenario { Field::Material } else { Field::Stem };
            let no_stem = Fault::Empty { field };
            if draft.stem.trim().is_empty() && !faults.contains(&no_stem) {
                faults.insert(0, no_stem);
            }
        }
    }
    let kinds: Vec<Kind> = draft.parts.iter().map(|part| part.kind).collect();
    let (mut bad, mut weak) = (Vec::new(), Vec::new());
    for fault in &faults {
        let said = sentence(fault, kind_of(fault, draft.kind, &kinds));
        let list = if fault.is_unusable() { &mut bad } else { &mut weak };
        if !list.contains(&said) {
            list.push(said);
        }
    }
    (bad, weak)
}

#[component]
fn Amiss(draft: RwSignal<Draft>) -> impl IntoView {
    let found = Memo::new(move |_| draft.with(amiss));
    let list = |title: &'static str, class: &'static str, testid: &'static str, said: Vec<String>| {
        (!said.is_empty()).then(|| {
            view! {
                <div data-testid=testid>
                    <p class=format!("{class} item__head")>{title}</p>
                    <ul class="item__faults">{said.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
                </div>
            }
        })
    };
    view! {
        <div role="status" data-testid="item-amiss">
            {live(move || {
                let (bad, weak) = found.get();
                if bad.is_empty() && weak.is_empty() {
                    return view! { <p class="item__good" data-testid="item-good">"✓ 没有发现问题"</p> }.into_any();
                }
                view! {
                    {list("还差这些，补上才能保存", "org-problem", "item-bad", bad)}
                    {list("可以保存，建议再改改", "item__weak", "item-weak", weak)}
                }
                .into_any()
            })}
        </div>
    }
}
