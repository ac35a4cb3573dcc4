use crate::domain::bank::id::QuestionRef;
use crate::domain::contest::duel::Duel;
use crate::domain::session::result::{Part as ResultOf, SessionResult};
use crate::domain::session::rules::{Feedback, Purpose};
use crate::domain::session::session::Session;
use crate::domain::session::step::Ending;
use crate::domain::time::UtcMillis;
use crate::format::short_code;
use crate::platform::clock;
use crate::state::device::Device;
use crate::state::record::Record;
use crate::state::sitting::Sitting;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::copy_text::CopyText;
use crate::view::components::meter::Meter;
use crate::view::lean::tap;
use crate::view::route::{Part, Room, Route};
use crate::view::start::Starter;
use leptos::prelude::*;

/// 成绩: what the session came to, and the next useful thing.
#[component]
pub fn ResultPart() -> impl IntoView {
    let (sitting, starter) = (Sitting::expect(), Starter::expect());
    // From the first finished session on there is something to lose.
    Device::expect().persist();
    let entry = sitting.with_untracked(|session| session.started().entry.clone()).filter(|entry| entry.attempt > 0);
    if sitting.hides(clock::now()) {
        let up = entry.map_or(Route::Compete, |entry| Route::Room(Room::Enter, entry.contest.to_string()));
        return view! { <HandedIn sitting up/> }.into_any();
    }
    let result = sitting.with_untracked(SessionResult::of);
    let exam = sitting.feedback == Feedback::AtEnd;
    let recited = sitting.feedback == Feedback::Beforehand;
    let wrong = StoredValue::new(sitting.with_untracked(wrong_questions));
    let n_wrong = wrong.with_value(Vec::len);
    let challenge = sitting.with_untracked(|session| session.started().purpose == Purpose::Challenge);
    let best = challenge.then(|| best(&result, &title_of(sitting)));
    // A duel is compared under its code; a contest's receipt is handed in.
    let next = entry.map(|entry| match Duel::of_contest(entry.contest) {
        Some(duel) => ("看战绩", "to-duel", Route::Room(Room::Duel, short_code::write(&duel.code()))),
        None => ("出示答卷", "show-receipt", Route::Room(Room::Receipt, sitting.id.to_string())),
    });
    let calm = if next.is_some() { "act--quiet" } else { "" };
    let up = if exam || sitting.rules.ends_itself() { Route::Compete } else { Route::Practise };
    let title = title_of(sitting);
    let drill_title = format!("{title} · 错题");
    let kinds = result
        .by_kind
        .iter()
        .map(|(kind, part)| row(format!("{}{}题", kind.label(), part.n_items), *part, exam))
        .collect_view();
    let topics = result.by_topic.iter().map(|(topic, part)| row(topic.clone(), *part, exam)).collect_view();
    view! {
        <div class="bar">
            <div class="bar__row">
                <a class="bar__side" href=up.href() data-testid="exit">"‹ 返回"</a>
                <h1 class="bar__title" tabindex="-1" data-focus>{if exam { "成绩" } else if challenge { "挑战结束" } else { "练完了" }}</h1>
                <span class="bar__side" aria-hidden="true"></span>
            </div>
        </div>
        <div class="page page--sitting" data-testid="result">
            <section class="card center card__gap">
                <p class="muted">{title}</p>
                {if recited {
                    view! { <p class="hello">{format!("看完{}题", result.all.n_items)}</p> }.into_any()
                } else if challenge {
                    view! { <p class="big" data-testid="score"><small>"连对 "</small>{result.all.n_right}<small>" 题"</small></p> }.into_any()
                } else if exam {
                    view! { <p class="big" data-testid="score">{result.all.earned.to_string()} <small>{format!("/ {}分", result.all.total)}</small></p> }.into_any()
                } else {
                    view! { <p class="big" data-testid="score">{result.all.n_right} <small>{format!("/ {}题答对", result.all.n_answered)}</small></p> }.into_any()
                }}
                <p data-testid="standing">{standing(sitting, &result)}</p>
                {best.map(|best| view! { <p class="muted" data-testid="best">{best}</p> })}
                {exam.then(|| view! { <p class="tiny">"本机成绩，供练习参考，不能证明由本人独立作答。"</p> })}
                {sitting.with_untracked(Session::clock_was_set_back).then(|| view! {
                    <p class="tiny" data-testid="set-back">"考试中设备时钟被往回调过，已按实际经过的时间计时。"</p>
                })}
            </section>
            {(!(recited || challenge)).then(|| view! {
                <section class="card card__gap"><h2 class="card__title">"按题型"</h2><div class="rows">{kinds}</div></section>
                <section class="card card__gap"><h2 class="card__title">"按主题"</h2><div class="rows">{topics}</div></section>
            })}
            {exam.then(|| view! {
                <CopyText label="复制成绩" testid="copy-result" text=Callback::new(move |()| sitting.with_untracked(as_text))/>
            })}
        </div>
        <div class="foot"><div class="foot__in card__gap">
            {next.map(|(label, testid, route)| view! { <ActLink label href=route.href() testid/> })}
            <div class="pair">
                <ActLink label="逐题回看" look="act--quiet" href=Route::Session(sitting.id, Part::Review).href() testid="review"/>
                {if n_wrong > 0 {
                    view! {
                        <Act label={format!("练{n_wrong}道错题")} look=calm testid="drill-wrong" press=tap(move || starter.these(drill_title.clone(), wrong.get_value()))/>
                    }.into_any()
                } else {
                    view! { <ActLink label="好" look=calm href=up.href() testid="done"/> }.into_any()
                }}
            </div>
        </div></div>
    }
    .into_any()
}

