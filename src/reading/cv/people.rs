//! Words for people, and for what they do.

/// Words for others, who may have a skill.
pub(super) const PEOPLE: &str = "developers engineers programmers analysts designers scientists testers administrators admins \
     consultants contractors specialists experts people staff team teams colleagues colleague users students \
     juniors interns freelancers squads squad crew department vendors vendor customers clients client customer \
     teachers trainers instructors coaches masters architects coders hires recruits contractor agency agencies \
     freelancer supplier suppliers manager managers boss partner partners coworkers coworker roles positions \
     candidates candidate vacancies applicants mentees trainees participants graduates husband wife brother sister friend";

/// Words after people that are not more of their name.
pub(super) const AFTER_PEOPLE: &str = "and or to in for on at with from by of as across during while through were was is are will \
     who that which whose";

/// Participles for making something, after which "by" names who did it.
pub(super) const MADE: &str = "written built developed coded programmed implemented designed created made done delivered set \
     configured prepared produced provided outsourced drawn";

/// Participles for using or keeping something, likewise.
pub(super) const KEPT: &str = "handled maintained owned managed run led performed administered tested deployed taught supported \
     operated executed carried";

/// Verbs for making something.
pub(super) const MAKING: &str = "wrote built designed created developed made programmed coded set";
