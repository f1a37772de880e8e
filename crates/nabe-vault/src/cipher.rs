//! XChaCha20-Poly1305 over one message. The only module that names the cipher.
//!
//! Must not know what a key or a message is for.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::random;

/// The form of an encrypted message: this byte, the nonce, the text and its tag.
const FORM: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;

/// Encrypts `message`. Nonces are random: at 192 bits they don't repeat.
pub(crate) fn encrypt(key: &[u8; 32], message: &[u8], associated_data: &[u8]) -> Vec<u8> {
    let nonce = random::bytes::<NONCE>();
    // Room for everything at once: growing would leave a copy of the message behind.
    let mut text = Vec::with_capacity(message.len() + TAG);
    text.extend_from_slice(message);
    XChaCha20Poly1305::new(key.into())
        .encrypt_in_place(&XNonce::from(nonce), associated_data, &mut text)
        .expect("a message of less than 256 GiB can be encrypted");

    let mut encrypted = Vec::with_capacity(1 + NONCE + text.len());
    encrypted.push(FORM);
    encrypted.extend(nonce);
    encrypted.extend(text);
    encrypted
}

/// Decrypts what [`encrypt`] made, or `None` if a key, a byte or the associated data differs.
pub(crate) fn decrypt(
    key: &[u8; 32],
    encrypted: &[u8],
    associated_data: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (&form, rest) = encrypted.split_first()?;
    let (&nonce, text) = rest.split_first_chunk::<NONCE>()?;
    if form != FORM {
        return None;
    }
    let mut message = Zeroizing::new(text.to_vec());
    XChaCha20Poly1305::new(key.into())
        .decrypt_in_place(&XNonce::from(nonce), associated_data, &mut *message)
        .ok()?;
    Some(message)
}
