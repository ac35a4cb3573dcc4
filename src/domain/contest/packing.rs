//! Answers in as few bits as the paper allows: whoever knows the questions can read them back, bit for bit.
//!
//! | kind | bits |
//! |---|---|
//! | single | the number of the option from 1 on, or 0 for none, in as many bits as the options need |
//! | multiple | one for each option; none set is no answer |
//! | judge | two: 0 none, 1 true, 2 false |
//! | order | one whether there is an answer, then each position in as many bits as the items need |
//! | match | for each left like single |
//! | blank | one whether there is an answer, then for each gap a byte of length and as many bytes of UTF-8 |
//! | scenario | its parts, one after the other |
//!
//! Bits fill bytes from the highest; what is left of the last byte is 0.
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::{Given, Question};
use std::sync::Arc;

/// A text longer than this is cut at a letter: its length stands in one byte.
const LONGEST: usize = 255;

/// `given` holds `None` or an empty answer where nothing was answered. An answer of another kind than its question
/// counts as none.
pub fn pack(questions: &[Arc<Question>], given: &[Option<Given>]) -> Vec<u8> {
    let mut bits = BitWriter::default();
    for (idx, question) in questions.iter().enumerate() {
        write(&mut bits, &question.body, given.get(idx).and_then(Option::as_ref));
    }
    bits.bytes
}

/// `None` unless these are the very bytes that [`pack`] writes for some answers.
pub fn unpack(questions: &[Arc<Question>], bytes: &[u8]) -> Option<Vec<Option<Given>>> {
    let mut bits = BitReader { bytes, at: 0 };
    let given = questions.iter().map(|question| read(&mut bits, &question.body)).collect::<Option<Vec<_>>>()?;
    (pack(questions, &given) == bytes).then_some(given)
}

fn write(bits: &mut BitWriter, body: &Body, given: Option<&Given>) {
    match (body, given) {
        (Body::Single(single), given) => {
            let chosen = match given {
                Some(Given::Options(positions)) => positions.first().copied(),
                _ => None,
            };
            write_choice(bits, chosen, single.options.len());
        }
        (Body::Multiple(multiple), given) => {
            let chosen: &[u8] = if let Some(Given::Options(positions)) = given { positions } else { &[] };
            for idx in 0..multiple.options.len() {
                bits.push(u32::from(chosen.contains(&(idx as u8))), 1);
            }
        }
        (Body::Judge(_), given) => {
            let said = match given {
                Some(Given::Judge(true)) => 1,
                Some(Given::Judge(false)) => 2,
                _ => 0,
            };
            bits.push(said, 2);
        }
        (Body::Order(order), Some(Given::Order(positions))) if positions.len() == order.items.len() => {
            bits.push(1, 1);
            positions.iter().for_each(|position| bits.push(u32::from(*position), width(order.items.len() - 1)));
        }
        (Body::Blank(blank), Some(Given::Blanks(texts))) if texts.iter().any(|text| !text.is_empty()) => {
            bits.push(1, 1);
            for idx in 0..blank.gaps.len() {
                let text = cut(texts.get(idx).map_or("", String::as_str));
                bits.push(text.len() as u32, 8);
                text.bytes().for_each(|byte| bits.push(u32::from(byte), 8));
            }
        }
        (Body::Order(_) | Body::Blank(_), _) => bits.push(0, 1),
        (Body::Match(matching), given) => {
            let chosen: &[Option<u8>] = if let Some(Given::Match(chosen)) = given { chosen } else { &[] };
            for idx in 0..matching.lefts.len() {
                write_choice(bits, chosen.get(idx).copied().flatten(), matching.rights.len());
            }
        }
        (Body::Scenario(scenario), given) => {
            let parts: &[Given] = if let Some(Given::Parts(parts)) = given { parts } else { &[] };
            for (idx, part) in scenario.parts.iter().enumerate() {
                write(bits, &part.body, parts.get(idx));
            }
        }
    }
}

