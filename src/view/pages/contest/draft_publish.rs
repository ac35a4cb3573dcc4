use super::draft_paper::{chosen_banks, chosen_ids, shortage};
use super::paper_view::paper_view;
use super::rule_list::RuleList;
use crate::domain::contest::draft::{Draft, Problem};
use crate::domain::contest::papers::{Paper, Papers};
use crate::domain::contest::terms::{Flaw, Terms};
use crate::domain::paper::seed::Seed;
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::format::desk_save::Held;
use crate::format::printed::{Printed, printed};
use crate::format::sealed::Passphrase;
use crate::format::{bank_json, pack};
use crate::platform::{chance, clock, page, timer};
use crate::state::contests::Contests;
use crate::state::library::Library;
use crate::state::own_banks;
use crate::view::components::act::Act;
use crate::view::components::dialog::Dialog;
use crate::view::components::fields::{Switch, TextField};
use crate::view::lean::{live, tap, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The field that a problem is about.
const fn field_of(problem: Problem) -> &'static str {
    match problem {
        Problem::Flaw(Flaw::NoTitle) => "f-title",
        Problem::Flaw(Flaw::NoOrganiser) => "f-organiser",
        Problem::Flaw(Flaw::NoBank) => "f-banks",
        Problem::Flaw(Flaw::NoQuestion | Flaw::TooMany) | Problem::PickedTwice | Problem::NoPoints => "f-paper",
        Problem::LooseBank => "f-banks",
        Problem::Flaw(Flaw::NoTime | Flaw::BackAndForth) => "f-time",
        Problem::Flaw(Flaw::Window) => "f-closes",
        Problem::Flaw(Flaw::NoUnit | Flaw::UnitTwice) => "f-units",
        Problem::Flaw(Flaw::PassAboveTotal) => "f-pass",
        Problem::LinkBase => "f-link-base",
        Problem::Over => "f-closes",
    }
}

/// Somebody who sits a paper to look at it.
fn nobody() -> Entry {
    Entry {
        contest: ContestId([0; 16]),
        name: String::new(),
        unit: Unit::None,
        number: String::new(),
        attempt: 1,
        time_percent: 100,
    }
}

/// A paper as it would be: the one and only, or one of many.
fn sample(terms: &Terms, papers: &Papers) -> Result<Paper, String> {
    let paper = if terms.per_entrant {
        papers.with_seed(Seed::from_bytes(chance::bytes()))
    } else {
        papers.of(terms, &nobody())
    };
    paper.map_err(|why| why.to_string())
}

/// A look at the paper, what is still wrong, and 发布.
#[component]
pub fn PublishCard(name: String, draft: RwSignal<Draft>) -> impl IntoView {
    let known = draft.get_untracked();
    let short = shortage(draft);
    let problems = move || draft.read().problems(clock::now().wall);
    let asking = RwSignal::new(false);
    let n_left = move || problems().len() + usize::from(short.read().is_some());
    view! {
        <Preview draft/>
        <section class="card card__gap">
            <h2 class="card__title">"参赛者会看到的规则"</h2>
            {live(move || view! { <RuleList terms=draft.read().terms()/> })}
        </section>
        <section class="card card__gap">
            <h2 class="card__title">"发布"</h2>
            <Switch label="加封：开始前谁也看不到题和规则" hint="发布时给出一个口令，开始时再公布；参赛者输入口令才能打开" testid="sealed" on=known.sealed
                change=Callback::new(move |on| draft.update(|draft| draft.sealed = on))/>
            <TextField label="参赛者打开学练赛的地址" id="f-link-base" value=known.link_base
                hint="链接会从这里开始。内网地址也可以，只要参赛者的手机或电脑打得开"
                change=Callback::new(move |text: String| draft.update(|draft| draft.link_base = text.trim().to_owned()))/>
            {live(move || {
                let problems = problems();
                let short = short.get();
                (!problems.is_empty() || short.is_some()).then(|| view! {
                    <div class="card__gap" role="status" data-testid="problems">
                        <p>"发布前还要改："</p>
                        <ul class="org-problems">
                            {problems.into_iter().map(|problem| problem_row(problem.sentence().to_owned(), field_of(problem))).collect_view()}
                            {short.map(|why| problem_row(why, "f-paper"))}
                        </ul>
                    </div>
                })
            })}
            <Act label="发布竞赛" testid="publish" disabled=Signal::derive(move || n_left() > 0) press=tap(move || asking.set(true))/>
        </section>
        <PublishDialog name draft asking/>
    }
}

fn problem_row(sentence: String, field: &'static str) -> AnyView {
    let jump = tap(move || {
        page::focus(&format!("#{field}"));
    });
    view! { <li><button type="button" class="text-act org-jump" on:click=jump data-testid="problem">{sentence}</button></li> }
        .into_any()
}

