use super::draft_pick::PickCard;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::catalog::Entry;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::marking::{MultipleRule, OrderRule, Points};
use crate::domain::contest::draft::Draft;
use crate::domain::contest::terms::{BankTerm, PaperPlan};
use crate::domain::paper::blueprint::Section;
use crate::domain::paper::draw::Draw;
use crate::domain::paper::scope::Scope;
use crate::domain::paper::seed::Seed;
use crate::format::pack::asset_mark;
use crate::state::library::{Library, Load};
use crate::state::own_banks;
use crate::view::components::fields::{MaybeNumber, NumberField, Pick, PointsField};
use crate::view::lean::{fresh, live, tap, text, when};
use leptos::prelude::*;
use std::sync::Arc;

/// A bank in its edition of today; an own bank has to be loaded.
pub fn term(library: Library, id: &BankId) -> Option<BankTerm> {
    let bundled = library.catalog.with_value(|catalog| {
        let entry = catalog.entry(id)?;
        Some((entry.hash, asset_mark(&entry.asset()).unwrap_or_default()))
    });
    // The contest carries an own bank along: no server has it.
    let own = || untrack(|| library.ready(id)).map(|bank| (bank.hash(), Default::default()));
    let (whole, asset) = bundled.or_else(own)?;
    let mut hash = [0; 16];
    hash.copy_from_slice(&whole.bytes()[..16]);
    Some(BankTerm { id: id.clone(), hash, asset })
}

/// Takes these banks, in the editions of today and in the order they are listed.
pub fn choose(draft: &mut Draft, library: Library, ids: &[BankId]) {
    let chosen = library.whole_ids().into_iter().filter(|id| ids.contains(id));
    draft.rest.banks = chosen.filter_map(|id| term(library, &id)).collect();
}

pub fn chosen_ids(draft: RwSignal<Draft>) -> Vec<BankId> {
    draft.read().rest.banks.iter().map(|bank| bank.id.clone()).collect()
}

/// The chosen banks once all are here; until then `None`, or why one cannot be had.
pub fn chosen_banks(library: Library, ids: &[BankId]) -> Result<Option<Vec<Arc<Bank>>>, String> {
    let mut banks = Vec::new();
    for id in ids {
        match library.get(id) {
            Load::Ready(bank) => banks.push(bank),
            Load::Loading => return Ok(None),
            Load::Failed(why) => return Err(format!("题库“{}”没能打开：{why}", library.title(id))),
        }
    }
    Ok(Some(banks))
}

/// Why the chosen banks give no such paper; known only once they are here.
pub fn shortage(draft: RwSignal<Draft>) -> Memo<Option<String>> {
    let library = Library::expect();
    let ids = Memo::new(move |_| chosen_ids(draft));
    Effect::new(move || ids.read().iter().for_each(|id| library.want(id)));
    let banks = Memo::new(move |_| chosen_banks(library, &ids.read()).map(|banks| banks.map(|banks| banks.len())));
    let paper = Memo::new(move |_| draft.read().terms().paper);
    Memo::new(move |_| {
        match banks.get() {
            Err(why) => return Some(why),
            Ok(None) => return None,
            Ok(Some(_)) => {}
        }
        let PaperPlan::Drawn(blueprint) = paper.get() else { return None };
        let banks = untrack(|| chosen_banks(library, &ids.read_untracked())).ok().flatten()?;
        if banks.is_empty() || blueprint.n_questions() == 0 {
            return None;
        }
        let pool = banks.iter().flat_map(|bank| Scope::default().candidates(bank)).collect();
        // Whether there is a paper does not hang on the seed.
        Draw::new(blueprint, pool).paper(Seed::from_bytes([0; 32])).err().map(|short| short.to_string())
    })
}

/// 题库 and 试卷.
#[component]
pub fn PaperCards(draft: RwSignal<Draft>) -> impl IntoView {
    let by_hand = Memo::new(move |_| draft.read().by_hand);
    let sum = move || {
        let terms = draft.read().terms();
        format!("共{}题，满分{}分", terms.n_questions(), terms.total())
    };
    let way = move |hand: bool, label: &'static str, testid: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="paper-way" checked=by_hand.get_untracked() == hand
                    on:change=move |_| draft.update(|draft| draft.by_hand = hand) data-testid=testid/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <BanksCard draft/>
        <section class="card card__gap" id="f-paper" tabindex="-1">
            <h2 class="card__title">"试卷"</h2>
            <div class="choices" role="radiogroup" aria-label="怎样出题">
                {way(false, "随机抽题", "way-drawn")}
                {way(true, "手工选题", "way-picked")}
            </div>
            {live(move || if by_hand.get() { view! { <PickCard draft/> }.into_any() } else { view! { <Sections draft/> }.into_any() })}
            <p class="figure org-sum" role="status" data-testid="paper-sum">{text(sum)}</p>
            <PaperRules draft/>
        </section>
    }
}

