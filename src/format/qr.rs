//! A text as a QR code, drawn as one path of squares.
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use std::fmt::Write as _;

/// White squares around the code, without which some scanners see none.
const QUIET: i32 = 4;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Squares on each side, the quiet zone included.
    pub side: i32,
    /// For the `d` of an SVG path.
    pub path: String,
}

/// `None` where the text is too long for a code.
pub fn draw(text: &str) -> Option<Drawing> {
    let segment = [QrSegment::make_bytes(text.as_bytes())];
    // Texts here look random, so no mask is better than another and none need be tried out.
    let (ecc, mask) = (QrCodeEcc::Low, Some(Mask::new(0)));
    let code = QrCode::encode_segments_advanced(&segment, ecc, Version::MIN, Version::MAX, mask, false).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                // Writing to a string never fails.
                let _ = write!(path, "M{} {}h{}v1H{}z", start + QUIET, y + QUIET, x - start, start + QUIET);
            }
            x += 1;
        }
    }
    Some(Drawing { side: code.size() + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The squares that a path fills.
    fn squares(path: &str) -> Vec<(i32, i32)> {
        let runs = path.split('M').skip(1).flat_map(|run| {
            let mut numbers = run.split(|letter: char| !letter.is_ascii_digit()).filter(|it| !it.is_empty());
            let mut next = || numbers.next().unwrap().parse::<i32>().unwrap();
            let (x, y, width) = (next(), next(), next());
            (x..x + width).map(move |x| (x, y))
        });
        runs.collect()
    }

    #[test]
    fn the_path_fills_the_dark_squares_within_a_quiet_zone() {
        let drawing = draw("XLS1 1/1 abcd").unwrap();
        assert_eq!(drawing.side, 21 + 8);
        let dark = squares(&drawing.path);
        assert!(dark.iter().all(|(x, y)| (4..25).contains(x) && (4..25).contains(y)));
        // The three corners that scanners look for begin with seven dark squares in a row.
        for (x, y) in [(4, 4), (18, 4), (4, 18)] {
            assert!((x..x + 7).all(|x| dark.contains(&(x, y))), "{x} {y}");
            assert!(!dark.contains(&(x + 1, y + 1)));
        }
    }

    #[test]
    fn the_longest_piece_of_a_backup_gives_a_code_that_a_phone_can_show_and_read() {
        let drawing = draw(&"A".repeat(crate::format::backup::pieces::CODE)).unwrap();
        // Three points of a 360 pixel wide phone for each square.
        assert!(drawing.side <= 112, "{}", drawing.side);
        assert_eq!(draw(&"A".repeat(4000)), None);
    }
}
