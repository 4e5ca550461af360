//! Forged caches: their checksums match, and their content is damaged in ways that chance would not
//! produce. In every case, opening one gives an error or a catalog that can answer every query.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, UNIX_EPOCH};

use xxhash_rust::xxh3::xxh3_64;

use super::artifact::{ALL, INDEX, NAMES};
use super::entry::{CacheHeader, FileStamp, MAGIC};
use super::*;
use crate::analysis::diff::{DiffOptions, Differ, PairingMode, ResponsibilityScope};
use crate::analysis::path::{self, HopKind, NeighbourTable, PathQuestion};
use crate::analysis::related::SimilarityIndex;
use crate::engine::Engine;
use crate::model::{Catalog, RoleId};
use crate::search::{Query, RoleNames, SearchIndex, SearchScope, reseal};

/// Rounds of damage; `ROLEDEX_DAMAGE_ROUNDS` sets more by hand, starting at `ROLEDEX_DAMAGE_SEED`.
const ROUNDS: u64 = 20;

/// Pseudo-random numbers, the same each time.
struct DamageRng(u64);

impl DamageRng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit.max(1)
    }
}

/// Damages `bytes` once.
fn damage_bytes(bytes: &mut Vec<u8>, chance: &mut DamageRng) {
    if bytes.is_empty() {
        return;
    }
    // The lengths and the small tables are near the start; the rest is covered evenly.
    let near = if chance.below(3) == 0 { bytes.len().min(4096) } else { bytes.len() };
    let at = chance.below(near);
    match chance.below(9) {
        0 => bytes[at] ^= 1 << chance.below(8),
        1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][chance.below(5)],
        2 => bytes.truncate(at),
        kind @ 3..=5 => {
            // A number of four or eight bytes, at a position where such numbers are.
            let size = if kind == 5 { 8 } else { 4 };
            let at = at / size * size;
            let mut known = [0; 8];
            known[..size.min(bytes.len() - at)]
                .copy_from_slice(&bytes[at..bytes.len().min(at + size)]);
            let known = u64::from_le_bytes(known);
            let others = [
                0,
                1,
                known.wrapping_add(1),
                known.wrapping_sub(1),
                known << 1,
                known >> 1,
                u64::MAX,
                1 << 31,
            ];
            let number = others[chance.below(others.len())].to_le_bytes();
            for (byte, new) in bytes[at..].iter_mut().zip(number).take(size) {
                *byte = new;
            }
        }
        6 => {
            let (from, count) = (chance.below(bytes.len()), chance.below(64));
            let piece = bytes[from..bytes.len().min(from + count)].to_vec();
            for (byte, new) in bytes[at..].iter_mut().zip(piece) {
                *byte = new;
            }
        }
        7 => drop(bytes.drain(at..bytes.len().min(at + chance.below(64)))),
        _ => drop(bytes.splice(at..at, vec![chance.next() as u8; chance.below(64)])),
    }
}

/// A cache on disk, and its parts.
struct CacheFixture {
    folder: tempfile::TempDir,
    entry: CacheEntry,
    head: CacheHeader,
    catalog: Vec<u8>,
    artifacts: Vec<(ArtifactFormat, Vec<u8>)>,
}