#[component]
fn BanksCard(draft: RwSignal<Draft>) -> impl IntoView {
    let library = Library::expect();
    let ids = library.ids();
    let bundled = ids.clone();
    let all = move || bundled.iter().all(|id| draft.read().rest.banks.iter().any(|bank| bank.id == *id));
    let every = ids.clone();
    let toggle_all = {
        let all = all.clone();
        move || {
            let ids = if untrack(&all) { Vec::new() } else { every.clone() };
            draft.update(|draft| choose(draft, library, &ids));
        }
    };
    let bundled = library.catalog.with_value(|catalog| {
        let row = |entry: &Entry| (entry.id.clone(), entry.title.clone(), entry.n_total());
        catalog.entries.iter().map(row).collect::<Vec<_>>()
    });
    let own: Vec<_> = untrack(|| library.own());
    own.iter().for_each(|link| library.want(&link.bank));
    let carries = move || draft.read().rest.banks.iter().any(|bank| own_banks::is_own(&bank.id));
    let entries = bundled.into_iter().chain(own.into_iter().map(|link| (link.bank, link.title, link.n_questions)));
    view! {
        <section class="card" id="f-banks" tabindex="-1">
            <div class="card__row">
                <h2 class="card__title">"题库"</h2>
                <button type="button" class="text-act" on:click=tap(toggle_all) data-testid="banks-all">
                    {text(move || if all() { "全不选" } else { "全选" })}
                </button>
            </div>
            <div class="org-banks">
                {entries.map(|(id, title, n)| {
                    let (testid, own) = (format!("bank-{id}"), own_banks::is_own(&id));
                    let waits = {
                        let id = id.clone();
                        move || own && library.ready(&id).is_none()
                    };
                    let is_chosen = {
                        let id = id.clone();
                        move || draft.read().rest.banks.iter().any(|bank| bank.id == id)
                    };
                    let toggle = move |_| {
                        let mut ids = untrack(|| chosen_ids(draft));
                        match ids.iter().position(|known| *known == id) {
                            Some(idx) => {
                                ids.remove(idx);
                            }
                            None => ids.push(id.clone()),
                        }
                        draft.update(|draft| choose(draft, library, &ids));
                    };
                    view! {
                        <label class="switch">
                            <input type="checkbox" prop:checked=when(is_chosen) disabled=when(waits) on:change=toggle data-testid=testid/>
                            <span>{title}" "<span class="tiny whole">{format!("{n}题{}", if own { "，自建" } else { "" })}</span></span>
                        </label>
                    }
                }).collect_view()}
            </div>
            {live(move || carries().then(|| view! {
                <p class="tiny" data-testid="carries">"用到了自建题库：题目会随竞赛一起发出，链接很长，请用文件发给大家。懂技术的人能从文件里读到题目和答案；要保密请加封，开始时再公布口令。"</p>
            }))}
        </section>
    }
}

/// What a group may be drawn from: the chosen banks, with their titles and topics.
type Around = Vec<(BankId, String, Vec<String>)>;

#[component]
fn Sections(draft: RwSignal<Draft>) -> impl IntoView {
    let library = Library::expect();
    let version = RwSignal::new(0_usize);
    let ids = Memo::new(move |_| chosen_ids(draft));
    let around = Memo::new(move |_| -> Around {
        let bank = |id: &BankId| {
            let topics = library.ready(id).map(|bank| bank.topics().into_iter().map(str::to_owned).collect());
            (id.clone(), library.title(id), topics.unwrap_or_default())
        };
        ids.read().iter().map(bank).collect()
    });
    let redraw = Callback::new(move |()| version.update(|version| *version += 1));
    let short = shortage(draft);
    let add = move || {
        draft.update(|draft| {
            let used = |kind: &Kind| draft.sections.iter().any(|section| section.kind == *kind);
            let kind = Kind::ALL.into_iter().find(|kind| !used(kind)).unwrap_or(Kind::Single);
            draft.sections.push(Section::any(kind, 5, Points::whole(2)));
        });
        redraw.run(());
    };
    view! {
        {fresh(move || version.get(), move || {
            let n = draft.read_untracked().sections.len();
            (0..n).map(|idx| section_row(draft, idx, n, around, redraw)).collect_view().into_any()
        })}
        <button type="button" class="act act--plain" on:click=tap(add) data-testid="section-add">"加一组题"</button>
        {live(move || short.get().map(|why| view! { <p class="org-problem" role="alert" data-testid="paper-short">{why}</p> }))}
    }
}

