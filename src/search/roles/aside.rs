//! Finds roles by a part of a title, setting the rest aside.

use super::{RoleLookup, RoleMatch, RoleNameKind, RoleReading, first_three};
use crate::model::RoleId;
use crate::search::lookup::{LookupResult, dedup_keep_first};
use crate::search::title::{self, JobTitle, TitleChanges, TitleRank, TitleReading, TitleSegment};

impl RoleLookup<'_> {
    /// Reads ever smaller parts of the title: without words for where you work, without seniority,
    /// without the parts after it.
    pub(super) fn set_aside(&self, segments: &[TitleSegment]) -> Option<RoleMatch> {
        let all: Vec<&str> = segments.iter().map(|segment| segment.text.as_str()).collect();
        if let Some(found) = self.without_founder().or_else(|| self.among_languages(&all)) {
            return Some(found);
        }
        if let Some(found) = self.between_slashes(segments).or_else(|| self.among_frameworks(&all))
        {
            return Some(found);
        }
        let (clutter, said): (Vec<&TitleSegment>, Vec<&TitleSegment>) =
            segments.iter().partition(|segment| title::is_clutter(&segment.text));
        let mut aside: Vec<String> =
            clutter.iter().filter(|s| !s.text.contains('/')).map(|s| s.text.clone()).collect();
        let mut less = !clutter.is_empty();
        let mut parts: Vec<&str> = said.iter().map(|segment| segment.text.as_str()).collect();
        let mut first = parts.first().map_or("", |part| *part);
        loop {
            if less && let Some(read) = self.read_title(&parts, true) {
                return Some(self.answer(read, aside));
            }
            if let Some(found) = self.without_ranks(&parts, &aside) {
                return Some(self.with_grade(&parts, found));
            }
            let Some(rest) = title::without_scope(first) else { break };
            aside.push(first[..first.len() - rest.len()].trim().to_string());
            (less, first) = (true, rest);
            if let Some(part) = parts.first_mut() {
                *part = rest;
            }
        }
        if let Some((plain, languages)) = title::without_language(first)
            && parts.len() == 1
        {
            let aside: Vec<String> = aside.iter().cloned().chain(languages).collect();
            if let Some(read) = self.read_title(&[plain.as_str()], true) {
                return Some(self.answer(read, aside));
            }
            if let Some(found) = self.without_ranks(&[plain.as_str()], &aside) {
                return Some(found);
            }
        }
        if let Some(found) = self
            .inner_name(&parts, &aside)
            .or_else(|| self.without_deputy(&parts, &aside))
            .or_else(|| self.without_superior(&parts, &aside))
        {
            return Some(self.with_grade(&parts, found));
        }
        self.without_parts(&parts, &aside)
    }

    /// Reads `parts` with seniority set aside, or with words from other names of the role.
    pub(super) fn lead(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        match self.read_title(parts, true) {
            Some(read) => Some(self.answer(read, aside.to_vec())),
            None => self.without_ranks(parts, aside).or_else(|| self.inner_name(parts, aside)),
        }
    }

    /// Reads "Assistant Controller", a deputy. A product manager's assistant is an associate one.
    pub(super) fn without_deputy(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        let [text] = parts else { return None };
        let (deputy, rest) = title::without_deputy(text)?;
        let associate = format!("associate {rest}");
        if title::is_assistant(deputy)
            && let Some(read) = self.read_title(&[associate.as_str()], false)
        {
            let changes = TitleChanges { reworded: true, ..read.changes };
            return Some(self.answer(RoleReading { changes, ..read }, aside.to_vec()));
        }
        let aside: Vec<String> = aside.iter().cloned().chain([deputy.to_string()]).collect();
        self.lead(&[rest], &aside)
    }

    /// Reads "Executive Assistant to the CTO", which is that job for someone.
    pub(super) fn without_superior(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        let (text, rest) = parts.split_first()?;
        let (job, whom) = title::before_superior(text)?;
        let parts: Vec<&str> = std::iter::once(job).chain(rest.iter().copied()).collect();
        let aside: Vec<String> = aside.iter().cloned().chain([whom.to_string()]).collect();
        self.lead(&parts, &aside)
    }

    /// Reads a developer in several languages: "Python/Django Developer".
    pub(super) fn among_languages(&self, parts: &[&str]) -> Option<RoleMatch> {
        let parts: Vec<&str> =
            parts.iter().copied().filter(|part| !title::is_clutter(part)).collect();
        let [text] = parts[..] else { return None };
        let (plain, aside) = title::without_language(text).filter(|_| text.contains(['/', '&']))?;
        match self.read_title(&[plain.as_str()], true) {
            Some(read) => Some(self.answer(read, aside)),
            None => self.without_ranks(&[plain.as_str()], &aside),
        }
    }

    /// Reads a framework as the kinds of developers that it may be for.
    pub(super) fn among_frameworks(&self, parts: &[&str]) -> Option<RoleMatch> {
        let parts: Vec<&str> =
            parts.iter().copied().filter(|part| !title::is_clutter(part)).collect();
        let [text] = parts[..] else { return None };
        let mut roles: Vec<RoleId> = Vec::new();
        for kind in title::kinds_by_framework(text)? {
            let one = RoleLookup { text: &kind, ..*self };
            let read = match one.read_title(&[kind.as_str()], true) {
                Some(read) => read.roles,
                None => one
                    .without_ranks(&[kind.as_str()], &[])
                    .map(|found| found.roles().to_vec())
                    .unwrap_or_default(),
            };
            roles.extend(read.into_iter().filter(|role| !roles.contains(role)).collect::<Vec<_>>());
        }
        (roles.len() > 1).then(|| RoleMatch::of(roles))
    }

    /// Reads only the parts of a title that state the job.
    pub(super) fn without_parts(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        if parts.len() < 2 {
            return None;
        }
        // The first parts, as many as possible: "Manager, FP&A - RevGen". Or the parts after one
        // that does not name a job.
        let firsts = (1..parts.len()).rev().map(|count| (0..count).collect::<Vec<_>>());
        let laters = (1..parts.len()).map(|at| vec![at]);
        for kept in firsts.chain(laters) {
            let first = kept == [0] || kept.len() > 1;
            let (said, rest) = (parts_where(true, &kept, parts), parts_where(false, &kept, parts));
            if !first && rest.iter().any(|part| title::is_job(part)) {
                continue;
            }
            if let Some(found) = self.without_rest(&said, &rest, aside) {
                return Some(found);
            }
        }
        None
    }

    /// Reads `said`, unless `rest` makes it another job.
    pub(super) fn without_rest(
        &self,
        said: &[&str],
        rest: &[&str],
        aside: &[String],
    ) -> Option<RoleMatch> {
        let mut aside = aside.to_vec();
        aside.extend(rest.iter().map(|part| (*part).to_string()));
        let title = title::readings(said).into_iter().next()?.title;
        if title.is_generic() && title.ranks.iter().all(|rank| !rank.is_position()) {
            return None;
        }
        let mut found = self.lead(said, &aside)?;
        let LookupResult::One(role) = found.found else { return Some(found) };
        // "SRE (Site Reliability Engineer)" and "Technical Program Manager (TPM)" contain the name
        // twice.
        let initials: String = title.core.iter().filter_map(|word| word.chars().next()).collect();
        if rest.iter().all(|part: &&str| {
            part.eq_ignore_ascii_case(&initials)
                || self.read_title(&[*part], true).is_some_and(|read| read.roles.contains(&role))
        }) {
            let aside = found
                .set_aside
                .iter()
                .filter(|word| !rest.contains(&word.as_str()))
                .cloned()
                .collect();
            let changes = TitleChanges { reworded: true, ..TitleChanges::default() };
            return Some(if title.ranks.is_empty() {
                RoleMatch::plain(LookupResult::One(role))
            } else {
                self.answer(RoleReading { roles: vec![role], changes }, aside)
            });
        }
        // A single word is too vague unless it is the title.
        if title.core.len() < 2 && self.visible_titles(role).all(|own| own.core != title.core) {
            return None;
        }
        // A part that names another role means both: "Scrum Master, Agile Coach". So does one that
        // makes it another role: "Software Engineer, Machine Learning".
        let mut others: Vec<RoleId> = Vec::new();
        for part in rest {
            let head = title.core.last().map_or("", String::as_str);
            for text in [(*part).to_string(), format!("{part} {head}")] {
                others.extend(
                    self.read_title(&[text.as_str()], false)
                        .map(|read| read.roles)
                        .unwrap_or_default(),
                );
            }
        }
        others.retain(|other| *other != role);
        if let Some(first) = others.first().copied() {
            others.retain(|other| *other != first);
            let mut roles = vec![role, first];
            roles.extend(others);
            return Some(RoleMatch::of(roles));
        }
        found.set_aside = aside;
        Some(found)
    }

    /// Reads the titles between slashes: one role if all of them lead to it.
    pub(super) fn between_slashes(&self, segments: &[TitleSegment]) -> Option<RoleMatch> {
        let main = segments
            .iter()
            .find(|segment| !segment.bracketed && !title::is_clutter(&segment.text))?;
        let all = title::alternatives(&main.text)?;
        // "Data/Reporting Analyst", "SDR/BDR": all of these words are names of one role.
        if let Some(found) = self.inner_name(&[main.text.as_str()], &[])
            && segments.iter().all(|segment| segment == main || title::is_clutter(&segment.text))
        {
            return Some(found);
        }
        // "UI/UX" is "UX/UI".
        if let Some((a, b)) = main.text.split_once('/') {
            let (lead, a) = a.trim().rsplit_once(' ').unwrap_or(("", a.trim()));
            let (b, tail) = b.trim().split_once(' ').unwrap_or((b.trim(), ""));
            let turned = format!("{lead} {b} {a} {tail}");
            if let Some(read) = self.read_title(&[turned.trim()], false) {
                return Some(self.answer(read, Vec::new()));
            }
        }
        let mut roles: Vec<RoleId> = Vec::new();
        let mut missing = false;
        let mut offered: Vec<RoleId> = Vec::new();
        let mut graded: Vec<RoleId> = Vec::new();
        for text in &all {
            let one = RoleLookup { text, ..*self };
            let part = one.by_title();
            match part.found {
                LookupResult::One(role) if part.set_aside.is_empty() && !roles.contains(&role) => {
                    roles.push(role);
                }
                // "Data Analyst & Data Engineer II" names two jobs.
                LookupResult::One(role)
                    if !part.set_aside.is_empty()
                        && !roles.contains(&role)
                        && sets_ranks_aside(text, &part.set_aside) =>
                {
                    graded.push(role);
                }
                LookupResult::One(role) => offered.push(role),
                LookupResult::Many(many) => roles.extend(many),
                LookupResult::Nothing(near) => {
                    missing |= !text.contains(' ') || near.is_empty();
                    offered.extend(near);
                }
            }
        }
        if roles.is_empty() {
            offered.extend(graded);
        } else {
            roles.extend(graded);
        }
        dedup_keep_first(&mut roles);
        match roles[..] {
            [] if offered.is_empty() => None,
            [] => Some(RoleMatch::plain(LookupResult::Nothing(first_three(offered)))),
            [one] if !missing || offered.contains(&one) => Some(self.answer(
                RoleReading {
                    roles,
                    changes: TitleChanges { reworded: true, ..TitleChanges::default() },
                },
                Vec::new(),
            )),
            [one] => Some(RoleMatch::plain(LookupResult::Nothing(first_three(
                [one].into_iter().chain(offered).collect(),
            )))),
            _ => Some(RoleMatch::plain(LookupResult::Many(roles))),
        }
    }

    /// Sets seniority aside, the lowest rank first.
    pub(super) fn without_ranks(&self, parts: &[&str], aside: &[String]) -> Option<RoleMatch> {
        for reading in title::readings(parts) {
            let ranks = &reading.title.ranks;
            let (keep, drop): (Vec<&TitleRank>, Vec<&TitleRank>) =
                ranks.iter().partition(|rank| rank.is_position());
            for count in 1..=drop.len() {
                let left = drop[count..].iter().chain(&keep).map(|rank| (*rank).clone());
                let title = reading.title.with_ranks(left);
                if title.is_generic() && title.ranks.is_empty() {
                    // "Senior Engineer" is too vague: a role called "Engineer" is a guess, unless
                    // by title.
                    let own = self.roles_by_title_hash(RoleNameKind::Title, title.hash());
                    if own.is_empty() {
                        continue;
                    }
                }
                // A lead or an intern of a field is one who works in it: the words are changed
                // before the rank is set aside.
                let mut titles = vec![title.clone()];
                titles.extend(
                    reading
                        .title
                        .reworded()
                        .into_iter()
                        .map(|other| JobTitle { ranks: title.ranks.clone(), ..other }),
                );
                let mut read = None;
                for title in titles {
                    let reading = TitleReading { title, changes: reading.changes };
                    read = self
                        .first_kind(&std::iter::once(&reading.title))
                        .map(|roles| RoleReading { roles, changes: reading.changes })
                        .or_else(|| self.in_other_words(std::slice::from_ref(&reading)));
                    if read.is_some() {
                        break;
                    }
                }
                if let Some(read) = read.filter(|read| !self.is_vague(&title, &read.roles)) {
                    let said = drop[..count].iter().map(|rank| title::typed_rank(self.text, rank));
                    return Some(self.answer(read, said.chain(aside.iter().cloned()).collect()));
                }
            }
        }
        None
    }
}

/// Whether nothing of `text` but its seniority was set aside.
fn sets_ranks_aside(text: &str, set_aside: &[String]) -> bool {
    let ranks: Vec<String> = title::readings(&[text])
        .iter()
        .flat_map(|reading| &reading.title.ranks)
        .map(|rank| title::typed_rank(text, rank))
        .collect();
    set_aside.iter().all(|words| ranks.contains(words))
}

pub(super) fn parts_where<'a>(is_kept: bool, kept: &[usize], parts: &[&'a str]) -> Vec<&'a str> {
    let parts = parts.iter().enumerate().filter(|(at, _)| kept.contains(at) == is_kept);
    parts.map(|(_, part)| *part).collect::<Vec<_>>()
}