impl CacheFixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let packs = vec![PathBuf::from("content")];
        let stamps = pack::files(&packs[0])
            .unwrap()
            .into_iter()
            .map(|file| FileStamp::of(file).unwrap().0)
            .collect();
        let slot = CacheEntry {
            file: folder.path().join("a.pack"),
            paths: packs.clone(),
            stamps,
            newest: UNIX_EPOCH,
        };
        let catalog = Arc::new(pack::load(&packs).unwrap().catalog);
        let kept = slot.save(&catalog).unwrap().unwrap();
        let engine = Engine::with_cached(catalog, kept.clone());
        engine.warm();
        // Made for texts alone.
        engine.reading();
        engine.themes();
        engine.persist();
        let file = std::fs::read(&slot.file).unwrap();
        let length = u32::from_le_bytes(*file[16..].first_chunk().unwrap()) as usize;
        let head = postcard::from_bytes(&file[20..20 + length]).unwrap();
        let beside = ALL.map(|beside| {
            let bytes = std::fs::read(kept.artifact_path(beside)).unwrap();
            let end = if has_blocks(beside) { 0 } else { 8 };
            (beside, bytes[16..bytes.len() - end].to_vec())
        });
        let beside = beside.to_vec();
        Self { catalog: file[20 + length..].to_vec(), head, entry: slot, artifacts: beside, folder }
    }

    /// Writes the cache with `catalog` and `beside`, with matching checksums.
    fn write(&self, catalog: &[u8], beside: &[(ArtifactFormat, Vec<u8>)]) {
        let CacheHeader { build, stamps, content, .. } = &self.head;
        let (size, checksums) = (catalog.len() as u64, paged::checksums(catalog));
        let head = CacheHeader {
            build: build.clone(),
            stamps: stamps.clone(),
            content: *content,
            size,
            checksums,
        };
        let head = postcard::to_stdvec(&head).unwrap();
        let seal = xxh3_64(&head).to_le_bytes();
        let length = (head.len() as u32).to_le_bytes();
        std::fs::write(&self.entry.file, [&MAGIC[..], &seal, &length, &head, catalog].concat())
            .unwrap();
        for (format, bytes) in beside {
            let (ending, magic) = *format;
            let mut bytes = bytes.clone();
            if has_blocks(*format) {
                reseal(&mut bytes);
            } else {
                bytes.extend(xxh3_64(&bytes).to_le_bytes());
            }
            let path = self.entry.file.with_extension(ending);
            std::fs::write(path, [&magic[..], &seal, &bytes].concat()).unwrap();
        }
    }
}

/// Whether a file of this format has a checksum for each block, and none for all of it.
fn has_blocks(format: ArtifactFormat) -> bool {
    format == INDEX || format == NAMES
}

/// Runs every kind of query on the cache, including the commands if `all`; returns the number of
/// answers.
fn query_all(slot: &CacheEntry, all: bool) -> usize {
    let Some((catalog, kept)) = slot.open(OnDamage::ReadPacks) else { return 0 };
    let catalog = Arc::new(catalog);
    let mut answers = query_catalog(&catalog);
    if all {
        answers += run_commands(&catalog, &kept);
    }
    if let Some(index) = kept.load::<SearchIndex>(&catalog) {
        for hits in search_all(&index) {
            answers += hits.hits.iter().map(|hit| hit.text(&catalog).len()).sum::<usize>();
        }
        answers += QUERIES.iter().map(|query| index.suggest(query).len()).sum::<usize>();
    }
    if let Some(names) = kept.load::<RoleNames>(&catalog) {
        for text in ["product-manager", "Product Manager II", "PM", "scrum masters", "zzqx"] {
            answers += names.find(&catalog, text).roles().len();
        }
    }
    answers + compare_all(&catalog, kept)
}

/// Looks at every row of the catalog; returns the number of answers.
fn query_catalog(catalog: &Catalog) -> usize {
    let mut answers = 0;
    for role in catalog.roles() {
        answers += usize::from(catalog.role_by_id(&role.id).is_some());
        answers +=
            role.codes.iter().map(|(_, code)| catalog.roles_by_code(code).len()).sum::<usize>();
    }
    for skill in catalog.skills() {
        answers += usize::from(catalog.skill_by_id(&skill.id).is_some());
    }
    for id in catalog.skill_ids() {
        answers += catalog.needs(id).len();
    }
    answers + catalog.families().map(|(_, roles)| roles.len()).sum::<usize>()
}

/// Runs the commands; returns the size of their output.
fn run_commands(catalog: &Arc<Catalog>, kept: &CachedCatalog) -> usize {
    let roles = catalog.roles();
    let name = |at: usize| roles.get(at).map_or(String::new(), |role| role.id.clone());
    let (first, other) = (name(0), name(roles.len() / 2));
    let lines: [&[&str]; 14] = [
        &["list"],
        &["list", "skills"],
        &["list", "themes"],
        &["list", "packs"],
        &["about"],
        &["show", &first],
        &["show", &other],
        &["diff", &first, &other],
        &["related", &first],
        &["path", &first, &other],
        &["gap", "--from", &first, "--to", &other],
        &["matrix", &first, &other, "product-manager"],
        &["search", "product road"],
        &["check"],
    ];
    let engine = Arc::new(Engine::with_cached(Arc::clone(catalog), kept.clone()));
    let mut answers = 0;
    for line in lines {
        for format in ["text", "json"] {
            let line = [&["--format", format], line].concat();
            answers += crate::cli::output_with_engine(&engine, &line).map_or(0, |out| out.len());
        }
    }
    answers
}