fn section_row(draft: RwSignal<Draft>, idx: usize, n: usize, around: Memo<Around>, redraw: Callback<()>) -> AnyView {
    let Some(section) = draft.read_untracked().sections.get(idx).cloned() else { return ().into_any() };
    let edit = move |change: Box<dyn FnOnce(&mut Section)>| edit_section(draft, idx, change);
    let place = idx + 1;
    let kinds = Kind::ALL.map(|kind| kind.label().to_owned()).to_vec();
    let kind_idx = Kind::ALL.iter().position(|kind| *kind == section.kind).unwrap_or_default();
    let move_to = move |to: usize| {
        tap(move || {
            draft.update(|draft| draft.sections.swap(idx, to));
            redraw.run(());
        })
    };
    let remove = tap(move || {
        draft.update(|draft| {
            draft.sections.remove(idx);
        });
        redraw.run(());
    });
    let level_idx =
        section.stratum.level.and_then(|level| Level::ALL.iter().position(|it| *it == level)).map_or(0, |at| at + 1);
    let mut levels = vec!["不限难度".to_owned()];
    levels.extend(Level::ALL.map(|level| level.label().to_owned()));
    let narrowed = section.stratum != crate::domain::paper::blueprint::Stratum::default();
    let (points, n_of) = (section.points, section.n);
    view! {
        <div class="org-section" role="group" aria-label=format!("第{place}组") data-testid="section">
            <div class="org-section__main">
                <Pick label=format!("第{place}组题型") hidden_label=true testid="section-kind" options=kinds chosen=kind_idx
                    change=Callback::new(move |at: usize| edit(Box::new(move |section| section.kind = Kind::ALL[at.min(6)])))/>
                <span class="whole">
                    <NumberField label=format!("第{place}组题数") testid="section-n" most=300 unit="题" value=u32::from(n_of)
                        change=Callback::new(move |n: u32| edit(Box::new(move |section| section.n = n as u16)))/>
                </span>
                <span class="whole">"每题 "
                    <PointsField label=format!("第{place}组每题分值") testid="section-points" value=points
                        change=Callback::new(move |points| edit(Box::new(move |section| section.points = points)))/>
                </span>
            </div>
            <details open=narrowed>
                <summary data-testid="section-more">"限定范围、调整顺序"</summary>
                <div class="org-section__more">
                    // A bank that arrives changes these lists, and leaves the numbers alone that are being typed.
                    {live(move || scope(draft, idx, &around.read(), redraw))}
                    <Pick label=format!("第{place}组难度") hidden_label=true testid="section-level" options=levels chosen=level_idx
                        change=Callback::new(move |at: usize| {
                            let level = at.checked_sub(1).and_then(|at| Level::ALL.get(at).copied());
                            edit(Box::new(move |section| section.stratum.level = level));
                        })/>
                    <div class="org-ends">
                        {(idx > 0).then(|| view! { <button type="button" class="text-act" on:click=move_to(idx.saturating_sub(1)) data-testid="section-up">"上移"</button> })}
                        {(idx + 1 < n).then(|| view! { <button type="button" class="text-act" on:click=move_to(idx + 1) data-testid="section-down">"下移"</button> })}
                        <button type="button" class="text-act" on:click=remove data-testid="section-remove">"删去这组"</button>
                    </div>
                </div>
            </details>
        </div>
    }
    .into_any()
}

fn edit_section(draft: RwSignal<Draft>, idx: usize, change: Box<dyn FnOnce(&mut Section)>) {
    draft.update(|draft| {
        if let Some(section) = draft.sections.get_mut(idx) {
            change(section);
        }
    });
}

