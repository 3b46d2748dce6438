//! Photos and files of records: read aside, made safe, put beside the database under their SHA-256, and only then written
//! into the ledger. A picture that is no picture is refused with its reason.

use super::Command;
use super::Done;
use super::Office;
use super::Register;
use super::error::AppError;
use super::words::advice;
use crate::exchange::picture;
use crate::model::Record as _;
use crate::model::Uid;
use crate::model::papers::Attachment;
use crate::store::files;
use std::path::Path;
use std::path::PathBuf;

/// A file read and made safe.
#[derive(Debug, Clone)]
pub struct Picked {
    /// Its bytes as they will be kept.
    pub bytes: Vec<u8>,
    /// Name, extension, size and kind; owner and hash are filled in when it is kept.
    pub attachment: Attachment,
}

/// Most bytes of a file that is kept.
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// Read a file: pictures are decoded, turned upright, scaled and written anew, which drops the place they were taken at;
/// other files are kept as they are. What it proves is what its name says.
///
/// # Errors
/// `Request` with the reason when it can't be kept, `Write` when it can't be read.
pub fn pick(path: &Path) -> Result<Picked, AppError> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let fault = |source| AppError::Write {
        source,
        path: path.to_owned(),
    };
    let size = std::fs::metadata(path).map_err(fault)?.len();
    if size > MOST_BYTES {
        return Err(AppError::Request(format!("“{name}”超过 50 MB，没有附上")));
    }
    if size == 0 {
        return Err(AppError::Request(format!("“{name}”是空文件，没有附上")));
    }
    let bytes = std::fs::read(path).map_err(fault)?;
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let mut attachment = Attachment {
        kind: kind_of(&name).to_owned(),
        name: name.clone(),
        extension: extension.clone(),
        ..Attachment::default()
    };
    if picture::is_picture(&extension) {
        let safe = picture::make_safe(&bytes)
            .map_err(|e| AppError::Request(format!("“{name}”{e}，没有附上")))?;
        attachment.width = Some(safe.width);
        attachment.height = Some(safe.height);
        attachment.taken_on = safe.taken_on;
        attachment.extension = "jpg".into();
        if attachment.kind == "其他" {
            attachment.kind = "照片".into();
        }
        return Ok(Picked {
            bytes: safe.jpeg,
            attachment,
        });
    }
    Ok(Picked { bytes, attachment })
}

// The name of a file often says what it proves.
fn kind_of(name: &str) -> &'static str {
    ["签到", "通知", "方案", "总结", "信息"]
        .into_iter()
        .find(|word| name.contains(word))
        .unwrap_or("其他")
}

impl Office {
    /// Keep files for a record; what was refused is named, the rest goes in.
    ///
    /// # Errors
    /// The first refusal when nothing could be kept, or what the disk says.
    pub fn attach(
        &mut self,
        register: Register,
        owner: Uid,
        picked: Vec<Result<Picked, AppError>>,
    ) -> Result<Done, AppError> {
        let folder = files::folder_of(self.path());
        let mut records = Vec::new();
        let mut refused = Vec::new();
        for one in picked {
            match one {
                Ok(Picked {
                    bytes,
                    mut attachment,
                }) => {
                    attachment.hash = files::hash(&bytes);
                    attachment.bytes = u32::try_from(bytes.len()).ok();
                    attachment.owner = Some(owner);
                    register
                        .table()
                        .name()
                        .clone_into(&mut attachment.owner_table);
                    let twin = self
                        .ledger
                        .attachments
                        .values()
                        .any(|a| a.owner == Some(owner) && a.hash == attachment.hash);
                    if !twin {
                        files::keep(&folder, &attachment.stored_name(), &bytes)?;
                        records.push(attachment.wrap());
                    }
                }
                Err(error) => refused.push(error),
            }
        }
        let mut label = format!("附上 {} 份文件", records.len());
        for error in &refused {
            label.push('；');
            label.push_str(&advice(error).what);
        }
        if records.is_empty()
            && let Some(first) = refused.into_iter().next()
        {
            return Err(first);
        }
        self.run(Command::TakeIn { label, records })
    }

    /// Where an attachment's file lies.
    pub fn attachment_path(&self, attachment: &Attachment) -> PathBuf {
        attachment_path(self.file(), attachment)
    }
}

/// Where an attachment's file lies beside a ledger.
pub fn attachment_path(ledger: &Path, attachment: &Attachment) -> PathBuf {
    files::folder_of(ledger).join(attachment.stored_name())
}
