//! Foreign pictures: decoded within limits, turned upright, scaled for paper and written anew. What the camera wrote about
//! place and owner is gone with the old bytes; only the day is read before.

use image::DynamicImage;
use image::ImageDecoder as _;
use image::ImageReader;
use image::Limits;
use image::codecs::jpeg::JpegEncoder;
use jiff::civil::Date;
use std::io::Cursor;

/// Why a picture can't be kept, in the clerk's words, to follow the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// Bytes that are no picture of a kind we know.
    #[error("不是能识别的照片")]
    NotAPicture,
    /// Cut short or broken.
    #[error("不完整或已损坏")]
    Broken,
    /// More pixels than any camera makes.
    #[error("像素过大")]
    TooLarge,
}

/// A picture made safe.
#[derive(Debug, Clone)]
pub struct SafePicture {
    /// The new bytes.
    pub jpeg: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Day the camera wrote, if any.
    pub taken_on: Option<Date>,
}

/// Longest side kept: 300 dots an inch on the width of an A4 page.
const LONGEST: u32 = 2480;
/// Most pixels a picture may unfold to.
const MOST_PIXELS: u64 = 120_000_000;

/// Whether a file of this extension is treated as a picture.
pub fn is_picture(extension: &str) -> bool {
    [
        "jpg", "jpeg", "png", "bmp", "webp", "gif", "tif", "tiff", "heic",
    ]
    .contains(&extension)
}

/// Make a picture safe.
///
/// # Errors
/// Why it can't be kept.
pub fn make_safe(bytes: &[u8]) -> Result<SafePicture, PictureFault> {
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PictureFault::NotAPicture)?;
    if reader.format().is_none() {
        return Err(PictureFault::NotAPicture);
    }
    let mut decoder = reader.into_decoder().map_err(|e| match e {
        image::ImageError::Unsupported(_) => PictureFault::NotAPicture,
        image::ImageError::Limits(_) => PictureFault::TooLarge,
        _ => PictureFault::Broken,
    })?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureFault::TooLarge);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 4);
    decoder
        .set_limits(limits)
        .map_err(|_| PictureFault::TooLarge)?;
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = decoder.orientation().map_err(|_| PictureFault::Broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureFault::Broken)?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, image::imageops::FilterType::Triangle);
    }
    let plain = picture.to_rgb8();
    let mut jpeg = Vec::new();
    plain
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 85))
        .map_err(|_| PictureFault::Broken)?;
    Ok(SafePicture {
        jpeg,
        width: plain.width(),
        height: plain.height(),
        taken_on: exif.as_deref().and_then(day_in),
    })
}

/// Longest side of the copy for the screen.
const SMALL: u32 = 900;

/// A small copy of a kept photo for the screen; none when it can't be read.
pub fn small(jpeg: &[u8]) -> Option<image::RgbImage> {
    let picture = image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg).ok()?;
    Some(picture.thumbnail(SMALL, SMALL).to_rgb8())
}

// The camera writes its moments as `2025:05:12 09:30:00`; the first one stands for the picture.
fn day_in(exif: &[u8]) -> Option<Date> {
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<i16>().ok();
    exif.windows(19).find_map(|w| {
        let colons = w.get(4) == Some(&b':') && w.get(7) == Some(&b':') && w.get(10) == Some(&b' ');
        if !colons || w.get(13) != Some(&b':') {
            return None;
        }
        let (year, month, day) = (
            number(w.get(..4)?)?,
            number(w.get(5..7)?)?,
            number(w.get(8..10)?)?,
        );
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_large_photo_is_scaled_for_paper() {
        let safe = make_safe(&png(4000, 3000)).unwrap();
        assert_eq!((safe.width, safe.height), (2480, 1860));
    }

    #[test]
    fn what_is_no_picture_or_cut_short_is_refused() {
        assert_eq!(
            make_safe(b"MZ\x90 not a photo").unwrap_err(),
            PictureFault::NotAPicture
        );
        let whole = png(400, 300);
        let half = &whole[..whole.len() / 2];
        assert_eq!(make_safe(half).unwrap_err(), PictureFault::Broken);
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        // A PNG that promises 60,000 × 60,000 pixels, its checksum in order.
        let mut bytes = png(8, 8);
        bytes.splice(16..24, [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        let mut crc = u32::MAX;
        for byte in &bytes[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 {
                    (crc >> 1) ^ 0xEDB8_8320
                } else {
                    crc >> 1
                };
            }
        }
        bytes.splice(29..33, (!crc).to_be_bytes());
        assert_eq!(make_safe(&bytes).unwrap_err(), PictureFault::TooLarge);
    }

    #[test]
    fn the_camera_s_day_is_kept_and_its_place_is_not() {
        let exif = b"Exif\0\0MM\0*....2025:05:12 09:30:00\0GPS";
        assert_eq!(day_in(exif), Some(jiff::civil::date(2025, 5, 12)));
    }
}
