use crate::domain::bank::text::fold;
use crate::domain::contest::bulletin::{percent, points};
use crate::domain::contest::reckoning::PersonLine;
use crate::domain::contest::terms::UnitScore;
use crate::domain::contest::units::RankedUnit;
use crate::state::desk_room::DeskRoom;
use crate::view::components::act::Act;
use crate::view::lean::{live, tap};
use leptos::prelude::*;

/// People that are shown at first, and with each 显示更多.
const STEP: usize = 200;

/// 排名: people and units.
#[component]
pub fn Ranking(room: DeskRoom) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let n_shown = RwSignal::new(STEP);
    let rule = room.ground().map(|ground| match ground.pack.terms.unit_score {
        UnitScore::Sum => "按总分排".to_owned(),
        UnitScore::Mean => "按平均分排".to_owned(),
        UnitScore::Top(n) => format!("按得分最高的{n}人的平均分排，不足{n}人也按{n}人算"),
        UnitScore::Participation => "按平均分乘以参与率排，要先在“核对”里填单位人数".to_owned(),
    });
    view! {
        <h3 class="heading">"个人"</h3>
        <p class="muted">"先比得分，得分相同比用时，都相同的并列。待定和不计入的答卷不在这里。"</p>
        <input class="field" type="search" placeholder="查姓名、单位、编号" aria-label="查姓名、单位、编号"
            prop:value=words on:input:target=move |event| { words.set(event.target().value()); n_shown.set(STEP); } data-testid="rank-search"/>
        {live(move || {
            let (it, wanted, n) = (room.reckoning.get(), fold(&words.read()), n_shown.get());
            let fits = |person: &&PersonLine| [&person.name, &person.unit, &person.number].into_iter().any(|text| fold(text).contains(&wanted));
            let found: Vec<&PersonLine> = it.people.iter().filter(|person| wanted.is_empty() || fits(person)).collect();
            if found.is_empty() {
                let none = if it.people.is_empty() { "还没有计入的答卷。收下答卷后，这里就有名次。" } else { "没有查到。" };
                return view! { <p class="card muted" data-testid="rank-none">{none}</p> }.into_any();
            }
            let more = found.len().saturating_sub(n);
            view! {
                <ol class="list list--rows">{found.into_iter().take(n).map(person).collect_view()}</ol>
                {(more > 0).then(|| view! {
                    <Act label=format!("显示更多（还有{more}人）") look="act--plain" testid="rank-more" press=tap(move || n_shown.update(|n| *n += STEP))/>
                })}
            }
            .into_any()
        })}
        {live(move || {
            let it = room.reckoning.get();
            (!it.units.is_empty()).then(|| view! {
                <h3 class="heading">"单位"</h3>
                <p class="muted">{rule.clone()}</p>
                <ol class="list list--rows">{it.units.iter().map(unit).collect_view()}</ol>
            })
        })}
    }
}

fn person(person: &PersonLine) -> AnyView {
    let PersonLine { place, name, number, unit, score, took, n_attempts, passed, n_flags, .. } = person;
    let mut about: Vec<String> = [unit, number].into_iter().filter(|text| !text.is_empty()).cloned().collect();
    if *n_attempts > 1 {
        about.push(format!("计入{n_attempts}份答卷"));
    }
    if *passed == Some(false) {
        about.push("未到合格线".to_owned());
    }
    view! {
        <li class="entry" data-testid="ranked">
            <span class="desk__who">
                <span class="desk__place figure">{*place}</span>
                <span>{name.clone()}{(*n_flags > 0).then(|| view! { " "<span class="tag tag--plain">{format!("需要核对{n_flags}项")}</span> })}
                    <br/><span class="tiny">{about.join(" · ")}</span></span>
            </span>
            <span class="entry__end">{format!("{score}分 · {took}")}</span>
        </li>
    }
    .into_any()
}

fn unit(unit: &RankedUnit) -> AnyView {
    let place = if unit.place == 0 { "—".to_owned() } else { unit.place.to_string() };
    let mut about = match unit.n_people {
        0 => vec!["还没有人参赛".to_owned()],
        n => vec![format!("{n}人参赛"), format!("平均{}分", points(unit.mean())), format!("总分{}", points(unit.sum))],
    };
    if let Some(share) = unit.participation() {
        about.push(format!("参与率{}", percent(share)));
    }
    let score = match unit.score {
        _ if unit.n_people == 0 => "—".to_owned(),
        Some(score) => format!("{}分", points(score)),
        None => "缺单位人数".to_owned(),
    };
    view! {
        <li class="entry" data-testid="ranked-unit">
            <span class="desk__who">
                <span class="desk__place figure">{place}</span>
                <span>{unit.name.clone()}<br/><span class="tiny">{about.join(" · ")}</span></span>
            </span>
            <span class="entry__end">{score}</span>
        </li>
    }
    .into_any()
}
