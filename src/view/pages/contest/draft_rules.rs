use crate::domain::contest::draft::Draft;
use crate::domain::contest::terms::{Counts, NumberAsked, Reveal, UnitScore, Units};
use crate::domain::time::{Millis, UtcMillis};
use crate::view::components::fields::{LongField, MaybeNumber, NumberField, Pick, Switch, TextField};
use crate::view::lean::{live, text};
use leptos::prelude::*;

type Shared = RwSignal<Draft>;

fn labels<T, const N: usize>(of: &[(T, &'static str); N]) -> Vec<String> {
    of.iter().map(|(_, label)| (*label).to_owned()).collect()
}

fn place_of<T: PartialEq, const N: usize>(of: &[(T, &'static str); N], value: &T) -> usize {
    of.iter().position(|(known, _)| known == value).unwrap_or_default()
}

/// Title, organiser, note.
#[component]
pub fn BasicsCard(draft: Shared) -> impl IntoView {
    let known = draft.get_untracked().rest;
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"基本信息"</h2>
            <TextField label="竞赛名称" id="f-title" longest=60 value=known.title
                change=Callback::new(move |text| draft.update(|draft| draft.rest.title = text))/>
            <TextField label="主办单位" id="f-organiser" longest=60 value=known.organiser
                change=Callback::new(move |text| draft.update(|draft| draft.rest.organiser = text))/>
            <LongField label="说明（可不填）" id="f-note" value=known.note hint="写给参赛者的一两句话，比如有问题找谁。会随链接一起发出，越短越好"
                change=Callback::new(move |text| draft.update(|draft| draft.rest.note = text))/>
        </section>
    }
}

const COUNTS: [(Counts, &str); 4] = [
    (Counts::Best, "取最好的一次"),
    (Counts::First, "取第一次"),
    (Counts::Last, "取最后一次"),
    (Counts::BestOfDay, "每天取最好，各天相加"),
];

/// When, and how often.
#[component]
pub fn WindowCard(draft: Shared) -> impl IntoView {
    let known = draft.get_untracked().rest;
    let (window, attempts) = (known.window, known.attempts);
    let often = match (attempts.n, attempts.daily) {
        (0, _) => 0,
        (_, false) => 1,
        (_, true) => 2,
    };
    let freely = RwSignal::new(attempts.n == 0);
    let last = StoredValue::new(attempts.n.max(1));
    let change_often = Callback::new(move |at: usize| {
        freely.set(at == 0);
        draft.update(|draft| {
            draft.rest.attempts.n = if at == 0 { 0 } else { last.get_value() };
            draft.rest.attempts.daily = at == 2;
        });
    });
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"时间和次数"</h2>
            <div class="org-pair">
                <TextField label="开始" id="f-opens" kind="datetime-local" value=window.opens.to_beijing()
                    change=Callback::new(move |text: String| if let Some(at) = UtcMillis::from_beijing(&text) {
                        draft.update(|draft| draft.rest.window.opens = at);
                    })/>
                <TextField label="结束" id="f-closes" kind="datetime-local" value=window.closes.to_beijing()
                    change=Callback::new(move |text: String| if let Some(at) = UtcMillis::from_beijing(&text) {
                        draft.update(|draft| draft.rest.window.closes = at);
                    })/>
            </div>
            <p class="tiny">"按北京时间。结束之前开始作答的可以答完，之后交卷的会标明迟交。"</p>
            <div class="org-pair">
                <Pick label="作答次数" testid="attempts" chosen=often
                    options=["不限次数", "一共几次", "每天几次"].map(str::to_owned).to_vec() change=change_often/>
                {live(move || (!freely.get()).then(|| view! {
                    <label class="gap">
                        <span>"几次"</span>
                        <span class="whole">
                            <NumberField label="可答次数" testid="attempts-n" least=1 most=99 unit="次" value=u32::from(last.get_value())
                                change=Callback::new(move |n: u32| {
                                    let n = n.max(1) as u16;
                                    last.set_value(n);
                                    draft.update(|draft| draft.rest.attempts.n = n);
                                })/>
                        </span>
                    </label>
                }))}
            </div>
            <Pick label="几次成绩怎么算" testid="counts" chosen=place_of(&COUNTS, &attempts.counts) options=labels(&COUNTS)
                change=Callback::new(move |at: usize| draft.update(|draft| draft.rest.attempts.counts = COUNTS[at.min(3)].0))/>
            <Switch label="开始前可以模拟练习" hint="用同样的规则出另外的卷，不计成绩" testid="rehearsal" on=known.rehearsal
                change=Callback::new(move |on| draft.update(|draft| draft.rest.rehearsal = on))/>
        </section>
    }
}

const REVEALS: [(Reveal, &str); 4] = [
    (Reveal::AfterClose, "竞赛结束后可以看"),
    (Reveal::AfterHandIn, "交卷后马上可以看"),
    (Reveal::AfterEach, "每答完一题就看"),
    (Reveal::Never, "不公布"),
];

/// How a paper is sat.
#[component]
pub fn RulesCard(draft: Shared) -> impl IntoView {
    let known = draft.get_untracked().rest;
    let seconds = |span: Option<Millis>, of: u64| span.map(|span| (span.0 / of) as u32);
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"答题规则"</h2>
            <div id="f-time" tabindex="-1">
                <MaybeNumber label="整卷限时" unit="分钟" testid="minutes" most=600 first=30 value=seconds(known.limit, 60_000)
                    change=Callback::new(move |minutes: Option<u32>| draft.update(|draft| draft.rest.limit = minutes.map(Millis::minutes)))/>
                <MaybeNumber label="每题限时" unit="秒" testid="seconds-each" least=5 most=3600 first=30 value=seconds(known.per_question, 1000)
                    change=Callback::new(move |seconds: Option<u32>| draft.update(|draft| {
                        draft.rest.per_question = seconds.map(|seconds| Millis(u64::from(seconds) * 1000));
                    }))/>
                <MaybeNumber label="错几题就结束（挑战）" unit="题" testid="misses" most=300 first=1 value=known.misses.map(u32::from)
                    change=Callback::new(move |misses: Option<u32>| draft.update(|draft| draft.rest.misses = misses.map(|n| n.max(1) as u16)))/>
            </div>
            <Switch label="可以往回改" hint="每题单独限时的，不能往回改" testid="may-go-back" on=known.may_go_back
                change=Callback::new(move |on| draft.update(|draft| draft.rest.may_go_back = on))/>
            <Pick label="答案和成绩什么时候看" testid="reveal" chosen=place_of(&REVEALS, &known.reveal) options=labels(&REVEALS)
                change=Callback::new(move |at: usize| draft.update(|draft| draft.rest.reveal = REVEALS[at.min(3)].0))/>
            <Switch label="记录离开答题页的次数" hint="记入答卷供核对，不自动判定什么" testid="watch" on=known.watch
                change=Callback::new(move |on| draft.update(|draft| draft.rest.watch = on))/>
            <Switch label="允许选择延长时间" hint="有限时的竞赛，看不清、操作慢的人可选1.5倍或2倍时间，答卷会注明" testid="extra-time" on=known.extra_time
                change=Callback::new(move |on| draft.update(|draft| draft.rest.extra_time = on))/>
        </section>
    }
}

const NUMBERS: [(NumberAsked, &str); 3] =
    [(NumberAsked::None, "不填"), (NumberAsked::Roster, "名单编号（如工号）"), (NumberAsked::PhoneTail, "手机尾号4位")];

/// Who takes part, and how units are reckoned.
#[component]
pub fn PeopleCard(draft: Shared) -> impl IntoView {
    let known = draft.get_untracked();
    let way = match known.rest.units {
        Units::List(_) => 0,
        Units::Free => 1,
        Units::None => 2,
    };
    let units_way = RwSignal::new(way);
    let (score, top) = match known.rest.unit_score {
        UnitScore::Mean => (0, 10),
        UnitScore::Sum => (1, 10),
        UnitScore::Top(k) => (2, k),
        UnitScore::Participation => (3, 10),
    };
    let (score_way, top) = (RwSignal::new(score), StoredValue::new(top));
    let set_score = move |at: usize| {
        score_way.set(at);
        draft.update(|draft| {
            draft.rest.unit_score = match at {
                0 => UnitScore::Mean,
                1 => UnitScore::Sum,
                2 => UnitScore::Top(top.get_value()),
                _ => UnitScore::Participation,
            };
        });
    };
    let n_units = move || {
        let Units::List(units) = draft.read().terms().units else { return String::new() };
        format!("共{}个单位", units.len())
    };
    let typed = StoredValue::new(known.units);
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"参赛者"</h2>
            <p class="muted">"姓名一定要填。"</p>
            <Pick label="单位" testid="units-way" chosen=way
                options=["从名单里选", "自己填写", "不分单位"].map(str::to_owned).to_vec()
                change=Callback::new(move |at: usize| {
                    units_way.set(at);
                    draft.update(|draft| draft.rest.units = match at {
                        0 => Units::List(Vec::new()),
                        1 => Units::Free,
                        _ => Units::None,
                    });
                })/>
            {live(move || (units_way.get() == 0).then(|| view! {
                <LongField label="参赛单位，一行一个" id="f-units" value=typed.get_value() hint="可以从表格里整列粘贴"
                    change=Callback::new(move |text: String| {
                        typed.set_value(text.clone());
                        draft.update(|draft| draft.units = text);
                    })/>
                <p class="tiny figure" role="status" data-testid="n-units">{text(n_units)}</p>
            }))}
            {live(move || (units_way.get() < 2).then(|| view! {
                <Pick label="单位成绩怎么算" testid="unit-score" chosen=score_way.get_untracked()
                    options=["人均分", "总分", "前几名的平均分", "人均分×参与率"].map(str::to_owned).to_vec()
                    change=Callback::new(set_score)/>
                {live(move || (score_way.get() == 2).then(|| view! {
                    <span class="whole">"取前 "
                        <NumberField label="取前几名" testid="unit-top" least=1 most=999 unit="名" value=u32::from(top.get_value())
                            change=Callback::new(move |k: u32| {
                                let k = k.max(1) as u16;
                                top.set_value(k);
                                draft.update(|draft| draft.rest.unit_score = UnitScore::Top(k));
                            })/>
                    </span>
                }))}
                {live(move || (score_way.get() == 3).then(|| view! { <p class="tiny">"参与率要用各单位人数，在“汇总”里填。"</p> }))}
            }))}
            <Pick label="为分清同名的人，另填" testid="number-asked" chosen=place_of(&NUMBERS, &known.rest.number) options=labels(&NUMBERS)
                change=Callback::new(move |at: usize| draft.update(|draft| draft.rest.number = NUMBERS[at.min(2)].0))/>
        </section>
    }
}
