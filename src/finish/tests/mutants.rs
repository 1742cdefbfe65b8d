//! Faults put into the tags and into the finished objects, each of which must be found before anything is written.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::super::draft::{Draft, build};
use super::*;
use crate::layout::Layout;
use crate::layout::tags::{Kid, NodeId, Role};

/// The codes and places of what the self-check finds in a paper whose objects were changed after they were built.
fn objects(change: impl FnOnce(&mut Draft)) -> Vec<String> {
    let laid = paper();
    let mut draft = build(&laid, faces(), &metadata()).unwrap();
    change(&mut draft);
    told(&check::check(&laid, faces(), &draft))
}

/// The same where what layout handed on was changed.
fn tags(change: impl FnOnce(&mut Layout)) -> Vec<String> {
    let mut laid = paper();
    change(&mut laid);
    match finish(&laid, faces(), &metadata()) {
        Ok(_) => Vec::new(),
        Err(problems) => told(&problems),
    }
}

fn told(problems: &Problems) -> Vec<String> {
    problems.iter().map(|p| format!("{} {}", p.code, p.place)).collect()
}

/// The first element of a role.
fn element<'b>(draft: &'b mut Draft, role: &str) -> &'b mut Dictionary {
    let is = |d: &Dictionary| d.get(b"S").and_then(Object::as_name_str).is_ok_and(|s| s == role) && d.has(b"P");
    let all = draft.doc.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
    all.into_iter().find(|d| is(d)).unwrap()
}

fn attribute<'b>(draft: &'b mut Draft, role: &str) -> &'b mut Dictionary {
    element(draft, role).get_mut(b"A").unwrap().as_dict_mut().unwrap()
}

fn catalog(draft: &mut Draft) -> &mut Dictionary {
    let root = draft.doc.trailer.get(b"Root").and_then(Object::as_reference).unwrap();
    draft.doc.get_object_mut(root).and_then(Object::as_dict_mut).unwrap()
}

fn numbers(draft: &mut Draft) -> &mut Vec<Object> {
    let all = draft.doc.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
    all.into_iter().find_map(|d| d.get_mut(b"Nums").ok()).unwrap().as_array_mut().unwrap()
}

/// The owners of the first page's content.
fn owners(draft: &mut Draft) -> &mut Vec<Object> {
    let list = numbers(draft)[1].as_reference().unwrap();
    draft.doc.get_object_mut(list).and_then(Object::as_array_mut).unwrap()
}

fn annotation(draft: &mut Draft) -> &mut Dictionary {
    let all = draft.doc.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
    all.into_iter().find(|d| d.type_is(b"Annot")).unwrap()
}

fn node(laid: &Layout, is: impl Fn(&Role) -> bool) -> NodeId {
    NodeId(laid.tree.nodes.iter().position(|n| is(&n.role)).unwrap())
}

fn drawn(laid: &mut Layout, page: usize, from: &str, to: &str) {
    // printpdf stores streams as they are, so that a change of the same length leaves the file whole.
    assert_eq!(from.len(), to.len());
    let at: Vec<usize> =
        (0..laid.pdf.len() - from.len()).filter(|i| laid.pdf[*i..].starts_with(from.as_bytes())).collect();
    laid.pdf[at[page]..at[page] + to.len()].copy_from_slice(to.as_bytes());
}

#[test]
fn nothing_is_found_in_a_sound_paper() {
    assert_eq!(objects(|_| ()), [""; 0]);
    assert_eq!(tags(|_| ()), [""; 0]);
}

