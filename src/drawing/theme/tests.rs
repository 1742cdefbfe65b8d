use toml::de::DeTable;

use super::file::{flatten, keys};
use super::*;
use crate::drawing::Rgb;

fn problems(text: &str) -> Vec<String> {
    let mut theme = Theme::built_in().expect("the theme that is compiled in");
    theme.apply(text).err().into_iter().flatten().map(|p| p.to_string()).collect()
}

#[test]
fn the_theme_that_is_compiled_in_gives_every_key() {
    let mut theme = Theme::default();
    let table = DeTable::parse(BUILT_IN).expect("it is TOML");
    let mut found = Vec::new();
    flatten(table.get_ref(), "", BUILT_IN, &mut found);
    let given: Vec<String> = found.into_iter().map(|f| f.0).collect();
    let optional = |k: &str| k.starts_with("fonts.") || k == "logo.file" || k == "logo.alt";
    let missing: Vec<_> =
        keys(&mut theme).iter().map(|k| k.0).filter(|k| !optional(k) && !given.iter().any(|g| g == k)).collect();
    assert_eq!(missing, [""; 0]);
    assert_eq!(problems(BUILT_IN), [""; 0]);
}

#[test]
fn a_countys_theme_changes_only_what_it_names() {
    let mut theme = Theme::built_in().expect("the theme that is compiled in");
    theme.apply("[colours]\nheading = \"#801650\"\n[sizes]\nbody = 11.5\n").expect("it is sound");
    assert_eq!((theme.colours.heading, theme.sizes.lead), (Rgb([0x80, 0x16, 0x50]), 14.));
    assert!((theme.sizes.body - 11.5).abs() < 0.001);
}

#[test]
fn faults_are_told_with_their_lines_all_at_once() {
    let text = "[colours]\nheading = \"#28A197\"\ntxt = 3\n[sizes]\ntable = 8\n[heat]\nup = [\"#FFFFFF\"]\n";
    insta::assert_snapshot!(problems(text).join("\n"), @r##"
    theme.toml:3: there is no colours.txt in a theme. Did you mean colours.text?
    theme.toml:5: expected a size of 9 points or more for sizes.table, found 8
    theme.toml:7: expected 3 colours such as ["#12436D", …] for heat.up, found array
    theme.toml:2: colours.heading (#28A197) on the page has a contrast of 3.2:1. Text needs 4.5:1: take a darker text or a lighter ground
    theme.toml:2: colours.heading (#28A197) on colours.ground (#EEF2F6) has a contrast of 2.8:1. Text needs 4.5:1: take a darker text or a lighter ground
    "##);
    assert_eq!(problems("[logo]\nfile = \"a.png\"").len(), 1);
    assert!(problems("[sizes\n")[0].starts_with("theme.toml:1: "));
}
