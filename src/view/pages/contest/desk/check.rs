use crate::domain::contest::desk::{Decision, Standing};
use crate::domain::contest::flag::Flag;
use crate::domain::contest::reckoning::Reckoning;
use crate::domain::contest::terms::{Terms, UnitScore, Units};
use crate::format::roster_text::{self, Lines};
use crate::format::short_code;
use crate::platform::files;
use crate::state::desk_room::DeskRoom;
use crate::view::components::act::Act;
use crate::view::lean::{live, tap, text, when};
use crate::view::pages::result::date_time;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Receipts that are shown at first, and with each 显示更多.
const STEP: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    ToDo,
    Flagged,
    Excluded,
    All,
}

const FILTERS: [(Filter, &str, &str); 4] = [
    (Filter::ToDo, "待定", "filter-waits"),
    (Filter::Flagged, "需要核对", "filter-flagged"),
    (Filter::Excluded, "不计入", "filter-excluded"),
    (Filter::All, "全部", "filter-all"),
];

impl Filter {
    fn takes(self, it: &Reckoning, idx: usize) -> bool {
        match self {
            Self::ToDo => it.standings[idx] == Standing::Waits,
            Self::Flagged => it.flags[idx].iter().any(|flag| !flag.is_note()),
            Self::Excluded => matches!(it.standings[idx], Standing::Excluded | Standing::AfterClosing),
            Self::All => true,
        }
    }
}

/// 核对: receipts with what is to be looked at, the most pressing first.
#[component]
pub fn Check(room: DeskRoom) -> impl IntoView {
    let waits = room.reckoning.with_untracked(|it| it.n(Standing::Waits) > 0);
    let filter = RwSignal::new(if waits { Filter::ToDo } else { Filter::Flagged });
    let n_shown = RwSignal::new(STEP);
    let found = Memo::new(move |_| {
        let it = room.reckoning.read();
        it.most_pressing().into_iter().filter(|idx| filter.get().takes(&it, *idx)).collect::<Vec<_>>()
    });
    view! {
        <p class="muted">"下面是请您核对的情况，不是结论。迟交、超时、超次数等先不计入，等您决定；其余照常计入。"</p>
        <div class="choices" role="group" aria-label="看哪些答卷">
            {FILTERS.map(|(of, name, testid)| view! {
                <label class="choice">
                    <input type="radio" name="filter" checked=when(move || filter.get() == of)
                        on:change=move |_| { filter.set(of); n_shown.set(STEP); } data-testid=testid/>
                    <span>{name}</span>
                </label>
            })}
        </div>
        {live(move || {
            let found = found.get();
            let Some(ground) = room.ground() else { return ().into_any() };
            if found.is_empty() {
                let none = if filter.get() == Filter::ToDo { "没有等您决定的答卷。" } else { "没有这样的答卷。" };
                return view! { <p class="card muted" data-testid="check-none">{none}</p> }.into_any();
            }
            let (it, n) = (room.reckoning.get(), n_shown.get());
            let more = found.len().saturating_sub(n);
            view! {
                <p class="muted figure">{format!("共{}份", found.len())}</p>
                <ul class="list">
                    {found.into_iter().take(n).map(|idx| receipt(room, &ground.pack.terms, &it, idx)).collect_view()}
                </ul>
                {(more > 0).then(|| view! {
                    <Act label=format!("显示更多（还有{more}份）") look="act--plain" testid="check-more" press=tap(move || n_shown.update(|n| *n += STEP))/>
                })}
            }
            .into_any()
        })}
        <Roster room/>
    }
}

fn receipt(room: DeskRoom, terms: &Terms, it: &Reckoning, idx: usize) -> AnyView {
    let (marked, standing) = (&it.marked[idx], it.standings[idx]);
    let (receipt, entry, id) = (&marked.receipt, &marked.receipt.entry, marked.id);
    let unit = terms.unit_name(&entry.unit);
    let mut about = vec![format!("第{}次作答", entry.attempt)];
    if !unit.is_empty() {
        about.insert(0, unit.to_owned());
    }
    if !entry.number.is_empty() {
        about.push(format!("编号{}", entry.number));
    }
    about.push(format!("{}交卷", date_time(receipt.handed_in_at())));
    about.push(format!("用时{}", receipt.took));
    let flags = it.flags[idx].iter().map(|flag: &Flag| {
        let look = if flag.holds_back() { "desk__flag desk__flag--holds" } else { "desk__flag" };
        view! { <li class=look data-testid="flag">{flag.to_string()}</li> }
    });
    let decided = room.desk.with_untracked(|desk| desk.decisions.get(&id).copied());
    let choice = |decision: Decision, label: &'static str, testid: &'static str| {
        let on = decided == Some(decision);
        let look = if on { "act act--small act--quiet" } else { "act act--small act--plain" };
        let press = tap(move || room.decide(id, if on { None } else { Some(decision) }));
        view! { <button type="button" class=look aria-pressed=if on { "true" } else { "false" } on:click=press data-testid=testid>{label}</button> }
    };
    let closed = standing == Standing::AfterClosing;
    view! {
        <li class="card card__gap" data-testid="receipt">
            <div class="card__row">
                <h3 class="card__title">{entry.name.clone()}</h3>
                <span class="figure">{format!("{}分", marked.score)}</span>
                <span class="tag tag--plain" data-testid="standing">{standing.label()}</span>
            </div>
            <p class="muted">{about.join(" · ")}</p>
            <ul class="desk__flags">{flags.collect_view()}</ul>
            {(!closed).then(|| view! {
                <div class="pair desk__choice">
                    {choice(Decision::Counts, "计入", "decide-counts")}
                    {choice(Decision::DoesNotCount, "不计入", "decide-excludes")}
                </div>
            })}
            <p class="tiny figure">{format!("答卷编号 {}", short_code::write(&id.0))}</p>
        </li>
    }
    .into_any()
}

