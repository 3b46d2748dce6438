//! R11 志愿服务记录证明.

use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Report;

pub(in crate::reports) fn fill(_: &mut Report, _: &Material<'_>, _: &Request) {}
