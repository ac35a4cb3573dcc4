//! A few bytes as figures and letters that can be read out, written down and compared:
//! Crockford's base 32, in which no two signs look or sound alike.
use sha2::{Digest, Sha256};

pub const N_BYTES: usize = 10;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// In groups of four: `7Q2M-0KXD-93AB-V5TE`. Five bytes make eight signs; what is left over is not written.
pub fn write(bytes: &[u8]) -> String {
    let mut code = String::new();
    for sign in 0..bytes.len() * 8 / 5 {
        if sign > 0 && sign % 4 == 0 {
            code.push('-');
        }
        let at = sign * 5;
        let pair = u16::from(bytes[at / 8]) << 8 | u16::from(bytes.get(at / 8 + 1).copied().unwrap_or_default());
        code.push(char::from(SIGNS[usize::from(pair >> (11 - at % 8) & 31)]));
    }
    code
}

/// Reads what [`write`] writes of so many bytes, however it was typed: small letters, O for 0, I and L for 1, any
/// separators, full width.
pub fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let mut at = 0;
    for c in crate::domain::bank::text::fold(text).chars() {
        let c = match c.to_ascii_uppercase() {
            '-' | '–' | '—' | '.' | '_' => continue,
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        let value = SIGNS.iter().position(|sign| char::from(*sign) == c)? as u16;
        if at >= N * 8 {
            return None;
        }
        let pair = value << (11 - at % 8);
        bytes[at / 8] |= (pair >> 8) as u8;
        if let Some(next) = bytes.get_mut(at / 8 + 1) {
            *next |= pair as u8;
        }
        at += 5;
    }
    (at == N * 8).then_some(bytes)
}

/// The beginning of the SHA-256 of something long, such as a public key.
pub fn fingerprint(bytes: &[u8]) -> [u8; N_BYTES] {
    let digest = Sha256::digest(bytes);
    std::array::from_fn(|idx| digest[idx])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = write(&[0x3d, 0xc5, 0x40, 0x4f, 0xad, 0x48, 0xd4, 0xbd, 0x97, 0x4e]);
        assert_eq!(code, "7Q2M-0KXD-93AB-V5TE");
        let bytes = read::<10>(&code);
        assert!(bytes.is_some());
        assert_eq!(write(&[0xff, 0, 0xff, 0, 0xff]), "ZW0F-Y07Z");
        assert_eq!(read("zwof yo7z"), Some([0xff, 0, 0xff, 0, 0xff]));
        for typed in ["7q2m0kxd93abv5te", "７Q2M－OKXD 93AB—V5TE", "7Q2M_okxd.93ab v5te\n"] {
            assert_eq!(read(typed), bytes, "{typed}");
        }
        for wrong in ["", "7Q2M-0KXD-93AB-V5T", "7Q2M-0KXD-93AB-V5TEE", "7Q2M-0KXD-93AB-V5TU"] {
            assert_eq!(read::<10>(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn codes_read_back(bytes in any::<[u8; N_BYTES]>()) {
            prop_assert_eq!(read(&write(&bytes)), Some(bytes));
        }
    }
}
