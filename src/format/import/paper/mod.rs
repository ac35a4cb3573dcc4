//! Papers as people write them: numbered stems, lettered options, answers beside them or all at the end. Lines are
//! told apart by what they look like ([`line`]), put together ([`assemble`]), and given their answers ([`answers`]).
mod answers;
mod asked;
mod assemble;
mod head;
mod inline;
mod key;
mod label;
mod line;
mod material;
mod number;
mod scan;
mod section;
mod tag;
#[cfg(test)]
mod office_tests;
#[cfg(test)]
mod tests;

use super::found::Found;
use super::limits::{MAX_FILE_BYTES, MAX_QUESTIONS};
use super::loose::{Counting, Loose, interpret};
use super::pace::{Pace, Still};
use super::refused::Refused;
use super::remark::Remark;
use assemble::Assembly;
pub use line::SOFT;
use material::{Gathering, Material};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    pub found: Vec<Found>,
    pub remarks: Vec<Remark>,
}

/// The questions of a paper, with their answers in the same text or in another one.
pub async fn read(text: &str, answers: Option<&str>, pace: &impl Pace) -> Result<Paper, Refused> {
    let Assembled { loose, materials, remarks } = assembled(text, answers, pace).await?;
    let total = text.len();
    let (mut gathering, n_questions) = (Gathering::default(), loose.len());
    for (idx, (loose, of)) in loose.into_iter().enumerate() {
        if idx % 100 == 0 {
            let share = total / 4 * idx / n_questions.max(1);
            pace.pause(total / 4 * 3 + share, total).await?;
        }
        gathering.put(interpret(loose, Counting::FromOne), of, &materials);
    }
    Ok(Paper { found: gathering.end(&materials), remarks })
}

/// A paper before anything is made of its texts: each question with the text that it shares with others.
struct Assembled {
    loose: Vec<(Loose, Option<usize>)>,
    materials: Vec<Material>,
    remarks: Vec<Remark>,
}

async fn assembled(text: &str, answers: Option<&str>, pace: &impl Pace) -> Result<Assembled, Refused> {
    if text.len() > MAX_FILE_BYTES || answers.is_some_and(|answers| answers.len() > MAX_FILE_BYTES) {
        return Err(Refused::TOO_LARGE);
    }
    let total = text.len();
    let (mut lines, mut n_dropped) = line::read(text, pace).await?;
    let n_asked = lines.len();
    if let Some(answers) = answers {
        let (more, n_more) = line::read(answers, &Still::at(pace, total / 2, total)).await?;
        lines.extend(more);
        n_dropped += n_more;
    }
    let mut assembly = Assembly::new(&lines);
    for idx in 0..lines.len() {
        if idx % 200 == 0 {
            pace.pause(total / 2 + total / 4 * idx / lines.len(), total).await?;
        }
        if idx == n_asked {
            assembly.begin_answers();
        }
        assembly.line(idx);
        assembly.give_answers(pace, total / 2 + total / 4 * idx / lines.len(), total).await?;
        if assembly.questions.len() > MAX_QUESTIONS {
            return Err(Refused::TOO_MANY_QUESTIONS);
        }
    }
    assembly.end_answers();
    assembly.give_answers(pace, total / 4 * 3, total).await?;
    let (sections, questions, materials, mut remarks) = assembly.end(n_dropped);
    let mut loose = Vec::with_capacity(questions.len());
    let mut n_pointed = 0;
    for (idx, question) in questions.into_iter().enumerate() {
        if idx % 200 == 0 {
            pace.pause(total / 4 * 3, total).await?;
        }
        let section = &sections[question.section];
        let of = question.material;
        let (question, had_points) = question.finish(section.kind.as_ref(), &section.topic);
        n_pointed += usize::from(had_points);
        loose.push((question, of));
    }
    if n_pointed > 0 {
        remarks.push(Remark::PointsLeftOut { n_questions: n_pointed });
    }
    Ok(Assembled { loose, materials, remarks })
}