#[test]
fn what_elements_lose_is_found_at_the_line_they_came_from() {
    let found = objects(|b| _ = attribute(b, "TH").remove(b"Scope"));
    assert_eq!(found, ["header-without-scope overview.hbs:14"]);
    assert_eq!(objects(|b| _ = element(b, "Figure").remove(b"Alt")), ["figure-without-alt overview.hbs:32"]);
    assert_eq!(objects(|b| _ = element(b, "Figure").remove(b"A")), ["figure-without-box overview.hbs:32"]);
    let flat = |b: &mut Draft| attribute(b, "Figure").set("BBox", vec![0.into(); 4]);
    assert_eq!(objects(flat), ["figure-without-box overview.hbs:32"]);
    assert_eq!(objects(|b| _ = element(b, "Note").remove(b"ID")), ["note-without-id overview.hbs:42"]);
    assert_eq!(objects(|b| element(b, "H3").set("S", "H4")), ["tags-broken overview.hbs:40"; 2]);
    assert_eq!(objects(|b| element(b, "Span").set("Lang", text("no language"))), ["no-language overview.hbs:8"]);
    assert_eq!(objects(|b| _ = annotation(b).remove(b"Contents")), ["link-without-description overview.hbs:7"]);
    assert_eq!(objects(|b| _ = annotation(b).remove(b"Dest")), ["link-broken overview.hbs:7"]);
    assert_eq!(objects(|b| _ = annotation(b).remove(b"StructParent")), ["parent-tree overview.hbs:7"]);
    let stranger = |b: &mut Draft| attribute(b, "TD").set("Headers", vec![text("n99999")]);
    assert_eq!(objects(stranger), ["table-irregular overview.hbs:16"]);
    let wide = |b: &mut Draft| attribute(b, "TD").set("ColSpan", 2);
    assert_eq!(objects(wide), ["table-irregular overview.hbs:14"]);
}

#[test]
fn what_the_parent_tree_loses_is_found() {
    let blank = |b: &mut Draft| owners(b)[0] = Object::Null;
    assert_eq!(objects(blank), ["parent-tree overview.hbs:3"]);
    let swapped = |b: &mut Draft| owners(b).swap(0, 1);
    assert_eq!(objects(swapped), ["parent-tree overview.hbs:3", "parent-tree overview.hbs:5"]);
    assert!(objects(|b| numbers(b).clear()).len() > 20);
    let link = |b: &mut Draft| _ = numbers(b).pop();
    assert_eq!(objects(link), ["parent-tree overview.hbs:41"]);
}

#[test]
fn what_the_catalog_loses_is_found() {
    let whole = |code: &str| [format!("{code} {}", paper().front.title)];
    for (key, code) in [
        (b"Lang".as_slice(), "no-language"),
        (b"MarkInfo", "not-tagged"),
        (b"ViewerPreferences", "title-not-shown"),
        (b"OutputIntents", "no-colour-space"),
        (b"Outlines", "bookmarks-incomplete"),
    ] {
        assert_eq!(objects(|b| _ = catalog(b).remove(key)), whole(code));
    }
    assert_eq!(objects(|b| _ = catalog(b).remove(b"Metadata")).len(), 2);
    assert!(!objects(|b| _ = catalog(b).remove(b"StructTreeRoot")).is_empty());
    let untitled = tags(|l| l.front.title.clear());
    assert_eq!(untitled, ["no-title "]);
}

#[test]
fn what_pages_lose_is_found() {
    let page = |b: &mut Draft| -> ObjectId { b.pages[0] };
    let lose = |key: &'static [u8]| {
        move |b: &mut Draft| {
            let id = page(b);
            b.doc.get_object_mut(id).and_then(Object::as_dict_mut).unwrap().remove(key);
        }
    };
    assert_eq!(objects(lose(b"Tabs")), [format!("tab-order {}", paper().front.title)]);
    assert!(objects(lose(b"StructParents")).len() > 20);
    let stray = objects(|b| {
        let stray = b.doc.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Link" });
        let id = page(b);
        let page = b.doc.get_object_mut(id).and_then(Object::as_dict_mut).unwrap();
        page.get_mut(b"Annots").unwrap().as_array_mut().unwrap().push(stray.into());
    });
    assert_eq!(stray, [format!("link-not-tagged {}", paper().front.title)]);
    let unmapped = objects(|b| {
        let fonts = b.doc.objects.values_mut().filter_map(|o| o.as_dict_mut().ok());
        fonts.into_iter().find(|d| d.has(b"DescendantFonts")).unwrap().remove(b"ToUnicode");
    });
    assert_eq!(unmapped, [format!("font-not-embedded {}", paper().front.title)]);
}

