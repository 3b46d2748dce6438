//! The log of this program: daily files, fourteen kept, in English, without names, numbers or phones.
//! What a panic leaves is in `crash`.

use super::paths;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use tracing_appender::rolling;

/// Where the log lies on this computer.
pub fn folder() -> Option<PathBuf> {
    paths::log_folder()
}

/// Cuts what may be somebody's before it is written: whatever message an error carries, the log holds English words alone.
struct Plain<W>(W);

impl<W: Write> Write for Plain<W> {
    // The formatter hands over one event at a time.
    fn write(&mut self, event: &[u8]) -> std::io::Result<usize> {
        self.0
            .write_all(plain(&String::from_utf8_lossy(event)).as_bytes())?;
        Ok(event.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

// Paths stand last and may name people. What is Chinese or stands in Chinese quotes may be anything a clerk entered; seven
// digits in a row may be a telephone.
fn plain(event: &str) -> String {
    let mut out = String::with_capacity(event.len());
    for line in event.split_inclusive('\n') {
        let path = line.find("path: ").or_else(|| line.find(" path="));
        let (kept, end) = match path {
            Some(at) => (line.get(..at).unwrap_or_default(), "path…\n"),
            None => (line, ""),
        };
        let (mut quoted, mut digits) = (false, String::new());
        for c in kept.chars().chain(std::iter::once('\0')) {
            if c.is_ascii_digit() && !quoted {
                digits.push(c);
                continue;
            }
            out.push_str(if digits.len() < 7 { &digits } else { "…" });
            digits.clear();
            match c {
                '“' => quoted = true,
                '”' => quoted = false,
                '\0' => {}
                _ if quoted => {}
                c if c.is_ascii() => out.push(c),
                _ if out.ends_with('…') => {}
                _ => out.push('…'),
            }
        }
        out.push_str(end);
    }
    out
}

/// Start the log. Without a place for it the program runs all the same.
pub fn start(folder: &Path) {
    if std::fs::create_dir_all(folder).is_err() {
        return;
    }
    let appender = rolling::Builder::new()
        .rotation(rolling::Rotation::DAILY)
        .filename_prefix("kepu")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder);
    let Ok(appender) = appender else { return };
    // A log that is started twice keeps its first start.
    tracing_subscriber::fmt()
        .with_writer(std::sync::Mutex::new(Plain(appender)))
        .with_ansi(false)
        // On a full disk a line of the log is lost; saying so on a terminal that can't be written either ends the program.
        .log_internal_errors(false)
        .try_init()
        .ok();
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_event_keeps_its_english_words_alone() {
        assert_eq!(
            plain(
                "2026-11-24T09:00:00.123456Z ERROR command failed error=request refused: 没有“Wang Fang”这个人 13812345678\n"
            ),
            "2026-11-24T09:00:00.123456Z ERROR command failed error=request refused: … …\n"
        );
        assert_eq!(
            plain("could not write: disk full, path: \"/home/wangfang/a.pdf\"\n"),
            "could not write: disk full, path…\n"
        );
    }
}
