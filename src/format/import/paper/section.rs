//! What the heads above a question say together.
use super::head::Head;
use crate::format::import::loose::Said;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    pub kind: Option<Said>,
    pub ordinal: Option<u32>,
    pub topic: String,
}

const N_LEVELS: usize = 4;

/// The heads that hold at a line, one a level; later heads of a level end those below it.
#[derive(Debug, Default)]
pub struct Heads {
    kinds: [Option<(Said, usize)>; N_LEVELS],
    topics: [Option<(String, usize)>; N_LEVELS],
    ordinals: [Option<u32>; N_LEVELS],
    n_heads: usize,
}

impl Heads {
    /// Whether a head counts on from the one of its level.
    pub fn goes_on(&self, head: &Head) -> bool {
        let last = self.ordinals.get(usize::from(head.level)).copied().flatten();
        last.is_some_and(|last| head.ordinal == Some(last + 1))
    }

    pub fn enter(&mut self, head: &Head) -> Section {
        self.n_heads += 1;
        let level = usize::from(head.level).min(N_LEVELS - 1);
        self.ordinals[level] = head.ordinal;
        self.ordinals[level + 1..].fill(None);
        // A chapter within 单选题 leaves the kind, the next chapter ends what was said inside the one before.
        let since = self.topics[level].as_ref().map(|(_, since)| *since);
        for below in level + 1..N_LEVELS {
            if head.kind.is_some()
                || self.kinds[below].as_ref().is_some_and(|(_, at)| since.is_some_and(|since| *at > since))
            {
                self.kinds[below] = None;
            }
            self.topics[below] = None;
        }
        if let Some(kind) = &head.kind {
            self.kinds[level] = Some((kind.clone(), self.n_heads));
            self.topics[level] = None;
        } else if level == 0 {
            self.kinds = Default::default();
        } else if since.is_none() && !head.topic.is_empty() {
            // 一、单选题 … 二、党史知识: a head beside the kind ends it.
            self.kinds[level] = None;
        }
        if !head.topic.is_empty() {
            self.topics[level] = Some((head.topic.clone(), self.n_heads));
        }
        Section {
            kind: self.kinds.iter().flatten().last().map(|(kind, _)| kind.clone()),
            ordinal: head.ordinal,
            topic: self.topics.iter().flatten().last().map(|(topic, _)| topic.clone()).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::head::read;
    use super::*;

    #[test]
    fn heads_hold_until_one_of_their_level_or_above_follows() {
        let mut heads = Heads::default();
        let mut seen = Vec::new();
        for line in [
            "第一章 总纲",
            "一、单选题",
            "二、判断题",
            "第二章 党员",
            "（一）党章知识",
            "单选题",
            "（二）党史知识",
            "一、多选题",
            "（一）条例",
            "（二）准则",
        ] {
            let section = heads.enter(&read(line).unwrap());
            let kind = match section.kind {
                Some(Said::Kind(kind)) => kind.label(),
                _ => "",
            };
            seen.push((kind, section.topic));
        }
        let expected = [
            ("", "总纲"),
            ("单选题", "总纲"),
            ("判断题", "总纲"),
            ("", "党员"),
            ("", "党章知识"),
            ("单选题", "党章知识"),
            ("", "党史知识"),
            ("多选题", "党员"),
            ("多选题", "条例"),
            ("多选题", "准则"),
        ];
        assert_eq!(seen, expected.map(|(kind, topic)| (kind, topic.to_owned())));
    }
}
