//! R1, R2, R13, R24: texts set as documents.

use crate::reports::Material;
use crate::reports::Request;
use crate::reports::outline::Report;

pub(in crate::reports) fn fill(_: &mut Report, _: &Material<'_>, _: &Request) {}
