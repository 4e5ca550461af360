//! The cache: compiled packs and what is made of them, damaged with checksums that fit, and asked
//! everything.

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, UNIX_EPOCH};

use roledex::cache::{CacheEntry, OnDamage};
use roledex::engine::Engine;
use roledex::search::SearchIndex;
use xxhash_rust::xxh3::xxh3_64;

use super::ask;
use super::bytes::Bytes;

/// A pack and all that is made of it.
struct Made {
    text: String,
    engine: Engine,
}

static MADE: LazyLock<[Made; 2]> = LazyLock::new(|| {
    [include_str!("hostile.toml"), include_str!("../../it/fixtures/small.toml")].map(Made::new)
});

impl Made {
    fn new(text: &str) -> Self {
        // Only large packs are cached.
        let text = format!("{text}\n#{}\n", "-".repeat(256 << 10));
        let catalog = Arc::new(roledex::pack::from_files("pack", &[("pack.toml", &text)]).catalog);
        let engine = Engine::new(catalog);
        engine.warm();
        Self { text, engine }
    }
}

/// The endings of the files in the cache.
const FILES: [&str; 6] = ["pack", "index", "words", "relations", "neighbours", "names"];

/// The endings of those of them in which each block has a checksum.
const IN_BLOCKS: [&str; 2] = ["index", "names"];

/// Bytes of a compiled pack that have a checksum together.
const BLOCK: usize = 8 << 10;

/// Damages the file of the cache that the first byte names as the others say. What is read of it
/// gives an error, or something to ask.
pub fn compiled(data: &[u8]) {
    let mut data = Bytes(data);
    let how = usize::from(data.byte());
    let made = &MADE[how % 2];
    let which = how / 2 % FILES.len();
    let folder = tempfile::tempdir().unwrap();
    let (pack, cache) = (folder.path().join("pack.toml"), folder.path().join("cache"));
    std::fs::write(&pack, &made.text).unwrap();
    let written = std::fs::File::options().append(true).open(&pack).unwrap();
    written.set_modified(UNIX_EPOCH + Duration::from_secs(1)).unwrap();
    let slot = || CacheEntry::of(&cache, std::slice::from_ref(&pack)).unwrap();
    let kept = slot().save(made.engine.catalog()).unwrap().unwrap();
    made.engine.save_to(&kept);
    let sound = data.0.is_empty();
    damage(&cache, which, (how / 2 / FILES.len()).is_multiple_of(4), &mut data);

    let Some((catalog, kept)) = slot().open(OnDamage::ReadPacks) else {
        return assert!(!sound, "a cache that nobody touched is not used");
    };
    let catalog = Arc::new(catalog);
    let index = kept.load::<SearchIndex>(&catalog);
    assert!(index.is_some() || !sound, "an index that nobody touched is not used");
    ask::ask_engine(&Engine::with_cached(catalog, kept));
}

/// Damages a file; its checksums fit again. `head` says whether to damage what comes before a
/// compiled pack.
fn damage(cache: &Path, which: usize, head: bool, data: &mut Bytes<'_>) {
    let entries = std::fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path());
    let path = entries
        .into_iter()
        .find(|path| path.extension().is_some_and(|end| end == FILES[which]))
        .unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    if IN_BLOCKS.contains(&FILES[which]) {
        let mut content = bytes.split_off(16);
        data.damage(&mut content);
        reseal(&mut content);
        bytes.extend(content);
    } else if which > 0 {
        let mut content = bytes.split_off(16);
        content.truncate(content.len() - 8);
        data.damage(&mut content);
        bytes.extend_from_slice(&content);
        bytes.extend(xxh3_64(&content).to_le_bytes());
    } else {
        let length = u32::from_le_bytes(bytes[16..20].try_into().unwrap()) as usize;
        let mut content = bytes.split_off(20 + length);
        let mut about = bytes.split_off(20);
        if head {
            data.damage(&mut about);
        } else {
            let whole = content.clone();
            data.damage(&mut content);
            content.resize(whole.len(), 0);
            for (old, new) in whole.chunks(BLOCK).zip(content.chunks(BLOCK)) {
                let old = varint(xxh3_64(old));
                let at = about.windows(old.len()).position(|bytes| bytes == old).unwrap();
                about.splice(at..at + old.len(), varint(xxh3_64(new)));
            }
        }
        bytes.truncate(8);
        bytes.extend(xxh3_64(&about).to_le_bytes());
        bytes.extend((about.len() as u32).to_le_bytes());
        bytes.extend(about);
        bytes.extend(content);
    }
    std::fs::write(&path, bytes).unwrap();
}

/// Makes the checksums of the blocks, and of the directory after them, fit again, as far as there is
/// still a directory.
fn reseal(bytes: &mut [u8]) -> Option<()> {
    let end = bytes.len().checked_sub(16)?;
    let counts = bytes[end..].as_chunks::<4>().0;
    let (blocks, numbers) =
        (u32::from_le_bytes(counts[0]) as usize, u32::from_le_bytes(counts[1]) as usize);
    let directory =
        end.checked_sub(blocks.checked_mul(16)?.checked_add(numbers.checked_mul(8)?)?)?;
    let starts: Vec<usize> = (0..blocks)
        .map(|block| directory + block * 16)
        .map(|at| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize)
        .chain([directory])
        .collect();
    for (block, span) in starts.windows(2).enumerate() {
        let Some(content) = bytes.get(span[0]..span[1]) else { continue };
        let checksum = xxh3_64(content).to_le_bytes();
        let at = directory + block * 16 + 8;
        bytes[at..at + 8].copy_from_slice(&checksum);
    }
    let checksum = xxh3_64(&bytes[directory..end + 8]).to_le_bytes();
    bytes[end + 8..].copy_from_slice(&checksum);
    Some(())
}

/// A number in as few bytes as it takes, seven bits each.
fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}
