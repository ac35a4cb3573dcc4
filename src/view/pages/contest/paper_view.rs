use crate::format::printed::{Asked, Printed, PrintedPart, Room};
use leptos::prelude::*;

/// A paper's questions as they stand on paper.
pub fn paper_view(printed: Printed) -> AnyView {
    let group = |group: crate::format::printed::Group| {
        view! {
            <h3 class="sheet-heading">{group.heading}</h3>
            <ol class="printed">{group.asked.into_iter().map(asked_view).collect_view()}</ol>
        }
    };
    printed.groups.into_iter().map(group).collect_view().into_any()
}

fn asked_view(asked: Asked) -> AnyView {
    let number = asked.number;
    let material = asked.material.map(|text| view! { <p class="printed__stem">{format!("{number}. {text}")}</p> });
    let alone = material.is_none();
    let parts = asked.parts.into_iter().map(|part| part_view(part, alone)).collect_view();
    view! { <li class="printed__asked" data-testid="printed-question">{material}{parts}</li> }.into_any()
}

fn part_view(part: PrintedPart, alone: bool) -> AnyView {
    let PrintedPart { label, stem, lefts, options, room, .. } = part;
    let label = if alone { format!("{label}. ") } else { label };
    // A gap stands in the stem itself.
    let short = options.iter().all(|option| option.chars().count() <= 12);
    let blank = (room == Room::Letters && !has_brackets(&stem)).then_some("（　　）");
    view! {
        <p class="printed__stem">{label}{stem}{blank}</p>
        {(!lefts.is_empty()).then(|| view! { <ul class="printed__options">{lines(lefts)}</ul> })}
        {(!options.is_empty()).then(|| view! {
            <ul class=if short { "printed__options printed__options--short" } else { "printed__options" }>{lines(options)}</ul>
        })}
    }
    .into_any()
}

/// Whether the stem has its own place for the answer: `（  ）`.
fn has_brackets(stem: &str) -> bool {
    let parts = stem.split(['（', '(']).skip(1);
    parts.filter_map(|part| part.split_once(['）', ')'])).any(|(inside, _)| inside.trim().is_empty())
}

fn lines(texts: Vec<String>) -> Vec<AnyView> {
    texts.into_iter().map(|text| view! { <li>{text}</li> }.into_any()).collect()
}

/// One cell for each answer.
pub fn answer_sheet(printed: &Printed) -> AnyView {
    let parts: Vec<&PrintedPart> =
        printed.groups.iter().flat_map(|group| &group.asked).flat_map(|asked| &asked.parts).collect();
    let cells = |room: Room, class: &'static str| {
        let of = parts.iter().filter(|part| part.room == room);
        let cells: Vec<AnyView> =
            of.map(|part| view! { <li><span>{part.label.clone()}</span><i></i></li> }.into_any()).collect();
        (!cells.is_empty()).then(|| view! { <ol class=class>{cells}</ol> })
    };
    view! {
        {cells(Room::Letters, "answer-cells")}
        {cells(Room::Line, "answer-cells answer-cells--lines")}
    }
    .into_any()
}

/// The right answers, group by group.
pub fn key_view(printed: Printed) -> AnyView {
    let group = |group: crate::format::printed::Group| {
        let parts = group.asked.into_iter().flat_map(|asked| asked.parts);
        let cells: Vec<AnyView> = parts
            .map(|part| view! { <li data-testid="printed-key"><b>{part.label}</b>" "{part.key}</li> }.into_any())
            .collect();
        view! {
            <h3 class="sheet-heading">{group.heading}</h3>
            <ol class="key-cells">{cells}</ol>
        }
    };
    printed.groups.into_iter().map(group).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_for_the_answer_is_printed_once() {
        for (stem, expected) in [
            ("每（　　）召开一次。", true),
            ("每( )次", true),
            ("《条例》（试行）规定（  ）", true),
            ("《条例》（试行）规定了什么？", false),
            ("没写完（ ", false),
        ] {
            assert_eq!(has_brackets(stem), expected, "{stem}");
        }
    }
}
