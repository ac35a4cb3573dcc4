//! Texts that several questions share, as their lines come.
use super::Assembly;
use crate::format::import::loose::Said;
use crate::format::import::paper::asked::Asked;
use crate::format::import::paper::label;
use crate::format::import::paper::line::{Ahead, Looks};
use crate::format::import::paper::material::{self, Material};
use crate::format::import::paper::number::{self, Mark, Style};
use crate::format::import::paper::scan;
use crate::format::import::paper::tag;
use crate::format::import::remark::Remark;

impl Assembly<'_> {
    /// Whether the line belongs to such a text.
    pub(super) fn material_line(&mut self, idx: usize, text: &str) -> bool {
        let line = &self.lines[idx];
        if self.begins_material(idx, text) {
            self.end_left_out();
            let is_weak = |mark: &Mark| mark.style.is_weak() || material::named(text).is_none();
            let rest = number::take(text).filter(|(mark, _)| is_weak(mark)).map_or(text, |(_, rest)| rest);
            let rest = material::named(rest).unwrap_or(rest);
            // What says how to read it, its name and the text itself may have a line each.
            let goes_on = self.is_material
                && self.materials.last().is_some_and(|last| last.text.is_empty() || material::instructs(text));
            if !goes_on {
                self.materials.push(Material { line: line.number, ..Material::default() });
            }
            self.material = Some(self.materials.len() - 1);
            (self.is_material, self.is_open, self.list) = (true, false, None);
            if let Some(last) = self.materials.last_mut() {
                last.take(rest);
            }
            return true;
        }
        let is_text = match &line.looks {
            Looks::Plain | Looks::Head(_) => {
                let is_last = matches!(self.lines.get(idx + 1).map(|next| &next.looks), Some(Looks::Label(0)));
                !(is_last && (scan::has_gap(text) || text.ends_with(['？', '?'])))
            }
            Looks::Number(mark) => mark.style.is_weak() && !scan::has_gap(text),
            Looks::Label(_) | Looks::Tagged(_) => false,
        };
        if let Some(last) = self.materials.last_mut().filter(|_| self.is_material && is_text) {
            last.take(text);
            return true;
        }
        false
    }

    fn begins_material(&self, idx: usize, text: &str) -> bool {
        let line = &self.lines[idx];
        let is_told = matches!(&self.sections.last().and_then(|section| section.kind.as_ref()),
            Some(Said::Unsupported(name)) if ["材料", "案例", "综合", "情景", "情境"].iter().any(|word| name.starts_with(word)));
        let n_chars = text.chars().count();
        let is_free = !self.is_open || self.questions.last().is_some_and(Asked::is_closed);
        let mut following = self.lines[idx + 1..].iter().take(20);
        let next = following.find_map(|line| match &line.looks {
            Looks::Number(mark) if !mark.style.is_weak() => Some(Some((line, *mark))),
            Looks::Head(head) if head.kind.is_some() || head.answers => Some(None),
            _ => None,
        });
        let Some(Some((next, mark))) = next else { return false };
        let asks = matches!(next.ahead, Ahead::Label(0) | Ahead::Answer) || scan::has_gap(&next.text) || is_told;
        if !asks || scan::has_gap(text) || text.ends_with(['？', '?']) {
            return false;
        }
        match line.looks {
            Looks::Plain | Looks::Head(_) | Looks::Label(_) => {
                let named = material::named(text).is_some() || material::instructs(text);
                let above = self.lines.get(idx + 1).is_some_and(|next| material::instructs(&next.text));
                let weak = number::take(text).filter(|(mark, _)| mark.style.is_weak());
                let is_named = named || weak.is_some_and(|(_, rest)| material::named(rest).is_some());
                let is_long = is_told
                    && !self.is_material
                    && matches!(line.looks, Looks::Plain | Looks::Head(_))
                    && (weak.is_some() && n_chars >= 20
                        || n_chars >= 30 && (!self.is_open || (line.is_apart && mark.value == 1)));
                !matches!(line.looks, Looks::Label(_)) && is_free && (is_named || is_long || (above && n_chars >= 20))
                    || self.is_material && named
            }
            Looks::Number(own) => {
                let is_weak = own.style.is_weak() && is_told && n_chars >= 20;
                // 1. 某支部…。 with (1) and (2) below it.
                let nests = mark.style == Style::Bracketed && mark.value == 1 && own.style == Style::Plain;
                let is_nested = nests && n_chars >= 30 && (is_told || matches!(next.ahead, Ahead::Label(0)));
                let is_asked = label::cut(text, None).1.len() > 1
                    || scan::brackets(text).iter().any(|bracket| tag::is_answer(bracket.inside));
                is_free && !is_asked && (is_weak || is_nested)
            }
            Looks::Tagged(_) => false,
        }
    }

    pub(super) fn end_material(&mut self) {
        (self.material, self.is_material) = (None, false);
    }

    /// Texts that no question followed.
    pub(super) fn tell_unused(&mut self) {
        for material in self.materials.iter().filter(|material| !material.is_used && !material.text.is_empty()) {
            let start = material.text[0].chars().take(20).collect();
            self.remarks.push(Remark::LinesLeftOut { first: material.line, n_lines: material.text.len(), start });
        }
    }
}
