use super::edit::Desk;
use super::item_editor::amiss;
use super::preview::preview;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::question::Question;
use crate::domain::bank::revise;
use crate::domain::bank::text::fold;
use crate::format::question_text;
use crate::platform::{page, timer};
use crate::view::components::act::Act;
use crate::view::components::fields::Pick;
use crate::view::lean::{live, tap, text, when};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;
use std::sync::Arc;

/// Questions of one page of the list.
const PAGE: usize = 20;
/// How long an author pauses before the bank is searched, in milliseconds.
const PAUSE: i32 = 300;

/// What the list is narrowed to.
#[derive(Clone, PartialEq, Default)]
struct Sieve {
    words: String,
    kind: Option<Kind>,
    topic: Option<String>,
    level: Option<Level>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Default)]
enum State {
    #[default]
    All,
    Amiss,
    Live,
    Retired,
}

const STATES: [(State, &str); 4] =
    [(State::All, "全部"), (State::Amiss, "有毛病的"), (State::Live, "在用的"), (State::Retired, "停用的")];

impl Sieve {
    fn keeps(&self, question: &Question) -> bool {
        self.kind.is_none_or(|kind| kind == question.kind())
            && self.level.is_none_or(|level| level == question.level)
            && self.topic.as_ref().is_none_or(|topic| *topic == question.topic)
            && match self.state {
                State::All => true,
                State::Live => !question.retired,
                State::Retired => question.retired,
                State::Amiss => !question.retired && n_amiss(question) > 0,
            }
            && (self.words.is_empty() || self.is_in(question))
    }

    fn is_in(&self, question: &Question) -> bool {
        let texts = [question_text::stem(question), question_text::options(&question.body)];
        texts.iter().any(|text| fold(text).contains(&self.words)) || fold(&question.explain).contains(&self.words)
    }
}

fn n_amiss(question: &Question) -> usize {
    let (bad, weak) = amiss(&Draft::of(question));
    bad.len() + weak.len()
}

/// The questions: found, chosen, opened.
#[component]
pub fn ListCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    let sieve = RwSignal::new(Sieve::default());
    let shown = RwSignal::new(PAGE);
    let found = Memo::new(move |_| -> Vec<usize> {
        let (bank, sieve) = (editing.bank.read(), sieve.read());
        bank.questions.iter().enumerate().filter(|(_, question)| sieve.keeps(question)).map(|(at, _)| at).collect()
    });
    let any = Memo::new(move |_| !editing.bank.read().questions.is_empty());
    let count = move || {
        let (n, all) = (found.read().len(), editing.bank.read().questions.len());
        if n == all { format!("共{all}题") } else { format!("筛出{n}题，共{all}题") }
    };
    // Rows stay as they are until the bank changes: what is open in one must not open in another.
    let rows = move || {
        let drawn = Arc::as_ptr(&editing.bank.read()) as usize;
        found.read().iter().take(shown.get()).map(|at| (drawn, *at)).collect::<Vec<_>>()
    };
    let select_all = move || {
        let bank = editing.get();
        let ids: HashSet<QuestionId> = found.with_untracked(|found| {
            found.iter().filter_map(|at| bank.questions.get(*at)).map(|question| question.id.clone()).collect()
        });
        desk.selected.set(ids);
    };
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"题目"</h2>
            <NewItem desk/>
            {live(move || any.get().then(|| view! { <Sieves desk sieve shown/> }))}
            {live(move || any.get().then(|| view! {
                <div class="card__row">
                    <p class="tiny" role="status" data-testid="found">{text(count)}</p>
                    <button type="button" class="text-act" on:click=tap(select_all) data-testid="select-all">"全部选中"</button>
                </div>
            }))}
            <Chosen desk/>
            {live(move || {
                // The one saved last stands on top, wherever its place is.
                let bank = editing.bank.get();
                let at = desk.last.get().and_then(|id| bank.questions.iter().position(|question| question.id == id))?;
                let in_sight = found.read().iter().take(shown.get()).any(|found| *found == at);
                (!in_sight).then(|| view! {
                    <p class="tiny">"刚才这一题："</p>
                    <ul class="bank-rows">{row(desk, &bank, at)}</ul>
                })
            })}
            {live(move || match (any.get(), found.read().is_empty()) {
                (false, _) => view! { <p class="muted" data-testid="bank-empty">"还没有题。选好题型，点“新增一题”，或者从文件导入。"</p> }.into_any(),
                (true, true) => view! { <p class="muted">"没有符合的题，请换个条件。"</p> }.into_any(),
                (true, false) => view! {
                    <div class="bank-heads" aria-hidden="true">
                        <span></span><span>"题干"</span><span>"答案"</span><span>"题型 · 主题 · 难度"</span><span></span>
                    </div>
                }
                .into_any(),
            })}
            <ol class="bank-rows" data-testid="items">
                <For each=rows key=|row| *row children=move |(_, at)| row(desk, &editing.get(), at)/>
            </ol>
            {live(move || {
                let n_more = found.read().len().saturating_sub(shown.get());
                (n_more > 0).then(|| view! {
                    <Act label=format!("更多（还有{n_more}题）") look="act--plain" testid="more" press=tap(move || shown.update(|shown| *shown += PAGE))/>
                })
            })}
        </section>
    }
}

