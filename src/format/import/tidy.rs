//! What is done to every text that comes in, whatever its format.
use super::note::Note;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::text::is_invisible;

/// Without outer white space and what nobody sees; line ends are LF. Inner spaces stay: they may be a gap.
pub fn tidy(text: &str, notes: &mut Vec<Note>) -> String {
    let unseen = |c: char| is_invisible(c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = text.chars().filter(|c| !unseen(*c)).collect();
    if seen.len() != text.len() {
        add(notes, Note::InvisibleRemoved);
    }
    if seen.contains('\u{FFFD}') {
        add(notes, Note::Unreadable);
    }
    seen.trim().to_owned()
}

/// Every text of a draft tidied.
pub fn tidy_draft(draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut each = |text: &mut String| *text = tidy(text, notes);
    each(&mut draft.stem);
    each(&mut draft.explain);
    each(&mut draft.topic);
    draft.options.iter_mut().chain(&mut draft.extra).for_each(&mut each);
    draft.gaps.iter_mut().flatten().for_each(&mut each);
    draft.pairs.iter_mut().flatten().for_each(each);
}

/// A note once.
pub fn add(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_goes_with_a_note_and_inner_spaces_stay() {
        let mut notes = Vec::new();
        assert_eq!(tidy("\u{3000} 党的 （  ）\r\n是\r什么 ", &mut notes), "党的 （  ）\n是\n什么");
        assert_eq!(notes, []);
        assert_eq!(tidy("\u{FEFF}党\u{200B}章\0", &mut notes), "党章");
        assert_eq!(tidy("\u{200B}党费", &mut notes), "党费");
        assert_eq!(notes, [Note::InvisibleRemoved], "once");
        assert_eq!(tidy("党\u{FFFD}", &mut notes), "党\u{FFFD}");
        assert_eq!(notes[1..], [Note::Unreadable]);
    }
}
