//! `[[area]]` and `[[group]]`: who returns, and the sums of areas.

use std::collections::BTreeMap;

use super::keys::{Check, Given, Keys};
use super::{Area, Group};
use crate::text::key;

/// The names that are taken so far, and by what.
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Starts with the board's own unit, whose return is matched like an area's.
    pub(super) fn with_unit(unit: &str) -> Self {
        Names(BTreeMap::from([(key(unit), "the board\u{2019}s own unit".to_string())]))
    }

    /// Takes a name for something, or reports what has it.
    fn take(&mut self, check: &mut Check<'_>, at: usize, name: &str, what: &str) {
        if let Some(by) = self.0.get(&key(name)) {
            let message = format!("the name \u{201c}{name}\u{201d} is used twice: {by} has it");
            check.error_with_help(at, message, format!("Give {what} a name of its own"));
        } else {
            self.0.insert(key(name), what.to_string());
        }
    }
}

/// Reads the areas, with the offset of each.
pub(super) fn areas(check: &mut Check<'_>, tables: Vec<Keys<'_>>, names: &mut Names) -> Vec<Given<Area>> {
    if tables.is_empty() {
        check.error(0, "there is no [[area]]: expected at least one");
    }
    tables.into_iter().map(|keys| area(check, keys, names)).collect()
}

fn area(check: &mut Check<'_>, mut keys: Keys<'_>, names: &mut Names) -> Given<Area> {
    let at = keys.at;
    let name = keys.needed(check, "name", "\"North District\"");
    let short = keys.text(check, "short").map(|given| given.value).filter(|short| !short.is_empty());
    let aliases = keys.texts(check, "aliases").map(|given| given.value).unwrap_or_default();
    let population = keys.whole(check, "population", 0..=u32::MAX);
    keys.done(check);
    for called in std::iter::once(&name).chain(&aliases) {
        if !key(&called.value).is_empty() {
            names.take(check, at, &called.value, &format!("the area {}", name.value));
        } else if !called.value.is_empty() || called.at != name.at {
            check.error(called.at, "an area has an empty name");
        }
    }
    if let Some(none) = population.as_ref().filter(|p| p.value == 0) {
        let help = "Write how many people live there, or leave the key out: there are no rates then";
        check.error_with_help(none.at, format!("{}: a population of 0", name.value), help);
    }
    let value = Area {
        short: short.unwrap_or_else(|| name.value.clone()),
        aliases: aliases.into_iter().map(|alias| alias.value).collect(),
        population: population.map(|p| p.value),
        name: name.value,
    };
    Given { value, at }
}

/// Reads a group of areas.
pub(super) fn group(check: &mut Check<'_>, mut keys: Keys<'_>, areas: &[Given<Area>], names: &mut Names) -> Group {
    let at = keys.at;
    let name = keys.needed(check, "name", "\"County\"").value;
    let title = keys.text(check, "title").map(|given| given.value).filter(|title| !title.is_empty());
    let listed = keys.texts_or_text(check, "members");
    let given = keys.has("members");
    keys.done(check);
    let mut members: Vec<usize> = Vec::new();
    match listed.as_ref().map(|l| &l.value[..]) {
        Some([star]) if star.value == "*" => members = (0..areas.len()).collect(),
        Some(listed) => {
            for member in listed {
                let called = &member.value;
                match areas.iter().position(|a| a.value.is_called(called)) {
                    Some(i) if members.contains(&i) => {
                        check.error(member.at, format!("{name}: \u{201c}{called}\u{201d} is in it twice"));
                    }
                    Some(i) => members.push(i),
                    None => {
                        let message = format!("{name}: there is no area \u{201c}{called}\u{201d}");
                        let near = crate::text::nearest(called, areas.iter().map(|a| a.value.name.as_str()));
                        match near {
                            Some(near) => check.error_with_help(
                                member.at,
                                message,
                                format!("Did you mean \u{201c}{near}\u{201d}?"),
                            ),
                            None => check.error(member.at, message),
                        }
                    }
                }
            }
            // What is wrong with its members is told of them.
            if listed.is_empty() {
                check.error(at, format!("{name}: the group has no members"));
            }
        }
        None if given => {}
        None => check.error_with_help(
            at,
            format!("{name}: the group has no members"),
            "Add members = \"*\" for every area, or a list of their names",
        ),
    }
    members.sort_unstable();
    if !key(&name).is_empty() {
        names.take(check, at, &name, &format!("the group {name}"));
    }
    Group { title: title.unwrap_or_else(|| name.clone()), name, members }
}
