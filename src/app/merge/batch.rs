//! Several packs as one step: judged one after another, written in one transaction, taken back by one undo.

use super::Arrived;
use super::Decisions;
use super::Preview;
use super::needs_password;
use super::trial::Trial;
use crate::app::Command;
use crate::app::Done;
use crate::app::Office;
use crate::app::error::AppError;
use crate::app::words::Advice;
use crate::app::words::advice;
use crate::exchange::pack::Pack;
use crate::model::AnyRecord;
use crate::model::Record as _;
use crate::store::files;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;

/// Files that wait for the disk at a time.
const WRITERS: usize = 8;

/// What becomes of the others when a pack of a batch can't be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    /// Nothing is written.
    Refuse,
    /// The others are.
    Skip,
}

/// A pack of a batch, judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Where it lies.
    pub path: PathBuf,
    /// Whether it waits for a password, or for another one.
    pub locked: bool,
    /// What it would do, or why it can't be taken in.
    pub preview: Result<Preview, Advice>,
}

impl Office {
    /// What taking in a pack would do; nothing is written.
    ///
    /// # Errors
    /// `Request` for a pack of another office, or one that is older than what is there.
    pub fn preview_pack(&self, pack: &Pack, decisions: &Decisions) -> Result<Preview, AppError> {
        Trial::of(self).preview(pack, decisions)
    }

    /// What taking in packs one after another would do; nothing is written.
    pub fn preview_packs(&self, arrived: &[Arrived], decisions: &Decisions) -> Vec<Judged> {
        let mut trial = Trial::of(self);
        let judged = arrived.iter().map(|a| {
            let preview = match &a.pack {
                Ok(pack) => trial.preview(pack, decisions).map_err(|e| advice(&e)),
                Err(error) => Err(advice(error)),
            };
            if let Ok(preview) = &preview {
                trial.take(preview);
            }
            Judged {
                locked: a.pack.as_ref().is_err_and(needs_password),
                path: a.path.clone(),
                preview,
            }
        });
        judged.collect()
    }

    /// Take in a pack as one step that one undo takes back. A copy of the file is made before.
    ///
    /// # Errors
    /// As [`Office::preview_pack`]; `Conflicts` when something is undecided; what the disk says. Nothing is written then.
    pub fn take_pack(
        &mut self,
        pack: &mut Pack,
        path: &Path,
        decisions: &Decisions,
    ) -> Result<Done, AppError> {
        let preview = Trial::of(self).preview(pack, decisions)?;
        let mut trial = Trial::of(self);
        trial.take(&preview);
        let (records, gone) = steps(&trial, vec![&preview]);
        open_conflicts(&[&preview], decisions)?;
        self.keep_files(pack, path)?;
        self.merge(preview.label(), records, gone)
    }

    /// Take in packs as one step that one undo takes back. A copy of the file is made before. With [`Bad::Refuse`] one bad
    /// pack keeps all of them out.
    ///
    /// # Errors
    /// What is wrong with the first bad one; `Conflicts` when something is undecided; what the disk says. Nothing is
    /// written then.
    pub fn take_packs(
        &mut self,
        arrived: &mut Vec<Arrived>,
        decisions: &Decisions,
        bad: Bad,
    ) -> Result<Done, AppError> {
        if bad == Bad::Refuse
            && let Some(at) = arrived.iter().position(|a| a.pack.is_err())
            && let Err(error) = arrived.remove(at).pack
        {
            return Err(error);
        }
        let mut trial = Trial::of(self);
        let mut previews: Vec<(usize, Preview)> = Vec::new();
        for (at, one) in arrived.iter().enumerate() {
            let Ok(pack) = &one.pack else { continue };
            match trial.preview(pack, decisions) {
                Ok(preview) => {
                    trial.take(&preview);
                    previews.push((at, preview));
                }
                Err(error) if bad == Bad::Refuse => return Err(error),
                Err(_) => {}
            }
        }
        let all: Vec<&Preview> = previews.iter().map(|(_, p)| p).collect();
        open_conflicts(&all, decisions)?;
        let label = label(&all);
        let (records, gone) = steps(&trial, all);
        for (at, _) in &previews {
            if let Some(Arrived {
                path,
                pack: Ok(pack),
            }) = arrived.get_mut(*at)
            {
                self.keep_files(pack, path)?;
            }
        }
        self.merge(label, records, gone)
    }

