//! What differs between two frames. Frames are lists of triangles painted in order; where the same triangles lie in the
//! same order, the same pixels come out, so only what was taken out, put in or changed has to be painted anew.

use egui::ClippedPrimitive;
use egui::Mesh;
use egui::Rect;
use egui::epaint::Primitive;
use egui::epaint::Vertex;

/// The rectangle, in points, outside of which two frames look the same; `Rect::NOTHING` when they are the same.
pub fn damage(before: &[ClippedPrimitive], after: &[ClippedPrimitive]) -> Rect {
    let (before, after) = differing(before, after, is_same);
    if before.len() != after.len() {
        let all = before.iter().chain(after).map(extent);
        return all.fold(Rect::NOTHING, Rect::union);
    }
    let pairs = before.iter().zip(after);
    pairs
        .map(|(a, b)| between(a, b))
        .fold(Rect::NOTHING, Rect::union)
}

fn is_same(a: &ClippedPrimitive, b: &ClippedPrimitive) -> bool {
    match (&a.primitive, &b.primitive) {
        (Primitive::Mesh(old), Primitive::Mesh(new)) => a.clip_rect == b.clip_rect && old == new,
        _ => false,
    }
}

// Two lists without what they begin and end with alike.
fn differing<'a, T>(
    mut before: &'a [T],
    mut after: &'a [T],
    same: impl Fn(&T, &T) -> bool,
) -> (&'a [T], &'a [T]) {
    while let ([a, rest_a @ ..], [b, rest_b @ ..]) = (before, after)
        && same(a, b)
    {
        (before, after) = (rest_a, rest_b);
    }
    while let ([rest_a @ .., a], [rest_b @ .., b]) = (before, after)
        && same(a, b)
    {
        (before, after) = (rest_a, rest_b);
    }
    (before, after)
}

fn extent(one: &ClippedPrimitive) -> Rect {
    match &one.primitive {
        Primitive::Mesh(mesh) => mesh.calc_bounds().intersect(one.clip_rect),
        Primitive::Callback(_) => one.clip_rect,
    }
}

fn between(before: &ClippedPrimitive, after: &ClippedPrimitive) -> Rect {
    let (Primitive::Mesh(old), Primitive::Mesh(new)) = (&before.primitive, &after.primitive) else {
        return extent(before).union(extent(after));
    };
    if before.clip_rect != after.clip_rect || old.texture_id != new.texture_id {
        return extent(before).union(extent(after));
    }
    let ((old_triangles, _), (new_triangles, _)) =
        (old.indices.as_chunks::<3>(), new.indices.as_chunks::<3>());
    let same = |a: &[u32; 3], b: &[u32; 3]| corners(old, a) == corners(new, b);
    let (gone, come) = differing(old_triangles, new_triangles, same);
    let mut all = Rect::NOTHING;
    if gone.len() == come.len() {
        for (a, b) in gone.iter().zip(come).filter(|(a, b)| !same(a, b)) {
            all = all
                .union(bounds(corners(old, a)))
                .union(bounds(corners(new, b)));
        }
    } else {
        let gone = gone.iter().map(|t| corners(old, t));
        for one in gone.chain(come.iter().map(|t| corners(new, t))) {
            all = all.union(bounds(one));
        }
    }
    all.intersect(after.clip_rect)
}

type Corners<'m> = [Option<&'m Vertex>; 3];

fn corners<'m>(mesh: &'m Mesh, triangle: &[u32; 3]) -> Corners<'m> {
    triangle.map(|n| mesh.vertices.get(n as usize))
}

fn bounds(corners: Corners<'_>) -> Rect {
    let mut all = Rect::NOTHING;
    for corner in corners.into_iter().flatten() {
        all.extend_with(corner.pos);
    }
    all
}
