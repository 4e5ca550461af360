use std::sync::Arc;
use std::time::UNIX_EPOCH;

use super::artifact::{INDEX, WORDS};
use super::*;
use crate::analysis::diff::Differ;
use crate::analysis::path::{NeighbourTable, SimilaritySource};
use crate::analysis::related::SimilarityIndex;
use crate::engine::{Engine, MAX_SIMILAR};
use crate::model::RoleId;
use crate::search::{Query, SearchIndex, SearchScope};

/// Writes a pack with this number of skills at `path`.
fn pack_at(path: &Path, skills: usize) {
    let mut text = "[pack]\nformat = 1\nid = \"p\"\ntitle = \"P\"\nversion = \"1\"\n".to_string();
    for i in 0..skills {
        let words = "long ".repeat(40);
        text += &format!(
            "[[skill]]\nid = \"s{i:05}\"\nname = \"Skill\"\nkind = \"craft\"\ndescription = \"{words}\"\n"
        );
    }
    std::fs::write(path, text).unwrap();
}

/// Returns the cache entry of the pack at `path`.
fn entry(cache: &Path, path: &Path) -> CacheEntry {
    CacheEntry::of(cache, &[path.to_path_buf()]).unwrap()
}

fn load(path: &Path) -> Catalog {
    let loaded = pack::load(&[path.to_path_buf()]).unwrap();
    assert!(loaded.diagnostics.is_empty());
    loaded.catalog
}

#[cfg(unix)]
fn mode_of(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn a_cache_is_used_only_while_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, path) = (folder.path().join("cache"), folder.path().join("p.toml"));
    pack_at(&path, 2_000);
    assert!(entry(&cache, &path).open(OnDamage::ReadPacks).is_none());
    let read = load(&path);
    entry(&cache, &path).save(&read).unwrap();
    assert_eq!(entry(&cache, &path).open(OnDamage::ReadPacks).unwrap().0.skills(), read.skills());
    // Touched but not changed.
    std::fs::File::options().append(true).open(&path).unwrap().set_modified(UNIX_EPOCH).unwrap();
    assert_eq!(entry(&cache, &path).open(OnDamage::ReadPacks).unwrap().0.skills().len(), 2_000);
    // Changed, with the same size and the old time.
    let text = std::fs::read_to_string(&path).unwrap().replace("Skill", "Craft");
    std::fs::write(&path, text).unwrap();
    std::fs::File::options().append(true).open(&path).unwrap().set_modified(UNIX_EPOCH).unwrap();
    assert!(entry(&cache, &path).open(OnDamage::ReadPacks).is_none());
    // Another size.
    pack_at(&path, 2_001);
    assert!(entry(&cache, &path).open(OnDamage::ReadPacks).is_none());
}

#[test]
fn what_is_damaged_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    pack_at(&path, 2_000);
    let slot = CacheEntry::of(folder.path(), std::slice::from_ref(&path)).unwrap();
    slot.save(&load(&path)).unwrap();
    let whole = std::fs::read(&slot.file).unwrap();
    let read = load(&path);
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&slot.file, &bytes).unwrap();
        // Damage far into the file is detected when it is read; the pack is used then.
        let opened = slot.open(OnDamage::ReadPacks);
        assert!(opened.is_none() || at >= 500 + paged::BLOCK, "byte {at}");
        assert!(opened.is_none_or(|(catalog, _)| catalog == read), "byte {at}");
        std::fs::write(&slot.file, &whole[..at]).unwrap();
        assert!(slot.open(OnDamage::ReadPacks).is_none(), "cut at {at}");
    }
    std::fs::write(&slot.file, &whole).unwrap();
    assert!(slot.open(OnDamage::ReadPacks).is_some_and(|(catalog, _)| catalog == read));
}

#[test]
#[cfg(unix)]
fn what_others_could_have_written_is_not_believed() {
    use std::os::unix::fs::{chown, symlink};
    let home = tempfile::tempdir().unwrap();
    let (folder, path) = (home.path().join("cache"), home.path().join("p.toml"));
    pack_at(&path, 2_000);
    let slot = || CacheEntry::of(&folder, std::slice::from_ref(&path));
    let catalog = Arc::new(load(&path));
    let save = || slot().unwrap().save(&catalog).unwrap().unwrap();
    let kept = save();
    assert_eq!((mode_of(&folder), mode_of(&kept.file)), (0o700, 0o600));
    kept.save_artifact(&Differ::new(&catalog)).unwrap();
    assert!(slot().unwrap().open(OnDamage::ReadPacks).is_some());
    // A folder that others can write to becomes private again at the next save.
    for open in [0o777, 0o770, 0o702] {
        set_mode(&folder, open);
        assert!(slot().unwrap().open(OnDamage::ReadPacks).is_none(), "{open:o}");
        save();
        assert_eq!(mode_of(&folder), 0o700);
        assert!(slot().unwrap().open(OnDamage::ReadPacks).is_some());
    }
    for open in [0o666, 0o620, 0o602] {
        set_mode(&kept.file, open);
        assert!(slot().unwrap().open(OnDamage::ReadPacks).is_none(), "{open:o}");
        set_mode(&kept.file, 0o600);
        set_mode(&kept.artifact_path(WORDS), open);
        assert!(
            !kept.has_artifact::<Differ>() && kept.load::<Differ>(&catalog).is_none(),
            "{open:o}"
        );
        set_mode(&kept.artifact_path(WORDS), 0o600);
    }
    assert!(slot().unwrap().open(OnDamage::ReadPacks).is_some() && kept.has_artifact::<Differ>());
    // A link in place of a file or folder: only the user's own link to the user's own folder is
    // accepted.
    let aside = home.path().join("aside.pack");
    std::fs::rename(&kept.file, &aside).unwrap();
    symlink(&aside, &kept.file).unwrap();
    assert!(slot().unwrap().open(OnDamage::ReadPacks).is_none());
    save();
    assert!(!kept.file.is_symlink() && slot().unwrap().open(OnDamage::ReadPacks).is_some());
    let real = home.path().join("real");
    std::fs::rename(&folder, &real).unwrap();
    symlink(&real, &folder).unwrap();
    assert!(
        slot().unwrap().open(OnDamage::ReadPacks).is_some() && distrust_reason(&folder).is_none()
    );
    // Only root can change the owner of a file.
    if chown(&kept.file, Some(1), None).is_ok() {
        assert!(slot().unwrap().open(OnDamage::ReadPacks).is_none());
        chown(&real, Some(1), None).unwrap();
        assert!(slot().is_none() && distrust_reason(&folder).is_some());
        chown(&real, Some(0), None).unwrap();
        std::os::unix::fs::lchown(&folder, Some(1), None).unwrap();
        assert!(slot().is_none() && distrust_reason(&folder).is_some());
    }
}

