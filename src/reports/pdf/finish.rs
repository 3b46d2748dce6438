//! What a PDF says about itself, and the list of headings beside its pages: done on the finished objects, because printpdf
//! leaves some of it wrong or open (platform.md, part P, defects 4 and 5).

use super::Meta;
use crate::reports::page::Page;
use crate::reports::unit::pt;
use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::StringFormat;
use std::collections::BTreeMap;

/// Title, language, version, identity.
pub(super) fn mend(file: &mut lopdf::Document, meta: &Meta) {
    if let Ok(info) = file.trailer.get(b"Info").and_then(Object::as_reference)
        && let Ok(info) = file.get_object_mut(info).and_then(Object::as_dict_mut)
    {
        info.remove(b"GTS_PDFXVersion");
        info.remove(b"Identifier");
    }
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        catalog.remove(b"PageMode");
        catalog.set(
            "ViewerPreferences",
            lopdf::dictionary! { "DisplayDocTitle" => true },
        );
    }
    file.version = "1.7".into();
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    sha2::Digest::update(&mut hash, meta.title.as_bytes());
    sha2::Digest::update(&mut hash, meta.created.to_string().as_bytes());
    let digest = sha2::Digest::finalize(hash);
    let id = Object::String(
        digest.iter().take(16).copied().collect(),
        StringFormat::Hexadecimal,
    );
    file.trailer.set("ID", vec![id.clone(), id]);
}

/// Chinese text as PDF keeps it: UTF-16 with its mark.
fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// The headings of pages as a list of the viewer, each under the one it belongs to. One heading alone is no list.
pub(super) fn bookmarks(file: &mut lopdf::Document, pages: &[Page]) {
    // Identities taken and not used would leave the file's count of objects wrong.
    if pages.iter().map(|p| p.bookmarks.len()).sum::<usize>() < 2 {
        return;
    }
    let targets: Vec<ObjectId> = file.page_iter().collect();
    let root = file.new_object_id();
    let mut dicts: BTreeMap<ObjectId, Dictionary> = BTreeMap::new();
    let mut children: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    // The headings that are still open, from the outermost in.
    let mut open: Vec<(u8, ObjectId)> = Vec::new();
    for (page, target) in pages.iter().zip(targets) {
        for bookmark in &page.bookmarks {
            open.retain(|(level, _)| *level < bookmark.level);
            let parent = open.last().map_or(root, |(_, id)| *id);
            let id = file.new_object_id();
            let top = Object::Real(pt(page.height - bookmark.y));
            let dest = vec![target.into(), "XYZ".into(), Object::Null, top, Object::Null];
            let mut dict = Dictionary::new();
            dict.set("Title", utf16(&bookmark.title));
            dict.set("Dest", dest);
            dict.set("Parent", parent);
            dicts.insert(id, dict);
            children.entry(parent).or_default().push(id);
            open.push((bookmark.level, id));
        }
    }
    let mut outlines = Dictionary::new();
    outlines.set("Type", "Outlines");
    dicts.insert(root, outlines);
    for (owner, ids) in &children {
        if let (Some(dict), Some(first), Some(last)) =
            (dicts.get_mut(owner), ids.first(), ids.last())
        {
            dict.set("First", *first);
            dict.set("Last", *last);
            // Open at the first level, closed below it.
            let count = ids.len() as i64;
            dict.set("Count", if *owner == root { count } else { -count });
        }
        for (before, after) in ids.iter().zip(ids.iter().skip(1)) {
            if let Some(dict) = dicts.get_mut(before) {
                dict.set("Next", *after);
            }
            if let Some(dict) = dicts.get_mut(after) {
                dict.set("Prev", *before);
            }
        }
    }
    for (id, dict) in dicts {
        file.objects.insert(id, Object::Dictionary(dict));
    }
    if let Ok(catalog) = file.catalog_mut() {
        catalog.set("Outlines", root);
        catalog.set("PageMode", "UseOutlines");
    }
}