/// Compares roles in every way; returns the number of answers.
fn compare_all(catalog: &Arc<Catalog>, kept: CachedCatalog) -> usize {
    let mut answers = 0;
    let roles: Vec<RoleId> = catalog.role_ids().collect();
    let (from, to) = (roles.first(), roles.get(roles.len() / 2));
    let (Some(&from), Some(&to)) = (from, to) else { return answers };
    if let Some(differ) = kept.load::<Differ>(catalog) {
        let how = DiffOptions {
            align: PairingMode::Auto,
            scope: ResponsibilityScope::InForce,
            exact: false,
        };
        for &role in &roles {
            answers += differ.diff(catalog, from, role, how).responsibilities.len();
        }
    }
    // Damaged data would be rebuilt.
    let (relations, neighbours) =
        (kept.load::<SimilarityIndex>(catalog), kept.load::<NeighbourTable>(catalog));
    answers += relations.map_or(0, |relations| relations.nearest(catalog, to, 10).len());
    if neighbours.is_none() {
        return answers;
    }
    let engine = Engine::with_cached(Arc::clone(catalog), kept);
    engine.warm();
    for &role in &roles {
        answers += engine.most_similar(role).len();
    }
    answers += engine.relations().nearest(catalog, from, 10).len();
    let question = PathQuestion { from, to, hop_kinds: HopKind::ALL.to_vec(), limit: 5 };
    let ways = path::path(catalog, &question, &engine);
    let back = PathQuestion { from: to, to: from, ..question };
    answers + usize::from(ways != path::path(catalog, &back, &engine))
}

