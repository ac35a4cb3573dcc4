use leptos::prelude::*;

/// A drawing in the colour of the text around it; says nothing to a screen reader.
#[component]
pub fn Icon(path: &'static str, #[prop(optional)] full: bool) -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" aria-hidden="true" class=full.then_some("full")>
            <path d=path></path>
        </svg>
    }
}

pub const LEARN: &str = "M4 5h7a2 2 0 0 1 2 2v13a2 2 0 0 0-2-2H4zM20 5h-5a2 2 0 0 0-2 2M20 5v13h-5";
pub const PRACTISE: &str = "M4 20l1-4L16 5l3 3L8 19zM13 20h7";
pub const COMPETE: &str = "M7 4h10v5a5 5 0 0 1-10 0zM7 6H4a3 3 0 0 0 3 4M17 6h3a3 3 0 0 1-3 4M12 14v4M8 20h8";
pub const ME: &str = "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 21a8 8 0 0 1 16 0";
pub const STAR: &str = "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z";
pub const FLAG: &str = "M6 21V4M6 5h11l-2.5 4L17 13H6";