#[component]
fn Preview(draft: RwSignal<Draft>) -> impl IntoView {
    let library = Library::expect();
    let shown = RwSignal::new(None::<Result<Printed, String>>);
    // A look is of the terms as they were; changed ones want a new look.
    let terms = Memo::new(move |_| draft.read().terms());
    let looked_at = StoredValue::new(None::<Terms>);
    let look = move |another: bool| {
        if another && !draft.read_untracked().rest.per_entrant {
            draft.update(|draft| draft.rest.seed = chance::bytes());
        }
        let terms = untrack(|| terms.get());
        let drawn = match untrack(|| chosen_banks(library, &chosen_ids(draft))) {
            Err(why) => Err(why),
            Ok(None) => Err("正在取题库，请稍等再看".to_owned()),
            Ok(Some(banks)) => Papers::new(&terms, &banks)
                .map_err(|why| why.to_string())
                .and_then(|papers| sample(&terms, &papers))
                .map(|paper| printed(&paper, terms.shuffles)),
        };
        looked_at.set_value(Some(terms));
        shown.set(Some(drawn));
    };
    let stale =
        move || terms.with(|terms| looked_at.with_value(|known| known.as_ref().is_some_and(|known| known != terms)));
    let about = move || {
        if draft.read().rest.per_entrant {
            "每人的卷不同，这是其中一份的样子。"
        } else {
            "人人同卷，发布后就是这一份；不满意可以换。"
        }
    };
    view! {
        <section class="card card__gap" data-testid="preview">
            <h2 class="card__title">"看一份卷"</h2>
            <p class="muted">{text(about)}</p>
            {live(move || match shown.get() {
                None => view! { <Act label="出一份看看" look="act--quiet" testid="sample" press=tap(move || look(false))/> }.into_any(),
                Some(drawn) => view! {
                    {match drawn {
                        Err(why) => view! { <p role="alert">{why}</p> }.into_any(),
                        Ok(printed) => {
                            let n: usize = printed.groups.iter().map(|group| group.asked.len()).sum();
                            view! {
                                <p class="figure" data-testid="sample-count">{format!("示例卷，{n}题")}</p>
                                <div class="org-sample" tabindex="0" role="region" aria-label="示例卷">{paper_view(printed)}</div>
                            }.into_any()
                        }
                    }}
                    {live(move || stale().then(|| view! { <p class="org-problem">"设置改过了，这份卷是改之前的"</p> }))}
                    <div class="pair">
                        <Act label="换一份" look="act--quiet" testid="sample" press=tap(move || look(true))/>
                        <Act label="收起" look="act--plain" testid="sample-hide" press=tap(move || shown.set(None))/>
                    </div>
                }.into_any(),
            })}
        </section>
    }
}

#[component]
fn PublishDialog(name: String, draft: RwSignal<Draft>, asking: RwSignal<bool>) -> impl IntoView {
    let (contests, library) = (Contests::expect(), Library::expect());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let publish = move || {
        let draft = draft.get_untracked();
        let name = name.clone();
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            // Sealing takes about a second, so what is said is painted first.
            timer::sleep(50).await;
            let done = publish(contests, library, &draft).await;
            match done {
                Ok(contest) => {
                    // The contest stands; a draft that stays too is only one to delete.
                    let _ = contests.forget_draft(&name).await;
                    page::go_instead(&Route::Room(Room::Held, contest.to_string()).to_string());
                }
                Err(why) => {
                    let _ = failed.try_set(Some(why));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let sealed = move || draft.read().sealed;
    let label = move || match (busy.get(), sealed()) {
        (true, true) => "正在加封……",
        (true, false) => "正在发布……",
        _ => "确定发布",
    };
    let publish = StoredValue::new_local(publish);
    view! {
        <Dialog open=asking title="发布这场竞赛？" testid="publish-dialog">
            <p>{text(move || draft.read().terms().title)}</p>
            <p class="muted">"发布后题目和规则不能再改；要改，可以照它另做一份草稿重新发布。但已经发出的链接收不回来：原来那场还能打开、还能作答。请通知大家改用新链接，汇总时只收新的那场。"</p>
            {live(move || failed.get().map(|why| view! { <p role="alert" data-testid="publish-failed">{why}</p> }))}
            <Act label={text(label)} disabled=busy testid="publish-yes" press=tap(move || publish.with_value(|publish| publish()))/>
            <Act label="再看看" look="act--plain" disabled=busy testid="publish-no" press=tap(move || asking.set(false))/>
        </Dialog>
    }
}

async fn publish(contests: Contests, library: Library, draft: &Draft) -> Result<ContestId, String> {
    const NOT_KEPT: &str = "浏览器存不下这场竞赛，没有发布。请清理一些空间后再试";
    let terms = draft.terms();
    let mut banks = Vec::new();
    for bank in &terms.banks {
        let loaded = library.loaded(&bank.id).await;
        banks.push(loaded.map_err(|why| format!("题库“{}”没能打开：{why}", library.title(&bank.id)))?);
    }
    // Nothing is handed out of which no paper can be made.
    let papers = Papers::new(&terms, &banks).map_err(|why| why.to_string())?;
    sample(&terms, &papers)?;
    let key = contests.organiser_key().await.map_err(|_| NOT_KEPT.to_owned())?;
    let broken = || "这份卷用到了没有勾选的题库，没有发布".to_owned();
    let own = banks.iter().filter(|bank| own_banks::is_own(&bank.id));
    let carried = own.map(|bank| bank_json::write(&bank.without_cards())).collect();
    let pack = pack::publish(&terms, carried, &key).ok_or_else(broken)?;
    let (mut sealed, mut passphrase) = (None, None);
    if draft.sealed {
        let fresh = Passphrase(chance::bytes());
        let locked = pack::lock(&pack, &key, fresh, chance::bytes(), chance::bytes());
        sealed = Some(locked.ok_or("这台设备内存不够，没有加封成")?);
        passphrase = Some(fresh.0);
    }
    let contest = pack.contest;
    let held = Held {
        pack: pack.bytes,
        sealed,
        passphrase,
        link_base: draft.link_base.clone(),
        published_at: clock::now().wall,
    };
    contests.hold(contest, &held).await.map_err(|_| NOT_KEPT.to_owned())?;
    Ok(contest)
}
