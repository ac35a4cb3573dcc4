use crate::domain::bank::marking::Points;
use crate::domain::bank::text::fold;
use crate::view::lean::{attr, live};
use leptos::prelude::*;
use std::fmt::Display;

#[component]
pub fn TextField(
    label: &'static str,
    /// Also the test id; a problem jumps here.
    id: &'static str,
    value: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] kind: Option<&'static str>,
    /// Signs that can be typed; what is longer already stays.
    #[prop(optional)]
    longest: Option<u16>,
    change: Callback<String>,
) -> impl IntoView {
    view! {
        <label class="gap" for=id>
            <span>{label}</span>
            <input class="field" id=id type=kind.unwrap_or("text") autocomplete="off" maxlength=longest.map(|n| n.to_string()) value=value
                on:input:target=move |event| change.run(event.target().value()) data-testid=id/>
            {(!hint.is_empty()).then(|| view! { <span class="tiny">{hint}</span> })}
        </label>
    }
}

#[component]
pub fn LongField(
    label: &'static str,
    id: &'static str,
    value: String,
    #[prop(optional)] hint: &'static str,
    change: Callback<String>,
) -> impl IntoView {
    view! {
        <label class="gap" for=id>
            <span>{label}</span>
            <textarea class="field" id=id on:input:target=move |event| change.run(event.target().value()) data-testid=id>
                {value}
            </textarea>
            {(!hint.is_empty()).then(|| view! { <span class="tiny">{hint}</span> })}
        </label>
    }
}

/// A whole number from `least` to `most`.
#[component]
pub fn NumberField(
    /// For who cannot see what stands beside it.
    #[prop(into)]
    label: String,
    #[prop(into)] testid: String,
    #[prop(optional)] least: u32,
    most: u32,
    value: u32,
    /// What is counted, after the number.
    #[prop(optional)]
    unit: &'static str,
    /// How many fields hold something else than they show.
    #[prop(optional)]
    n_wrong: Option<RwSignal<usize>>,
    change: Callback<u32>,
) -> impl IntoView {
    let asked = format!("{least}到{most}的整数");
    let step = Some([least, most].map(|bound| bound.to_string()));
    let read = Callback::new(move |text: String| whole(&text, least, most));
    view! { <Typed label testid asked step unit n_wrong value read change/> }
}

/// Points from 0 to 100 with up to one decimal: `2`, `0.5`.
#[component]
pub fn PointsField(
    label: String,
    #[prop(into)] testid: String,
    value: Points,
    change: Callback<Points>,
) -> impl IntoView {
    let asked = "0到100的分值，最多一位小数".to_owned();
    view! { <Typed label testid asked step=None unit="分" n_wrong=None value read=Callback::new(|text: String| points_of(&text)) change/> }
}

/// A number that counts from the moment it is typed. What is no such number stays as it was typed and is told beside it;
/// what held before holds on.
#[component]
fn Typed<T>(
    label: String,
    testid: String,
    /// What can be typed here, in words.
    asked: String,
    /// Least and most of a field that goes up and down in whole steps.
    step: Option<[String; 2]>,
    unit: &'static str,
    n_wrong: Option<RwSignal<usize>>,
    value: T,
    read: Callback<String, Option<T>>,
    change: Callback<T>,
) -> impl IntoView
where
    T: Copy + Display + Send + Sync + 'static,
{
    let held = StoredValue::new(value);
    let wrong = RwSignal::new(false);
    let tell = move |is_wrong: bool| {
        if wrong.try_get_untracked() != Some(!is_wrong) {
            return;
        }
        wrong.set(is_wrong);
        if let Some(n) = n_wrong {
            n.update(|n| *n = if is_wrong { *n + 1 } else { n.saturating_sub(1) });
        }
    };
    // A field that is drawn anew begins right.
    on_cleanup(move || tell(false));
    let fault = format!("{testid}-fault");
    let (kind, mode) = if step.is_some() { ("number", "numeric") } else { ("text", "decimal") };
    let [least, most] = step.map_or([None, None], |bounds| bounds.map(Some));
    view! {
        <input class="field field--number" type=kind inputmode=mode min=least max=most aria-label=label
            aria-invalid=attr(move || wrong.get().then_some("true")) value=value.to_string()
            on:input:target=move |event| {
                let typed = read.run(event.target().value());
                if typed.is_some() {
                    tell(false);
                }
                // The beginning of a number too large is a number too, and must not be what stays.
                change.run(typed.unwrap_or_else(|| held.get_value()));
            }
            on:change:target=move |event| match read.run(event.target().value()) {
                Some(number) => held.set_value(number),
                None => tell(true),
            }
            data-testid=testid
        />
        {(!unit.is_empty()).then(|| format!(" {unit}"))}
        {live(move || wrong.get().then(|| view! {
            <span class="tiny number-fault" role="alert" data-testid=fault.clone()>
                {format!("请填{asked}，现在仍按{}", held.get_value())}
            </span>
        }))}
    }
}

