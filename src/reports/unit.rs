//! Lengths of paper: millimetres everywhere, points for the size of type.

/// Millimetres; positions count from the top left corner of the page.
pub type Mm = f32;

/// Points of 1/72 inch: sizes of type.
pub type Pt = f32;

/// Millimetres of a length in points.
pub fn mm(points: Pt) -> Mm {
    points * 25.4 / 72.0
}

/// Points of a length in millimetres.
pub fn pt(millimetres: Mm) -> Pt {
    millimetres * 72.0 / 25.4
}

/// 二号, for titles (GB/T 9704-2012 7.3.1).
pub const SIZE_2: Pt = 22.0;
/// 三号, for the body of documents.
pub const SIZE_3: Pt = 16.0;
/// 四号, for page numbers (GB/T 9704-2012 7.5).
pub const SIZE_4: Pt = 14.0;
/// 小四.
pub const SIZE_S4: Pt = 12.0;
/// 五号.
pub const SIZE_5: Pt = 10.5;
