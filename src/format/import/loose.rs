//! A question in the texts of a table's row or of a paper's lines, before anything is made of them.
use super::found::{Found, Place};
use super::note::Note;
use super::words::{self, loose_truth, truth};
use super::{answer, gaps, labels, options};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::{GAP, Kind};
use crate::domain::bank::lint::structure::n_gaps;
use crate::domain::bank::text::is_invisible;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    pub place: Place,
    /// What a column, a sheet's name or a section's head says of the kind.
    pub kind: Option<Said>,
    pub stem: String,
    /// Without their letters; an empty text in the middle keeps the letters after it in place.
    pub options: Vec<String>,
    /// As it stands there: `ABD`, `A、B`, `对`, `【答案】A`, `第一空：…`.
    pub answer: String,
    pub explain: String,
    /// Where the fact comes from, as the file says it.
    pub source: String,
    pub topic: String,
    pub level: String,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Kind(Kind),
    /// 选择题: single or multiple, as the answer tells.
    Choice,
    /// 简答, 论述 and whatever else nobody can mark by rule, by its name in the file.
    Unsupported(String),
}

/// How a file counts its options where an answer is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// Nobody said: from 1 unless there is a 0, and a note where the other would fit too.
    #[default]
    Unsaid,
    FromOne,
    FromZero,
}

impl Counting {
    pub const ALL: [Self; 3] = [Self::Unsaid, Self::FromOne, Self::FromZero];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Unsaid => "自动判断",
            Self::FromOne => "1就是第一个选项",
            Self::FromZero => "0就是第一个选项",
        }
    }
}

/// A longer answer without a gap in the stem is an essay's.
const MAX_GAP: usize = 20;

