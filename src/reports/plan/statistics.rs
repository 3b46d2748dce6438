//! R12 年度科普统计调查表.

use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Report;

pub(in crate::reports) fn fill(_: &mut Report, _: &Material<'_>, _: &Request) {}