#[test]
fn faulty_tags_are_found_at_their_line() {
    let table = |l: &Layout| node(l, |r| *r == Role::Table);
    let skipped = tags(|l| {
        let h = l.tree.nodes.iter().rposition(|n| n.role == Role::H(2)).unwrap();
        l.tree.nodes[h].role = Role::H(3);
        let h = l.tree.nodes.iter().position(|n| n.role == Role::H(2)).unwrap();
        l.tree.nodes[h].role = Role::H(3);
    });
    assert!(skipped.contains(&"heading-skips overview.hbs:5".to_owned()), "{skipped:?}");
    let swapped = tags(|l| {
        let root = node(l, |r| *r == Role::Document);
        l.tree.get_mut(root).kids.swap(1, 2);
    });
    assert_eq!(swapped, ["reading-order overview.hbs:5"]);
    let headless = tags(|l| {
        for n in &mut l.tree.nodes {
            if matches!(n.role, Role::Th { .. }) {
                n.role = Role::Td { columns: if n.source.line == 15 { 3 } else { 1 } };
            }
        }
    });
    assert!(headless.contains(&"table-without-headers overview.hbs:14".to_owned()), "{headless:?}");
    let short = tags(|l| {
        let row = node(l, |r| *r == Role::TBody);
        let Some(Kid::Node(row)) = l.tree.get(row).kids.last().cloned() else { panic!("a row") };
        l.tree.get_mut(row).kids.truncate(1);
    });
    assert!(short.contains(&"table-irregular overview.hbs:14".to_owned()), "{short:?}");
    let undescribed = tags(|l| l.links[1].description = " ".into());
    assert_eq!(undescribed, ["link-without-description overview.hbs:41"]);
    let loose = tags(|l| {
        let table = table(l);
        let caption = l.tree.get_mut(table).kids.remove(0);
        l.tree.get_mut(table).kids.insert(1, caption);
    });
    assert!(loose.contains(&"table-irregular overview.hbs:14".to_owned()), "{loose:?}");
}

#[test]
fn content_that_is_not_tagged_is_found_on_its_page() {
    let title = paper().front.title;
    let first = tags(|l| drawn(l, 0, "/Artifact BMC", "/Artifake BMC"));
    assert_eq!(first, [format!("content-not-tagged {title}")]);
    let last = tags(|l| {
        drawn(l, 0, "/Artifact <</Type/Pagination/Subtype/Footer", "/Artifake <</Type/Pagination/Subtype/Footer")
    });
    assert_eq!(last, ["content-not-tagged overview.hbs:17"]);
    let twice = tags(|l| drawn(l, 0, "/MCID 3", "/MCID 2"));
    assert!(twice.contains(&format!("tags-broken {title}")), "{twice:?}");
    let other = tags(|l| drawn(l, 0, "/H2 <<", "/H3 <<"));
    assert_eq!(other, ["tags-broken overview.hbs:5"]);
}

#[test]
fn characters_without_a_glyph_are_named() {
    let found = tags(|l| {
        l.codes.glyphs_mut(0)[usize::from(b'!')] = Some(0);
        let owner = l.tree.owners[0][2];
        assert_eq!(l.tree.get(owner).source.line, 7);
        l.tree.texts[0][2].push('漢');
    });
    assert_eq!(found, ["character-not-in-font overview.hbs:7"]);
    let unlisted = tags(|l| l.codes.glyphs_mut(1).clear());
    assert_eq!(unlisted.len(), 2);
    assert!(unlisted.iter().all(|f| f.starts_with("glyph-not-embedded")));
}
