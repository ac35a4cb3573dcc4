//! The forms in which a bank goes out, each with what it loses.
use super::left_out::LeftOut;
use super::{aiken, bank_toml, gift, moodle_xml, qti, sheet};
use crate::domain::bank::bank::Bank;
use crate::domain::time::UtcMillis;
use crate::format::{bank_json, table_csv, table_xlsx};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    Json,
    Xlsx,
    Csv,
    Gift,
    MoodleXml,
    Aiken,
    Qti,
    Toml,
}

impl Way {
    pub const ALL: [Self; 8] =
        [Self::Json, Self::Xlsx, Self::Csv, Self::Gift, Self::MoodleXml, Self::Aiken, Self::Qti, Self::Toml];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Json => "学练赛题库（备份、交给同事）",
            Self::Xlsx => "Excel表格",
            Self::Csv => "CSV表格",
            Self::Gift => "GIFT（Moodle等）",
            Self::MoodleXml => "Moodle XML",
            Self::Aiken => "Aiken（只有单选和判断）",
            Self::Qti => "QTI 3.0（题库交换标准）",
            Self::Toml => "TOML（给题库作者）",
        }
    }

    /// Whether a bank that is lost comes back from it as it was.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Json | Self::Toml)
    }

    /// The key on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Gift => "gift",
            Self::MoodleXml => "moodle-xml",
            Self::Aiken => "aiken",
            Self::Qti => "qti",
            Self::Toml => "toml",
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Gift | Self::Aiken => "txt",
            Self::MoodleXml => "xml",
            Self::Qti => "zip",
            Self::Toml => "toml",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv;charset=utf-8",
            Self::Gift | Self::Aiken | Self::Toml => "text/plain;charset=utf-8",
            Self::MoodleXml => "application/xml",
            Self::Qti => "application/zip",
        }
    }

    /// Whether it can be copied as a text.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Xlsx | Self::Qti)
    }

    /// `at` is when a workbook says it was made.
    pub fn write(self, bank: &Bank, at: UtcMillis) -> Vec<u8> {
        match self {
            Self::Json => bank_json::write(bank).into_bytes(),
            Self::Xlsx => table_xlsx::workbook(&[sheet::table(bank)], at),
            Self::Csv => table_csv::csv(&[sheet::table(bank)]).into_bytes(),
            Self::Gift => gift::write(bank).into_bytes(),
            Self::MoodleXml => moodle_xml::write(bank).into_bytes(),
            Self::Aiken => aiken::write(bank).into_bytes(),
            Self::Qti => qti::write(bank),
            Self::Toml => bank_toml::write(bank).into_bytes(),
        }
    }

    /// What is lost, each a sentence without a full stop; nothing means that the same bank comes back.
    pub fn left_out(self, bank: &Bank) -> Vec<String> {
        let said = |left_out: Vec<LeftOut>| left_out.iter().map(ToString::to_string).collect::<Vec<_>>();
        let n_retired = bank.questions.iter().filter(|question| question.retired).count();
        let mut sentences = match self {
            Self::Json | Self::Toml => return Vec::new(),
            Self::Xlsx | Self::Csv => return sheet::left_out(bank),
            Self::Gift => said(gift::left_out(bank)),
            Self::MoodleXml => said(moodle_xml::left_out(bank)),
            Self::Aiken => said(aiken::left_out(bank)),
            Self::Qti => said(qti::left_out(bank)),
        };
        if n_retired > 0 {
            sentences.push(format!("{n_retired}道已停用的题不会导出"));
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::format::import::pace::{Headlong, at_once};
    use crate::format::import::read::{Choices, Given, read};

    #[test]
    fn whatever_goes_out_is_known_by_its_content_and_comes_back() {
        let bank = sample::bank(vec![
            sample::question("q-1", sample::single(&["每月", "每季度"], 1)),
            sample::question("q-2", sample::judge(true)),
        ]);
        for way in Way::ALL {
            let bytes = way.write(&bank, UtcMillis(0));
            let given = Given { name: String::new(), bytes, answers: None };
            let reading = at_once(read(&given, &Choices::default(), &Headlong)).unwrap();
            let stems: Vec<&str> = reading.found.iter().map(|found| found.draft.stem.as_str()).collect();
            assert_eq!(stems.len(), 2, "{way:?} as {:?}: {stems:?}", reading.format);
            assert!(reading.found.iter().all(|found| !found.is_refused()), "{way:?}: {:?}", reading.found);
        }
    }

    #[test]
    fn what_a_form_loses_is_said_and_the_own_forms_lose_nothing() {
        let mut bank = sample::bank(vec![sample::question("q-1", sample::order(&["甲", "乙", "丙"]))]);
        for way in Way::ALL {
            let whole = matches!(way, Way::Json | Way::Toml);
            let said = way.left_out(&bank);
            assert!(!whole || said.is_empty(), "{way:?}: {said:?}");
            assert!(said.iter().all(|sentence| !sentence.ends_with('。')));
        }
        assert!(Way::Gift.left_out(&bank)[0].contains("排序题"));
        bank.questions[0].retired = true;
        assert!(Way::Qti.left_out(&bank).iter().any(|sentence| sentence.contains("停用")));
    }
}
