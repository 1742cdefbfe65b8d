//! The lock that makes the runs which write into one folder take turns.
//!
//! It is a file without content that is locked while a run writes and removed before it is unlocked. A run that is killed
//! leaves it, unlocked: the next one sees by it that there may be something to put right.

use std::fs::{File, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use same_file::Handle;

use super::stop::Looking;
use super::{Fault, cannot};
use crate::problem::Problem;

const NAME: &str = ".board-papers.lock";
/// How long a run waits for its turn: far longer than any other takes to write.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder that no other run writes into.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Unlocked when it is closed.
    _file: File,
    rights: Permissions,
}

impl Lock {
    /// Takes a folder's lock, and waits for it while another run has it.
    pub(super) fn take(folder: &Path, looking: &Looking<'_>) -> Result<Self, Fault> {
        let path = folder.join(NAME);
        let start = Instant::now();
        loop {
            match Lock::attempt(&path, true).map_err(|e| cannot(folder, &e))? {
                Some(lock) => return Ok(lock),
                None if start.elapsed() > PATIENCE => {
                    let why = "another run of this program is writing there: wait until it has ended";
                    return Err(Problem::unwritable(folder, &why).into());
                }
                None => {
                    looking.asked().map_err(Fault::Stopped)?;
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
        }
    }

    /// Takes the lock that a run left in a folder when it was killed, if there is one.
    pub(super) fn left_behind(folder: &Path) -> Option<Self> {
        Lock::attempt(&folder.join(NAME), false).ok().flatten()
    }

    fn attempt(path: &Path, create: bool) -> io::Result<Option<Self>> {
        let own = OpenOptions::new().read(true).write(true).create(create).truncate(false).open(path);
        // Another user's may be locked, too, if not written.
        let file = match own {
            Err(e) if e.kind() == ErrorKind::PermissionDenied => File::open(path).map_err(|_| e)?,
            own => own?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Where a file system has no locks, a run alone in its folder is as safe as ever.
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(e),
        }
        let rights = file.metadata()?.permissions();
        let lock = Lock { path: path.to_path_buf(), _file: file.try_clone()?, rights };
        // The run that had it may have removed it meanwhile, so that the next one locks another file.
        let locked = Handle::from_file(file)?;
        Ok(Handle::from_path(path).is_ok_and(|there| there == locked).then_some(lock))
    }

    /// The rights that a file made in this folder gets: what the umask, or the folder itself, leaves of all.
    pub(super) fn rights(&self) -> &Permissions {
        &self.rights
    }

    /// Gives the folder to the next run.
    pub(super) fn release(self) {
        // Left behind it does no harm.
        _ = std::fs::remove_file(&self.path);
    }
}