#[test]
fn an_index_belongs_to_its_catalog_and_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.toml");
    pack_at(&path, 2_000);
    let catalog = Arc::new(load(&path));
    let kept = entry(folder.path(), &path).save(&catalog).unwrap().unwrap();
    assert!(!kept.has_artifact::<SearchIndex>() && kept.load::<SearchIndex>(&catalog).is_none());
    kept.save_artifact(&SearchIndex::new(Arc::clone(&catalog))).unwrap();
    let (catalog, kept) = entry(folder.path(), &path)
        .open(OnDamage::ReadPacks)
        .map(|(catalog, kept)| (Arc::new(catalog), kept))
        .unwrap();
    let fresh = SearchIndex::new(Arc::clone(&catalog));
    let hits = fresh.search(&Query::parse("skil"), SearchScope::All, 20);
    let whole = std::fs::read(kept.artifact_path(INDEX)).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(kept.artifact_path(INDEX), &bytes).unwrap();
        // Damage is noticed when it is read, and the index is made again then.
        let opened = kept.load::<SearchIndex>(&catalog).unwrap_or_else(|| {
            assert!(!kept.has_artifact::<SearchIndex>(), "byte {at}");
            SearchIndex::new(Arc::clone(&catalog))
        });
        assert_eq!(opened.search(&Query::parse("skil"), SearchScope::All, 20), hits, "byte {at}");
        std::fs::write(kept.artifact_path(INDEX), &whole[..at]).unwrap();
        assert!(kept.load::<SearchIndex>(&catalog).is_none(), "byte {at}");
    }
    std::fs::write(kept.artifact_path(INDEX), &whole).unwrap();
    assert!(kept.has_artifact::<SearchIndex>());
    assert!(!kept.has_artifact::<Differ>() && kept.load::<Differ>(&catalog).is_none());
    kept.save_artifact(&Differ::new(&catalog)).unwrap();
    assert_eq!(kept.load::<Differ>(&catalog).unwrap(), Differ::new(&catalog));
    assert!(kept.load::<SimilarityIndex>(&catalog).is_none());
    kept.save_artifact(&SimilarityIndex::new(&catalog)).unwrap();
    assert_eq!(kept.load::<SimilarityIndex>(&catalog).unwrap(), SimilarityIndex::new(&catalog));
    let engine = Engine::with_cached(Arc::clone(&catalog), kept.clone());
    let nearest: Vec<Vec<RoleId>> =
        catalog.role_ids().map(|role| engine.most_similar(role)).collect();
    assert!(
        !kept.has_artifact::<NeighbourTable>() && kept.load::<NeighbourTable>(&catalog).is_none()
    );
    engine.neighbours();
    engine.persist();
    let neighbours = kept.load::<NeighbourTable>(&catalog).unwrap();
    assert_eq!(neighbours, *engine.neighbours());
    assert_eq!(
        catalog.role_ids().map(|role| neighbours.nearest(role, MAX_SIMILAR)).collect::<Vec<_>>(),
        nearest
    );
    // The pack changes, and the cache entry with it.
    pack_at(&path, 2_001);
    let kept = entry(folder.path(), &path).save(&load(&path)).unwrap().unwrap();
    assert!(!kept.has_artifact::<SearchIndex>() && !kept.has_artifact::<Differ>());
}

#[test]
fn a_folder_with_another_file_is_another_pack() {
    let folder = tempfile::tempdir().unwrap();
    let (cache, pack) = (folder.path().join("cache"), folder.path().join("pack"));
    std::fs::create_dir(&pack).unwrap();
    pack_at(&pack.join("a.toml"), 2_000);
    entry(&cache, &pack).save(&load(&pack)).unwrap();
    assert!(entry(&cache, &pack).open(OnDamage::ReadPacks).is_some());
    std::fs::write(pack.join("b.toml"), "[[theme]]\nid = \"t\"\ntitle = \"T\"\n").unwrap();
    assert!(entry(&cache, &pack).open(OnDamage::ReadPacks).is_none());
    // Small packs are not worth a file.
    std::fs::remove_file(pack.join("a.toml")).unwrap();
    assert!(CacheEntry::of(&cache, &[pack]).is_none());
}