    fn merge(
        &mut self,
        label: String,
        records: Vec<AnyRecord>,
        gone: Vec<(crate::model::Table, crate::model::Uid)>,
    ) -> Result<Done, AppError> {
        if records.is_empty() && gone.is_empty() {
            return Ok(Done {
                label,
                focus: None,
                records: 0,
            });
        }
        self.back_up_if_changed("并入前")?;
        self.run(Command::Merge {
            label,
            records,
            gone,
        })
    }

    // Photos and files stand beside the ledger before the records that name them are written. Each is on the disk when this
    // is done; waiting for the disk is most of the work, so several wait at a time.
    fn keep_files(&self, pack: &mut Pack, path: &Path) -> Result<(), AppError> {
        let folder = files::folder_of(self.path());
        let mut wanted: BTreeMap<String, (String, String)> = BTreeMap::new();
        for record in &pack.records {
            if let AnyRecord::Attachment(a) = record
                && pack.holds(&a.hash, &a.extension)
                && !folder.join(a.stored_name()).is_file()
            {
                wanted.insert(a.stored_name(), (a.hash.clone(), a.extension.clone()));
            }
        }
        let (hand, waiting) = std::sync::mpsc::sync_channel::<(String, Vec<u8>)>(WRITERS);
        let waiting = Mutex::new(waiting);
        let write = || -> Result<(), AppError> {
            let mut done = Ok(());
            // After a failure the rest is taken and dropped: who hands files over must never wait for nobody.
            while let Some((name, bytes)) = waiting.lock().ok().and_then(|w| w.recv().ok()) {
                if done.is_ok() {
                    done = files::keep(&folder, &name, &bytes).map(|_| ());
                }
            }
            done.map_err(AppError::from)
        };
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
            let mut read = Ok(());
            for (name, (hash, extension)) in wanted {
                let handed = pack
                    .attachment(&hash, &extension)
                    .map(|bytes| hand.send((name, bytes)).is_ok());
                match handed {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(e) => {
                        read = Err(AppError::Pack(e, path.to_owned()));
                        break;
                    }
                }
            }
            drop(hand);
            let stopped = || AppError::Data("a writer of files stopped".into());
            let written = writers
                .into_iter()
                .map(|w| w.join().unwrap_or_else(|_| Err(stopped())));
            written.fold(read, Result::and)
        })
    }
}

fn open_conflicts(previews: &[&Preview], decisions: &Decisions) -> Result<(), AppError> {
    let open: usize = previews.iter().map(|p| p.plan.undecided(decisions)).sum();
    if open > 0 {
        return Err(AppError::Conflicts(open));
    }
    Ok(())
}

type Steps = (
    Vec<AnyRecord>,
    Vec<(crate::model::Table, crate::model::Uid)>,
);

// What is left of all plans: a record that one pack brings and a later one takes away never was.
fn steps(trial: &Trial<'_>, previews: Vec<&Preview>) -> Steps {
    let (mut records, mut gone) = (Vec::new(), Vec::new());
    for preview in previews {
        records.extend(preview.plan.puts.iter().cloned());
        gone.extend(preview.plan.gone.iter().copied());
        if !preview.known && preview.returned_by.is_none() {
            records.push(preview.submission.clone().wrap());
        }
    }
    let stays = |table, uid| trial.ledger.get(table, uid).is_some();
    records.retain(|r| stays(r.table(), r.uid()));
    gone.retain(|(table, uid)| !stays(*table, *uid));
    (records, gone)
}

fn label(previews: &[&Preview]) -> String {
    match previews {
        [one] => one.label(),
        several => {
            let mut offices: Vec<&str> = several.iter().map(|p| p.office.as_str()).collect();
            offices.dedup();
            let more = if offices.len() > 2 { "等" } else { "" };
            let few: Vec<&str> = offices.into_iter().take(2).collect();
            format!("并入 {} 份：{}{more}", several.len(), few.join("、"))
        }
    }
}
