//! Random bytes from the operating system.

use zeroize::Zeroizing;

/// `N` random bytes.
///
/// A machine that can't give any can't keep a secret either, so that this stops the program.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new 32-byte key.
pub(crate) fn key() -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(key.as_mut_slice()).expect("the operating system gives random bytes");
    key
}
