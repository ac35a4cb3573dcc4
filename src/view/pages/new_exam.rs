use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::{Marking, MultipleRule, Points};
use crate::domain::paper::blueprint::{Blueprint, Section};
use crate::domain::time::Millis;
use crate::state::library::Library;
use crate::view::components::act::Act;
use crate::view::components::fields::NumberField;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{fresh, live, tap, text, when};
use crate::view::route::Route;
use crate::view::start::Starter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What the learner sets for a mock exam.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    name: &'static str,
    /// Count and points per kind, in the order of [`Kind::ALL`].
    sections: [(u16, u32); 7],
    minutes: u32,
    /// Of 100 per cent of the points.
    pass_percent: u32,
    multiple: MultipleRule,
}

const PRESETS: [Plan; 3] = [
    Plan {
        name: "标准卷",
        sections: [(20, 2), (10, 4), (10, 2), (0, 2), (0, 4), (0, 3), (0, 6)],
        minutes: 30,
        pass_percent: 80,
        multiple: MultipleRule::AllOrNothing,
    },
    Plan {
        name: "小测",
        sections: [(10, 5), (5, 6), (10, 2), (0, 2), (0, 4), (0, 3), (0, 6)],
        minutes: 15,
        pass_percent: 60,
        multiple: MultipleRule::AllOrNothing,
    },
    Plan {
        name: "全题型",
        sections: [(20, 1), (10, 2), (10, 1), (10, 1), (2, 5), (2, 6), (2, 9)],
        minutes: 40,
        pass_percent: 80,
        multiple: MultipleRule::HalfForSubset,
    },
];

const RULES: [(MultipleRule, &str); 4] = [
    (MultipleRule::AllOrNothing, "少选、错选都不得分"),
    (MultipleRule::HalfForSubset, "少选得一半，错选不得分"),
    (MultipleRule::PerOption, "每选对一项得一份，错选不得分"),
    (MultipleRule::MinusForWrong, "选对加分、选错扣分，扣到零为止"),
];

impl Plan {
    fn blueprint(&self) -> Blueprint {
        let sections = Kind::ALL.into_iter().zip(self.sections).filter(|(_, (n, _))| *n > 0);
        let sections = sections.map(|(kind, (n, points))| Section::any(kind, n, Points::whole(points)));
        Blueprint { sections: sections.collect() }
    }

    /// The line in whole points, rounded up so that it is never below the share promised.
    fn pass(&self) -> Points {
        Points::whole((self.blueprint().total().0 / 1000 * self.pass_percent).div_ceil(100))
    }
}

#[component]
pub fn NewExamPage() -> impl IntoView {
    let (library, starter) = (Library::expect(), Starter::expect());
    let plan = RwSignal::new(PRESETS[0].clone());
    let shape = Memo::new(move |_| plan.read().name);
    let chosen = RwSignal::new(library.ids());
    let failed = RwSignal::new(None::<String>);
    let waiting = RwSignal::new(false);
    let n_wrong = RwSignal::new(0);
    let problem = move || match n_wrong.get() {
        0 => problem_of(&plan.read(), &chosen.read()),
        _ => Some("有的数字填得不对，请先改正标出的地方".to_owned()),
    };
    let start = move || {
        let (plan, ids) = (plan.get_untracked(), chosen.get_untracked());
        waiting.set(true);
        failed.set(None);
        spawn_local(async move {
            // All at once: on a phone the way to the server takes longer than the bank.
            ids.iter().for_each(|id| library.want(id));
            let mut banks: Vec<Arc<Bank>> = Vec::new();
            for id in &ids {
                match library.loaded(id).await {
                    Ok(bank) => banks.push(bank),
                    Err(why) => failed.set(Some(format!("题库没能打开：{why}"))),
                }
            }
            if banks.len() == ids.len() {
                let marking = Marking { multiple: plan.multiple, ..Marking::default() };
                let title = format!("模拟考试 · {}", plan.name);
                let begun =
                    starter.exam(&banks, title, &plan.blueprint(), Millis::minutes(plan.minutes), plan.pass(), marking);
                if let Err(short) = begun {
                    failed.set(Some(short.to_string()));
                }
            }
            let _ = waiting.try_set(false);
        });
    };
    view! {
        <PageBar title="模拟考试".to_owned() up=Route::Compete/>
        <div class="page">
            <section class="card card__gap">
                <div class="number-row">
                    <h2 class="card__title">"从哪些题库出题"</h2>
                    <AllOrNone chosen/>
                </div>
                <BankChoice chosen/>
            </section>
            <section class="card card__gap">
                <h2 class="card__title">"卷型"</h2>
                <div class="choices">
                    {PRESETS.map(|preset| {
                        let name = preset.name;
                        view! {
                            <label class="choice">
                                <input type="radio" name="preset" checked=when(move || shape.get() == name)
                                    on:change=move |_| plan.set(preset.clone()) data-testid=format!("preset-{name}")/>
                                <span>{name}</span>
                            </label>
                        }
                    })}
                </div>
                {fresh(move || shape.get(), move || view! { <SectionFields plan n_wrong/><MoreFields plan n_wrong/> }.into_any())}
            </section>
            <p class="card figure" data-testid="plan-summary">
                {text(move || {
                    let blueprint = plan.read().blueprint();
                    format!("共{}题，满分{}分，合格线{}分，{}分钟", blueprint.n_questions(), blueprint.total(), plan.read().pass(), plan.read().minutes)
                })}
            </p>
            {live(move || failed.get().or_else(problem).map(|why| view! { <p class="card" role="alert" data-testid="exam-problem">{why}</p> }))}
            <Act label={text(move || if waiting.get() { "正在出卷……" } else { "开始考试" })} disabled=Signal::derive(move || waiting.get() || problem().is_some()) testid="start" press=tap(start)/>
            <p class="muted">"开始后计时不停，退出或刷新都能回来接着答；时间到自动交卷。"</p>
        </div>
    }
}

