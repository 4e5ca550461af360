//! Chooses the files of one release among all that were found.

use super::archive::{DataSetFiles, FileId, FoundFile};
use super::error::ImportError;

/// Finds the number of the release that a file belongs to.
pub(super) type ReleaseFinder<'s> = Box<dyn Fn(&FoundFile) -> Option<String> + 's>;

/// The release to import: the one that the table of occupations belongs to.
pub(super) struct Release<'s, 'w> {
    source: &'s DataSetFiles<'w>,
    /// The table of occupations.
    pub(super) occupations: FileId,
    /// Its number, if known.
    pub(super) number: Option<String>,
    /// Finds the number of the release that a file belongs to, if its folder shows it.
    find_number: ReleaseFinder<'s>,
    /// Files that belong to the release, including those chosen from other folders.
    used: Vec<FileId>,
}

impl<'s, 'w> Release<'s, 'w> {
    /// Chooses the table of occupations among `candidates`, which are in order of preference.
    /// Refuses to choose between two releases; a copy of the same table is not another release.
    pub(super) fn of(
        source: &'s DataSetFiles<'w>,
        candidates: &[FileId],
        tell: ReleaseFinder<'s>,
    ) -> Result<Option<Self>, ImportError> {
        let Some(&first) = candidates.iter().min_by_key(|id| source.file(**id).is_packed()) else {
            return Ok(None);
        };
        let here = &source.file(first).folder;
        let mut others = Vec::new();
        for id in candidates {
            let other = source.file(*id);
            if other.folder != *here && source.bytes(*id)? != source.bytes(first)? {
                others.push(*id);
            }
        }
        if others.is_empty() {
            let number = tell(source.file(first));
            return Ok(Some(Self {
                source,
                occupations: first,
                number,
                find_number: tell,
                used: vec![first],
            }));
        }
        others.insert(0, first);
        let mut found = Vec::new();
        for id in others {
            let (path, number) = (source.file(id).path(), tell(source.file(id)));
            found.push(number.map_or_else(|| path.clone(), |number| format!("{path} ({number})")));
        }
        Err(ImportError::Ambiguous {
            what: "found several releases",
            found: found.join(", "),
            hint: "name the folder or archive of only one".to_string(),
        })
    }

    /// Returns the table of occupations as a file.
    pub(super) fn occupations_file(&self) -> &FoundFile {
        self.source.file(self.occupations)
    }

    /// Chooses one file among those of `ranked` with the lowest rank, preferring a file beside the
    /// occupations to one in another folder. Refuses to choose between different files from several
    /// other folders.
    pub(super) fn choose(
        &mut self,
        ranked: &[(u8, FileId)],
    ) -> Result<Option<FileId>, ImportError> {
        let home = &self.occupations_file().folder;
        let ranked: Vec<(bool, u8, FileId)> = ranked
            .iter()
            .map(|(rank, id)| (self.source.file(*id).folder != *home, *rank, *id))
            .collect();
        let Some(best) = ranked.iter().map(|(away, rank, _)| (*away, *rank)).min() else {
            return Ok(None);
        };
        let fit: Vec<FileId> = ranked
            .iter()
            .filter(|(away, rank, _)| (*away, *rank) == best)
            .map(|(.., id)| *id)
            .collect();
        let Some((&first, others)) = fit.split_first() else { return Ok(None) };
        if best.0 && !others.is_empty() {
            let bytes = self.source.bytes(first)?;
            for other in others {
                if self.source.bytes(*other)? != bytes {
                    let found: Vec<String> =
                        fit.iter().map(|id| self.source.file(*id).path()).collect();
                    return Err(ImportError::Ambiguous {
                        what: "found the same table in several places",
                        found: found.join(", "),
                        hint: "name only the folders or archives of one release".to_string(),
                    });
                }
            }
        }
        self.use_file(first)?;
        Ok(Some(first))
    }

    /// Uses `file`, which must not belong to a release with another number.
    fn use_file(&mut self, file: FileId) -> Result<(), ImportError> {
        if let Some(new) = (self.find_number)(self.source.file(file)) {
            let old = self.number.get_or_insert_with(|| new.clone()).clone();
            if old != new {
                let (occupations, other) =
                    (self.occupations_file().path(), self.source.file(file).path());
                return Err(ImportError::Ambiguous {
                    what: "the tables belong to several releases",
                    found: format!("{occupations} ({old}), {other} ({new})"),
                    hint: "name folders or archives of one release only".to_string(),
                });
            }
        }
        self.used.push(file);
        Ok(())
    }

    /// Returns the tables in the folders of the release that were not chosen, each with the reason
    /// that `why` returns.
    pub(super) fn unread_tables(
        &self,
        why: impl Fn(FileId, &FoundFile) -> Option<String>,
    ) -> Vec<(String, String)> {
        let folders: Vec<&str> =
            self.used.iter().map(|id| self.source.file(*id).folder.as_str()).collect();
        let files = self.source.files().iter().enumerate();
        files
            .filter(|(id, file)| !self.used.contains(id) && folders.contains(&file.folder.as_str()))
            .filter_map(|(id, file)| Some((file.name.clone(), why(id, file)?)))
            .collect()
    }

    /// Returns remarks about files that are not beside the table of occupations.
    pub(super) fn notes(&self) -> Vec<String> {
        let home = &self.occupations_file().folder;
        let mut away: Vec<(&str, Vec<&str>)> = Vec::new();
        for file in
            self.used.iter().map(|id| self.source.file(*id)).filter(|file| file.folder != *home)
        {
            match away.iter_mut().find(|(folder, _)| *folder == file.folder) {
                Some((_, names)) => names.push(&file.name),
                None => away.push((&file.folder, vec![&file.name])),
            }
        }
        let mut notes: Vec<String> = away
            .into_iter()
            .map(|(folder, names)| format!("read from {folder}: {}", names.join(", ")))
            .collect();
        notes.extend(self.source.broken.iter().map(|why| format!("not read: {why}")));
        notes
    }
}