/// What the texts mean, as far as they tell; a guess is among the notes.
pub fn interpret(loose: Loose, counting: Counting) -> Found {
    let Loose { place, kind, stem, options, answer, explain, source, topic, level, notes } = loose;
    let mut draft = Draft::new(Kind::Single);
    draft.stem = trimmed(&stem).to_owned();
    draft.options = options.iter().map(|option| trimmed(option).to_owned()).collect();
    let sources = Some(trimmed(&source)).filter(|source| !source.is_empty()).map(|source| format!("出处：{source}"));
    let texts = [trimmed(&explain).to_owned()].into_iter().chain(sources).filter(|text| !text.is_empty());
    draft.explain = texts.collect::<Vec<_>>().join("\n");
    draft.topic = trimmed(&topic).trim_matches('/').to_owned();
    let mut reading = Reading { draft, notes, answer: answer::bare(&answer).to_owned(), counting };
    reading.read_level(trimmed(&level));
    reading.read_options(kind.as_ref());
    reading.read(kind);
    Found { place, draft: reading.draft, notes: reading.notes }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

pub(super) struct Reading {
    pub draft: Draft,
    pub notes: Vec<Note>,
    pub answer: String,
    counting: Counting,
}

impl Reading {
    fn read_level(&mut self, word: &str) {
        match words::level(word) {
            Some(level) => self.draft.level = level,
            None if word.is_empty() => {}
            None => self.notes.push(Note::LevelUnknown { word: word.to_owned() }),
        }
    }

    fn read_options(&mut self, kind: Option<&Said>) {
        let options = &mut self.draft.options;
        while options.last().is_some_and(String::is_empty) {
            options.pop();
        }
        if let [only] = &options[..]
            && let Some(split) = options::split(only)
        {
            *options = split;
        }
        options::unlabel(options);
        let may_hide = matches!(kind, None | Some(Said::Choice | Said::Kind(Kind::Single | Kind::Multiple)));
        if options.is_empty()
            && may_hide
            && !(kind.is_none() && asks_pairs(&self.draft.stem))
            && !labels::letters(&self.draft.stem).is_empty()
            && let Some((stem, split)) = options::split_off(&self.draft.stem)
            && !stem.is_empty()
        {
            (self.draft.stem, self.draft.options) = (stem, split);
            self.notes.push(Note::OptionsInStem);
        }
        let empty = self.draft.options.iter().zip('A'..='Z').filter(|(option, _)| option.is_empty());
        let notes: Vec<Note> = empty.map(|(_, letter)| Note::EmptyOption { letter }).collect();
        self.notes.extend(notes);
    }

    fn read(&mut self, kind: Option<Said>) {
        match kind {
            Some(Said::Unsupported(name)) => self.refuse(name),
            Some(Said::Kind(Kind::Judge)) => self.judge(),
            Some(Said::Kind(Kind::Blank)) => self.said_blank(),
            Some(Said::Kind(Kind::Order)) => self.order(),
            Some(Said::Kind(Kind::Match)) => self.matching(),
            // Whoever reads the file puts the parts in.
            Some(Said::Kind(Kind::Scenario)) => self.draft.kind = Kind::Scenario,
            Some(Said::Kind(kind @ (Kind::Single | Kind::Multiple))) => self.choice(Some(kind.label()), Some(kind)),
            Some(Said::Choice) => self.choice(Some("选择题"), None),
            None => self.choice(None, None),
        }
    }

    /// Nothing marks this by rule; what it says is kept for somebody who makes another question of it.
    fn refuse(&mut self, name: String) {
        if !self.answer.is_empty() {
            let explain = std::mem::take(&mut self.draft.explain);
            let texts = [format!("参考答案：{}", self.answer), explain];
            self.draft.explain = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n");
        }
        self.notes.push(Note::KindUnsupported { name });
    }

    pub fn unclear(&mut self) {
        let text = self.answer.clone();
        self.notes.push(if text.is_empty() { Note::NoAnswer } else { Note::AnswerUnclear { text } });
    }

    fn guessed(&mut self, taken: impl Into<String>) {
        self.notes.push(Note::AnswerGuessed { text: self.answer.clone(), taken: taken.into() });
    }

    /// The answer's first line; what follows is told and left.
    fn line(&mut self) -> String {
        let (line, rest) = answer::first_line(&self.answer);
        let (line, rest) = (line.to_owned(), rest.to_owned());
        if !rest.is_empty() {
            self.notes.push(Note::AnswerTrailer { text: rest });
        }
        line
    }

    /// An answer in the stem's brackets is taken out whether or not it stands elsewhere too.
    fn take_from_stem(&mut self, fits: impl Fn(&str, &str) -> bool) {
        let answer = answer::first_line(&self.answer).0.to_owned();
        if let Some((stem, said)) = gaps::without_answer(&self.draft.stem, |said| fits(said, &answer)) {
            self.draft.stem = stem;
            if answer.is_empty() {
                self.answer = said.clone();
            }
            self.notes.push(Note::AnswerInStem { text: said });
        }
    }

    fn judge(&mut self) {
        self.take_from_stem(|said, answer| {
            truth(said).is_some() && (answer.is_empty() || loose_truth(answer) == truth(said))
        });
        let line = self.line();
        let options = &self.draft.options;
        let of_option = |position: usize| options.get(position).and_then(|option| loose_truth(option));
        let position = answer::letters(&line).filter(|keys| keys.len() == 1).map(|keys| usize::from(keys[0]));
        let figure = answer::figures(&line).filter(|figures| figures.len() == 1).map(|figures| figures[0] as usize);
        let by_figure = match (self.counting, figure) {
            (Counting::FromZero, Some(figure)) => of_option(figure),
            _ => None,
        };
        let said = by_figure.or_else(|| loose_truth(&line)).or_else(|| of_option(position?));
        let right_comes_first = [true, false];
        self.draft.kind = Kind::Judge;
        if let Some(said) = said {
            self.draft.judged = Some(said);
            self.draft.options.clear();
        } else if options.is_empty()
            && let Some(position) = position.or(figure.and_then(|figure| figure.checked_sub(1)))
            && let Some(said) = right_comes_first.get(position)
        {
            self.draft.judged = Some(*said);
            self.guessed(if *said { "对" } else { "错" });
        } else if !options.is_empty() && position.is_some() {
            self.answer = line;
            self.choice(Some(Kind::Judge.label()), Some(Kind::Judge));
        } else {
            self.answer = line;
            self.unclear();
        }
    }

    /// `said` is what the file calls it, `kind` what that is.
    fn choice(&mut self, said: Option<&'static str>, kind: Option<Kind>) {
        let n_options = self.draft.options.len();
        self.take_from_stem(|text, answer| {
            let Some(keys) = answer::letters(text).filter(|_| n_options > 0) else {
                return n_options == 0 && truth(text).is_some() && (answer.is_empty() || truth(answer) == truth(text));
            };
            keys.iter().all(|key| usize::from(*key) < n_options)
                && (answer.is_empty()
                    || answer::letters(answer).is_some_and(|known| ascending(known) == ascending(keys)))
        });
        if said.is_none()
            && asks_pairs(&self.draft.stem)
            && let Some((pairs, extra)) = self.named_pairs()
        {
            (self.draft.kind, self.draft.pairs, self.draft.extra) = (Kind::Match, pairs, extra);
            self.draft.options.clear();
            self.notes.push(Note::KindGuessed);
            return;
        }
        if n_options == 0 && self.without_options(said) {
            return;
        }
        let truths: Vec<Option<bool>> = self.draft.options.iter().map(|option| loose_truth(option)).collect();
        if matches!(truths[..], [Some(first), Some(second)] if first != second) && kind.is_none() {
            if said.is_none() {
                self.notes.push(Note::KindGuessed);
            }
            return self.judge();
        }
        let line = answer::first_line(&self.answer).0.to_owned();
        let Some(keys) = self.keys(&line) else {
            self.draft.kind = kind.filter(|kind| *kind != Kind::Judge).unwrap_or(Kind::Single);
            return self.unclear();
        };
        let asks_order = ["顺序", "排序", "次序", "先后"].iter().any(|word| self.draft.stem.contains(word));
        if said.is_none() && asks_order && !keys.is_sorted() && keys.len() == n_options {
            self.notes.push(Note::KindGuessed);
            return self.order();
        }
        let keys = ascending(keys);
        let by_answer = if keys.len() > 1 { Kind::Multiple } else { Kind::Single };
        // One right answer of a multiple choice is told as a fault, and may be meant.
        self.draft.kind = if kind == Some(Kind::Multiple) { Kind::Multiple } else { by_answer };
        self.draft.keys = keys;
        match (said, kind) {
            (None, _) => self.notes.push(Note::KindGuessed),
            (Some(said), Some(kind)) if kind != self.draft.kind => {
                self.notes.push(Note::KindDisagrees { said, taken: self.draft.kind.label() });
            }
            _ => {}
        }
    }

    /// A question without options: whether something could be made of it.
    fn without_options(&mut self, said: Option<&'static str>) -> bool {
        let line = answer::first_line(&self.answer).0.to_owned();
        let has_line = gaps::has_line(&self.draft.stem);
        let is_figure = answer::figures(&line).is_some();
        let is_truth = truth(&line).is_some()
            || (said.is_none() && loose_truth(&line).is_some() && !(is_figure && gaps::has_gap(&self.draft.stem)));
        // A statement has its brackets at the end; options that nobody told apart have letters.
        let statement = self.draft.stem.trim_end_matches(|c: char| "（(）) 　。.".contains(c));
        let has_letters = [['A', 'Ａ'], ['B', 'Ｂ']].iter().all(|letter| statement.contains(letter));
        let is_statement = !gaps::has_gap(statement) && !has_letters;
        let is_first_or_second =
            said.is_none() && is_statement && matches!(answer::letters(&line).as_deref(), Some([0 | 1]));
        if !has_line && (is_truth || is_first_or_second) {
            self.notes.push(match said {
                Some(said) => Note::KindDisagrees { said, taken: Kind::Judge.label() },
                None => Note::KindGuessed,
            });
            self.judge();
            return true;
        }
        if said.is_some() || answer::letters(&line).is_some() {
            return false;
        }
        self.draft.kind = Kind::Blank;
        if self.answer.is_empty() {
            self.unclear();
        } else if gaps::has_gap(&self.draft.stem) || self.answer.chars().count() <= MAX_GAP {
            self.notes.push(Note::KindGuessed);
            self.blank();
        } else {
            self.refuse("问答题".to_owned());
        }
        true
    }

    /// Positions that the answer names, or nothing if it names none for sure.
    fn keys(&mut self, line: &str) -> Option<Vec<u8>> {
        let options = self.draft.options.clone();
        let n_options = options.len();
        // A letter that no bank goes up to is part of a word.
        let in_reach = |keys: &Vec<u8>| keys.iter().all(|key| usize::from(*key) < n_options.max(10));
        let by_letters = answer::letters(line).filter(in_reach);
        let is_line = line.len() < self.answer.len();
        if by_letters.is_none()
            && let Some(keys) = answer::by_texts(&self.answer, &options)
        {
            let other =
                answer::figures(line).and_then(|figures| self.positions(&figures, n_options).map(|(keys, _)| keys));
            if other.is_some_and(|other| other != keys) {
                self.guessed(names(&keys));
            }
            return Some(keys);
        }
        let found = by_letters.or_else(|| answer::by_texts(line, &options)).or_else(|| {
            if line == "全选" {
                return Some((0..n_options.min(26)).map(|idx| idx as u8).collect());
            }
            let truths = options.iter().position(|option| truth(line).is_some() && loose_truth(option) == truth(line));
            if let Some(position) = truths.filter(|_| n_options == 2) {
                return u8::try_from(position).ok().map(|position| vec![position]);
            }
            if let Some(position) = answer::with_text(line, &options) {
                return Some(vec![position]);
            }
            let (keys, sure) = self.positions(&answer::figures(line)?, n_options)?;
            if !sure {
                self.guessed(names(&keys));
            }
            Some(keys)
        })?;
        if is_line {
            self.line();
        }
        Some(found)
    }

    /// Positions that figures count to, and whether they can be meant in one way alone.
    fn positions(&self, figures: &[u32], n_options: usize) -> Option<(Vec<u8>, bool)> {
        let n_options = u32::try_from(n_options).ok()?;
        let mut numbers = figures.to_vec();
        let mut sure = true;
        // `13` for 1 and 3.
        if let [number] = numbers[..]
            && number > n_options
            && n_options < 10
        {
            let digits: Vec<u32> = number.to_string().chars().filter_map(|c| c.to_digit(10)).collect();
            if digits.is_sorted_by(|a, b| a < b) && digits.iter().all(|digit| (1..=n_options).contains(digit)) {
                (numbers, sure) = (digits, false);
            }
        }
        let has_zero = numbers.contains(&0);
        let from_zero = self.counting == Counting::FromZero || (self.counting == Counting::Unsaid && has_zero);
        if has_zero && !from_zero {
            return None;
        }
        if self.counting == Counting::Unsaid && !has_zero && numbers.iter().all(|number| *number < n_options) {
            sure = false;
        }
        let first = u32::from(!from_zero);
        let keys = numbers.iter().map(|number| u8::try_from(number - first).ok()).collect::<Option<Vec<u8>>>()?;
        // Numbers far beyond the options are a text's.
        keys.iter().all(|key| u32::from(*key) < n_options.max(10)).then_some((keys, sure))
    }

    fn said_blank(&mut self) {
        let n_options = self.draft.options.len();
        let names_options = answer::letters(&self.answer)
            .is_some_and(|keys| n_options > 1 && keys.iter().all(|key| usize::from(*key) < n_options));
        if names_options {
            self.choice(Some(Kind::Blank.label()), Some(Kind::Blank));
        } else {
            self.blank();
        }
    }

    fn blank(&mut self) {
        self.draft.kind = Kind::Blank;
        self.draft.stem = gaps::drawn(&self.draft.stem);
        let n_gaps = n_gaps(&self.draft.stem);
        if self.answer.is_empty() {
            return self.unclear();
        }
        let (gaps, sure) = answer::gaps(&self.answer, n_gaps);
        if n_gaps == 0 {
            let added = vec![GAP; gaps.len()].join("、");
            self.draft.stem.push_str(&added);
            self.notes.push(Note::GapAdded);
        }
        if !sure {
            self.guessed(gaps.iter().map(|gap| gap.join("/")).collect::<Vec<_>>().join("｜"));
        }
        self.draft.gaps = gaps;
    }
}

/// Whether a stem wants two columns matched.
pub fn asks_pairs(stem: &str) -> bool {
    ["连线", "配对", "匹配", "对应", "搭配"].iter().any(|word| stem.contains(word))
}

fn ascending(mut keys: Vec<u8>) -> Vec<u8> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn names(keys: &[u8]) -> String {
    keys.iter().map(|key| char::from(b'A' + key % 26)).collect()
}