/// Of a contest whose key is kept back: that it is handed in, and the receipt.
#[component]
fn HandedIn(sitting: Sitting, up: Route) -> impl IntoView {
    let until = sitting.rules.hidden_until.filter(|until| until.0 < i64::MAX);
    let later = match until {
        Some(until) => format!("成绩和对错要到竞赛结束（{}）后，才能在这里看。", date_time(until)),
        None => "本机不显示成绩和对错，由主办方公布。".to_owned(),
    };
    let by_itself =
        sitting.with_untracked(|session| session.finished().map(|finish| finish.ending)) == Some(Ending::TimeOver);
    let (n_answered, n_items) = (sitting.with_untracked(Session::n_answered), sitting.n_items);
    view! {
        <div class="bar">
            <div class="bar__row">
                <a class="bar__side" href=up.href() data-testid="exit">"‹ 返回"</a>
                <h1 class="bar__title" tabindex="-1" data-focus>"已交卷"</h1>
                <span class="bar__side" aria-hidden="true"></span>
            </div>
        </div>
        <div class="page page--sitting" data-testid="result">
            <section class="card center card__gap">
                <p class="muted">{title_of(sitting)}</p>
                <p class="hello" data-testid="handed-in">"已交卷"</p>
                <p data-testid="standing">{format!("{}答了{n_answered}题，共{n_items}题", if by_itself { "时间到，自动交卷 · " } else { "" })}</p>
                <p class="muted" data-testid="revealed-when">{later}</p>
            </section>
            <p class="card">"还差一步：请打开答卷，发给主办方。没有发出去，主办方收不到您的作答。"</p>
        </div>
        <div class="foot"><div class="foot__in">
            <ActLink label="出示答卷" href=Route::Room(Room::Receipt, sitting.id.to_string()).href() testid="show-receipt"/>
        </div></div>
    }
}

fn title_of(sitting: Sitting) -> String {
    sitting.with_untracked(|session| session.started().title.clone())
}

