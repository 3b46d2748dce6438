//! Service orders 服务订单.

pub mod order;

pub use order::ServiceOrder;
pub use order::Stage;
