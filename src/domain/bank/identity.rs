//! What makes two questions one: kind, stem and the set of options, as a reader sees them. Width, letter case, spaces
//! and the way a gap is drawn do not count. A stem alone says too little: 下列说法正确的是 opens a hundred questions.
use super::draft::Draft;
use super::kind::Kind;
use super::question::Question;
use super::text::{fold, plain};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    kind: Kind,
    stem: String,
    options: Vec<String>,
}

impl Identity {
    pub fn of(draft: &Draft) -> Self {
        let mut stem = bare(&draft.stem);
        let mut options: Vec<String> = match draft.kind {
            Kind::Single | Kind::Multiple | Kind::Order => draft.options.iter().map(|text| bare(text)).collect(),
            Kind::Match => {
                // Many pairs are asked for in the same words, so those to be matched belong to the stem.
                draft.pairs.iter().for_each(|[left, _]| stem.push_str(&bare(left)));
                draft.pairs.iter().map(|[_, right]| right).chain(&draft.extra).map(|text| bare(text)).collect()
            }
            Kind::Scenario => draft.parts.iter().map(|part| bare(&part.stem)).collect(),
            Kind::Judge | Kind::Blank => Vec::new(),
        };
        options.sort_unstable();
        options.dedup();
        Self { kind: draft.kind, stem, options }
    }

    pub fn of_question(question: &Question) -> Self {
        Self::of(&Draft::of(question))
    }
}

/// Whether two questions of one identity have one answer, whatever the order of their options.
pub fn same_answer(a: &Draft, b: &Draft) -> bool {
    if a.kind != b.kind {
        return false;
    }
    match a.kind {
        Kind::Single | Kind::Multiple => keys(a) == keys(b),
        Kind::Judge => a.judged == b.judged,
        Kind::Blank => {
            let gaps = |draft: &Draft| -> Vec<Vec<String>> {
                draft.gaps.iter().map(|gap| sorted(gap.iter().map(|text| fold(text)))).collect()
            };
            gaps(a) == gaps(b)
        }
        Kind::Order => a.options.iter().map(|text| fold(text)).eq(b.options.iter().map(|text| fold(text))),
        Kind::Match => {
            let pairs = |draft: &Draft| sorted(draft.pairs.iter().map(|pair| pair.each_ref().map(|text| fold(text))));
            pairs(a) == pairs(b)
        }
        Kind::Scenario => {
            a.parts.len() == b.parts.len() && a.parts.iter().zip(&b.parts).all(|(a, b)| same_answer(a, b))
        }
    }
}

fn keys(draft: &Draft) -> Vec<String> {
    let key = |position: &u8| draft.options.get(usize::from(*position)).map(|text| fold(text));
    let mut keys = sorted(draft.keys.iter().filter_map(key));
    keys.dedup();
    keys
}

fn sorted<T: Ord>(texts: impl Iterator<Item = T>) -> Vec<T> {
    let mut texts: Vec<T> = texts.collect();
    texts.sort_unstable();
    texts
}

/// Folded, without gaps, emphasis and the brackets that stand empty for an answer.
fn bare(text: &str) -> String {
    let mut folded = fold(&plain(text)).replace(['_', '﹍', '…'], "");
    for pair in ["()", "[]", "【】", "〔〕"] {
        folded = folded.replace(pair, "");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(stem: &str, options: &[&str], keys: &[u8]) -> Draft {
        let options = options.iter().map(|text| (*text).to_owned()).collect();
        Draft { stem: stem.to_owned(), options, keys: keys.to_vec(), ..Draft::new(Kind::Single) }
    }

    #[test]
    fn the_same_question_is_one_however_it_is_typed() {
        let known = single("党员大会一般每（  ）召开一次。", &["月", "季度", "年"], &[1]);
        for stem in ["党员大会一般每( )召开一次。", "党员大会一般每____召开一次。", " 党员大会 一般每【　】召开一次。"]
        {
            let other = single(stem, &["季度", "年 ", "月"], &[0]);
            assert_eq!(Identity::of(&known), Identity::of(&other), "{stem}");
            assert!(same_answer(&known, &other));
        }
    }

    #[test]
    fn other_options_or_another_kind_make_another_question() {
        let known = single("下列说法正确的是", &["甲", "乙"], &[0]);
        assert_ne!(Identity::of(&known), Identity::of(&single("下列说法正确的是", &["甲", "丙"], &[0])));
        let multiple = Draft { kind: Kind::Multiple, ..known.clone() };
        assert_ne!(Identity::of(&known), Identity::of(&multiple));
        assert!(!same_answer(&known, &multiple));
    }

    #[test]
    fn the_same_question_with_another_answer_is_a_conflict() {
        let known = single("几次", &["一", "二"], &[0]);
        let other = single("几次", &["二", "一"], &[0]);
        assert_eq!(Identity::of(&known), Identity::of(&other));
        assert!(!same_answer(&known, &other));
        let judged = |judged| Draft { judged, stem: "对吗".to_owned(), ..Draft::new(Kind::Judge) };
        assert!(!same_answer(&judged(Some(true)), &judged(Some(false))));
    }

    #[test]
    fn pairs_are_told_apart_by_what_is_matched() {
        let matching = |pairs: &[[&str; 2]]| {
            let pairs = pairs.iter().map(|pair| pair.map(str::to_owned)).collect();
            Draft { stem: "配对".to_owned(), pairs, ..Draft::new(Kind::Match) }
        };
        let known = matching(&[["党课", "每季度"], ["支委会", "每月"]]);
        let turned = matching(&[["支委会", "每月"], ["党课", "每季度"]]);
        assert!(same_answer(&known, &turned));
        assert_ne!(Identity::of(&known), Identity::of(&matching(&[["党课", "每季度"], ["党员大会", "每月"]])));
        assert!(!same_answer(&known, &matching(&[["党课", "每月"], ["支委会", "每季度"]])));
    }
}
