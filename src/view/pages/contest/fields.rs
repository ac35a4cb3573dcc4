use crate::view::lean::live;
use leptos::prelude::*;

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

/// A whole number from 0 to `most`. What is no number leaves it as it was.
#[component]
pub fn NumberField(
    /// For who cannot see what stands beside it.
    #[prop(into)]
    label: String,
    #[prop(into)] testid: String,
    most: u32,
    value: u32,
    change: Callback<u32>,
) -> impl IntoView {
    let known = StoredValue::new(value);
    view! {
        <input class="field field--number" type="number" inputmode="numeric" min="0" max=most.to_string()
            aria-label=label value=value.to_string()
            on:input:target=move |event| {
                if let Ok(number) = event.target().value().parse::<u32>() {
                    known.set_value(number.min(most));
                    change.run(number.min(most));
                }
            }
            on:change:target=move |event| event.target().set_value(&known.get_value().to_string())
            data-testid=testid
        />
    }
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
                    <NumberField label testid most value=last.get_value() change=number/>
                    {format!(" {unit}")}
                </span>
            }))}
        </div>
    }
}
