//! Closures of a view behind one type per result. A renderer is compiled anew for every closure type it meets, about
//! a kilobyte each; behind a box it is compiled once.
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use std::hash::Hash;

/// What a press does.
pub type Press = Box<dyn FnMut(MouseEvent)>;

/// A text that changes.
pub type LiveText = Box<dyn FnMut() -> String + Send>;

/// A part of the view that changes.
pub fn live<V: IntoAny>(mut part: impl FnMut() -> V + Send + 'static) -> Box<dyn FnMut() -> AnyView + Send> {
    Box::new(move || part().into_any())
}

/// A part of the view that is drawn from nothing whenever its key becomes another one: a field that was typed in keeps its
/// text whatever it is told later.
pub fn fresh<K>(
    key: impl Fn() -> K + Send + Sync + 'static,
    draw: impl Fn() -> AnyView + Clone + Send + 'static,
) -> AnyView
where
    K: Eq + Hash + Clone + Send + Sync + 'static,
{
    view! { <For each=move || [key()] key=K::clone children=move |_| draw()/> }.into_any()
}

/// What is done anew whenever a signal changes that it reads.
pub fn effect(act: impl FnMut() + 'static) {
    let act: Box<dyn FnMut()> = Box::new(act);
    Effect::new(act);
}

/// A value that follows signals and tells only when it became another one.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Memo::new(move |_| value())
}

pub fn text<T: ToString>(mut text: impl FnMut() -> T + Send + 'static) -> LiveText {
    Box::new(move || text().to_string())
}

/// A condition that a class or a property follows.
pub fn when(condition: impl FnMut() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(condition)
}

/// An attribute that changes, or is absent while there is none.
pub fn attr<T: Into<Option<&'static str>>>(
    mut value: impl FnMut() -> T + Send + 'static,
) -> Box<dyn FnMut() -> Option<&'static str> + Send> {
    Box::new(move || value().into())
}

/// `true` or `false` in words, as ARIA wants them.
pub const fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

pub fn tap(mut act: impl FnMut() + 'static) -> Press {
    Box::new(move |_| act())
}

/// What a control says, for ever or for now.
pub enum Label {
    Fixed(String),
    Live(LiveText),
}

impl Label {
    pub fn into_view(self) -> AnyView {
        match self {
            Self::Fixed(text) => text.into_any(),
            Self::Live(text) => text.into_any(),
        }
    }
}

impl Default for Label {
    fn default() -> Self {
        Self::Fixed(String::new())
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::Fixed(text.to_owned())
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self::Fixed(text)
    }
}

impl From<LiveText> for Label {
    fn from(text: LiveText) -> Self {
        Self::Live(text)
    }
}
