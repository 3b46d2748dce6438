//! The window painted without a graphics card: egui's triangles into pixels, the pixels onto the screen. For computers
//! without a driver and for remote sessions; tests draw their pictures with the same painter.

mod canvas;
mod damage;
mod painter;
mod quad;
mod repaint;
mod shown;
mod texture;
mod triangle;
mod window;

pub use canvas::Area;
pub use canvas::Canvas;
pub use canvas::pixel;
pub use damage::damage;
pub use painter::Painter;
pub use repaint::Repainter;
pub(super) use window::run;
