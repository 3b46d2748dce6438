//! Disks and names as Windows tells them.

use super::Volume;
use std::os::windows::ffi::OsStrExt as _;
use std::path::Component;
use std::path::Path;

const REMOVABLE: u32 = 2;
const FIXED: u32 = 3;
const REMOTE: u32 = 4;
const CD: u32 = 5;

#[expect(
    unsafe_code,
    reason = "a call of the system that the standard library does not have"
)]
#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetDriveTypeW(root: *const u16) -> u32;
}

pub(super) fn volume(path: &Path) -> Volume {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Some(Component::Prefix(prefix)) = path.components().next() else {
        return Volume::default();
    };
    let mut root: Vec<u16> = prefix.as_os_str().encode_wide().collect();
    root.extend([u16::from(b'\\'), 0]);
    #[expect(
        unsafe_code,
        reason = "the only way to ask; the text ends with a zero and lives over the call"
    )]
    let kind = unsafe { GetDriveTypeW(root.as_ptr()) };
    let word = match kind {
        REMOVABLE => "removable",
        FIXED => "fixed",
        REMOTE => "remote",
        CD => "cd",
        _ => "",
    };
    Volume {
        kind: word.to_owned(),
        is_removable: kind == REMOVABLE,
    }
}

pub(super) fn computer() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}
