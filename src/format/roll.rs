//! The roll of learners as text: the current one's place, then a line each. What stands in a line is percent-encoded,
//! so that no name can pass for a line of its own.
use crate::domain::record::event::LearnerId;
use crate::domain::record::learner::{Learner, Pin, Roll};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

const VERSION: &str = "1";

pub fn write(roll: &Roll) -> String {
    let mut text = format!("{VERSION} {}", roll.place());
    for learner in roll.learners() {
        let pin = learner.pin.as_ref().map_or("", |pin| &pin.0);
        let fields = [learner.id.as_str(), &learner.name, &learner.unit, pin];
        let fields = fields.map(|field| utf8_percent_encode(field, NON_ALPHANUMERIC).to_string());
        text.push('\n');
        text.push_str(&fields.join(" "));
    }
    text
}

pub fn read(text: &str) -> Option<Roll> {
    let mut lines = text.lines();
    let (version, current) = lines.next()?.split_once(' ')?;
    if version != VERSION {
        return None;
    }
    let learner = |line: &str| {
        let mut fields = line.split(' ').map(|field| percent_decode_str(field).decode_utf8_lossy().into_owned());
        let (id, name, unit, pin) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let pin = (!pin.is_empty()).then(|| Pin(pin.into()));
        Some(Learner { id: LearnerId::new(id), name, unit, pin })
    };
    let learners: Option<Vec<_>> = lines.map(learner).collect();
    Some(Roll::from_parts(learners?, current.parse().ok()?))
}

/// The digest of a pin; `None` unless it is four to six figures. Short figures can be guessed by anybody who reads the
/// store, and the screen says so.
pub fn pin(learner: &LearnerId, figures: &str) -> Option<Pin> {
    if !(4..=6).contains(&figures.len()) || !figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digest = Sha256::digest(format!("{} {figures}", learner.as_str()));
    Some(Pin(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_roll_reads_back_whatever_people_are_called(people in proptest::collection::vec(("\\PC{0,6}", "[\\PC\\n ]{0,6}", any::<bool>()), 1..5), current in 0..5usize) {
            let learners = people.into_iter().enumerate().map(|(idx, (name, unit, locked))| {
                let id = LearnerId::new(idx.to_string());
                let pin = if locked { pin(&id, "1234") } else { None };
                Learner { id, name, unit, pin }
            });
            let roll = Roll::from_parts(learners.collect(), current);
            prop_assert_eq!(read(&write(&roll)), Some(roll));
        }

        #[test]
        fn anything_else_is_no_roll_and_never_a_panic(text in "\\PC{0,40}") {
            prop_assert!(read(&text).is_none_or(|roll| !roll.learners().is_empty()));
        }
    }

    #[test]
    fn a_pin_is_four_to_six_figures_and_differs_by_learner() {
        let (one, two) = (LearnerId::new("1"), LearnerId::new("2"));
        assert_eq!(pin(&one, "1234"), pin(&one, "1234"));
        assert_ne!(pin(&one, "1234"), pin(&two, "1234"));
        for text in ["", "123", "1234567", "12a4", "一二三四"] {
            assert_eq!(pin(&one, text), None, "{text}");
        }
    }
}
