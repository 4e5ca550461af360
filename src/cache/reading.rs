//! Reads packs in place of the cache.

use std::path::PathBuf;

use crate::pack::{CancelToken, LoadedPacks, ReadError};
use crate::{builtin, pack};

/// Reads the packs at `paths`, unless `stop` interrupts it.
pub(super) fn read_packs(
    paths: &[PathBuf],
    stop: &CancelToken,
) -> Result<Option<LoadedPacks>, ReadError> {
    pack::load_cancellable(
        paths,
        |path| (path.as_os_str() == builtin::NAME).then(builtin::to_toml),
        stop,
    )
}