/// Who may take part, and how large units are: pasted from a sheet.
#[component]
fn Roster(room: DeskRoom) -> impl IntoView {
    let (people, sizes) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let said = RwSignal::new(Vec::<String>::new());
    let Some(ground) = room.ground() else { return ().into_any() };
    let has_units = ground.pack.terms.units != Units::None;
    let by_participation = ground.pack.terms.unit_score == UnitScore::Participation;
    let terms = StoredValue::new(ground.pack.terms.clone());
    let take_people = move |text: String| {
        let Lines { read, problems } = terms.with_value(|terms| roster_text::roster(&text, terms));
        let n = read.people.len();
        let mut lines = vec![format!("读到{n}人。")];
        if n == 0 {
            lines.push("没有读到人，名单没有改。".to_owned());
        } else {
            room.set_roster(Some(read));
        }
        lines.extend(problems.into_iter().map(|problem| format!("{problem}。")));
        said.set(lines);
    };
    let take_sizes = move || {
        let text = sizes.get_untracked();
        let Lines { read, problems } = terms.with_value(|terms| roster_text::unit_sizes(&text, terms));
        let mut lines = vec![format!("读到{}个单位的人数。", read.len())];
        lines.extend(problems.into_iter().map(|problem| format!("{problem}。")));
        if !read.is_empty() {
            room.set_unit_sizes(read);
        }
        said.set(lines);
    };
    let from_file = move |list: Option<web_sys::FileList>| {
        spawn_local(async move {
            for (_, text) in files::texts(list).await {
                take_people(text);
            }
        });
    };
    let now = move || match &room.desk.read().roster {
        Some(roster) => format!("名单上现有{}人，不在名单上的会标出来，等您决定。", roster.people.len()),
        None => "还没有名单，谁交来都照收。".to_owned(),
    };
    let sized = move || match room.desk.read().unit_sizes.len() {
        0 if by_participation => "单位名次按参与率算，要先填各单位人数。".to_owned(),
        0 => "填了人数才能算参与率。".to_owned(),
        n => format!("已有{n}个单位的人数。"),
    };
    view! {
        <details class="card">
            <summary data-testid="roster-open">{if has_units { "参赛名单和单位人数" } else { "参赛名单" }}</summary>
            <div class="card__gap">
                <p class="muted" data-testid="roster-now">{text(now)}</p>
                <label class="gap">
                    <span>"参赛名单：一行一人，从Excel里复制“姓名、单位”（或编号）几列贴过来"</span>
                    <textarea class="field" prop:value=people on:input:target=move |event| people.set(event.target().value()) data-testid="roster"></textarea>
                </label>
                <div class="pair">
                    <Act label="用这份名单" look="act--quiet" testid="roster-take" press=tap(move || take_people(people.get_untracked()))/>
                    <label class="act act--plain">
                        "选择CSV文件"
                        <input type="file" accept=".csv,.txt,text/*" on:change:target=move |event| from_file(event.target().files()) data-testid="roster-file"/>
                    </label>
                    <Act label="不用名单" look="act--plain" testid="roster-drop" press=tap(move || { room.set_roster(None); said.set(Vec::new()); })/>
                </div>
                {has_units.then(|| view! {
                    <label class="gap">
                        <span>"单位人数：一行一个单位，例如“办公室 12”"</span>
                        <textarea class="field" prop:value=sizes on:input:target=move |event| sizes.set(event.target().value()) data-testid="sizes"></textarea>
                    </label>
                    <p class="muted" data-testid="sizes-now">{text(sized)}</p>
                    <Act label="用这些人数" look="act--quiet" testid="sizes-take" press=tap(take_sizes)/>
                })}
                <div role="status" data-testid="roster-said">
                    {live(move || said.get().into_iter().take(30).map(|line| view! { <p>{line}</p> }).collect_view())}
                </div>
            </div>
        </details>
    }
    .into_any()
}