fn problem_of(plan: &Plan, chosen: &[BankId]) -> Option<String> {
    if chosen.is_empty() {
        return Some("请至少选一个题库".to_owned());
    }
    (plan.blueprint().n_questions() == 0).then(|| "请至少出一道题".to_owned())
}

/// Who wants one bank of many does not untick all the others one by one.
#[component]
fn AllOrNone(chosen: RwSignal<Vec<BankId>>) -> impl IntoView {
    let ids = Library::expect().ids();
    let n = ids.len();
    let all = move || chosen.read().len() == n;
    let toggle = move || chosen.set(if all() { Vec::new() } else { ids.clone() });
    view! {
        <button type="button" class="text-act" on:click=tap(toggle) data-testid="exam-banks-all">
            {text(move || if all() { "全不选" } else { "全选" })}
        </button>
    }
}

#[component]
fn BankChoice(chosen: RwSignal<Vec<BankId>>) -> impl IntoView {
    let entries = Library::expect().catalog.with_value(|catalog| catalog.entries.clone());
    entries
        .into_iter()
        .map(|entry| {
            let id = entry.id.clone();
            let is_chosen = {
                let id = id.clone();
                move || chosen.read().contains(&id)
            };
            let toggle = move |_| {
                chosen.update(|chosen| match chosen.iter().position(|known| *known == id) {
                    Some(idx) => {
                        chosen.remove(idx);
                    }
                    None => chosen.push(id.clone()),
                });
            };
            view! {
                <label class="switch">
                    <span>{entry.title.clone()}<br/><span class="tiny">{format!("{}题", entry.n_total())}</span></span>
                    <input type="checkbox" prop:checked=when(is_chosen) on:change=toggle data-testid="exam-bank"/>
                </label>
            }
        })
        .collect_view()
}

#[component]
fn SectionFields(plan: RwSignal<Plan>, n_wrong: RwSignal<usize>) -> impl IntoView {
    let known = plan.get_untracked().sections;
    Kind::ALL
        .into_iter()
        .enumerate()
        .map(|(idx, kind)| {
            let (n, points) = known[idx];
            view! {
                <div class="number-row">
                    <span>{kind.label()}</span>
                    <label>
                        <NumberField n_wrong=n_wrong label=format!("{}题数", kind.label()) most=200 testid=format!("n-{}", kind.key()) unit="题" value=u32::from(n)
                            change=Callback::new(move |n: u32| plan.update(|plan| plan.sections[idx].0 = n as u16))/>
                    </label>
                    <label>
                        "每题 "
                        <NumberField n_wrong=n_wrong label=format!("{}每题分值", kind.label()) most=100 testid=format!("points-{}", kind.key()) unit="分" value=points
                            change=Callback::new(move |points| plan.update(|plan| plan.sections[idx].1 = points))/>
                    </label>
                </div>
            }
        })
        .collect_view()
}

#[component]
fn MoreFields(plan: RwSignal<Plan>, n_wrong: RwSignal<usize>) -> impl IntoView {
    let known = plan.get_untracked();
    let chosen = move || RULES.iter().position(|(rule, _)| *rule == plan.read().multiple).unwrap_or(0).to_string();
    view! {
        <div class="number-row">
            <span>"时间"</span>
            <label>
                <NumberField n_wrong=n_wrong label="考试分钟数" least=1 most=300 testid="minutes" unit="分钟" value=known.minutes
                    change=Callback::new(move |minutes| plan.update(|plan| plan.minutes = minutes))/>
            </label>
        </div>
        <div class="number-row">
            <span>"合格线"</span>
            <label>
                <NumberField n_wrong=n_wrong label="合格线百分比" most=100 testid="pass" unit="%" value=known.pass_percent
                    change=Callback::new(move |percent| plan.update(|plan| plan.pass_percent = percent))/>
            </label>
        </div>
        <label class="gap">
            <span>"多选题怎么给分"</span>
            <select class="field" prop:value=text(chosen) data-testid="multiple-rule"
                on:change:target=move |event| {
                    if let Some((rule, _)) = event.target().value().parse::<usize>().ok().and_then(|idx| RULES.get(idx)) {
                        plan.update(|plan| plan.multiple = *rule);
                    }
                }>
                {RULES.iter().enumerate().map(|(idx, (rule, label))| view! {
                    <option value=idx.to_string() selected=when(move || plan.read().multiple == *rule)>{*label}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_worth_a_hundred_points() {
        for preset in PRESETS {
            assert_eq!(preset.blueprint().total(), Points::whole(100), "{}", preset.name);
            assert_eq!(preset.pass(), Points::whole(preset.pass_percent), "{}", preset.name);
        }
    }
}
