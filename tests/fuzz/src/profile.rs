//! Profiles: read, changed, and read again.

use roledex::profile::Profile;

use super::bytes::Bytes;
use super::{pack, resume};

/// Comes between a profile and what is to be changed of it.
const CHANGES: &str = "\n#### changes\n";

/// Reads the profile and makes the changes that follow it, one a line: `+skill: level` or `-skill`.
pub fn profile(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (text, changes) = text.split_once(CHANGES).unwrap_or((&text, ""));
    let mut profile = match Profile::parse("profile.toml", text) {
        Ok(profile) => profile,
        Err(faults) => return pack::write(&faults),
    };
    resume::compare(&profile);
    for change in changes.lines().take(20) {
        match change.split_at_checked(1) {
            Some(("+", rest)) => {
                let (skill, level) = rest
                    .split_once(": ")
                    .map_or((rest, None), |(skill, level)| (skill, Some(level)));
                profile.set(skill, level);
            }
            Some(("-", skill)) => drop(profile.remove(skill)),
            // The entry at a place, whatever it is called.
            _ => {
                let at = usize::from(Bytes(change.as_bytes()).byte());
                let entry = profile
                    .entries()
                    .get(at % profile.entries().len().max(1))
                    .map(|entry| entry.skill.clone());
                if let Some(skill) = entry {
                    profile.set(&skill, Some("working"));
                    profile.remove(&skill);
                }
            }
        }
        let again =
            Profile::parse("profile.toml", profile.text()).expect("a changed profile is a profile");
        assert_eq!(again.entries(), profile.entries());
    }
}
