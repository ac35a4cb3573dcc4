//! The wire format of postcard by hand, for what every start reads: numbers as varints, lists and texts after their
//! length, an option after 0 or 1. The readers that serde makes for each type were eleven kilobytes of code.

/// Adds values to bytes.
#[derive(Default)]
pub struct Out(pub Vec<u8>);

impl Out {
    pub fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub fn flag(&mut self, on: bool) {
        self.byte(u8::from(on));
    }

    pub fn number(&mut self, n: impl Into<u64>) {
        self.varint(n.into());
    }

    fn varint(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.byte(n as u8 | 0x80);
            n >>= 7;
        }
        self.byte(n as u8);
    }

    pub fn signed(&mut self, n: i64) {
        self.varint(((n << 1) ^ (n >> 63)) as u64);
    }

    pub fn len(&mut self, len: usize) {
        self.varint(len as u64);
    }

    /// Bytes without a length.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.len(bytes.len());
        self.raw(bytes);
    }

    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }
}

/// Takes values from bytes, `None` where they hold no such value.
pub struct In<'a>(pub &'a [u8]);

impl<'a> In<'a> {
    pub fn byte(&mut self) -> Option<u8> {
        self.raw().map(|[byte]| byte)
    }

    pub fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A number of so many bits, in no more bytes than the largest of them takes.
    fn varint(&mut self, bits: u32) -> Option<u64> {
        let mut n: u64 = 0;
        for shift in (0..bits).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            // What does not fit in the width is no number of it.
            if bits - shift < 7 && part >> (bits - shift) != 0 {
                return None;
            }
            n |= part << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    pub fn u16(&mut self) -> Option<u16> {
        self.varint(16).map(|n| n as u16)
    }

    pub fn u32(&mut self) -> Option<u32> {
        self.varint(32).map(|n| n as u32)
    }

    pub fn u64(&mut self) -> Option<u64> {
        self.varint(64)
    }

    pub fn signed(&mut self) -> Option<i64> {
        self.u64().map(|n| (n >> 1) as i64 ^ -((n & 1) as i64))
    }

    /// The number of a kind.
    pub fn kind(&mut self) -> Option<u8> {
        self.u32()?.try_into().ok()
    }

    /// Bytes without a length.
    pub fn raw<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.u32()?;
        let (taken, rest) = self.0.split_at_checked(len as usize)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Some(None) }
    }

    /// No room is made beforehand: the length may be made up.
    pub fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for _ in 0..self.u32()? {
            all.push(read(self)?);
        }
        Some(all)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Values = (u16, u32, u64, i64, bool, [u8; 3], Vec<u8>, String, Option<u32>, Vec<u16>);

    fn read(bytes: &[u8]) -> Option<(Values, usize)> {
        let mut from = In(bytes);
        let (a, b, c, d, e) = (from.u16()?, from.u32()?, from.u64()?, from.signed()?, from.flag()?);
        let (f, g, h) = (from.raw()?, from.bytes()?.to_vec(), from.text()?.to_owned());
        Some(((a, b, c, d, e, f, g, h, from.option(In::u32)?, from.list(In::u16)?), from.0.len()))
    }

    fn write(values: &Values) -> Vec<u8> {
        let (a, b, c, d, e, f, g, h, i, j) = values;
        let mut out = Out::default();
        out.number(*a);
        out.number(*b);
        out.number(*c);
        out.signed(*d);
        out.flag(*e);
        out.raw(f);
        out.bytes(g);
        out.text(h);
        out.option(*i, Out::number);
        out.len(j.len());
        j.iter().for_each(|n| out.number(*n));
        out.0
    }

    proptest! {
        #[test]
        fn it_writes_and_reads_the_bytes_of_postcard(values: Values) {
            let bytes = write(&values);
            prop_assert_eq!(postcard::to_allocvec(&values).unwrap(), bytes.clone());
            prop_assert_eq!(read(&bytes), Some((values, 0)));
        }

        #[test]
        fn it_refuses_what_postcard_refuses(mut bytes in any::<Values>().prop_map(|it| write(&it)), place: proptest::sample::Index, byte: u8) {
            let at = place.index(bytes.len());
            bytes[at] = byte;
            let expected = postcard::take_from_bytes::<Values>(&bytes).ok().map(|(values, rest)| (values, rest.len()));
            prop_assert_eq!(read(&bytes), expected);
        }

        #[test]
        fn numbers_have_the_bounds_of_postcard(bytes in proptest::collection::vec(prop_oneof![Just(0x80u8), Just(0xff), any::<u8>()], 0..12)) {
            let rest = |rest: &[u8]| rest.len();
            let (mut a, mut b, mut c, mut d) = (In(&bytes), In(&bytes), In(&bytes), In(&bytes));
            let of = postcard::take_from_bytes::<u16>(&bytes).ok().map(|(n, left)| (n, rest(left)));
            prop_assert_eq!(a.u16().map(|n| (n, rest(a.0))), of);
            let of = postcard::take_from_bytes::<u32>(&bytes).ok().map(|(n, left)| (n, rest(left)));
            prop_assert_eq!(b.u32().map(|n| (n, rest(b.0))), of);
            let of = postcard::take_from_bytes::<u64>(&bytes).ok().map(|(n, left)| (n, rest(left)));
            prop_assert_eq!(c.u64().map(|n| (n, rest(c.0))), of);
            let of = postcard::take_from_bytes::<i64>(&bytes).ok().map(|(n, left)| (n, rest(left)));
            prop_assert_eq!(d.signed().map(|n| (n, rest(d.0))), of);
        }
    }
}
