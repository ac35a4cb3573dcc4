//! Rules of item writing that can be checked: what makes a sound question give its answer away, or be misread.
use super::fault::Fault;
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use crate::domain::bank::text::{emphasis, plain};

/// What an explanation may take to teach; more is not read on a phone.
const EXPLAIN_CHARS: usize = 120;
/// So many characters that stem and key share by chance are rare.
const CUE_CHARS: usize = 5;

pub fn faults(question: &Question) -> Vec<Fault> {
    asked_faults(&question.stem, &question.body, &question.explain)
}

fn asked_faults(stem: &str, body: &Body, explain: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Body::Single(_) | Body::Multiple(_) = body {
        faults.extend(plain_negative(stem).map(|word| Fault::PlainNegative { word }));
        let quantities: Option<Vec<_>> = body.options().iter().map(|option| quantity(option)).collect();
        if quantities.is_some_and(|quantities| are_alike(&quantities) && (body.shuffles() || !is_sorted(&quantities))) {
            faults.push(Fault::UnsortedNumbers);
        }
        let n_stopped = body.options().iter().filter(|option| option.ends_with('。')).count();
        if n_stopped > 0 && n_stopped < body.options().len() {
            faults.push(Fault::MixedStops);
        }
    }
    if let Body::Single(single) = body {
        let key = usize::from(single.answer);
        let others = single.options.iter().enumerate().filter(|(position, _)| *position != key);
        let others: Vec<&str> = others.map(|(_, option)| option.as_str()).collect();
        let cue = single.options.get(key).and_then(|key| cue(&plain(stem), key, &others));
        faults.extend(cue.map(|words| Fault::StemCue { words }));
    }
    for (idx, part) in body.parts().iter().enumerate() {
        let found = asked_faults(&part.stem, &part.body, &part.explain).into_iter();
        faults.extend(found.map(|fault| Fault::InPart { part: idx, fault: Box::new(fault) }));
    }
    let n_chars = explain.chars().count();
    if n_chars > EXPLAIN_CHARS {
        faults.push(Fault::LongExplain { n_chars });
    }
    faults
}

/// The word that turns a stem round, where it stands in plain type.
fn plain_negative(stem: &str) -> Option<String> {
    const NEGATIVES: [&str; 8] = ["不属于", "不符合", "不正确", "不包括", "不恰当", "不妥", "错误的", "有误"];
    const CHOOSING: [&str; 4] = ["哪", "下列", "以下", "的是"];
    let text = plain(stem);
    if !CHOOSING.iter().any(|word| text.contains(word)) {
        return None;
    }
    let in_plain_type = |word: &str| emphasis(stem).iter().any(|(piece, strong)| !strong && piece.contains(word));
    NEGATIVES.into_iter().find(|word| in_plain_type(word)).map(str::to_owned)
}

/// A figure with its unit, such as `至少3人` or `10个工作日`; a period in days.
fn quantity(option: &str) -> Option<(f64, &str)> {
    const BEFORE: [&str; 8] = ["至少", "一般", "不超过", "不少于", "每", "满", "约", "第"];
    const AFTER: [&str; 5] = ["以上", "以内", "以下", "内", "前"];
    const PERIODS: [(&str, f64); 8] = [
        ("年", 365.0),
        ("个月", 30.0),
        ("月", 30.0),
        ("周", 7.0),
        ("个工作日", 1.0),
        ("工作日", 1.0),
        ("天", 1.0),
        ("日", 1.0),
    ];
    let text = BEFORE.iter().find_map(|word| option.strip_prefix(word)).unwrap_or(option);
    let text = AFTER.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text);
    let (figures, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit() && c != '.')?);
    let figure: f64 = figures.parse().ok()?;
    if unit.chars().count() > 4 || unit.chars().any(|c| c.is_ascii_digit() || c.is_ascii_punctuation() && c != '%') {
        return None;
    }
    let period = PERIODS.iter().find(|(name, _)| *name == unit);
    Some(period.map_or((figure, unit), |(_, n_days)| (figure * n_days, "")))
}

fn are_alike(quantities: &[(f64, &str)]) -> bool {
    quantities.len() > 2 && quantities.iter().all(|(_, unit)| *unit == quantities[0].1)
}

fn is_sorted(quantities: &[(f64, &str)]) -> bool {
    quantities.is_sorted_by(|a, b| a.0 <= b.0) || quantities.is_sorted_by(|a, b| a.0 >= b.0)
}

