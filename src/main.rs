//! 科普台账: the program.
fn main() {}
