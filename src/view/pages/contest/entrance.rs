use super::cover::About;
use super::entry_fields::EntryFields;
use super::rule_list::RuleList;
use crate::domain::contest::entry_form::{EntryForm, Missing, Turn};
use crate::domain::contest::rules_in_words::{may_rehearse, moment_in_words};
use crate::domain::contest::terms::{NumberAsked, Terms, Units};
use crate::domain::record::session_record::SessionRecord;
use crate::domain::session::entry::{ContestId, Entry};
use crate::domain::time::{Millis, UtcMillis};
use crate::format::pack::Pack;
use crate::platform::{clock, timer};
use crate::state::entering::Entering;
use crate::view::components::act::{Act, ActLink, Entry as Row};
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::place;
use crate::view::route::{Part, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What it takes to begin, at hand for every part of the page.
#[derive(Clone, Copy)]
struct Start {
    entering: Entering,
    pack: StoredValue<Pack>,
    form: RwSignal<EntryForm>,
    missing: RwSignal<Vec<Missing>>,
    failed: RwSignal<Option<String>>,
    waiting: RwSignal<bool>,
}

impl Start {
    fn terms<T>(self, of: impl FnOnce(&Terms, ContestId) -> T) -> T {
        self.pack.with_value(|pack| of(&pack.terms, pack.contest))
    }

    /// Begins the attempt of this number, or says what is still to be filled in.
    fn attempt(self, attempt: u16) {
        let entry = self.terms(|terms, contest| self.form.get_untracked().entry(terms, contest, attempt));
        self.missing.set(entry.as_ref().err().cloned().unwrap_or_default());
        if let Ok(entry) = entry {
            self.begin(entry);
        }
    }

    /// A practice run asks nothing.
    fn rehearse(self) {
        let form = self.form.get_untracked();
        let unit = crate::domain::session::entry::Unit::None;
        let (number, attempt) = (String::new(), 0);
        let contest = self.terms(|_, contest| contest);
        self.begin(Entry { contest, name: form.name, unit, number, attempt, time_percent: form.time_percent });
    }

    fn begin(self, entry: Entry) {
        self.waiting.set(true);
        self.failed.set(None);
        let pack = self.pack.get_value();
        spawn_local(async move {
            let begun = self.entering.begin(&pack, entry, clock::now()).await;
            // Who has gone to another page meanwhile finds what began in the list.
            if self.waiting.try_set(false).is_some() {
                return;
            }
            match begun {
                Ok(id) => place::go(&Route::Session(id, Part::Question)),
                Err(why) => self.failed.set(Some(why)),
            }
        });
    }
}

#[component]
pub fn Entrance(pack: Pack, sittings: Vec<SessionRecord>, form: EntryForm) -> impl IntoView {
    let entering = Entering::expect();
    let terms = pack.terms.clone();
    let key = pack.organiser_key;
    let start = Start {
        entering,
        pack: StoredValue::new(pack),
        form: RwSignal::new(form),
        missing: RwSignal::new(Vec::new()),
        failed: RwSignal::new(None),
        waiting: RwSignal::new(false),
    };
    let now = RwSignal::new(entering.now(clock::now()));
    let every = StoredValue::new_local(timer::Every::new(1000, move || {
        let _ = now.try_set(entering.now(clock::now()));
    }));
    on_cleanup(move || every.set_value(None));
    let attempt_of = |session: &SessionRecord| session.started.entry.as_ref().map_or(0, |entry| entry.attempt);
    let begun: Vec<(u16, UtcMillis)> = sittings.iter().map(|it| (attempt_of(it), it.started.at)).collect();
    let turn = {
        let terms = terms.clone();
        Memo::new(move |_| Turn::of(&terms, &begun, now.get()))
    };
    let open = sittings.iter().find(|session| session.finished.is_none()).map(|session| session.id);
    let begins = terms.window.opens;
    let rules = terms.clone();
    let held = in_receipt(&terms);
    let past = sittings.iter().filter(|session| session.finished.is_some()).map(|session| {
        let label = format!("第{}次 · 已交卷", attempt_of(session));
        view! { <Row label note=date_time(session.started.at) href=Route::Session(session.id, Part::Result).href() testid="past-attempt"/> }
    });
    let past = past.collect::<Vec<_>>();
    view! {
        <section class="card card--today card__gap" data-testid="entrance">
            <About title=terms.title.clone() organiser=terms.organiser.clone() window=terms.window key/>
            {(!terms.note.trim().is_empty()).then(|| view! { <p class="muted">{terms.note.clone()}</p> })}
            {match open {
                Some(id) => view! {
                    <p data-testid="turn">{if terms.has_clock() { "有一次还没交卷，计时没有停。" } else { "有一次还没交卷。" }}</p>
                    <ActLink label="继续作答" href=Route::Session(id, Part::Question).href() testid="continue-contest"/>
                }
                .into_any(),
                None => view! {
                    <p role="status" data-testid="turn">{text(move || turn_in_words(turn.get()))}</p>
                    {live(move || matches!(turn.get(), Turn::NotYet(_)).then(|| view! {
                        <p class="big figure center" data-testid="countdown">{text(move || span_until(begins, now.get()))}</p>
                    }))}
                }
                .into_any(),
            }}
        </section>
        {(!past.is_empty()).then(|| view! { <ul class="list list--rows">{past}</ul> })}
        {open.is_none().then(|| live(move || begin_card(start, turn.get())))}
        <section class="card card__gap">
            <h2 class="card__title">"规则"</h2>
            <RuleList terms=rules/>
        </section>
        <section class="card card__gap">
            <h2 class="card__title">"答卷里有什么"</h2>
            <p data-testid="in-receipt">{format!("交卷后本机生成一份答卷：{held}。没有成绩，成绩由主办方按同一套题重新评出。")}</p>
            <p class="muted">"答卷带本机的签名，能说明内容发出后没有改动；不能证明由本人独立作答。答卷要由您自己发给主办方，本应用不会上传。"</p>
        </section>
    }
}

fn turn_in_words(turn: Turn) -> String {
    match turn {
        Turn::NotYet(_) => "还没有开始",
        Turn::Open(1) => "正在进行",
        Turn::Open(n) => return format!("正在进行，下面是第{n}次"),
        Turn::Closed => "答题时间已过，不能再开始",
        Turn::UsedUp => "规定的次数已经用完",
        Turn::UsedUpToday => "今天的次数已经用完，明天可以再来",
    }
    .to_owned()
}

/// `还有3天2小时`, `2小时00分05秒`.
fn span_until(at: UtcMillis, now: UtcMillis) -> String {
    // A whole second more, so that nought is the moment itself.
    let left = Millis(at.since(now).0 + 999);
    match (left.whole_seconds() / 86_400, left.whole_seconds() / 3600 % 24) {
        (0, _) => left.to_string(),
        (days, 0) => format!("还有{days}天"),
        (days, hours) => format!("还有{days}天{hours}小时"),
    }
}

/// What can be begun now, if anything.
fn begin_card(start: Start, turn: Turn) -> AnyView {
    let rehearsal = start.terms(|terms, _| may_rehearse(terms)) && turn != Turn::Closed;
    let rehearsal = rehearsal.then(|| view! {
        <Act label="模拟练习" look="act--quiet" disabled=start.waiting testid="rehearse" press=tap(move || start.rehearse())/>
        <p class="tiny">"模拟练习另外出题，不计次数，不出答卷。"</p>
    });
    let Turn::Open(attempt) = turn else {
        return rehearsal
            .map(|rehearsal| view! { <section class="card card__gap">{rehearsal}{problem(start)}</section> })
            .into_any();
    };
    let closes = start.terms(|terms, _| terms.window.closes);
    let late = format!(
        "{}以前开始的，可以答完；在那以后才交卷，答卷会标为迟交。",
        moment_in_words(closes, start.entering.now(clock::now()))
    );
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"填写后开始"</h2>
            <EntryFields form=start.form missing=start.missing terms=start.terms(|terms, _| terms.clone())/>
            <p class="muted">{start.terms(|terms, _| once_begun(terms))}</p>
            <p class="tiny">{late}</p>
            {problem(start)}
            <Act label={text(move || if start.waiting.get() { "正在出卷……" } else { "开始答题" })} disabled=start.waiting testid="start" press=tap(move || start.attempt(attempt))/>
            {rehearsal}
        </section>
    }
    .into_any()
}

