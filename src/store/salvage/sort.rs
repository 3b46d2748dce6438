//! The rows of a damaged file, sorted into tables: along the trees where they still stand, and by what a row looks like
//! and what the history says of it where they do not.

use super::pages::Kind;
use super::pages::Pages;
use super::pages::Row;
use super::shape::Shape;
use crate::model::Uid;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The rows of one table.
#[derive(Debug, Clone, Default)]
pub(super) struct Heap {
    pub(super) rows: Vec<Row>,
    /// Rows from pages that no tree led to any more; older forms of a row may be among them.
    pub(super) stray: Vec<Row>,
    /// Pages of the tree that could not be read.
    pub(super) bad_pages: usize,
}

/// Everything that could be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) heaps: BTreeMap<&'static str, Heap>,
    /// Rows that fit several tables, and nothing tells which.
    pub(super) unknown: usize,
    /// Whether the list of tables could be read.
    pub(super) has_list: bool,
}

pub(super) fn sort(pages: &Pages, shapes: &[Shape]) -> Found {
    let mut found = Found::default();
    let mut used: BTreeSet<usize> = pages.free().into_iter().collect();
    let roots = roots(pages, shapes, &mut used);
    found.has_list = !roots.is_empty();
    for (shape, root) in &roots {
        let heap = found.heaps.entry(shape.name).or_default();
        walk(pages, shape, *root, &mut used, heap);
    }
    let strays: Vec<(usize, Vec<Row>)> = (2..=pages.count())
        .filter(|n| !used.contains(n) && pages.kind(*n) == Kind::Leaf)
        .map(|n| (n, pages.rows(n).0))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    sort_strays(pages, shapes, strays, &mut found);
    found
}

// Where each table begins, from the list of tables on the first page.
fn roots<'s>(
    pages: &Pages,
    shapes: &'s [Shape],
    used: &mut BTreeSet<usize>,
) -> Vec<(&'s Shape, usize)> {
    let mut waiting = vec![1];
    let mut seen = BTreeSet::new();
    let mut roots = Vec::new();
    while let Some(page) = waiting.pop() {
        if !seen.insert(page) {
            continue;
        }
        match pages.kind(page) {
            Kind::Branch => waiting.extend(pages.below(page)),
            Kind::Leaf => {
                for row in pages.rows(page).0 {
                    if let [
                        Value::Text(kind),
                        Value::Text(name),
                        _,
                        Value::Integer(root),
                        _,
                    ] = row.values.as_slice()
                        && kind == "table"
                        && let Some(shape) = shapes.iter().find(|s| s.name == name)
                        && let Ok(root) = usize::try_from(*root)
                        && root > 1
                    {
                        roots.push((shape, root));
                    }
                }
            }
            Kind::Other => {}
        }
    }
    if !roots.is_empty() {
        used.extend(seen);
    }
    roots.sort_by_key(|(_, root)| *root);
    roots.dedup_by_key(|(shape, _)| shape.name);
    roots
}

fn walk(pages: &Pages, shape: &Shape, root: usize, used: &mut BTreeSet<usize>, heap: &mut Heap) {
    let mut waiting = vec![root];
    while let Some(page) = waiting.pop() {
        if used.contains(&page) {
            continue;
        }
        match pages.kind(page) {
            Kind::Branch => {
                used.insert(page);
                waiting.extend(pages.below(page));
            }
            Kind::Leaf => {
                let (rows, said) = pages.rows(page);
                let all = rows.len();
                let good: Vec<Row> = rows.into_iter().filter(|r| shape.fits(&r.values)).collect();
                // A broken branch may lead anywhere: a page of another table is left for that one.
                if good.is_empty() && all > 0 {
                    heap.bad_pages += 1;
                    continue;
                }
                used.insert(page);
                heap.bad_pages += usize::from(good.len() < said);
                heap.rows.extend(good);
            }
            Kind::Other => heap.bad_pages += 1,
        }
    }
}