/// The outer `None` where the bits end too soon or mean nothing, the inner where nothing was answered.
fn read(bits: &mut BitReader<'_>, body: &Body) -> Option<Option<Given>> {
    Some(match body {
        Body::Single(single) => read_choice(bits, single.options.len())?.map(|position| Given::options([position])),
        Body::Multiple(multiple) => {
            let mut chosen = Vec::new();
            for idx in 0..multiple.options.len() {
                if bits.pull(1)? == 1 {
                    chosen.push(idx as u8);
                }
            }
            (!chosen.is_empty()).then(|| Given::options(chosen))
        }
        Body::Judge(_) => match bits.pull(2)? {
            0 => None,
            1 => Some(Given::Judge(true)),
            2 => Some(Given::Judge(false)),
            _ => return None,
        },
        Body::Order(order) => match bits.pull(1)? {
            0 => None,
            _ => {
                let width = width(order.items.len().saturating_sub(1));
                let positions: Vec<u8> =
                    order.items.iter().map(|_| Some(bits.pull(width)? as u8)).collect::<Option<_>>()?;
                let each_once = (0..order.items.len()).all(|idx| positions.contains(&(idx as u8)));
                Some(each_once.then_some(Given::Order(positions))?)
            }
        },
        Body::Blank(blank) => match bits.pull(1)? {
            0 => None,
            _ => {
                let mut texts = Vec::new();
                for _ in &blank.gaps {
                    let len = bits.pull(8)?;
                    let bytes = (0..len).map(|_| Some(bits.pull(8)? as u8)).collect::<Option<Vec<_>>>()?;
                    texts.push(String::from_utf8(bytes).ok()?);
                }
                Some(Given::Blanks(texts))
            }
        },
        Body::Match(matching) => {
            let n = matching.rights.len();
            let chosen = matching.lefts.iter().map(|_| read_choice(bits, n)).collect::<Option<Vec<_>>>()?;
            chosen.iter().any(Option::is_some).then_some(Given::Match(chosen))
        }
        Body::Scenario(scenario) => {
            let parts = scenario.parts.iter().map(|part| read(bits, &part.body)).collect::<Option<Vec<_>>>()?;
            let answered = parts.iter().any(Option::is_some);
            let parts =
                parts.into_iter().zip(&scenario.parts).map(|(given, part)| given.unwrap_or_else(|| none(&part.body)));
            answered.then(|| Given::Parts(parts.collect()))
        }
    })
}

/// No answer to a part, which holds its place among the others.
fn none(body: &Body) -> Given {
    match body {
        Body::Order(_) => Given::Order(Vec::new()),
        Body::Blank(_) => Given::Blanks(Vec::new()),
        Body::Match(_) => Given::Match(Vec::new()),
        Body::Scenario(_) => Given::Parts(Vec::new()),
        Body::Single(_) | Body::Multiple(_) | Body::Judge(_) => Given::Options(Vec::new()),
    }
}

fn write_choice(bits: &mut BitWriter, chosen: Option<u8>, n: usize) {
    let chosen = chosen.filter(|position| usize::from(*position) < n);
    bits.push(chosen.map_or(0, |position| u32::from(position) + 1), width(n));
}

fn read_choice(bits: &mut BitReader<'_>, n: usize) -> Option<Option<u8>> {
    match bits.pull(width(n))? as usize {
        0 => Some(None),
        number if number <= n => Some(Some((number - 1) as u8)),
        _ => None,
    }
}

/// Bits for numbers up to `most`.
const fn width(most: usize) -> u32 {
    usize::BITS - most.leading_zeros()
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    /// Bits taken of the last byte; 0 where it is full.
    taken: u32,
}

impl BitWriter {
    fn push(&mut self, value: u32, width: u32) {
        for bit in (0..width).rev() {
            if self.taken == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << (7 - self.taken);
            }
            self.taken = (self.taken + 1) % 8;
        }
    }
}

struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl BitReader<'_> {
    fn pull(&mut self, width: u32) -> Option<u32> {
        let mut value = 0;
        for _ in 0..width {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Blank, Judge, Matching, Multiple, Order, Part, Scenario, Single};
    use crate::domain::session::session::tests::question;
    use proptest::prelude::*;

    fn texts(n: usize) -> Vec<String> {
        (0..n).map(|idx| idx.to_string()).collect()
    }

    /// One question of each kind, the last a scenario of a single, a judge and a blank.
    fn paper() -> Vec<Arc<Question>> {
        let single = |n| Body::Single(Single { options: texts(n), answer: 0, shuffle: true });
        let judge = || Body::Judge(Judge { answer: true });
        let blank = |n| Body::Blank(Blank { gaps: vec![vec!["答".into()]; n], any_order: false });
        let pairs = ["甲", "乙", "丙"].map(|text| [text.to_owned(), text.to_owned()]);
        let part = |body| Part { stem: "问".into(), body, explain: String::new() };
        let bodies = [
            single(4),
            Body::Multiple(Multiple { options: texts(5), answer: vec![0], shuffle: true }),
            judge(),
            Body::Order(Order { items: texts(5) }),
            blank(2),
            Body::Match(Matching::new(pairs.to_vec(), vec!["丁".into()])),
            Body::Scenario(Scenario { parts: [single(3), judge(), blank(1)].map(part).to_vec() }),
        ];
        bodies.into_iter().map(|body| Arc::new(Question { body, ..question("q") })).collect()
    }

    fn answers() -> Vec<Option<Given>> {
        vec![
            Some(Given::options([3])),
            Some(Given::options([0, 4])),
            Some(Given::Judge(false)),
            Some(Given::Order(vec![4, 3, 2, 1, 0])),
            Some(Given::Blanks(vec!["三个月".into(), String::new()])),
            Some(Given::Match(vec![Some(3), None, Some(0)])),
            Some(Given::Parts(vec![Given::options([2]), Given::Options(Vec::new()), Given::Blanks(vec!["6".into()])])),
        ]
    }

    #[test]
    fn answers_of_every_kind_read_back() {
        let bytes = pack(&paper(), &answers());
        let given = unpack(&paper(), &bytes).unwrap();
        assert_eq!(given, answers());
        assert_eq!(pack(&paper(), &given), bytes);
    }

    #[test]
    fn nothing_answered_is_nothing_and_takes_few_bits() {
        let bytes = pack(&paper(), &[]);
        // 3 + 5 + 2 + 1 + 1 + 3 × 3 + 2 + 2 + 1 bits.
        assert_eq!(bytes, [0; 4]);
        assert_eq!(unpack(&paper(), &bytes), Some(vec![None; 7]));
    }

    #[test]
    fn fifty_single_choices_of_four_take_nineteen_bytes() {
        let questions = vec![paper()[0].clone(); 50];
        assert_eq!(pack(&questions, &vec![Some(Given::options([3])); 50]).len(), 19);
    }

    #[test]
    fn bytes_that_no_answers_give_are_refused() {
        let bytes = pack(&paper(), &answers());
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(unpack(&paper(), &longer), None);
        assert_eq!(unpack(&paper(), &bytes[..bytes.len() - 1]), None);
        let mut padded = bytes;
        *padded.last_mut().unwrap() |= 1;
        assert_eq!(unpack(&paper(), &padded), None, "bits that mean nothing are 0");
        let five = vec![paper()[0].clone()];
        assert_eq!(unpack(&five, &[0b1100_0000]), None, "there is no sixth option");
    }

    #[test]
    fn a_long_text_is_cut_at_a_letter() {
        let questions = vec![paper()[4].clone()];
        let given = [Some(Given::Blanks(vec!["党".repeat(100), "x".into()]))];
        let read = unpack(&questions, &pack(&questions, &given)).unwrap();
        assert_eq!(read, [Some(Given::Blanks(vec!["党".repeat(85), "x".into()]))]);
    }

    proptest! {
        #[test]
        fn whatever_reads_is_written_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            if let Some(given) = unpack(&paper(), &bytes) {
                prop_assert_eq!(pack(&paper(), &given), bytes);
            }
        }
    }
}
