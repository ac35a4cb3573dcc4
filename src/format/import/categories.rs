//! What other programs file questions under: paths of categories, and tags.
use super::note::Note;
use super::tidy::add;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::level::Level;

/// The last part of a path such as `$course$/top/党章/组织制度`; a doubled slash is a slash.
pub fn topic(path: &str) -> String {
    const SLASH: char = '\u{FDD9}';
    let path = path.replace("//", &SLASH.to_string());
    let last = path.split('/').map(str::trim).rfind(|part| !part.is_empty()).unwrap_or_default();
    let is_context = (last.starts_with('$') && last.ends_with('$')) || last == "top";
    if is_context { String::new() } else { last.replace(SLASH, "/") }
}

/// A level's name gives the level; without a category the first other tag is the topic; the rest is told.
pub fn tags(tags: &[String], draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut rest = Vec::new();
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if let Some(level) = Level::ALL.into_iter().find(|level| level.label() == tag) {
            draft.level = level;
        } else if draft.topic.is_empty() {
            draft.topic = tag.to_owned();
        } else if draft.topic != tag {
            rest.push(tag);
        }
    }
    if !rest.is_empty() {
        add(notes, Note::Dropped { what: format!("标签“{}”", rest.join("、")) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::Kind;

    #[test]
    fn the_topic_is_the_last_part_of_a_path() {
        for (path, expected) in [
            ("$course$/top/党章/组织制度", "组织制度"),
            ("党费", "党费"),
            ("$system$/top/", ""),
            ("top", ""),
            ("$course$", ""),
            ("机关/党组//党委", "党组/党委"),
            (" 题库 / 组织生活 ", "组织生活"),
            ("", ""),
        ] {
            assert_eq!(topic(path), expected, "{path}");
        }
    }

    #[test]
    fn tags_give_level_and_topic_and_the_rest_is_told() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (mut draft, mut notes) = (Draft::new(Kind::Single), Vec::new());
        tags(&texts(&["进阶", " 党费 ", "党费"]), &mut draft, &mut notes);
        assert_eq!((draft.topic.as_str(), draft.level, notes.len()), ("党费", Level::Advanced, 0));
        tags(&texts(&["期末", "", "2024"]), &mut draft, &mut notes);
        assert_eq!(notes, [Note::Dropped { what: "标签“期末、2024”".to_owned() }]);
    }
}
