//! The catalog of bundled banks, which stands in the page itself and is read before anything else: a line for each, cut
//! by tabs.
use crate::domain::bank::catalog::{Catalog, Entry};
use crate::domain::bank::document::Date;
use crate::domain::bank::hash::BankHash;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;

/// The first line. The page and the app are built together, so there is one version and nothing to convert.
const VERSION: &str = "xueliansai-catalog 3";

/// A line has id, title, digests of the bank's file and of its cards', hash, day checked, points, and live questions by
/// kind in the order of [`Kind::ALL`], up to the last kind that occurs.
pub fn write(catalog: &Catalog) -> String {
    let mut text = VERSION.to_owned();
    for entry in &catalog.entries {
        let (hash, checked, n_points) = (entry.hash.to_string(), entry.checked.to_string(), entry.n_points.to_string());
        // What cuts lines and fields must not stand in one.
        let title = entry.title.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push('\n');
        let fields = [entry.id.as_str(), &title, &entry.digest, &entry.cards_digest, &hash, &checked, &n_points];
        text.push_str(&fields.join("\t"));
        let n_questions = Kind::ALL.map(|kind| entry.n_of(kind));
        let n_kinds = n_questions.iter().rposition(|n| *n > 0).map_or(0, |last| last + 1);
        n_questions.iter().take(n_kinds).for_each(|n| text.push_str(&format!("\t{n}")));
    }
    text
}

/// `None` where the text is no catalog, or another version's.
pub fn read(text: &str) -> Option<Catalog> {
    let mut lines = text.trim().split('\n');
    if lines.next() != Some(VERSION) {
        return None;
    }
    let mut catalog = Catalog::default();
    for line in lines {
        catalog.entries.push(entry(line)?);
    }
    Some(catalog)
}

fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.split('\t');
    let mut field = || fields.next();
    let mut entry = Entry {
        id: BankId::new(field()?),
        title: field()?.to_owned(),
        digest: field()?.to_owned(),
        cards_digest: field()?.to_owned(),
        hash: BankHash::parse(field()?)?,
        checked: Date::parse(field()?)?,
        n_points: field()?.parse().ok()?,
        n_questions: Vec::new(),
    };
    for kind in Kind::ALL {
        let Some(n) = fields.next() else { break };
        match n.parse().ok()? {
            0 => {}
            n => entry.n_questions.push((kind, n)),
        }
    }
    Some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(n_banks: usize) -> Catalog {
        let entry = |n: usize| Entry {
            id: BankId::new(format!("dangyuan-jiaoyu-{n}")),
            title: "党员教育管理工作条例".to_owned(),
            digest: "0123456789".to_owned(),
            cards_digest: "9876543210".to_owned(),
            hash: BankHash::of(std::iter::empty()),
            checked: Date { year: 2026, month: 11, day: 21 },
            n_points: 62,
            n_questions: vec![(Kind::Single, 61), (Kind::Judge, 20)],
        };
        Catalog { entries: (0..n_banks).map(entry).collect() }
    }

    #[test]
    fn a_catalog_reads_back_as_it_was() {
        let catalog = catalog(3);
        assert_eq!(read(&write(&catalog)).as_ref(), Some(&catalog));
        assert_eq!(read(&format!("\n{}\n", write(&catalog))), Some(catalog), "as it stands in the page");
        assert_eq!(read(&write(&Catalog::default())), Some(Catalog::default()));
    }

    #[test]
    fn sixteen_banks_take_at_most_three_kilobytes() {
        let n_bytes = write(&catalog(16)).len();
        assert!(n_bytes <= 3 * 1024, "{n_bytes} bytes");
    }

    #[test]
    fn a_title_of_several_lines_stays_in_its_line() {
        let mut catalog = catalog(2);
        catalog.entries[0].title = "党员\t教育\n管理".to_owned();
        assert_eq!(read(&write(&catalog)).unwrap().entries[0].title, "党员 教育 管理");
    }

    #[test]
    fn what_is_no_catalog_is_told() {
        let text = write(&catalog(1));
        assert!(read(&text).is_some());
        for text in [
            "",
            "[]",
            "xueliansai-catalog 2",
            "xueliansai-catalog 3\na",
            &text.replace("-11-", "-13-"),
            &text.replace("61", "x"),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