/// The longest run of Chinese characters that the stem shares with the key and with no other option. A document's name
/// gives nothing away.
fn cue(stem: &str, key: &str, others: &[&str]) -> Option<String> {
    let stem = without_titles(stem);
    let key: Vec<char> = key.chars().collect();
    let runs = (CUE_CHARS..=key.len()).rev().flat_map(|len| key.windows(len));
    runs.filter(|run| run.iter().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')))
        .map(|run| run.iter().collect::<String>())
        .find(|run| stem.contains(run) && !others.iter().any(|other| other.contains(run)))
}

fn without_titles(stem: &str) -> String {
    let mut kept = String::new();
    let mut rest = stem;
    while let Some((before, after)) = rest.split_once('《') {
        kept.push_str(before);
        kept.push('《');
        rest = after.split_once('》').map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Judge, Single};
    use crate::domain::bank::lint::sample::{multiple, question, scenario, single};

    #[track_caller]
    fn check(stem: &str, body: Body, expected: &[Fault]) {
        let asked = Question { stem: stem.to_owned(), ..question("q", body) };
        assert_eq!(faults(&asked), expected, "{stem}");
    }

    fn fixed(options: &[&str]) -> Body {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Body::Single(Single { options, answer: 0, shuffle: false })
    }

    #[test]
    fn a_negative_word_is_emphasised() {
        let body = || multiple(&["甲", "乙", "丙"], &[0, 1]);
        for (stem, word) in
            [("下列哪项不属于会议？", "不属于"), ("哪项说法是错误的？", "错误的"), ("以下不包括", "不包括")]
        {
            check(stem, body(), &[Fault::PlainNegative { word: word.to_owned() }]);
        }
        for stem in
            ["下列哪项**不属于**会议？", "下列哪项**不**属于会议？", "哪项说法是**错误的**？", "材料有误，应当怎样？"]
        {
            check(stem, body(), &[]);
        }
        check("错误的说法是哪个不重要", Body::Judge(Judge { answer: true }), &[]);
    }

    #[test]
    fn figures_stand_in_their_order_and_stay_there() {
        for options in
            [["3人", "5人", "7人"], ["至少30日", "3个月", "1年"], ["20%", "10%", "5%"], ["2003年", "2016年", "2018年"]]
        {
            check("多少？", fixed(&options), &[]);
            check("多少？", single(&options, 0), &[Fault::UnsortedNumbers]);
        }
        check("多少？", fixed(&["5人", "3人", "7人"]), &[Fault::UnsortedNumbers]);
        for options in [
            ["3人", "5名", "7人"],
            ["3人", "没有规定", "7人"],
            ["5月4日", "3月1日", "7月1日"],
            ["三人", "两人", "五人"],
        ] {
            check("多少？", single(&options, 0), &[]);
        }
        check("多少？", single(&["5人", "3人"], 0), &[]);
    }

    #[test]
    fn options_all_end_in_a_stop_or_none_does() {
        check("怎样？", fixed(&["可以。", "不可以", "看情况。"]), &[Fault::MixedStops]);
        check("怎样？", fixed(&["可以。", "不可以。", "看情况。"]), &[]);
    }

    #[test]
    fn words_of_the_stem_stand_in_more_options_than_the_key() {
        let asked = "党员没有转正式组织关系，党费交到哪里？";
        let cue = Fault::StemCue { words: "正式组织关系".to_owned() };
        check(asked, single(&["正式组织关系所在支部", "工作组", "机关工委"], 0), &[cue]);
        check(asked, single(&["正式组织关系所在支部", "没有正式组织关系的支部", "机关工委"], 0), &[]);
        check("按《中国共产党章程》，依据什么？", single(&["中国共产党章程", "宪法", "条例"], 0), &[]);
        check("党费交到哪里？", single(&["党费交到支部", "工作组", "机关工委"], 0), &[]);
    }

    #[test]
    fn an_explanation_is_short_also_in_a_part() {
        let long = "解".repeat(121);
        let mut asked = question("q", fixed(&["甲", "乙"]));
        asked.explain = long.clone();
        assert_eq!(faults(&asked), [Fault::LongExplain { n_chars: 121 }]);
        asked.explain.pop();
        assert_eq!(faults(&asked), []);
        let mut body = scenario(&[("哪个？", fixed(&["甲", "乙"])), ("下列有误的是？", fixed(&["甲", "乙"]))]);
        if let Body::Scenario(scenario) = &mut body {
            scenario.parts[0].explain = long;
        }
        let part = |part, fault| Fault::InPart { part, fault: Box::new(fault) };
        let expected =
            [part(0, Fault::LongExplain { n_chars: 121 }), part(1, Fault::PlainNegative { word: "有误".to_owned() })];
        assert_eq!(faults(&question("q", body)), expected);
    }
}