fn whole(text: &str, least: u32, most: u32) -> Option<u32> {
    text.trim().parse().ok().filter(|number| (least..=most).contains(number))
}

/// From 0 to 100, at most one decimal.
fn points_of(text: &str) -> Option<Points> {
    let text = fold(text);
    let (whole, tenth) = text.split_once('.').unwrap_or((&text, ""));
    let tenth = match tenth.len() {
        0 => 0,
        1 => tenth.parse::<u32>().ok()?,
        _ => return None,
    };
    let points = Points(whole.parse::<u32>().ok().filter(|whole| *whole <= 100)? * 1000 + tenth * 100);
    (points <= Points::whole(100)).then_some(points)
}

/// One of a few, from a list.
#[component]
pub fn Pick(
    #[prop(into)] label: String,
    #[prop(optional)] hidden_label: bool,
    #[prop(into)] testid: String,
    options: Vec<String>,
    chosen: usize,
    change: Callback<usize>,
) -> impl IntoView {
    let (shown, said) = if hidden_label { (None, Some(label)) } else { (Some(label), None) };
    view! {
        <label class="gap">
            {shown.map(|label| view! { <span>{label}</span> })}
            <select class="field" aria-label=said
                on:change:target=move |event| {
                    if let Ok(idx) = event.target().value().parse() {
                        change.run(idx);
                    }
                }
                data-testid=testid>
                {options.into_iter().enumerate().map(|(idx, label)| view! {
                    <option value=idx.to_string() selected=idx == chosen>{label}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

#[component]
pub fn Switch(
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    testid: &'static str,
    on: bool,
    change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <span>{label}{(!hint.is_empty()).then(|| view! { <br/><span class="tiny">{hint}</span> })}</span>
            <input type="checkbox" checked=on on:change:target=move |event| change.run(event.target().checked()) data-testid=testid/>
        </label>
    }
}

/// A switch that opens a number: off means none.
#[component]
pub fn MaybeNumber(
    label: &'static str,
    unit: &'static str,
    testid: &'static str,
    #[prop(default = 1)] least: u32,
    most: u32,
    value: Option<u32>,
    /// What it is when it is switched on.
    first: u32,
    change: Callback<Option<u32>>,
) -> impl IntoView {
    let on = RwSignal::new(value.is_some());
    let last = StoredValue::new(value.unwrap_or(first));
    let turn = Callback::new(move |is_on: bool| {
        on.set(is_on);
        change.run(is_on.then(|| last.get_value()));
    });
    let number = Callback::new(move |number: u32| {
        last.set_value(number);
        change.run(Some(number));
    });
    view! {
        <div class="maybe">
            <label class="switch">
                <input type="checkbox" checked=value.is_some() on:change:target=move |event| turn.run(event.target().checked()) data-testid=format!("{testid}-on")/>
                <span>{label}</span>
            </label>
            {live(move || on.get().then(|| view! {
                <span class="maybe__number">
                    <NumberField label testid least most value=last.get_value() unit change=number/>
                </span>
            }))}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_number_within_its_bounds_is_taken() {
        for (text, expected) in [("1", Some(1)), ("600", Some(600)), (" 30 ", Some(30))] {
            assert_eq!(whole(text, 1, 600), expected, "{text}");
        }
        for text in ["", "0", "601", "-3", "1.5", "1e2", "99999999999"] {
            assert_eq!(whole(text, 1, 600), None, "{text}");
        }
        assert_eq!(whole("0", 0, 300), Some(0));
    }

    #[test]
    fn points_have_one_decimal_at_most() {
        for (text, expected) in [("2", 2000), ("0.5", 500), ("１.5", 1500), ("3.", 3000), ("100", 100_000)] {
            assert_eq!(points_of(text), Some(Points(expected)), "{text}");
        }
        for text in ["", "101", "100.5", "1.25", "-1", "两分", ".", "1.x"] {
            assert_eq!(points_of(text), None, "{text}");
        }
    }
}
