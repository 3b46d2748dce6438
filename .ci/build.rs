//! What Cargo alone cannot build: with the feature `cipher`, `SQLite3MultipleCiphers` stands in for SQLite (decisions.md 13).

fn main() {
    println!("cargo:rerun-if-changed=.ci/build.rs");
    #[cfg(feature = "cipher")]
    cipher();
}

// `rusqlite/in_gecko` makes libsqlite3-sys build and link nothing, so the library comes from here. Whole, because a linker
// that reads from left to right meets it before anybody asks for it. The switches are those of the plain build.
#[cfg(feature = "cipher")]
fn cipher() {
    let mut build = cc::Build::new();
    build
        .file(sqlite3mc_src::source_dir().join(sqlite3mc_src::SOURCE_FILE))
        .opt_level(2)
        .warnings(false)
        .cargo_metadata(false);
    for switch in [
        "SQLITE_CORE",
        "SQLITE_ENABLE_API_ARMOR",
        "SQLITE_ENABLE_COLUMN_METADATA",
        "SQLITE_ENABLE_DBSTAT_VTAB",
        "SQLITE_ENABLE_STAT4",
        "SQLITE_USE_URI",
        "HAVE_USLEEP",
        "HAVE_ISNAN",
    ] {
        build.define(switch, "1");
    }
    build.define("SQLITE_DEFAULT_FOREIGN_KEYS", "1");
    build.define("SQLITE_THREADSAFE", "1");
    if !std::env::var("TARGET").is_ok_and(|t| t.contains("windows")) {
        build.define("HAVE_LOCALTIME_R", "1");
    }
    build.compile("sqlite3mc");
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static:+whole-archive=sqlite3mc");
}
