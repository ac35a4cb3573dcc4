//! Bytes that only a passphrase opens: Argon2id (RFC 9106) makes the key, ChaCha20-Poly1305 (RFC 8439) locks.
use super::short_code;
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use serde::{Deserialize, Serialize};

/// What is needed beside the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Memory in KiB and passes of Argon2id, one lane.
    memory: u32,
    passes: u32,
    salt: [u8; 16],
    nonce: [u8; 12],
    locked: Vec<u8>,
}

/// OWASP's least (Password Storage Cheat Sheet): eighty random bits need no more, and an old phone has it.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// A forged pack must not eat the phone's memory.
const MOST_MEMORY: u32 = 64 * 1024;
const MOST_PASSES: u32 = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// The passphrase does not fit, or what is locked was changed: nobody can tell which.
    WrongPassphrase,
    /// Asks for more than a phone should give.
    TooCostly,
}

/// Eighty bits, told at the start and typed by everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passphrase(pub [u8; short_code::N_BYTES]);

/// `known` is not locked but bound: changed, nothing opens any more.
pub fn lock(passphrase: Passphrase, salt: [u8; 16], nonce: [u8; 12], known: &[u8], bytes: &[u8]) -> Option<Sealed> {
    let key = key(passphrase, &salt, MEMORY, PASSES)?;
    let payload = Payload { msg: bytes, aad: known };
    let locked = ChaCha20Poly1305::new(&Key::from(key)).encrypt(&Nonce::from(nonce), payload).ok()?;
    Some(Sealed { memory: MEMORY, passes: PASSES, salt, nonce, locked })
}

impl Sealed {
    pub fn open(&self, passphrase: Passphrase, known: &[u8]) -> Result<Vec<u8>, Locked> {
        if self.memory > MOST_MEMORY || self.passes > MOST_PASSES {
            return Err(Locked::TooCostly);
        }
        let key = key(passphrase, &self.salt, self.memory, self.passes).ok_or(Locked::TooCostly)?;
        let payload = Payload { msg: &self.locked, aad: known };
        let opened = ChaCha20Poly1305::new(&Key::from(key)).decrypt(&Nonce::from(self.nonce), payload);
        opened.map_err(|_| Locked::WrongPassphrase)
    }
}

fn key(passphrase: Passphrase, salt: &[u8], memory: u32, passes: u32) -> Option<[u8; 32]> {
    let params = Params::new(memory, passes, 1, Some(32)).ok()?;
    let mut key = [0; 32];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon.hash_password_into(&passphrase.0, salt, &mut key).ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_passphrase_opens_and_only_what_was_locked() {
        let passphrase = Passphrase([5; 10]);
        let sealed = lock(passphrase, [1; 16], [2; 12], b"known", b"terms").unwrap();
        assert_eq!(sealed.open(passphrase, b"known").as_deref(), Ok(b"terms".as_slice()));
        assert_eq!(sealed.open(Passphrase([6; 10]), b"known"), Err(Locked::WrongPassphrase));
        assert_eq!(sealed.open(passphrase, b"other"), Err(Locked::WrongPassphrase));
        let mut changed = sealed.clone();
        changed.locked[0] ^= 1;
        assert_eq!(changed.open(passphrase, b"known"), Err(Locked::WrongPassphrase));
        let greedy = Sealed { memory: 4 << 20, ..sealed };
        assert_eq!(greedy.open(passphrase, b"known"), Err(Locked::TooCostly));
    }
}