/// 范围: any bank, one of them, or a topic of it.
fn scope(draft: RwSignal<Draft>, idx: usize, around: &Around, redraw: Callback<()>) -> AnyView {
    let Some(section) = draft.read_untracked().sections.get(idx).cloned() else { return ().into_any() };
    let edit = move |change: Box<dyn FnOnce(&mut Section)>| edit_section(draft, idx, change);
    let place = idx + 1;
    let mut banks = vec!["所选全部题库".to_owned()];
    banks.extend(around.iter().map(|(_, title, _)| title.clone()));
    let bank_ids: Vec<BankId> = around.iter().map(|(id, ..)| id.clone()).collect();
    let mut bank_idx = section
        .stratum
        .bank
        .as_ref()
        .map_or(0, |id| bank_ids.iter().position(|known| known == id).map_or(usize::MAX, |idx| idx + 1));
    if bank_idx == usize::MAX {
        // It is not chosen any more, which the list of problems says too.
        let gone = section.stratum.bank.as_ref().map(|id| Library::expect().title(id)).unwrap_or_default();
        banks.push(format!("{gone}（没有勾选）"));
        bank_idx = banks.len() - 1;
    }
    let mut topics: Vec<String> = Vec::new();
    for (id, _, of) in around {
        if section.stratum.bank.as_ref().is_none_or(|bank| bank == id) {
            topics.extend(of.iter().cloned());
        }
    }
    crate::domain::sort::sort(&mut topics);
    topics.dedup();
    if let Some(topic) = &section.stratum.topic
        && !topics.contains(topic)
    {
        topics.push(topic.clone());
    }
    let topic_idx = section
        .stratum
        .topic
        .as_ref()
        .and_then(|topic| topics.iter().position(|it| it == topic))
        .map_or(0, |at| at + 1);
    let mut topic_labels = vec!["不限专题".to_owned()];
    topic_labels.extend(topics.iter().cloned());
    view! {
        <Pick label=format!("第{place}组题库") hidden_label=true testid="section-bank" options=banks chosen=bank_idx
            change=Callback::new(move |at: usize| {
                let bank = at.checked_sub(1).and_then(|at| bank_ids.get(at).cloned());
                edit(Box::new(move |section| {
                    section.stratum.bank = bank;
                    section.stratum.topic = None;
                }));
                redraw.run(());
            })/>
        <Pick label=format!("第{place}组专题") hidden_label=true testid="section-topic" options=topic_labels chosen=topic_idx
            change=Callback::new(move |at: usize| {
                let topic = at.checked_sub(1).and_then(|at| topics.get(at).cloned());
                edit(Box::new(move |section| section.stratum.topic = topic));
            })/>
    }
    .into_any()
}

const RULES: [(MultipleRule, &str); 4] = [
    (MultipleRule::AllOrNothing, "少选、错选都不得分"),
    (MultipleRule::HalfForSubset, "少选得一半，错选不得分"),
    (MultipleRule::PerOption, "每选对一项得一份，错选不得分"),
    (MultipleRule::MinusForWrong, "选对加分、选错扣分，扣到零为止"),
];

#[component]
fn PaperRules(draft: RwSignal<Draft>) -> impl IntoView {
    let known = draft.get_untracked().rest;
    let rule = RULES.iter().position(|(rule, _)| *rule == known.marking.multiple).unwrap_or_default();
    let order = usize::from(known.marking.order == OrderRule::NeighbouringPairs);
    view! {
        <Pick label="题目怎样发" testid="per-entrant" chosen=usize::from(!known.per_entrant)
            options=vec!["每人抽一份，题目不同".to_owned(), "人人同卷".to_owned()]
            change=Callback::new(move |at| draft.update(|draft| draft.rest.per_entrant = at == 0))/>
        <Pick label="选项顺序" testid="shuffles" chosen=usize::from(!known.shuffles)
            options=vec!["打乱".to_owned(), "按题库原来的顺序".to_owned()]
            change=Callback::new(move |at| draft.update(|draft| draft.rest.shuffles = at == 0))/>
        <Pick label="多选题怎么给分" testid="multiple" chosen=rule
            options=RULES.map(|(_, label)| label.to_owned()).to_vec()
            change=Callback::new(move |at: usize| draft.update(|draft| draft.rest.marking.multiple = RULES[at.min(3)].0))/>
        <Pick label="排序题怎么给分" testid="ordering" chosen=order
            options=vec!["全对才得分".to_owned(), "按相邻次序的正确比例得分".to_owned()]
            change=Callback::new(move |at| draft.update(|draft| {
                draft.rest.marking.order = if at == 0 { OrderRule::AllOrNothing } else { OrderRule::NeighbouringPairs };
            }))/>
        <div id="f-pass" tabindex="-1">
            <MaybeNumber label="设合格线" unit="分" testid="pass" most=10_000 first=60
                value=known.pass.map(|pass| pass.0 / 1000)
                change=Callback::new(move |pass: Option<u32>| draft.update(|draft| draft.rest.pass = pass.map(Points::whole)))/>
        </div>
    }
}
