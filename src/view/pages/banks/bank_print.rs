use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::Points;
use crate::domain::contest::papers::Paper;
use crate::domain::paper::draw::Item;
use crate::domain::paper::seed::Seed;
use crate::format::printed::printed;
use crate::platform::page;
use crate::view::components::act::Act;
use crate::view::components::loaded::Loaded;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::tap;
use crate::view::pages::contest::paper_view::{answer_sheet, key_view, paper_view};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use std::sync::Arc;

/// A whole bank on paper, kind after kind: questions and answer sheet, or the key.
#[component]
pub fn BankPrint(id: BankId, is_key: bool) -> impl IntoView {
    let up = Route::Room(Room::Edit, id.to_string());
    let title = if is_key { "打印答案" } else { "打印试卷" };
    view! {
        <PageBar title=title.to_owned() up/>
        <div class="page page--wide page--print" data-testid="print">
            <section class="card card__gap print-tools">
                <p class="muted">{if is_key { "答案单独成页，请不要和试卷一起发。" } else { "A4纸，先是试卷，后是答题纸。页眉页脚可以在打印窗口里去掉。" }}</p>
                <Act label="打印" testid="print-now" press=tap(page::print)/>
            </section>
            <Loaded id children=Callback::new(move |bank: Arc<Bank>| sheets(&bank, is_key))/>
        </div>
    }
}

fn sheets(bank: &Bank, is_key: bool) -> AnyView {
    let mut questions: Vec<_> = bank.live().cloned().map(Arc::new).collect();
    questions.sort_by_key(|question| Kind::ALL.iter().position(|kind| *kind == question.kind()));
    let item = |id: &str| Item { question: QuestionRef::new(bank.id.as_str(), id), points: Points::whole(1) };
    let items = questions.iter().map(|question| item(question.id.as_str())).collect();
    let paper = Paper { seed: Seed::from_bytes([0; 32]), items, questions };
    let printed = printed(&paper, false);
    let head = |under: &'static str| {
        view! {
            <h2 class="sheet-title">{bank.title.clone()}{under}</h2>
            <p class="sheet-under">{format!("共{}题", paper.items.len())}</p>
        }
    };
    if is_key {
        return view! { <article class="a4" data-testid="key">{head(" 答案")}{key_view(printed)}</article> }.into_any();
    }
    let answers = answer_sheet(&printed);
    view! {
        <article class="a4" data-testid="paper">
            {head("")}
            <p class="sheet-who"><span>"单位："</span><span>"姓名："</span></p>
            {paper_view(printed)}
        </article>
        <article class="a4" data-testid="answer-sheet">{head(" 答题纸")}{answers}</article>
    }
    .into_any()
}
