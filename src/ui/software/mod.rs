//! without a driver and for remote sessions; tests draw their pictures with the same painter.

mod canvas;
mod damage;
mod painter;
mod quad;
mod repaint;
mod texture;
mod triangle;

pub use canvas::Area;
pub use canvas::Canvas;
pub use canvas::pixel;
pub use damage::damage;
pub use painter::Painter;
pub use repaint::Repainter;