/// 新增一题, of a kind, last.
#[component]
fn NewItem(desk: Desk) -> impl IntoView {
    let kinds = Kind::ALL.map(|kind| kind.label().to_owned()).to_vec();
    let known = desk.kind.get_untracked();
    let chosen = Kind::ALL.iter().position(|kind| *kind == known).unwrap_or_default();
    let choose = move |at: usize| desk.kind.set(Kind::ALL.get(at).copied().unwrap_or(Kind::Single));
    let add = move || desk.add(desk.kind.get_untracked(), None);
    view! {
        <div class="bank-new">
            <Pick label="新题的题型" hidden_label=true testid="new-kind" options=kinds chosen change=Callback::new(choose)/>
            <button type="button" class="act" id="item-new" on:click=tap(add) data-testid="item-new">"新增一题"</button>
        </div>
    }
}

#[component]
fn Sieves(desk: Desk, sieve: RwSignal<Sieve>, shown: RwSignal<usize>) -> impl IntoView {
    let change = move |change: Box<dyn FnOnce(&mut Sieve)>| {
        shown.set(PAGE);
        sieve.update(change);
    };
    let turn = StoredValue::new(0_u64);
    // A whole bank is not searched at every letter.
    let search = move |words: String| {
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        spawn_local(async move {
            timer::sleep(PAUSE).await;
            if turn.try_get_value() == mine && mine.is_some() {
                change(Box::new(move |sieve| sieve.words = fold(&words)));
            }
        });
    };
    let mut kinds = vec!["全部题型".to_owned()];
    kinds.extend(Kind::ALL.map(|kind| kind.label().to_owned()));
    let mut levels = vec!["全部难度".to_owned()];
    levels.extend(Level::ALL.map(|level| level.label().to_owned()));
    let topics = Memo::new(move |_| editing_topics(&desk.editing.bank.read()));
    view! {
        <label class="gap">
            <span class="hidden">"按题干、选项或解析查找"</span>
            <input class="field" type="search" placeholder="按题干、选项或解析查找" data-testid="item-search"
                on:input:target=move |event| search(event.target().value())/>
        </label>
        <details class="bank-sieve">
            <summary data-testid="sieve">"按题型、主题、难度筛选"</summary>
            <div class="org-search">
                <Pick label="题型" testid="sieve-kind" options=kinds chosen=0
                    change=Callback::new(move |at: usize| change(Box::new(move |sieve| sieve.kind = at.checked_sub(1).and_then(|at| Kind::ALL.get(at).copied()))))/>
                {live(move || {
                    let topics = topics.get();
                    let mut labels = vec!["全部主题".to_owned()];
                    labels.extend(topics.iter().map(|topic| if topic.is_empty() { "没有主题".to_owned() } else { topic.clone() }));
                    let known = sieve.with_untracked(|sieve| sieve.topic.clone());
                    let chosen = known.and_then(|known| topics.iter().position(|topic| *topic == known)).map_or(0, |at| at + 1);
                    view! {
                        <Pick label="主题" testid="sieve-topic" options=labels chosen
                            change=Callback::new(move |at: usize| {
                                let topic = at.checked_sub(1).and_then(|at| topics.get(at).cloned());
                                change(Box::new(move |sieve| sieve.topic = topic));
                            })/>
                    }
                })}
                <Pick label="难度" testid="sieve-level" options=levels chosen=0
                    change=Callback::new(move |at: usize| change(Box::new(move |sieve| sieve.level = at.checked_sub(1).and_then(|at| Level::ALL.get(at).copied()))))/>
                <Pick label="状态" testid="sieve-state" options=STATES.map(|(_, label)| label.to_owned()).to_vec() chosen=0
                    change=Callback::new(move |at: usize| change(Box::new(move |sieve| sieve.state = STATES.get(at).map(|(state, _)| *state).unwrap_or_default())))/>
            </div>
        </details>
    }
}

