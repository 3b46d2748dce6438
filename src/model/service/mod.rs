//! Service orders 服务订单.

pub mod certificate;
pub mod order;

pub use certificate::Certificate;
pub use order::ServiceOrder;
pub use order::Stage;
