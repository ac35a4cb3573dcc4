//! The keyboard on a question: 1–9 or A–J choose, Enter confirms and goes on, arrows move. In a scenario they choose in
//! the part that has the focus, and nothing where none has it.
use crate::platform::page;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

#[derive(Clone, Copy)]
pub struct Actions {
    pub primary: Callback<()>,
    pub back: Callback<()>,
    pub forward: Callback<()>,
}

/// Listens as long as the current owner lives.
pub fn listen(actions: Actions) {
    let listener = window_event_listener_untyped("keydown", move |event| {
        // Browsers that fill fields in by themselves send a plain event of this name.
        if let Some(event) = event.dyn_ref() {
            handle(event, actions);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The options that a key means which was pressed at `from`: those of the same part of a scenario, or of the question.
fn options(from: Option<&HtmlElement>) -> Vec<HtmlElement> {
    let part = |element: &HtmlElement| element.closest("[data-testid=part]").ok().flatten();
    let here = from.and_then(part);
    let mut options = page::all("[data-testid=option]");
    options.retain(|option| part(option) == here);
    options
}

fn handle(event: &KeyboardEvent, actions: Actions) {
    let target: Option<HtmlElement> = event.target().and_then(|target| target.dyn_into().ok());
    let is = |selector: &str| target.as_ref().is_some_and(|target| target.matches(selector).unwrap_or(false));
    let in_dialog = target.as_ref().is_some_and(|target| target.closest("dialog").ok().flatten().is_some());
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() || in_dialog || is("textarea") {
        return;
    }
    let key = event.key();
    let writing = is("input, select");
    match key.as_str() {
        "Enter" if is("[data-testid=option]") => {
            event.prevent_default();
            let chosen = is("[aria-checked=true], [aria-pressed=true]");
            match target {
                Some(option) if !chosen && !is("[aria-disabled]") => option.click(),
                _ => actions.primary.run(()),
            }
        }
        // A button or link in focus does what it says.
        "Enter" if is("button, a, summary") => {}
        // Some browsers open a list by it.
        "Enter" if is("select") => actions.primary.run(()),
        "Enter" => {
            event.prevent_default();
            actions.primary.run(());
        }
        _ if writing => {}
        "ArrowLeft" => actions.back.run(()),
        "ArrowRight" => actions.forward.run(()),
        "ArrowUp" | "ArrowDown" => {
            let options = options(target.as_ref());
            if !options.is_empty() {
                event.prevent_default();
                move_focus(&options, target.as_ref(), key == "ArrowDown");
            }
        }
        _ => {
            if let Some(shown) = option_of(&key) {
                event.prevent_default();
                if let Some(option) = options(target.as_ref()).get(shown) {
                    option.click();
                }
            }
        }
    }
}

/// The place that a digit or letter names.
fn option_of(key: &str) -> Option<usize> {
    let mut chars = key.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    match c.to_ascii_lowercase() {
        c @ '1'..='9' => Some(c as usize - '1' as usize),
        c @ 'a'..='j' => Some(c as usize - 'a' as usize),
        _ => None,
    }
}

fn move_focus(options: &[HtmlElement], from: Option<&HtmlElement>, down: bool) {
    let here = from.and_then(|from| options.iter().position(|option| option == from));
    let next = match (here, down) {
        (None, true) => 0,
        (None, false) => options.len().saturating_sub(1),
        (Some(here), true) => (here + 1) % options.len(),
        (Some(here), false) => (here + options.len() - 1) % options.len(),
    };
    if let Some(option) = options.get(next) {
        // An element that is on the page takes the focus.
        let _ = option.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_letters_name_options() {
        for (key, expected) in
            [("1", Some(0)), ("9", Some(8)), ("a", Some(0)), ("J", Some(9)), ("k", None), ("0", None), ("Enter", None)]
        {
            assert_eq!(option_of(key), expected, "{key}");
        }
    }
}
