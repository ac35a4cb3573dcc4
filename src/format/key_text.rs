//! An organiser's secret key as a text that she carries to another of her devices: `XLSK1.` and the base64url of the
//! key and the first four bytes of its SHA-256, so that a text not copied whole is told from another key.
use super::signed::SecretKey;
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

const MARK: &str = "XLSK1.";

pub fn write(key: &SecretKey) -> String {
    let digest = Sha256::digest(key.bytes());
    format!("{MARK}{}", Base64UrlUnpadded::encode_string(&[&key.bytes()[..], &digest[..4]].concat()))
}

/// The key in a text, which may be a whole message around it.
pub fn read(text: &str) -> Option<SecretKey> {
    let (_, rest) = text.split_once(MARK)?;
    let code: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    let bytes = Base64UrlUnpadded::decode_vec(&code).ok()?;
    let (key, check) = bytes.split_first_chunk::<32>()?;
    (Sha256::digest(key)[..4] == *check).then(|| SecretKey::from_bytes(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_the_message_around_it_or_not_at_all() {
        let key = SecretKey::from_bytes([7; 32]);
        let text = write(&key);
        assert_eq!(read(&format!("密钥：{text} 。收好")), Some(key));
        assert_eq!(read(&text[..text.len() - 1]), None);
        assert_eq!(read(&text.replace("XLSK1.B", "XLSK1.C")), None);
        assert_eq!(read("XLSB1.abc"), None);
    }
}
