use crate::domain::bank::text::fold;
use crate::domain::contest::bulletin::{percent, points};
use crate::domain::contest::reckoning::Spread;
use crate::state::desk_room::DeskRoom;
use crate::view::components::act::Act;
use crate::view::components::meter::Meter;
use crate::view::lean::{live, tap};
use leptos::prelude::*;

/// People of one unit that are shown.
const STEP: usize = 200;

/// 三级: all, then unit by unit, then the people of one.
#[component]
pub fn Levels(room: DeskRoom) -> impl IntoView {
    let Some(ground) = room.ground() else { return ().into_any() };
    let terms = StoredValue::new(ground.pack.terms.clone());
    let chosen = RwSignal::new(None::<String>);
    let spread = move |unit: Option<&str>| room.reckoning.with(|it| terms.with_value(|terms| it.spread(terms, unit)));
    view! {
        {live(move || view! {
            <section class="card card__gap" data-testid="level-all">
                <h3 class="card__title">"全部"</h3>
                {summary(&spread(None))}
            </section>
        })}
        {live(move || match chosen.get() {
            None => {
                let it = room.reckoning.get();
                let units = it.units.iter().map(|unit| {
                    let (name, of) = (unit.name.clone(), spread(Some(&unit.name)));
                    let about = if of.n == 0 { "还没有人参赛".to_owned() } else { in_short(&of) };
                    let press = tap(move || chosen.set(Some(name.clone())));
                    view! {
                        <li>
                            <button type="button" class="entry" on:click=press data-testid="level-unit">
                                <span>{unit.name.clone()}</span>
                                <span class="entry__end">{about}</span>
                            </button>
                        </li>
                    }
                });
                if it.units.is_empty() {
                    view! { <p class="card muted">"这场竞赛不分单位。"</p> }.into_any()
                } else {
                    view! { <h3 class="heading">"各单位，点开看每个人"</h3><ul class="list list--rows">{units.collect_view()}</ul> }.into_any()
                }
            }
            Some(name) => {
                let (it, key) = (room.reckoning.get(), fold(&name));
                let people = it.people.iter().filter(|person| fold(&person.unit) == key).take(STEP).map(|person| view! {
                    <li class="entry" data-testid="level-person">
                        <span>{person.name.clone()}</span>
                        <span class="entry__end">{format!("{}分 · {} · 总第{}名", person.score, person.took, person.place)}</span>
                    </li>
                });
                view! {
                    <Act label="‹ 回到各单位" look="act--plain act--small" testid="level-back" press=tap(move || chosen.set(None))/>
                    <section class="card card__gap" data-testid="level-one">
                        <h3 class="card__title">{name.clone()}</h3>
                        {summary(&spread(Some(&name)))}
                    </section>
                    <ul class="list list--rows">{people.collect_view()}</ul>
                }
                .into_any()
            }
        })}
    }
    .into_any()
}

fn in_short(of: &Spread) -> String {
    let passed = of.pass_share().map_or(String::new(), |share| format!(" · 合格率{}", percent(share)));
    format!("{}人 · 平均{}分{passed}", of.n, points(of.mean))
}

/// The bands from the highest down to the lowest in which anybody is, empty ones between too, so that none is missing
/// without a word; from half of the score on all.
fn shown(bands: &[usize; 10]) -> impl Iterator<Item = usize> + use<> {
    let lowest = bands.iter().position(|n| *n > 0).unwrap_or(5).min(5);
    (lowest..bands.len()).rev()
}

fn summary(of: &Spread) -> AnyView {
    if of.n == 0 {
        return view! { <p class="muted">"还没有计入的答卷。"</p> }.into_any();
    }
    let most = of.bands.iter().copied().max().unwrap_or(1).max(1);
    let bands = shown(&of.bands).map(|idx| {
        let n = of.bands[idx];
        let label = if idx == 9 { "90%至满分".to_owned() } else { format!("{}%至{}%", idx * 10, idx * 10 + 10) };
        view! {
            <li class="row"><span class="muted">{label}</span><span class="figure">{format!("{n}人")}</span>
                <Meter percent=Some((n * 100 / most) as u32) seen=true/></li>
        }
    });
    view! {
        <p class="figure">{in_short(of)}{format!(" · 最高{}分，最低{}分", of.best, of.least)}</p>
        <p class="muted">"得分占满分的比例，各段人数（不含上限）"</p>
        <ul class="rows">{bands.collect_view()}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_band_is_left_out_between_the_highest_and_the_lowest() {
        let shown = |bands| shown(&bands).collect::<Vec<_>>();
        assert_eq!(shown([0, 0, 1, 0, 0, 3, 0, 0, 0, 1]), [9, 8, 7, 6, 5, 4, 3, 2]);
        assert_eq!(shown([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]), [9, 8, 7, 6, 5]);
        assert_eq!(shown([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]).last(), Some(&0));
    }
}
