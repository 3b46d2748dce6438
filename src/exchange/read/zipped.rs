//! What a zip is, by its central directory: a workbook, a document, a program, or sheets packed together.
//! Parts are unpacked with a ceiling that counts while unpacking.

use super::markup::damaged;
use super::older;
use super::xlsx;
use crate::exchange::sheet::EXTENSIONS;
use crate::exchange::sheet::Workbook;
use crate::exchange::worker::Content;
use crate::exchange::worker::Fault;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Cursor;
use std::io::Read;
use std::sync::mpsc::Receiver;
use zip::ZipArchive;
use zip::read::ZipFile;

/// Most bytes a part may unfold to; a sheet of 200,000 rows stays below.
const MOST_UNPACKED: u64 = 1 << 30;
/// Bytes unpacked at a time.
const PIECE: usize = 1 << 18;

/// What the clerk is told of macros; they are never run.
pub(super) const MACROS: &str = "表格带有宏，宏没有运行，只读了数据";

/// A part as it is being unpacked.
pub(super) type Unpacked<'a, 'z> = BufReader<Limited<ZipFile<'a, Cursor<&'z [u8]>>>>;

/// A zip whose parts are found by name, whatever its case and strokes.
pub(super) struct Archive<'z> {
    zip: ZipArchive<Cursor<&'z [u8]>>,
    places: BTreeMap<String, usize>,
}

impl<'z> Archive<'z> {
    fn new(bytes: &'z [u8]) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let places = (0..zip.len())
            .filter_map(|n| Some((plain(&zip.name_for_index(n)?.ok()?), n)))
            .collect();
        Ok(Self { zip, places })
    }

    pub fn has(&self, path: &str) -> bool {
        self.places.contains_key(&plain(path))
    }

    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.places.keys().any(|n| test(n))
    }

    pub fn open(&mut self, path: &str) -> Result<Unpacked<'_, 'z>, Fault> {
        let at = *self
            .places
            .get(&plain(path))
            .ok_or_else(|| damaged("a part is missing"))?;
        let file = self.zip.by_index(at).map_err(damaged)?;
        Ok(BufReader::with_capacity(
            PIECE,
            Limited {
                inner: file,
                left: MOST_UNPACKED,
            },
        ))
    }

    /// The beginning of a small part.
    pub fn text(&mut self, path: &str) -> Option<String> {
        let mut bytes = Vec::new();
        self.open(path)
            .ok()?
            .take(1 << 20)
            .read_to_end(&mut bytes)
            .ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn is_encrypted(&mut self) -> bool {
        (0..self.zip.len().min(50))
            .any(|n| self.zip.by_index_raw(n).is_ok_and(|file| file.encrypted()))
    }
}

fn plain(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

/// Read a zip.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Fault> {
    let mut archive = Archive::new(bytes)?;
    if archive.is_encrypted() {
        return Err(Fault::Password);
    }
    if archive.has("xl/workbook.bin") {
        return with_macros(older::binary_parts(bytes)?, &archive);
    }
    if archive.any(|n| n.starts_with("xl/")) {
        let workbook = xlsx::read(&mut archive)?;
        return with_macros(workbook, &archive);
    }
    if archive.has("content.xml") {
        let kind = archive.text("mimetype").unwrap_or_default();
        if kind.contains("opendocument.text") {
            return Err(Fault::NotASheet(Content::Word));
        }
        if kind.contains("opendocument.presentation") {
            return Err(Fault::NotASheet(Content::Slides));
        }
        let manifest = archive.text("META-INF/manifest.xml").unwrap_or_default();
        if manifest.contains("encryption-data") {
            return Err(Fault::Password);
        }
        let mut workbook = older::open_document(bytes, &mut archive)?;
        // Every file of LibreOffice holds an empty shelf for macros; a module of its own is one.
        let macros =
            archive.any(|n| n.starts_with("basic/") && is_kind(n, "xml") && !is_basic_shelf(n));
        if macros || archive.any(|n| n.starts_with("scripts/")) {
            workbook.warnings.push(MACROS.to_owned());
        }
        return Ok(workbook);
    }
    Err(Fault::NotASheet(content(&archive)))
}

fn is_basic_shelf(name: &str) -> bool {
    [
        "script-lc.xml",
        "script-lb.xml",
        "dialog-lc.xml",
        "dialog-lb.xml",
    ]
    .iter()
    .any(|shelf| name.ends_with(shelf))
}

// Names of the archive are in lower case.
fn is_kind(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| e == extension)
}

fn with_macros(mut workbook: Workbook, archive: &Archive<'_>) -> Result<Workbook, Fault> {
    if workbook.sheets.is_empty() {
        return Err(damaged("no readable sheet"));
    }
    if archive.any(|n| n.ends_with("vbaproject.bin") || n.starts_with("xl/macrosheets/")) {
        workbook.warnings.push(MACROS.to_owned());
    }
    Ok(workbook)
}

// What a zip is that is no workbook.
fn content(archive: &Archive<'_>) -> Content {
    let sheets = archive
        .places
        .keys()
        .filter(|n| EXTENSIONS.iter().any(|e| is_kind(n, e)))
        .count();
    if archive.any(|n| n.starts_with("word/")) {
        Content::Word
    } else if archive.any(|n| n.starts_with("ppt/")) {
        Content::Slides
    } else if archive.has("androidmanifest.xml")
        || archive.any(|n| is_kind(n, "dex") || n == "meta-inf/manifest.mf")
    {
        Content::Program
    } else if archive.any(|n| is_kind(n, "iwa")) {
        Content::Numbers
    } else if archive.has("manifest.json") && archive.any(|n| is_kind(n, "jsonl")) {
        Content::Pack
    } else {
        Content::Archive(sheets as u32)
    }
}

/// A reader that refuses to go on past its ceiling instead of ending as if all were well.
pub(super) struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(out)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => Err(std::io::ErrorKind::FileTooLarge.into()),
        }
    }
}

/// Unpack a part on a second thread while `work` reads what is unpacked already.
pub(super) fn ahead<T>(
    mut part: Unpacked<'_, '_>,
    work: impl FnOnce(Pieces) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let (send, receive) = std::sync::mpsc::sync_channel::<std::io::Result<Vec<u8>>>(4);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let mut piece = Vec::with_capacity(PIECE);
                let read = part.by_ref().take(PIECE as u64).read_to_end(&mut piece);
                let last = !matches!(read, Ok(n) if n > 0);
                // The reader may have stopped early; then nobody wants the rest.
                if send.send(read.map(|_| piece)).is_err() || last {
                    return;
                }
            }
        });
        work(Pieces {
            receive,
            piece: Vec::new(),
            at: 0,
        })
    })
}

/// Pieces of a part, one after the other.
pub(super) struct Pieces {
    receive: Receiver<std::io::Result<Vec<u8>>>,
    piece: Vec<u8>,
    at: usize,
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), ready.get(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Pieces {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.at >= self.piece.len() {
            // An empty piece is the last; after it the other side says nothing more.
            self.piece = self.receive.recv().unwrap_or(Ok(Vec::new()))?;
            self.at = 0;
        }
        Ok(self.piece.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}