/// Topics of the bank, and the empty one where questions have none.
fn editing_topics(bank: &Bank) -> Vec<String> {
    let mut topics: Vec<String> = bank.topics().into_iter().map(str::to_owned).collect();
    if bank.questions.iter().any(|question| question.topic.is_empty()) {
        topics.push(String::new());
    }
    topics
}

/// What is done to many at once.
#[component]
fn Chosen(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    let n = Memo::new(move |_| desk.selected.read().len());
    let topic = RwSignal::new(String::new());
    let ids = move || desk.selected.get_untracked();
    let set_topic = move || {
        let topic = topic.get_untracked();
        editing
            .apply(format!("给{}题改主题", ids().len()), |bank| revise::sort_in(bank, &ids(), Some(&topic), None));
    };
    let set_level = move |key: String| {
        if let Some(level) = Level::from_key(&key) {
            editing.apply(format!("给{}题改难度", ids().len()), |bank| {
                revise::sort_in(bank, &ids(), None, Some(level))
            });
        }
    };
    let retire = move |retired: bool| {
        let said = if retired { "停用" } else { "恢复" };
        tap(move || editing.apply(format!("{said}{}题", ids().len()), |bank| revise::retire(bank, &ids(), retired)))
    };
    let some = Memo::new(move |_| n.get() > 0);
    live(move || {
        some.get().then(|| {
            view! {
                <div class="item__part card__gap" data-testid="chosen">
                    <div class="card__row">
                        <p class="card__title figure" role="status" data-testid="n-chosen">{text(move || format!("已选{}题", n.get()))}</p>
                        <button type="button" class="text-act" on:click=tap(move || desk.selected.update(HashSet::clear)) data-testid="choose-none">"取消选择"</button>
                    </div>
                    <div class="bank-new">
                        <input class="field" aria-label="改成这个主题" placeholder="改成这个主题" autocomplete="off" data-testid="chosen-topic"
                            on:input:target=move |event| topic.set(event.target().value())/>
                        <button type="button" class="act act--quiet" on:click=tap(set_topic) data-testid="chosen-topic-set">"改主题"</button>
                    </div>
                    <select class="field" aria-label="改难度" data-testid="chosen-level"
                        on:change:target=move |event| set_level(event.target().value())>
                        <option value="">"改成这个难度……"</option>
                        {Level::ALL.map(|level| view! { <option value=level.key()>{level.label()}</option> })}
                    </select>
                    <div class="pair">
                        <Act label="停用" look="act--plain" testid="chosen-retire" press=retire(true)/>
                        <Act label="恢复" look="act--plain" testid="chosen-restore" press=retire(false)/>
                    </div>
                </div>
            }
        })
    })
}

