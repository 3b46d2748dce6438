//! What Cargo alone cannot build: with the feature `cipher`, `SQLite3MultipleCiphers` stands in for SQLite (decisions.md 13);
//! for Windows, the icon, the version and the manifest inside the programs.

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=.ci/build.rs");
    #[cfg(feature = "cipher")]
    cipher();
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "windows") {
        resources()?;
    }
    Ok(())
}

const ICON: &str = "assets/icon/kepu-ledger.ico";
const MANIFEST: &str = ".ci/windows/app.manifest";

// Finds rc.exe of the Windows SDK or mingw's windres by itself. Version numbers come from Cargo.toml.
fn resources() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed={ICON}");
    println!("cargo:rerun-if-changed={MANIFEST}");
    winresource::WindowsResource::new()
        .set_icon(ICON)
        .set_manifest_file(MANIFEST)
        .set_language(CHINESE)
        .set("ProductName", "科普台账")
        .set("FileDescription", "科普台账")
        .set("InternalName", "kepu-ledger")
        .compile()
}

// Simplified Chinese, as Windows numbers languages.
const CHINESE: u16 = 0x0804;

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