/// What a receipt of this contest tells, beside the score that it does not.
fn in_receipt(terms: &Terms) -> String {
    let told = [
        ("姓名", true),
        ("单位", terms.units != Units::None),
        ("名单编号", terms.number == NumberAsked::Roster),
        ("手机尾号", terms.number == NumberAsked::PhoneTail),
        ("每题的作答", true),
        ("开始和交卷时间", true),
        ("每题大致用时", true),
        ("离开页面的次数", terms.watch),
    ];
    told.iter().filter(|(_, holds)| *holds).map(|(what, _)| *what).collect::<Vec<_>>().join("、")
}

/// What leaving a paper that is begun means.
const fn once_begun(terms: &Terms) -> &'static str {
    match (terms.has_clock(), terms.watch) {
        (true, true) => "开始后计时不停，退出或刷新都能回来接着答；离开页面会计次数。",
        (true, false) => "开始后计时不停，退出或刷新都能回来接着答。",
        (false, true) => "不限时，退出或刷新都能回来接着答；离开页面会计次数。",
        (false, false) => "不限时，退出或刷新都能回来接着答。",
    }
}

fn problem(start: Start) -> impl IntoView {
    live(move || {
        start.failed.get().map(|why| view! { <p role="alert" data-testid="start-problem">{format!("{why}。")}</p> })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::terms::tests::terms;

    #[test]
    fn only_what_the_contest_asks_and_counts_is_told_of_the_receipt() {
        let bare = Terms { units: Units::None, number: NumberAsked::None, watch: false, ..terms() };
        assert_eq!(in_receipt(&bare), "姓名、每题的作答、开始和交卷时间、每题大致用时");
        let full = Terms { units: Units::Free, number: NumberAsked::PhoneTail, watch: true, ..bare };
        assert_eq!(in_receipt(&full), "姓名、单位、手机尾号、每题的作答、开始和交卷时间、每题大致用时、离开页面的次数");
    }

    #[test]
    fn days_to_go_are_said_with_their_hours() {
        const HOUR: i64 = 3_600_000;
        let said = |millis: i64| span_until(UtcMillis(millis), UtcMillis(0));
        assert_eq!(said(24 * HOUR), "还有1天");
        assert_eq!(said(47 * HOUR), "还有1天23小时");
        assert_eq!(said(24 * HOUR - 1000), Millis(24 * 3_600_000 - 1000).to_string());
    }

    #[test]
    fn no_clock_is_spoken_of_where_none_runs() {
        assert!(once_begun(&terms()).contains("计时不停"));
        let untimed = Terms { limit: None, per_question: None, ..terms() };
        assert_eq!(once_begun(&untimed), "不限时，退出或刷新都能回来接着答；离开页面会计次数。");
        assert_eq!(once_begun(&Terms { watch: false, ..untimed }), "不限时，退出或刷新都能回来接着答。");
    }
}