/// One question of the list: a card on a phone, a line of a table on a desk screen.
fn row(desk: Desk, bank: &Arc<Bank>, at: usize) -> AnyView {
    let Some(question) = bank.questions.get(at).cloned() else { return ().into_any() };
    let (editing, n) = (desk.editing, bank.questions.len());
    let place = at + 1;
    let id = question.id.clone();
    let stem = question.plain_stem().replace('\n', " ");
    let key = question.body.key_in_words().replace('\n', " ");
    let sort = [question.kind().label(), &question.topic, question.level.label()];
    let sort = sort.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let n_amiss = if question.retired { 0 } else { n_amiss(&question) };
    let looking = RwSignal::new(false);
    let (of_chosen, of_toggle) = (id.clone(), id.clone());
    let is_chosen = move || desk.selected.with(|selected| selected.contains(&of_chosen));
    let toggle = move |_| {
        desk.selected.update(|selected| {
            if !selected.remove(&of_toggle) {
                selected.insert(of_toggle.clone());
            }
        });
    };
    let shift = |down: bool| {
        let id = id.clone();
        tap(move || {
            desk.menu.set(Some(id.clone()));
            editing.apply(format!("移动第{place}题"), |bank| revise::shift(bank, &id, down));
            let way = if down { "down" } else { "up" };
            let id = id.clone();
            request_animation_frame(move || {
                page::focus(&format!("[data-{way}=\"{id}\"]"));
            });
        })
    };
    let (of_edit, of_retire, of_behind, kind) = (id.clone(), id.clone(), id.clone(), question.kind());
    let retired = question.retired;
    let menu_open = desk.menu.with_untracked(|menu| menu.as_ref() == Some(&id));
    let retire = tap(move || {
        let said = if retired { "恢复" } else { "停用" };
        let ids = HashSet::from([of_retire.clone()]);
        editing.apply(format!("{said}第{place}题"), |bank| revise::retire(bank, &ids, !retired));
    });
    let (shown, of_bank) = (question.clone(), bank.id.clone());
    view! {
        <li class="bank-row" class:bank-row--retired=retired data-testid="item" data-id=id.to_string()>
            <label class="switch bank-row__pick">
                <input type="checkbox" aria-label=format!("选中第{place}题") prop:checked=when(is_chosen) on:change=toggle data-testid="item-pick"/>
            </label>
            <p class="bank-row__stem"><span class="figure">{format!("{place}. ")}</span>{stem}</p>
            <p class="bank-row__key tiny">{key}</p>
            <p class="bank-row__sort tiny">
                {sort}
                {retired.then(|| view! { " "<span class="tag tag--plain">"已停用"</span> })}
                {(n_amiss > 0).then(|| view! { " "<span class="bank-row__amiss" data-testid="item-n-amiss">{format!("{n_amiss}处可改")}</span> })}
            </p>
            <div class="bank-row__acts">
                <button type="button" class="text-act" data-edit=id.to_string() on:click=tap(move || desk.edit(&of_edit)) aria-label=format!("编辑第{place}题") data-testid="item-edit">"编辑"</button>
                <button type="button" class="text-act" aria-expanded=crate::view::lean::attr(move || crate::view::lean::flag(looking.get())) aria-label=format!("预览第{place}题")
                    on:click=tap(move || looking.update(|looking| *looking = !*looking)) data-testid="item-look">"预览"</button>
                <details class="bank-row__more" open=menu_open>
                    <summary aria-label=format!("第{place}题的更多操作") data-testid="item-more">"更多"</summary>
                    <div class="bank-row__menu">
                        <button type="button" class="text-act" on:click=retire data-testid="item-retire">{if retired { "恢复" } else { "停用" }}</button>
                        <button type="button" class="text-act" data-up=id.to_string() disabled={at == 0} on:click=shift(false) data-testid="item-up">"上移"</button>
                        <button type="button" class="text-act" data-down=id.to_string() disabled={place == n} on:click=shift(true) data-testid="item-down">"下移"</button>
                        <button type="button" class="text-act" on:click=tap(move || desk.add(kind, Some(of_behind.clone()))) data-testid="item-behind">"在后面加一题"</button>
                    </div>
                </details>
            </div>
            {live(move || looking.get().then(|| preview(shown.clone(), of_bank.clone())))}
        </li>
    }
    .into_any()
}
