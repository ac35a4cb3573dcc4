//! Ed25519 signatures over bytes as they travel, each for one purpose so that none can stand in for another.
//! A signature says that the bytes are unchanged since the holder of that key signed them, and no more.
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fmt;

pub const N_KEY: usize = 32;
pub const N_SIGNATURE: usize = 64;

/// The 32 random bytes that an Ed25519 key is made from (RFC 8032). It never leaves the device but by its owner's will.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; N_KEY]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Pack,
    Receipt,
}

/// Cut off, or not what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadSignature;

impl SecretKey {
    pub const fn from_bytes(bytes: [u8; N_KEY]) -> Self {
        Self(bytes)
    }

    pub const fn bytes(&self) -> &[u8; N_KEY] {
        &self.0
    }

    pub fn public(&self) -> [u8; N_KEY] {
        SigningKey::from_bytes(&self.0).verifying_key().to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    /// Never the key itself.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey")
    }
}

impl Purpose {
    /// What stands before the bytes in what is signed.
    const fn prefix(self) -> &'static [u8] {
        match self {
            Self::Pack => b"xueliansai pack 1\n",
            Self::Receipt => b"xueliansai receipt 1\n",
        }
    }
}

/// Adds public key and signature to the bytes.
pub fn seal(purpose: Purpose, key: &SecretKey, mut bytes: Vec<u8>) -> Vec<u8> {
    let key = SigningKey::from_bytes(&key.0);
    bytes.extend(key.verifying_key().to_bytes());
    let signature = key.sign(&message(purpose, &bytes));
    bytes.extend(signature.to_bytes());
    bytes
}

/// The bytes before the key, and the key, if its signature over both holds.
pub fn open(purpose: Purpose, sealed: &[u8]) -> Result<(&[u8], [u8; N_KEY]), BadSignature> {
    let (signed, signature) = sealed.split_last_chunk::<N_SIGNATURE>().ok_or(BadSignature)?;
    let (body, public) = signed.split_last_chunk::<N_KEY>().ok_or(BadSignature)?;
    let key = VerifyingKey::from_bytes(public).map_err(|_| BadSignature)?;
    let signature = Signature::from_bytes(signature);
    key.verify_strict(&message(purpose, signed), &signature).map_err(|_| BadSignature)?;
    Ok((body, *public))
}

fn message(purpose: Purpose, bytes: &[u8]) -> Vec<u8> {
    [purpose.prefix(), bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_opens_and_nothing_else_does() {
        let key = SecretKey::from_bytes([3; 32]);
        let sealed = seal(Purpose::Pack, &key, b"terms".to_vec());
        assert_eq!(open(Purpose::Pack, &sealed), Ok((b"terms".as_slice(), key.public())));
        assert_eq!(open(Purpose::Receipt, &sealed), Err(BadSignature), "for one purpose only");
        for bit in 0..sealed.len() * 8 {
            let mut forged = sealed.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(Purpose::Pack, &forged), Err(BadSignature), "bit {bit}");
        }
        assert_eq!(open(Purpose::Pack, &sealed[..sealed.len() - 1]), Err(BadSignature));
        assert_eq!(open(Purpose::Pack, &[]), Err(BadSignature));
    }

    #[test]
    fn keys_are_those_of_the_standard() {
        // RFC 8032, section 7.1, test 1.
        let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let bytes = |hex: &str| -> [u8; 32] {
            std::array::from_fn(|idx| u8::from_str_radix(&hex[2 * idx..2 * idx + 2], 16).unwrap())
        };
        assert_eq!(SecretKey::from_bytes(bytes(secret)).public(), bytes(public));
    }
}