/// How this challenge compares with all of the same title, itself among them.
fn best(result: &SessionResult, title: &str) -> String {
    let record = Record::expect();
    record.standings.with_untracked(|standings| {
        let same = standings.exams().iter().filter(|past| past.purpose == Purpose::Challenge && past.title == title);
        let (mut n, mut most) = (0, 0);
        same.for_each(|past| (n, most) = (n + 1, most.max(past.n_right as usize)));
        match result.all.n_right {
            _ if n < 2 => "第一次挑战，下次看能不能更多".to_owned(),
            now if now >= most && now > 0 => format!("这是{n}次里最好的一次"),
            _ => format!("最好的一次连对{most}题"),
        }
    })
}

/// Questions answered wrongly or, in an exam, left open, unless they changed or are out of use since.
fn wrong_questions(session: &Session) -> Vec<QuestionRef> {
    let exam = session.started().rules.feedback == Feedback::AtEnd;
    let items = session.started().items.iter().enumerate();
    let wrong = items.filter(|(idx, _)| match session.slot(*idx).and_then(|slot| slot.answer.as_ref()) {
        Some(answer) => !answer.share.is_right() && !session.is_revised(*idx),
        None => exam,
    });
    wrong
        .filter(|(idx, _)| session.question(*idx).is_some_and(|question| !question.retired))
        .map(|(_, item)| item.question.clone())
        .collect()
}

fn row(name: String, part: ResultOf, exam: bool) -> impl IntoView + use<> {
    let (figure, percent) = if exam {
        (format!("{} / {}分", part.earned, part.total), part.earned.0.saturating_mul(100).checked_div(part.total.0))
    } else {
        (
            format!("{} / {}题", part.n_right, part.n_answered),
            (part.n_right as u32 * 100).checked_div(part.n_answered as u32),
        )
    };
    view! {
        <div class="row">
            <span>{name}</span>
            <span class="muted figure">{figure}</span>
            <Meter percent/>
        </div>
    }
}

fn standing(sitting: Sitting, result: &SessionResult) -> String {
    let mut parts = Vec::new();
    if let Some(passed) = result.passed {
        let line = sitting.with_untracked(|session| session.started().rules.pass.unwrap_or_default());
        parts.push(format!("{}（合格线{line}分）", if passed { "合格" } else { "未到合格线" }));
    }
    if let Some(finish) = sitting.with_untracked(Session::finished)
        && finish.ending == Ending::TimeOver
    {
        parts.push(if sitting.rules.per_question.is_some() { "时间到" } else { "时间到，自动交卷" }.to_owned());
    }
    let n_open = result.all.n_items - result.all.n_answered;
    if n_open > 0 && sitting.feedback != Feedback::Beforehand && sitting.rules.misses.is_none() {
        parts.push(format!("{n_open}题没答"));
    }
    if let (Some(took), true) = (result.took, sitting.feedback == Feedback::AtEnd) {
        parts.push(format!("用时{took}"));
    }
    parts.join(" · ")
}

/// The result as a text to send, with what it does not prove.
fn as_text(session: &Session) -> String {
    let result = SessionResult::of(session);
    let started = session.started();
    let mut lines = vec![format!("【学练赛】{}", started.title), format!("开始：{}", date_time(started.at))];
    lines.push(format!("得分：{} / {}分", result.all.earned, result.all.total));
    if let (Some(passed), Some(pass)) = (result.passed, started.rules.pass) {
        lines.push(format!("{}（合格线{pass}分）", if passed { "合格" } else { "未到合格线" }));
    }
    if let Some(took) = result.took {
        lines.push(format!("用时：{took}"));
    }
    for (kind, part) in &result.by_kind {
        lines.push(format!(
            "{}：{} / {}分（{}题对{}题）",
            kind.label(),
            part.earned,
            part.total,
            part.n_items,
            part.n_right
        ));
    }
    if session.clock_was_set_back() {
        lines.push("考试中设备时钟被往回调过".to_owned());
    }
    lines.push("本机成绩，供练习参考，不能证明由本人独立作答。".to_owned());
    lines.join("\n")
}

/// `2026-11-22 09:05` at +08:00.
pub fn date_time(at: UtcMillis) -> String {
    let (hour, minute) = at.hour_minute();
    format!("{} {hour:02}:{minute:02}", at.day().date())
}
