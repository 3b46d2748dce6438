//! Service orders 服务订单, certificates 证明 and their number book.

pub mod certificate;
pub mod number_book;
pub mod order;

pub use certificate::Certificate;
pub use certificate::ServiceLine;
pub use number_book::NumberPattern;
pub use order::ServiceOrder;
pub use order::Stage;