fn sort_strays(pages: &Pages, shapes: &[Shape], strays: Vec<(usize, Vec<Row>)>, found: &mut Found) {
    let beside = |name: &str| shapes.iter().find(|s| s.name == name);
    // The history first: it says which record belongs to which table.
    let (history, rest): (Vec<_>, Vec<_>) = strays.into_iter().partition(|(_, rows)| {
        beside("history").is_some_and(|shape| rows.iter().all(|r| shape.fits(&r.values)))
    });
    let heap = found.heaps.entry("history").or_default();
    heap.stray.extend(history.into_iter().flat_map(|(_, r)| r));
    let known = tables_by_history(found, shapes);
    let trees = trees(pages);
    let tree_of = |page: usize| trees.get(&page).copied().unwrap_or(page);
    let mut votes: BTreeMap<usize, BTreeMap<&'static str, usize>> = BTreeMap::new();
    let mut fitting: BTreeMap<usize, BTreeSet<&'static str>> = BTreeMap::new();
    for (page, rows) in &rest {
        let tree = tree_of(*page);
        for row in rows {
            let fits: BTreeSet<&'static str> = shapes
                .iter()
                .filter(|s| s.fits(&row.values))
                .map(|s| s.name)
                .collect();
            if let Some(name) = uid_of(row).and_then(|uid| known.get(&uid))
                && fits.contains(name)
            {
                *votes.entry(tree).or_default().entry(name).or_default() += 1;
            }
            if fits.is_empty() {
                continue;
            }
            match fitting.get_mut(&tree) {
                Some(all) => all.retain(|name| fits.contains(name)),
                None => drop(fitting.insert(tree, fits)),
            }
        }
    }
    for (page, rows) in rest {
        let tree = tree_of(page);
        let voted = votes
            .get(&tree)
            .and_then(|v| v.iter().max_by_key(|(_, n)| **n));
        let only = fitting.get(&tree).filter(|f| f.len() == 1);
        let name = voted
            .map(|(name, _)| *name)
            .or_else(|| only.and_then(|f| f.first().copied()));
        let Some(shape) = name.and_then(|n| shapes.iter().find(|s| s.name == n)) else {
            let any = |r: &&Row| shapes.iter().any(|s| s.fits(&r.values));
            found.unknown += rows.iter().filter(any).count();
            continue;
        };
        let heap = found.heaps.entry(shape.name).or_default();
        let good = rows.into_iter().filter(|r| shape.fits(&r.values));
        heap.stray.extend(good);
    }
}

// Records begin with their number, which stands on the page as nothing, and their identity.
pub(super) fn uid_of(row: &Row) -> Option<Uid> {
    match row.values.get(1) {
        Some(Value::Blob(bytes)) => Uid::from_bytes(bytes),
        _ => None,
    }
}

fn tables_by_history(found: &Found, shapes: &[Shape]) -> BTreeMap<Uid, &'static str> {
    let Some(heap) = found.heaps.get("history") else {
        return BTreeMap::new();
    };
    let rows = heap.rows.iter().chain(&heap.stray);
    rows.filter_map(|row| match (row.values.get(2), row.values.get(3)) {
        (Some(Value::Text(table)), Some(Value::Blob(uid))) => {
            let shape = shapes.iter().find(|s| s.name == table)?;
            Some((Uid::from_bytes(uid)?, shape.name))
        }
        _ => None,
    })
    .collect()
}

// The topmost page over each page, as far as branches still say so.
fn trees(pages: &Pages) -> BTreeMap<usize, usize> {
    let mut above = BTreeMap::new();
    for page in (2..=pages.count()).filter(|n| pages.kind(*n) == Kind::Branch) {
        for below in pages.below(page) {
            above.insert(below, page);
        }
    }
    let top = |page: usize| {
        let mut at = page;
        // A broken branch may lead in a circle.
        for _ in 0..12 {
            match above.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    };
    above.keys().map(|page| (*page, top(*page))).collect()
}
