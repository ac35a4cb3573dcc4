use super::desk::{opened, to_print};
use crate::domain::contest::bulletin::day;
use crate::domain::contest::reckoning::{PersonLine, Reckoning};
use crate::domain::contest::terms::Terms;
use crate::format::short_code;
use crate::platform::clock;
use leptos::prelude::*;

/// Places that get a certificate unless another number is set.
const N_TOP: usize = 3;

/// Sheets that are laid out at once.
const MOST: usize = 500;

/// 证书 for paper: one sheet for each of the first places and for all who passed.
#[component]
pub fn CertificatesPrint(id: String) -> impl IntoView {
    let n_top = RwSignal::new(N_TOP);
    let passed_too = RwSignal::new(true);
    opened(id, move |room, ground| {
        let (it, terms) = (room.reckoning.get(), &ground.pack.terms);
        let (n, too) = (n_top.get(), passed_too.get() && terms.pass.is_some());
        let fits = |person: &&PersonLine| person.place <= n || too && person.passed == Some(true);
        let all: Vec<&PersonLine> = it.people.iter().filter(fits).collect();
        let date = day(clock::now().wall.day().date());
        let note = match all.len() {
            0 => "还没有可以发证书的人。".to_owned(),
            n if n > MOST => format!("共{n}张，太多了，只排前{MOST}张。"),
            n => format!("共{n}张，A4横向，一人一张。"),
        };
        view! {
            {to_print(n_top, "前几名发名次证书", Some(note))}
            {terms.pass.map(|_| view! {
                <label class="switch screen-only">
                    <span>"合格的人都发合格证书"</span>
                    <input type="checkbox" prop:checked=passed_too on:change:target=move |event| passed_too.set(event.target().checked()) data-testid="passed-too"/>
                </label>
            })}
            {all.into_iter().take(MOST).map(|person| sheet(terms, &it, person, n, &date)).collect_view()}
        }
        .into_any()
    })
}

fn sheet(terms: &Terms, it: &Reckoning, person: &PersonLine, n_top: usize, date: &str) -> AnyView {
    let unit = if person.unit.is_empty() { String::new() } else { format!("（{}）", person.unit) };
    let earned = if person.place <= n_top {
        format!("获得个人第{}名，得分{}分。", person.place, person.score)
    } else {
        format!("成绩合格，得分{}分。", person.score)
    };
    let codes: Vec<String> = person.by.iter().map(|idx| short_code::write(&it.marked[*idx].id.0)).collect();
    view! {
        <article class="certificate" data-testid="certificate">
            <h1>"证　书"</h1>
            <p class="certificate__who">{person.name.clone()}{unit}</p>
            <p class="certificate__what">{format!("在“{}”中{earned}特发此证。", terms.title)}</p>
            <div class="paper__sign">
                <p>{terms.organiser.clone()}</p>
                <p>"（签章）"</p>
                <p>{date.to_owned()}</p>
            </div>
            <p class="certificate__note">{format!("答卷编号 {}　成绩由主办方按参赛者交来的作答重新判分得出，不能证明由何人作答。", codes.join("、"))}</p>
        </article>
    }
    .into_any()
}
