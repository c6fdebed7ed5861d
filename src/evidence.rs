//! Whose is it? Sorts the packages of one name that a look found by what they prove about a create.
//!
//! v1.0 does not tell who made a package, names may not be unique, and clocks are wrong. What proves that a create
//! made a package is that it holds what was sent and was not there before: its id is new since a look that was made
//! in this call, or the service says that it was made since the create was sent. What somebody else makes at the same
//! moments with the very same content cannot be told apart.

use crate::server_clock::{Made, ServerClock};
use crate::spec::{AccessPackage, AccessPackageSpec};
use crate::time::Timestamp;
use crate::wiped::{Held, Text};

/// A create, and what is known of the time before it.
#[derive(Debug)]
pub(crate) struct Case {
    /// What was asked for.
    pub(crate) spec: AccessPackageSpec,
    /// The packages of that name that were there at the first look; `None` before it.
    pub(crate) known_ids: Option<Vec<Text>>,
    /// Where these are from a list that was made before this call, and perhaps long before: what earlier calls know of the
    /// service's clock, for answers that do not tell of it.
    pub(crate) listed: Option<ServerClock>,
    /// When it was sent first, by [`World::elapsed`](crate::world::World::elapsed).
    pub(crate) sent: Option<u64>,
}

/// What a look found, sorted.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Shown to be made by the create, or in the same moments with the same content; the oldest first.
    pub(crate) ours: Vec<Held<AccessPackage>>,
    /// Of that name and content, and nothing shows whose.
    pub(crate) undecided: Vec<Held<AccessPackage>>,
    /// Of exactly that name, and shown not to be made by the create: appeared during it.
    pub(crate) others: Vec<Held<AccessPackage>>,
    /// Of exactly that name, and there before the create.
    pub(crate) older: Vec<Held<AccessPackage>>,
    /// Of a name that differs in case.
    pub(crate) similar: Vec<Held<AccessPackage>>,
}

impl Case {
    pub(crate) fn new(spec: AccessPackageSpec) -> Self {
        Self { spec, known_ids: None, listed: None, sent: None }
    }

    /// Sorts what a look found: packages of the create's catalog whose names are the create's but for case.
    pub(crate) fn judge(&self, sighted: Vec<Held<AccessPackage>>, clock: &ServerClock) -> Findings {
        let mut findings = Findings::default();
        for package in sighted {
            let pile = if package.display_name.as_deref() != Some(&self.spec.display_name) {
                &mut findings.similar
            } else {
                match (self.made(&package, clock), self.fits(&package)) {
                    (Made::Before, _) => &mut findings.older,
                    (_, false) => &mut findings.others,
                    (Made::Since, true) => {
                        let is_later = |other: &Held<AccessPackage>| created(other) > created(&package);
                        let at = findings.ours.iter().position(is_later).unwrap_or(findings.ours.len());
                        findings.ours.insert(at, package);
                        continue;
                    }
                    (Made::Unknown, true) => &mut findings.undecided,
                }
            };
            pile.push(package);
        }
        findings
    }

    /// Whether a package was there before the create was sent.
    fn made(&self, package: &AccessPackage, clock: &ServerClock) -> Made {
        match (&self.known_ids, self.sent) {
            (Some(ids), _) if ids.contains(&package.id) => Made::Before,
            // Somebody else may have made it since the list.
            (Some(_), Some(sent)) if let Some(known) = &self.listed => {
                let created = package.created_date_time.as_deref();
                let own = clock.compare(created, sent);
                let made = if own == Made::Unknown { known.compare(created, sent) } else { own };
                if made == Made::Before { made } else { Made::Since }
            }
            (Some(_), _) => Made::Since,
            (None, Some(sent)) => clock.compare(package.created_date_time.as_deref(), sent),
            (None, None) => Made::Unknown,
        }
    }

    /// Whether a package holds what was asked for. What was left out is empty, or the service's default.
    fn fits(&self, package: &AccessPackage) -> bool {
        let wanted = (self.spec.description.as_deref().unwrap_or_default(), self.spec.is_hidden.unwrap_or_default());
        wanted == (package.description.as_deref().unwrap_or_default(), package.is_hidden.unwrap_or_default())
    }
}

/// When the service says to have made it.
fn created(package: &AccessPackage) -> Option<Timestamp> {
    package.created_date_time.as_deref().and_then(Timestamp::from_iso8601)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