/// Returns the number in the environment variable `name`.
fn number_set(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_a_cache_holds_it_is_an_answer_or_an_error() {
    let rounds = number_set("ROLEDEX_DAMAGE_ROUNDS").unwrap_or(ROUNDS);
    let first = number_set("ROLEDEX_DAMAGE_SEED").unwrap_or(1);
    let (sender, progress) = channel();
    let work = std::thread::spawn(move || {
        let world = CacheFixture::new();
        world.write(&world.catalog, &world.artifacts);
        let sound = query_all(&world.entry, true);
        assert!(sound > 10_000, "{sound}");
        let (mut opened, mut failed) = (0, Vec::new());
        for seed in first..first + rounds {
            let mut chance = DamageRng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            let (mut catalog, mut beside) = (world.catalog.clone(), world.artifacts.clone());
            // The catalog in every other round, as the other files are not read when it does not
            // open.
            if seed % 2 == 0 {
                damage_bytes(&mut catalog, &mut chance);
            } else {
                for (_, bytes) in &mut beside {
                    damage_bytes(bytes, &mut chance);
                }
            }
            world.write(&catalog, &beside);
            let _ = sender.send(seed);
            match catch_unwind(AssertUnwindSafe(|| query_all(&world.entry, seed % 2 == 0))) {
                Ok(answers) => opened += usize::from(answers > 0),
                Err(_) => failed.push(seed),
            }
        }
        drop(world.folder);
        (opened, failed)
    });
    let mut last = 0;
    loop {
        match progress.recv_timeout(Duration::from_secs(300)) {
            Ok(seed) => last = seed,
            Err(RecvTimeoutError::Timeout) => panic!("seed {last} does not end"),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let (opened, failed) = work.join().unwrap();
    assert_eq!(failed, Vec::<u64>::new(), "these seeds panicked");
    // Most damage is far from the start, and is found when it is read.
    assert!(opened as u64 > rounds / 4, "{opened} of {rounds}");
}

/// Queries that between them need every kind of table.
const QUERIES: [&str; 12] = [
    "",
    "r",
    "pm",
    "product manager",
    "prjmgmt",
    "rodmap",
    "e mail",
    "'sql",
    "!a user",
    "zzqx",
    "a b c d",
    "roadmaping unicorns",
];

/// Returns the answers of `index` to [`QUERIES`] in every scope.
fn search_all(index: &SearchIndex) -> Vec<crate::search::Hits> {
    let scopes =
        [SearchScope::All, SearchScope::Roles, SearchScope::Skills, SearchScope::Responsibilities];
    let mut answers = Vec::new();
    for (query, scope) in QUERIES.iter().flat_map(|query| scopes.map(|scope| (query, scope))) {
        answers.push(index.search(&Query::parse(query), scope, 50));
    }
    answers
}

#[test]
fn a_damaged_index_gives_the_same_answers_and_is_made_again() {
    let world = CacheFixture::new();
    world.write(&world.catalog, &world.artifacts);
    let (catalog, kept) = world.entry.open(OnDamage::ReadPacks).unwrap();
    let catalog = Arc::new(catalog);
    let known = search_all(&SearchIndex::new(Arc::clone(&catalog)));
    let path = kept.artifact_path(INDEX);
    let whole = std::fs::read(&path).unwrap();
    let engine = Engine::with_cached(Arc::clone(&catalog), kept.clone());
    assert!(search_all(engine.index()) == known);
    // As few blocks are read as the answers need.
    assert!(engine.index().bytes() > 0);
    let mut noticed = 0;
    for at in (16..whole.len()).step_by(whole.len() / 30) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let engine = Engine::with_cached(Arc::clone(&catalog), kept.clone());
        assert!(search_all(engine.index()) == known, "byte {at}");
        noticed += usize::from(!path.exists());
        engine.persist();
        let now = std::fs::read(&path).unwrap();
        assert!(now == whole || now == bytes, "byte {at}");
        // A file that is cut while it is in use.
        std::fs::write(&path, &whole).unwrap();
        let engine = Engine::with_cached(Arc::clone(&catalog), kept.clone());
        engine.index();
        std::fs::File::options().write(true).open(&path).unwrap().set_len(at as u64).unwrap();
        assert!(search_all(engine.index()) == known, "cut at {at}");
    }
    assert!(noticed > 20, "{noticed}");
}

#[test]
fn damaged_names_are_read_from_the_catalog_and_written_again() {
    let world = CacheFixture::new();
    world.write(&world.catalog, &world.artifacts);
    let (catalog, kept) = world.entry.open(OnDamage::ReadPacks).unwrap();
    let catalog = Arc::new(catalog);
    let texts = ["product-manager", "Product Manager II", "PM", "scrum masters", "zzqx"];
    let known = texts.map(|text| RoleNames::new().find(&catalog, text));
    let path = kept.artifact_path(NAMES);
    let whole = std::fs::read(&path).unwrap();
    for at in (16..whole.len()).step_by(whole.len() / 30) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let engine = Engine::with_cached(Arc::clone(&catalog), kept.clone());
        assert_eq!(texts.map(|text| engine.role_names().find(&catalog, text)), known, "{at}");
        engine.role_names().prepare(&catalog);
        assert!(!path.exists(), "byte {at}");
        engine.persist();
        assert!(std::fs::read(&path).unwrap() == whole, "byte {at}");
    }
}

#[test]
fn every_damaged_byte_is_noticed_and_no_row_waits_for_the_packs() {
    let world = CacheFixture::new();
    world.write(&world.catalog, &[]);
    let path = world.entry.file.clone();
    let whole = std::fs::read(&path).unwrap();
    let (sound, kept) = world.entry.open(OnDamage::Report).unwrap();
    sound.load_rows();
    assert!(!kept.is_incomplete());
    for format in ALL {
        std::fs::remove_file(kept.artifact_path(format)).unwrap();
    }
    let mut chance = DamageRng(7);
    let (mut at_open, mut later, mut cut) = (0, 0, 0);
    for _ in 0..200 {
        let at = chance.below(whole.len());
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << chance.below(8);
        std::fs::write(&path, &bytes).unwrap();
        let Some((catalog, kept)) = world.entry.open(OnDamage::Report) else {
            at_open += 1;
            continue;
        };
        catalog.load_rows();
        assert!(kept.is_incomplete(), "byte {at}");
        later += 1;
        assert!(query_catalog(&catalog) > 0);
        // Whoever reads the packs removes the file.
        assert!(path.exists(), "byte {at}");
        // A file that is cut while it is in use.
        std::fs::write(&path, &whole).unwrap();
        let (catalog, kept) = world.entry.open(OnDamage::Report).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_len(at as u64).unwrap();
        query_catalog(&catalog);
        assert!(kept.is_incomplete() || catalog == sound, "cut at {at}");
        cut += usize::from(kept.is_incomplete());
    }
    assert!(at_open > 0 && later > 100 && cut > 100, "{at_open} {later} {cut}");
    // What was made of an incomplete catalog is not kept.
    std::fs::write(&path, &whole).unwrap();
    let (catalog, kept) = world.entry.open(OnDamage::Report).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let engine = Engine::with_cached(Arc::new(catalog), kept.clone());
    engine.complete_cache();
    assert!(engine.is_incomplete() && !kept.has_artifact::<Differ>());
}
