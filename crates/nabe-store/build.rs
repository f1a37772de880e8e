//! Has the crate built again when a migration is added: the compiler only notices those that it knows.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
