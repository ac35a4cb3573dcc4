//! What the tests of several importers say in the same way.
use super::note::Note;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;

/// A question in one line: kind, stem, what is right, explanation.
pub fn told(draft: &Draft) -> String {
    let letters = |keys: &[u8]| keys.iter().map(|key| char::from(b'A' + key)).collect::<String>();
    let answer = match draft.kind {
        Kind::Single | Kind::Multiple => format!("{} {}", draft.options.join("|"), letters(&draft.keys)),
        Kind::Judge => format!("{:?}", draft.judged),
        Kind::Blank => draft.gaps.iter().map(|gap| gap.join("/")).collect::<Vec<_>>().join("|"),
        Kind::Match => {
            let pairs = draft.pairs.iter().map(|pair| pair.join("→")).collect::<Vec<_>>().join("|");
            format!("{pairs} +{}", draft.extra.join("|"))
        }
        Kind::Order | Kind::Scenario => draft.options.join("|"),
    };
    [draft.kind.key(), &draft.stem, answer.as_str(), &draft.explain].join(" ; ").replace('\n', "⏎")
}

pub fn dropped(what: &str) -> Note {
    Note::Dropped { what: what.to_owned() }
}

pub fn unsupported(name: &str) -> Note {
    Note::KindUnsupported { name: name.to_owned() }
}
