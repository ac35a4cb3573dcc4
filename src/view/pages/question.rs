use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::question::Question;
use crate::domain::session::rules::Feedback;
use crate::domain::session::session::{Phase, Session};
use crate::platform::{clock, page, timer};
use crate::state::record::Record;
use crate::state::settings::Settings;
use crate::state::sitting::Sitting;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::answering::Answering;
use crate::view::components::blanks::stem_with_gaps;
use crate::view::components::clock::Countdown;
use crate::view::components::draft::Draft;
use crate::view::components::icon::{FLAG, Icon, STAR};
use crate::view::components::report::ReportButton;
use crate::view::components::revised::{REVISED, REVISED_IN_EXAM, UPDATED, change};
use crate::view::components::verdict::Verdict;
use crate::view::keys;
use crate::view::lean::{attr, effect, flag, live, memo, tap, text};
use crate::view::place;
use crate::view::route::{Part, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How long a right answer stays before the next question comes by itself.
const PAUSE: i32 = 1200;

/// The question now looked at, with its bar, and the one thing to do below it.
#[component]
pub fn QuestionPart() -> impl IntoView {
    let sitting = Sitting::expect();
    // A question begins at its top, and a screen reader begins to read there: the first one too, which comes after
    // the page that waited for it.
    effect(move || {
        sitting.here.track();
        page::scroll_to_top();
        request_animation_frame(|| {
            page::focus("[data-focus]");
        });
    });
    view! {
        <QuestionBar/>
        {live(move || {
            let item = sitting.here.get();
            match sitting.with_untracked(|session| session.question(item).cloned()) {
                Some(question) => view! { <Asked item question/> }.into_any(),
                None => view! { <Missing/> }.into_any(),
            }
        })}
    }
}

#[component]
fn QuestionBar() -> impl IntoView {
    let sitting = Sitting::expect();
    let timed = sitting.feedback == Feedback::AtEnd || sitting.rules.ends_itself();
    let n_items = sitting.n_items;
    let up = if timed { Route::Compete } else { Route::Practise };
    let percent = move || (sitting.here.get() + 1) * 100 / n_items.max(1);
    view! {
        <div class="bar">
            <div class="bar__row">
                <a class="bar__side" href=up.href() data-testid="exit">{if timed { "‹ 离开" } else { "‹ 退出" }}</a>
                <h1 class="bar__title" data-testid="position">
                    <span class="hidden">"第"</span>{text(move || format!("{} / {n_items}", sitting.here.get() + 1))}<span class="hidden">"题"</span>
                </h1>
                {timed.then(|| view! { <span class="bar__side"><Countdown/></span> }.into_any())}
                <StarButton/>
            </div>
            <div class="line"><i style:width=text(move || format!("{}%", percent()))></i></div>
            {timed.then(|| view! { <p class="aside" role="status" data-testid="aside">{text(move || aside(sitting))}</p> }.into_any())}
        </div>
    }
}

/// What happened to the learner beside the question.
fn aside(sitting: Sitting) -> String {
    let mut said = String::new();
    let number = sitting.ran_out.get();
    if number > 0 {
        said = format!("上一题时间到（第{number}题）　");
    }
    let n_left = sitting.with(Session::n_left);
    if n_left > 0 {
        said += &format!("已离开页面{n_left}次，会写进答卷");
    }
    said
}

#[component]
fn StarButton() -> impl IntoView {
    let (sitting, record) = (Sitting::expect(), Record::expect());
    let reference = move || sitting.reference(sitting.here.get());
    let on = memo(move || {
        let standings = record.standings.read();
        reference().is_some_and(|question| standings.question(&question).is_some_and(|standing| standing.starred))
    });
    let toggle = move || {
        if let Some(question) = reference() {
            record.star(clock::now().wall, question, !on.get_untracked());
        }
    };
    view! {
        <button
            class="bar__side"
            class:bar__side--on=on
            aria-label="收藏这题"
            aria-pressed=attr(move || flag(on.get()))
            on:click=tap(toggle)
            data-testid="star"
        >
            {live(move || view! { <Icon path=STAR full=on.get()/> })}
        </button>
    }
}

#[component]
fn Missing() -> impl IntoView {
    let sitting = Sitting::expect();
    view! {
        <div class="page page--sitting">
            <p class="card" data-testid="missing">"这道题已经不在题库里（题库更新时删去了）。之前的作答记录不受影响，请做下一题。"</p>
        </div>
        <div class="foot"><div class="foot__in"><Act label="下一题" testid="next" press=tap(move || go_on(sitting))/></div></div>
    }
}

/// The next item, or the end: the sheet before a hand-in, the result otherwise.
fn go_on(sitting: Sitting) {
    match sitting.with_untracked(Session::next) {
        Some(next) => sitting.go_to(next, clock::now()),
        None if sitting.feedback == Feedback::AtEnd => place::go(&Route::Session(sitting.id, Part::Sheet)),
        None => {
            sitting.finish(clock::now());
        }
    }
}

fn go_back(sitting: Sitting) {
    if let Some(before) = sitting.here.get_untracked().checked_sub(1) {
        sitting.go_to(before, clock::now());
    }
}

#[component]
fn Asked(item: usize, question: Arc<Question>) -> impl IntoView {
    let (sitting, settings, record) = (Sitting::expect(), Settings::expect(), Record::expect());
    let feedback = sitting.feedback;
    let slot = sitting.with_untracked(|session| session.slot(item).cloned().unwrap_or_default());
    let revised = sitting.with_untracked(|session| session.is_revised(item));
    let open = feedback == Feedback::AtEnd;
    let draft = if feedback == Feedback::Beforehand {
        // 背题 shows the right answer as if it had been chosen.
        Draft::of(&question.body, Some(&question.body.key()))
    } else {
        // Positions chosen in an earlier edition are other options now.
        Draft::of(&question.body, slot.answer.as_ref().map(|answer| &answer.given).filter(|_| !revised))
    };
    let orders = sitting.with_untracked(|session| session.shown_orders(item));
    let bank = sitting.reference(item).map_or_else(|| BankId::new(""), |of| of.bank);
    let kind = question.kind();
    let asking = memo(move || sitting.phase.get() == Phase::Asking);
    let updated = sitting.reference(item).is_some_and(|of| {
        let standings = record.standings.read_untracked();
        standings.question(&of).is_some_and(|standing| standing.is_outdated(&question))
    });
    let revealed = memo(move || sitting.with(|session| session.reveals(item)));
    let body = StoredValue::new(question.body.clone());
    let give = move |guessed: bool| {
        // A pause after writing may end when the clock has brought the next question.
        if sitting.here.get_untracked() != item {
            return;
        }
        let given = body.with_value(|body| draft.given(body));
        let taken = sitting.answer(given, guessed, clock::now());
        if taken && feedback == Feedback::AtOnce {
            request_animation_frame(|| page::reveal(".verdict"));
        }
        let right = matches!(sitting.phase.get_untracked(), Phase::Answered(share) if share.is_right());
        if taken && right && feedback == Feedback::AtOnce && settings.get_untracked().auto_next {
            spawn_local(async move {
                timer::sleep(PAUSE).await;
                if sitting.here.try_get_untracked() == Some(item) && sitting.phase.get_untracked() != Phase::Finished {
                    go_on(sitting);
                }
            });
        }
    };
    let on_change = Callback::new(move |()| {
        // In an exam what was chosen or written is an answer as soon as the learner pauses.
        let taken = feedback == Feedback::AtEnd && asking_or_changing(sitting);
        if taken || matches!(kind, Kind::Single | Kind::Judge) && settings.get_untracked().tap_answers {
            give(false);
        }
    });
    let ready = memo(move || body.with_value(|body| draft.is_ready(body)));
    let primary = move || {
        if feedback == Feedback::AtOnce && asking.get_untracked() {
            if ready.get_untracked() {
                give(false);
            }
        } else {
            go_on(sitting);
        }
    };
    keys::listen(keys::Actions {
        primary: Callback::new(move |()| primary()),
        back: Callback::new(move |()| go_back(sitting)),
        forward: Callback::new(move |()| {
            if !(feedback == Feedback::AtOnce && asking.get_untracked()) {
                go_on(sitting);
            }
        }),
    });
    let (shown, marked) = (question.clone(), question.clone());
    view! {
        <div class="page page--sitting">
            <div class="tags">
                <span class="tag">{kind.label()}</span>
                {(!question.topic.is_empty()).then(|| view! { <span class="tag tag--plain">{question.topic.clone()}</span> })}
            </div>
            {live(move || change(&marked, if asking.get() {
                updated.then_some(UPDATED)
            } else {
                let revised = sitting.with(|session| session.is_revised(item));
                revised.then_some(if open { REVISED_IN_EXAM } else { REVISED })
            }))}
            <h2 class=if kind == Kind::Scenario { "stem card" } else { "stem" } tabindex="-1" data-focus data-testid="stem">
                {stem_with_gaps(&question.stem)}
            </h2>
            <Answering question bank orders draft revealed revised={revised && !open} on_change/>
            {live(move || revealed.get().then(|| view! { <After item question=shown.clone()/> }))}
            <p class="muted" role="alert">{text(move || sitting.refused.get().map_or(String::new(), |refused| refused.to_string()))}</p>
        </div>
        <div class="foot"><div class="foot__in">
            <Foot item asking ready one_tap=matches!(kind, Kind::Single | Kind::Judge) give=Callback::new(give)/>
        </div></div>
    }
}

fn asking_or_changing(sitting: Sitting) -> bool {
    !matches!(sitting.phase.try_get_untracked(), None | Some(Phase::Finished | Phase::Missing))
}

/// What stands under a question once its answer may be seen.
#[component]
fn After(item: usize, question: Arc<Question>) -> impl IntoView {
    let sitting = Sitting::expect();
    let beforehand = sitting.feedback == Feedback::Beforehand;
    let Some(reference) = sitting.reference(item) else { return ().into_any() };
    let share = sitting.with_untracked(|session| session.slot(item)?.answer.as_ref().map(|answer| answer.share));
    let guessed = move || {
        sitting.with(|session| {
            session.slot(item).and_then(|slot| slot.answer.as_ref()).is_some_and(|answer| answer.guessed)
        })
    };
    let right = share.is_some_and(|share| share.is_right());
    let revised = sitting.with_untracked(|session| session.is_revised(item));
    let in_use = !beforehand && !revised && !question.retired;
    let into_book = move || in_use && (!right || guessed());
    view! {
        <Verdict question bank=reference.bank.clone() share beforehand revised/>
        <p class="tiny">
            {text(move || if into_book() { "已收进错题本：在两个不同的日子各答对一次，就移出" } else { "" })}
        </p>
        <div>
            {(right && in_use).then(|| view! {
                <button
                    class="text-act"
                    aria-pressed=attr(move || flag(guessed()))
                    on:click=tap(move || sitting.guess(!guessed(), clock::now()))
                    data-testid="guessed"
                >
                    {text(move || if guessed() { "✓ 记为蒙的" } else { "蒙的" })}
                </button>
            })}
            <ReportButton question=reference/>
        </div>
    }
    .into_any()
}

#[component]
fn Foot(item: usize, asking: Memo<bool>, ready: Memo<bool>, one_tap: bool, give: Callback<bool>) -> impl IntoView {
    let (sitting, settings) = (Sitting::expect(), Settings::expect());
    let last = item + 1 == sitting.n_items;
    let goes_back = sitting.rules.goes_back();
    let back = move || {
        goes_back.then(|| view! { <Act label="上一题" look="act--plain" disabled={item == 0} testid="previous" press=tap(move || go_back(sitting))/> }.into_any())
    };
    let skip = match sitting.rules.misses {
        Some(_) => "不会（算答错）",
        None if goes_back => "先跳过",
        None => "跳过",
    };
    let next = move |label: &'static str| {
        view! { <Act label=label testid="next" press=tap(move || go_on(sitting))/> }
    };
    match sitting.feedback {
        Feedback::AtOnce => live(move || {
            if !asking.get() {
                let done = sitting.with(|session| session.next().is_none());
                next(if done { "看结果" } else { "下一题" }).into_any()
            } else if one_tap && settings.get().tap_answers {
                view! {
                    <div class="pair">
                        {back()}
                        <Act label=skip look="act--plain" testid="skip" press=tap(move || go_on(sitting))/>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <div class="pair">
                        <Act label="蒙的" look="act--plain" disabled=Signal::derive(move || !ready.get()) testid="submit-guess" press=tap(move || give.run(true))/>
                        <Act label="确定" disabled=Signal::derive(move || !ready.get()) testid="submit" press=tap(move || give.run(false))/>
                    </div>
                }
                .into_any()
            }
        })
        .into_any(),
        Feedback::Beforehand => view! { <div class="pair">{back()}{next(if last { "背完了" } else { "下一题" })}</div> }.into_any(),
        Feedback::AtEnd => {
            let flagged = move || sitting.slot(item).flagged;
            view! {
                <div class="pair">
                    {back()}
                    <button
                        class="act act--plain"
                        aria-pressed=attr(move || flag(flagged()))
                        on:click=tap(move || sitting.flag(!flagged(), clock::now()))
                        data-testid="flag"
                    >
                        <Flagged on=Signal::derive(flagged)/>
                    </button>
                    <ActLink label="答题卡" look="act--plain" href=Route::Session(sitting.id, Part::Sheet).href() testid="sheet"/>
                    {next(if last { "去交卷" } else { "下一题" })}
                </div>
            }
            .into_any()
        }
    }
}

#[component]
fn Flagged(on: Signal<bool>) -> impl IntoView {
    live(move || {
        if on.get() {
            view! { <span class="tag"><span class="hidden">"已标"</span>"存疑 ✓"</span> }.into_any()
        } else {
            view! { <span class="hidden"><Icon path=FLAG/></span>"存疑" }.into_any()
        }
    })
}
