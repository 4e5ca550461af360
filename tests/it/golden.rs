//! Expected outputs in files. `ROLEDEX_BLESS=1 cargo test` writes them anew; the change is then
//! read in review.

use std::path::PathBuf;

/// The path of `name` below `tests/it`.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(name)
}

/// Asserts that `actual` is what the file `name` says.
pub fn assert(name: &str, actual: &str) {
    let path = path(name);
    if std::env::var_os("ROLEDEX_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected != actual {
        let line = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
        let line = line.unwrap_or(expected.lines().count().min(actual.lines().count()));
        panic!(
            "{name} differs from line {}:\n--- expected\n{expected}\n--- actual\n{actual}",
            line + 1
        );
    }
}
